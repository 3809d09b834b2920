"""A dossier file is the facts, strictly read."""

import dataclasses
from datetime import timedelta

import pytest

from liuhen.core.lawbook.dossier import read_dossier
from liuhen.core.lawbook.errors import LawError
from liuhen.core.lawbook.vocabulary import read_vocabulary
from liuhen.core.terms import facts
from liuhen.core.terms.labels import Medium, Stage

SOUND = """agency: {id: demo, name: 示范支队, numbers: {keep_days: 90}, adopts: [old-text]}
case: {number: 示1号, milestones: {filed: 2019-04-02 09:00}}
acts: [{id: a1, kind: penalty}]
steps:
  - {id: s1, kind: inquiry, stage: investigation, act: a1, start: 2019-04-02 09:30, end: 2019-04-02 10:10}
recordings:
  - {id: r1, medium: video, start: 2019-04-02 09:30, end: 2019-04-02 10:00, steps: [s1], error: 1.5,
     used_as_evidence: yes}
"""


def problems(text, **options):
    with pytest.raises(LawError) as caught:
        read_dossier(text, **options)
    return [str(problem) for problem in caught.value.problems]


def test_a_sound_file_gives_the_facts():
    dossier = read_dossier(SOUND)
    assert isinstance(dossier.steps[0], facts.Step)
    assert dossier.steps[0].stage is Stage.INVESTIGATION
    assert dossier.recordings[0].medium is Medium.VIDEO
    assert dossier.recordings[0].error == timedelta(seconds=1.5)
    assert dossier.recordings[0].used_as_evidence
    assert dossier.agency.numbers == {"keep_days": "90"}
    assert dossier.case is not None
    assert dossier.case.milestones["filed"].isoformat() == "2019-04-02T09:00:00+08:00"


def test_every_fact_has_its_list_in_the_file():
    from liuhen.core.lawbook.dossier_models import DossierModel

    assert set(DossierModel.model_fields) == {field.name for field in dataclasses.fields(facts.Dossier)}


