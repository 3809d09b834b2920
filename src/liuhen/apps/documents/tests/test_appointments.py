"""The day a document in force sets stands on the calendar of its case, until a correction sets another."""

from __future__ import annotations

from datetime import datetime

import pytest

from liuhen.apps.documents.actions import begin, check, put_in_force, save, sign
from liuhen.apps.documents.inputs import NewSignature
from liuhen.apps.documents.tests.conftest import CHINA, NOW
from liuhen.apps.duties.actions import judge
from liuhen.apps.duties.models import Appointment

HEARING = {
    "case_no": "粤交罚〔2026〕1号",
    "party_name": "某运输公司",
    "hearing_at": "2026-12-03T09:30",
    "place": "市局三楼听证室",
    "public": "公开",
    "presider": "何敏",
    "recorder": "周海",
}
AT = datetime(2026, 12, 3, 9, 30, tzinfo=CHINA)


@pytest.fixture
def told(world):
    world.seal()
    return world, world.in_force("hearing_notice", HEARING)


def appointed(world):
    judge(world.case, NOW)
    rows = Appointment.objects.filter(case=world.case)
    return [(row.at, row.whole_day, row.label, row.title) for row in rows]


def test_a_hearing_notice_in_force_appoints_the_hearing(told):
    world, _document = told
    assert appointed(world) == [(AT, False, "听证时间", "听证通知书")]


def test_a_draft_appoints_nothing(world):
    world.seal()
    world.signed("hearing_notice", HEARING)
    assert appointed(world) == []


def test_a_correction_takes_the_day_along(told):
    world, document = told
    appointed(world)
    draft = begin(world.cast.handler, world.case, "hearing_notice", step=world.step, replaces=document, reason="改期")
    draft = save(world.cast.handler, draft, {**HEARING, "hearing_at": "2026-12-07T09:30"}, draft.revision)
    draft = check(world.cast.head, draft)
    sign(world.cast.handler, draft, NewSignature(slot=0, how="sealed"))
    put_in_force(world.cast.handler, draft)
    assert appointed(world) == [(AT.replace(day=7), False, "听证时间", "听证通知书")]


def test_judging_again_writes_nothing(told):
    world, _document = told
    appointed(world)
    before = set(Appointment.objects.values_list("pk", flat=True))
    appointed(world)
    assert set(Appointment.objects.values_list("pk", flat=True)) == before


def test_a_day_is_the_whole_day(world):
    world.seal()
    order = {
        "case_no": "粤交罚〔2026〕1号",
        "party_name": "某运输公司",
        "facts": "未取得经营许可",
        "legal_basis": "条例",
    }
    world.in_force("correction_order", {**order, "mode": "限期改正或者整改完毕", "due_date": "2026-12-01"})
    assert appointed(world) == [(datetime(2026, 12, 1, tzinfo=CHINA), True, "改正期限", "责令改正违法行为通知书")]
