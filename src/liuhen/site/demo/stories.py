"""Fifteen cases, one in every state: complete, a document missing, a gap, a late upload, an interruption with and
without its report, one resumed, lawful lateness, marks still to be made, evidence not filed, a dispute, two
cameras on one scene, documents being written.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from liuhen.site.demo.scenes import (
    ending,
    filing,
    inquiry,
    inspection,
    late,
    notice,
    reporting,
    review,
    seizure,
    service,
    spoken,
)
from liuhen.site.demo.script import Break, Scene, Story, Take

OVERLOAD = "货运车辆擅自超限行驶公路"
NO_PERMIT = "未取得道路客运经营许可擅自从事班车客运经营"


def stories() -> tuple[Story, ...]:
    """All cases, in the order of their numbers."""
    return (
        _complete(), _under_review(), _document_missing(), _gap(), _interrupted_and_reported(),
        _interrupted_and_silent(), _late(), _remote(), _fresh(), _unspoken(), _evidence_not_filed(),
        _disputed(), _resumed(), _two_cameras(), _in_writing(),
    )  # fmt: skip


MILESTONES = (
    ("filed", 0, "15:30"), ("investigated", 2, "10:00"), ("told", 3, "10:20"), ("decided", 7, "11:00"),
    ("served", 9, "15:40"),
)  # fmt: skip
ENDED = (("performed", 12, "10:30"), ("closed", 13, "10:30"))
APPROVALS = (
    ("case_filing", 0, "15:20"), ("investigation_unit", 2, "10:10"), ("investigation_report", 2, "11:00"),
    ("legal_review", 6, "16:00"), ("decision", 7, "09:35"), ("closing", 13, "10:10"),
)  # fmt: skip
SEIZED = (("seizure", 0, "10:40"),)


def _whole(*first: Scene) -> tuple[Scene, ...]:
    return (*first, filing(), reporting(2), notice(3), *review(6), service(9), *ending(12))


def _complete() -> Story:
    return Story(
        serial=1, title="手续齐全，已归档", cause=OVERLOAD, party="南岭货运有限公司", plate="粤Z·D1201", days_ago=24,
        scenes=_whole(inspection(), inquiry()),
        milestones=(*MILESTONES, *ENDED), approvals=APPROVALS, filed_evidence_after=14, settled=True,
    )  # fmt: skip


def _under_review() -> Story:
    return Story(
        serial=2, title="审查决定中", cause=OVERLOAD, party="东江物流有限公司", plate="粤Z·D1202", days_ago=7,
        scenes=(inspection(), inquiry(), filing(), reporting(2), notice(3), *review(6)[:2]),
        milestones=MILESTONES[:3], approvals=APPROVALS[:3], settled=True,
    )  # fmt: skip


def _document_missing() -> Story:
    return Story(
        serial=3, title="缺询问笔录", cause=OVERLOAD, party="李某", plate="粤Z·D1203", days_ago=5,
        scenes=(inspection(), replace(inquiry(), papers=()), filing(), reporting(2), notice(3)),
        milestones=MILESTONES[:3], approvals=APPROVALS[:3],
    )  # fmt: skip


def _gap() -> Story:
    """Two takes leave ninety seconds of a seizure unrecorded, and nobody says why."""
    scene = seizure()
    whole = scene.takes[0]
    takes = (
        replace(whole, length=2.5, marks=whole.marks[:6]),
        Take(by="officer", start=3.5, length=3.0, marks=spoken("decision_read", "statement_heard", "documents_signed")),
    )
    return Story(
        serial=4, title="扣押录像有不明空缺", cause=NO_PERMIT, party="王某", plate="粤Z·D1204", days_ago=4,
        acts=("inspection", "coercion", "penalty"), milestones=MILESTONES[:1], approvals=(*SEIZED, *APPROVALS[:1]),
        scenes=(inspection(), replace(scene, takes=takes), filing()),
    )  # fmt: skip


def _interrupted_and_reported() -> Story:
    """The battery dies; the head is told at once, and a written explanation follows."""
    scene = seizure()
    takes = (replace(scene.takes[0], length=3.0),)
    pause = Break(start=2.5, end=None, cause="battery", reported=True, explained=True)
    return Story(
        serial=5, title="中止后已报告并书面说明", cause=NO_PERMIT, party="赵某", plate="粤Z·D1205", days_ago=6,
        acts=("inspection", "coercion", "penalty"), milestones=MILESTONES[:3], approvals=(*SEIZED, *APPROVALS[:3]),
        scenes=(inspection(), replace(scene, takes=takes, breaks=(pause,)), filing(), reporting(2), notice(3)),
    )  # fmt: skip


def _interrupted_and_silent() -> Story:
    """The camera fails in the middle of a seizure, recording is not resumed, and nobody is told."""
    scene = seizure()
    takes = (replace(scene.takes[0], length=3.0),)
    return Story(
        serial=6, title="中止后未恢复、未报告", cause=NO_PERMIT, party="孙某", plate="粤Z·D1206", days_ago=2,
        acts=("inspection", "coercion", "penalty"), milestones=MILESTONES[:1], approvals=(*SEIZED, *APPROVALS[:1]),
        scenes=(
            inspection(),
            replace(scene, takes=takes, breaks=(Break(start=2.5, end=None, cause="device_fault"),)),
            filing(),
        ),
    )  # fmt: skip


def _late() -> Story:
    return Story(
        serial=7, title="逾期上传", cause=OVERLOAD, party="西樵运输队", plate="粤Z·D1207", days_ago=8,
        scenes=(late(inspection(), 41), inquiry(), filing(), reporting(2), notice(3)),
        milestones=MILESTONES[:3], approvals=APPROVALS[:3],
    )  # fmt: skip


def _remote() -> Story:
    """Work on the water for two days: the day of upload counts from the return to the unit."""
    scene = inspection()
    takes = tuple(
        replace(take, stored_after=timedelta(hours=50), returned_after=timedelta(hours=46)) for take in scene.takes
    )
    return Story(
        serial=8, title="水上执法，返回后按时入库", cause="船舶未按规定配备船员航行", party="粤海运输社", days_ago=6,
        scenes=(
            replace(scene, takes=takes, circumstances=("on_water",), place="北江 K41 水域", background="yard"),
            filing(2),
        ),
        milestones=(("filed", 2, "15:30"),), approvals=(("case_filing", 2, "15:20"),),
    )  # fmt: skip


def _fresh() -> Story:
    """Yesterday's inspection: the recording is in, the key contents are still to be marked."""
    scene = inspection(clock="16:30")
    takes = tuple(replace(take, marks=(), stored_after=timedelta(hours=1)) for take in scene.takes)
    return Story(
        serial=9, kept=False, title="刚刚入库，待标记",
        cause=OVERLOAD, party="周某", plate="粤Z·D1209", days_ago=1,
        scenes=(replace(scene, takes=takes), filing(clock="18:30")), milestones=(("filed", 0, "19:00"),),
        approvals=(("case_filing", 0, "18:50"),),
    )  # fmt: skip