@pytest.mark.parametrize(
    ("old", "new", "line", "word"),
    [
        ("steps: [s1]", "steps: [s9]", 7, "指向“s9”"),
        ("act: a1", "act: a9", 5, "指向“a9”"),
        ("id: r1", "id: s1", 7, "重复"),
        ("end: 2019-04-02 10:10", "end: 2019-04-02 09:10", 5, "早于开始"),
        ("stage: investigation", "stage: middle", 5, "middle"),
        ("medium: video", "medium: film", 7, "film"),
        ("error: 1.5", "error: １", 7, "半角数字"),
        ("kind: inquiry", "kindd: inquiry", 5, "不认识的字段“kindd”"),
        ("used_as_evidence: yes", "used_as_evidence: maybe", 8, "yes 或 no"),
        ("start: 2019-04-02 09:30, end: 2019-04-02 10:10", "start: tomorrow", 5, "不是时间"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(old, new, line, word):
    found = problems(SOUND.replace(old, new))
    assert any(p.startswith(f"dossier.yaml:{line}:") and word in p for p in found), found


def test_codes_are_checked_against_the_vocabulary_when_there_is_one():
    words = read_vocabulary(
        {
            "steps": "inquiry: 询问\n",
            "acts": "licence: 许可\n",
            "milestones": "closed: 结案\n",
            "sources": "body_camera: 仪\n",
        }
    )
    found = problems(SOUND, vocabulary=words)
    assert len(found) == 2
    assert any("“penalty”不在 _vocabulary/acts.yaml" in p for p in found)
    assert any("“filed”不在 _vocabulary/milestones.yaml" in p for p in found)


def test_a_determination_must_say_something_the_law_knows():
    decided = """determinations: [{id: x, duty: record, subject: s1, outcome: maybe, reason: 无, by: 丁,
  at: 2019-05-20 09:00}]
"""
    found = problems(SOUND + decided)
    assert len(found) == 2
    assert all(p.startswith("dossier.yaml:9:") for p in found)
    assert any("maybe" in p and "not_applicable" in p for p in found)
    assert any("文本标识/义务标识" in p for p in found)


def test_a_recording_may_name_a_patrol_or_a_meeting_in_place_of_a_step():
    patrols = "patrols: [{id: p1, kind: patrol, start: 2019-04-02 09:30}]\n"
    meetings = "meetings: [{id: w1, kind: expert_review, start: 2019-04-02 09:30}]\n"
    for occasion in ("p1", "w1"):
        dossier = read_dossier(SOUND.replace("steps: [s1]", f"steps: [{occasion}]") + patrols + meetings)
        assert dossier.recordings[0].steps == (occasion,)
    assert "中没有它" in problems(SOUND.replace("steps: [s1]", "steps: [p2]") + patrols)[0]


def test_the_new_lists_are_checked_like_the_old():
    extra = """
officers: [{id: o1, staff: enforcement, certified_from: 2019-04-02 09:30, certified_until: 2019-01-01 09:30}]
approvals: [{id: ap1, kind: seizure, about: [nobody], role: head, at: 2019-04-02 09:30, outcome: maybe}]
publications: [{id: pub1, kind: decision, about: [s1], at: 2019-04-02 09:30, withdrawn_at: 2019-04-01 09:30}]
"""
    told = "\n".join(problems(SOUND + extra))
    for words in ("o1 的执法证件到期早于生效", "pub1 的撤下时间早于公开时间", "outcome“maybe”不认识"):
        assert words in told


def test_what_a_decision_is_about_must_be_in_the_dossier():
    approval = "approvals: [{id: ap1, kind: seizure, about: [nobody], role: head, at: 2019-04-02 09:30}]\n"
    assert "ap1 的 about 指向“nobody”" in problems(SOUND + approval)[0]
    assert read_dossier(SOUND + approval.replace("nobody", "s1")).approvals[0].about == ("s1",)


GOODS = """goods:
  - id: g1
    number: 示1
    name: 车辆
    quantity: 1
    unit: 辆
    measure: seizure
    taken_at: 2019-04-02 10:00
    entered_at: 2019-04-02 11:00
    state: kept
    moves: [{kind: to_keeper, at: 2019-04-02 12:00, step: s1, document: d9}]
"""


def test_a_movement_of_goods_names_what_the_dossier_holds():
    assert problems(SOUND + GOODS) == ["dossier.yaml:19: g1 的流转中 document 指向“d9”，卷内没有它"]
    assert read_dossier((SOUND + GOODS).replace(", document: d9", "")).goods[0].moves[0].step == "s1"


def test_a_movement_of_goods_is_of_a_known_kind():
    words = read_vocabulary({"goods_movements": "moved: {label: 移动}\n"})
    found = problems((SOUND + GOODS).replace(", document: d9", ""), vocabulary=words)
    assert "dossier.yaml:19: g1 的流转 kind“to_keeper”不在 _vocabulary/goods_movements.yaml" in found


RECUSAL = "recusals: [{id: x1, name: 甲, way: asked, ground: own_interest, asked_at: 2019-04-02 12:00REST}]\n"


def test_a_recusal_is_asked_for_before_it_is_decided_in_one_of_the_known_ways():
    assert read_dossier(SOUND + RECUSAL.replace("REST", "")).recusals[0].outcome == ""
    early = RECUSAL.replace("REST", ", outcome: refused, decided_at: 2019-04-02 11:00")
    assert problems(SOUND + early) == ["dossier.yaml:9: x1 的决定时间早于申请时间"]
    assert "还应写明 decided_at" in problems(SOUND + RECUSAL.replace("REST", ", outcome: approved"))[0]
    decided = ", decided_at: 2019-04-02 13:00, outcome: perhaps"
    assert "outcome“perhaps”不认识" in problems(SOUND + RECUSAL.replace("REST", decided))[0]
    assert "approval 指向“ap9”" in problems(SOUND + RECUSAL.replace("REST", ", approval: ap9"))[0]
