"""What a document says lasts becomes a situation of the case, and the due day moves by it: no box is ticked."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from liuhen.apps.cases.actions import NewStep, Times, add_step
from liuhen.apps.cases.models import Situation
from liuhen.apps.documents.actions import begin, check, put_in_force, save, sign
from liuhen.apps.documents.inputs import NewSignature
from liuhen.apps.documents.tests.conftest import CHINA, NOW
from liuhen.apps.duties.actions import judge
from liuhen.apps.duties.models import Judgement, Obligation
from liuhen.apps.lawlib.actions import bind_text
from liuhen.apps.lawlib.queries import names_binding

DAY = timedelta(days=1)
SEIZED = datetime(2026, 11, 2, 9, 0, tzinfo=CHINA)
TESTING = {
    "case_no": "粤交罚〔2026〕1号",
    "party_name": "某运输公司",
    "measure_no": "粤交强措〔2026〕1号",
    "process": "检测",
    "object": "车辆",
    "institution": "某检测站",
    "start_date": "2026-11-20",
    "end_date": "2026-11-26",
}
EXCLUDED = {
    "case_no": "粤交许〔2026〕1号",
    "party_name": "某运输公司",
    "item": "道路货运经营许可",
    "process": ["听证"],
    "start_date": "2026-11-20",
    "end_date": "2026-11-24",
}


@pytest.fixture
def seized(world):
    """A truck seized before the text was bound, so that nothing bars the notice."""
    new = NewStep(kind="seizure", stage="investigation", times=Times(start=SEIZED))
    step = add_step(world.cast.handler, world.case, new)
    world.seal()
    return world, step


def due(world, now=NOW):
    bind_once(world)
    judge(world.case, now)
    row = Obligation.objects.get(case=world.case, duty="seizure-term")
    return row.due_at and row.due_at.astimezone(CHINA)


def bind_once(world):
    if not names_binding(world.cast.agency):
        bind_text(None, world.cast.agency, "cn-transport-procedure-2021")


def said(world):
    rows = Situation.objects.filter(case=world.case).order_by("pk")
    return [(row.kind, row.since.astimezone(CHINA), row.until and row.until.astimezone(CHINA)) for row in rows]


def test_a_notice_of_testing_holds_the_period_up_for_the_days_it_says(seized):
    world, step = seized
    world.in_force("testing_notice", TESTING, step=step)
    begins, ends = datetime(2026, 11, 20, tzinfo=CHINA), datetime(2026, 11, 26, 23, 59, 59, tzinfo=CHINA)
    assert said(world) == [("testing", begins, ends)]
    assert due(world) is None
    assert due(world, NOW + 7 * DAY) == datetime(2026, 12, 9, tzinfo=CHINA)


def test_the_case_is_judged_again_when_the_days_are_over(seized):
    world, step = seized
    world.in_force("testing_notice", TESTING, step=step)
    due(world)
    again = Judgement.objects.get(case=world.case).judge_again_at
    assert again is not None
    assert again <= datetime(2026, 11, 27, tzinfo=CHINA)


def test_it_is_about_the_seizure_where_the_document_belongs_to_it_and_else_about_the_case(seized):
    world, step = seized
    world.in_force("testing_notice", TESTING, step=step)
    world.in_force("testing_notice", TESTING, step=None)
    assert [row.about for row in Situation.objects.order_by("pk")] == [[f"step:{step.pk}"], []]


def test_a_correction_takes_the_place_of_what_was_said(seized):
    world, step = seized
    document = world.in_force("testing_notice", TESTING, step=step)
    draft = begin(world.cast.handler, world.case, "testing_notice", step=step, replaces=document, reason="改期")
    draft = save(world.cast.handler, draft, {**TESTING, "end_date": "2026-11-22"}, draft.revision)
    draft = check(world.cast.head, draft)
    sign(world.cast.handler, draft, NewSignature(slot=0, how="sealed"))
    put_in_force(world.cast.handler, draft)
    (_, since, until), (_, _, last) = said(world)
    assert since == until
    assert last.day == 22
    assert due(world, NOW + 7 * DAY) == datetime(2026, 12, 5, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("process", "kinds"),
    [(["听证"], ["hearing_period"]), (["鉴定"], ["testing"]), (["听证", "专家评审"], ["hearing_period", "testing"])],
)
def test_which_situation_it_is_follows_from_what_is_chosen(world, process, kinds):
    world.seal()
    world.in_force("excluded_time_notice", {**EXCLUDED, "process": process})
    assert [kind for kind, _since, _until in said(world)] == kinds


def test_a_draft_holds_nothing_up(seized):
    world, step = seized
    world.signed("testing_notice", TESTING, step=step)
    assert said(world) == []