def _unspoken() -> Story:
    """No check of the camera, no explanation spoken, one officer alone."""
    scene = inspection()
    takes = tuple(replace(take, marks=take.marks[2:]) for take in scene.takes)
    return Story(
        serial=10, kept=False, title="单人执法、未查设备、未作说明",
        cause=OVERLOAD, party="吴某", plate="粤Z·D1210", days_ago=9,
        scenes=(replace(scene, takes=takes, checked=False, people=("officer",)), inquiry(), filing()),
        milestones=MILESTONES[:1], approvals=APPROVALS[:1],
    )  # fmt: skip


def _evidence_not_filed() -> Story:
    return Story(
        serial=11, gathered=False, kept=False, title="结案后证据未附卷",
        cause=OVERLOAD, party="郑某", plate="粤Z·D1211", days_ago=52,
        scenes=_whole(inspection(), inquiry())[:-1], milestones=(*MILESTONES, *ENDED), approvals=APPROVALS,
    )  # fmt: skip


def _disputed() -> Story:
    return Story(
        serial=12, kept=False, title="当事人有异议，须长期保存",
        cause=NO_PERMIT, party="冯某", plate="粤Z·D1212", days_ago=15,
        scenes=(inspection(), inquiry(), filing(), reporting(2), notice(3), *review(6), service(9)),
        milestones=MILESTONES,
        approvals=APPROVALS[:5],
        situations=(("objection", 10, "09:00", "当事人当面提出异议，认为称重不准"),),
    )  # fmt: skip


def _two_cameras() -> Story:
    """Two cameras on one scene: one cuts its film in two and is covered for a while, the other films in HEVC."""
    scene = inspection(clock="14:10", minutes=5)
    first = replace(scene.takes[0], start=-0.5, length=3.0, marks=spoken("site_environment"), evidence=False)
    takes = (
        replace(first, marred=(("covered", 70, 105), ("silent", 120, 150)), stored_after=timedelta(hours=1)),
        replace(first, start=2.5, length=3.0, part=1, marks=(), stored_after=timedelta(hours=1)),
        Take(
            by="partner", start=0.2, length=4.5, codec="libx265", stored_after=timedelta(hours=2),
            marred=(("black", 60, 80), ("frozen", 150, 185)),
        ),
    )  # fmt: skip
    return Story(
        serial=14, kept=False, title="两机同场，一机分段、镜头被挡",
        cause=NO_PERMIT, party="褚某", plate="粤Z·D1214", days_ago=1,
        scenes=(replace(scene, takes=takes, people=("officer", "handler", "partner")), filing(clock="17:30")),
        milestones=(("filed", 0, "18:00"),), approvals=(("case_filing", 0, "17:50"),),
    )  # fmt: skip


def _resumed() -> Story:
    """The battery is changed; the reason is spoken on resuming."""
    scene = seizure()
    whole = scene.takes[0]
    told = ((4, "interruption_reason", ""), *spoken("decision_read", "statement_heard", "documents_signed", first=20))
    takes = (replace(whole, length=3.0), Take(by="officer", start=3.5, length=3.0, marks=told))
    pause = Break(start=2.5, end=3.5, cause="battery")
    return Story(
        serial=13, title="中止记录，恢复时已说明", cause=NO_PERMIT, party="韩某", plate="粤Z·D1213", days_ago=3,
        acts=("inspection", "coercion", "penalty"), milestones=MILESTONES[:1], approvals=(*SEIZED, *APPROVALS[:1]),
        scenes=(inspection(), replace(scene, takes=takes, breaks=(pause,)), filing()),
    )  # fmt: skip


def _in_writing() -> Story:
    """Begun yesterday: papers are being written, the head is asked to file it (`demo.writing`)."""
    scene = inspection(clock="15:40")
    return Story(
        serial=15, kept=False, title="文书在写，等候审批", cause=OVERLOAD, party="卫某", plate="粤Z·D1215", days_ago=1,
        scenes=(replace(scene, papers=()),), written=True,
    )  # fmt: skip
