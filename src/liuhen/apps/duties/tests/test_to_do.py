"""What is mine to do: mine alone, the most urgent first, one line per act."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection

from liuhen.apps.cases.actions import register_document, set_milestone
from liuhen.apps.cases.inputs import NewDocument
from liuhen.apps.duties.bundles import by_urgency
from liuhen.apps.duties.mends import films_for, way_of
from liuhen.apps.duties.models import Obligation
from liuhen.apps.duties.queries import Urgency, end_of_week, figures, mine_to_do, urgency
from liuhen.apps.duties.tests.conftest import CHINA, HOUR, NINE, NOW, case_of, inspect
from liuhen.core.terms.labels import State


def owners(rows):
    return {row.owner for row in rows}


def test_an_officer_sees_what_officers_owe_and_a_handler_both(world):
    world.judged()
    assert owners(mine_to_do(world.cast.officer, NOW)) == {"officer"}
    assert owners(mine_to_do(world.cast.handler, NOW)) == {"officer", "handler"}


@pytest.mark.parametrize("name", ["co_officer", "outsider", "system_admin", "superior", "custodian"])
def test_nobody_sees_what_others_owe(world, name):
    world.judged()
    assert not mine_to_do(getattr(world.cast, name), NOW).exists()


def test_the_reviewer_sees_all_that_waits_for_a_person(world):
    world.judged()
    assert {row.state for row in mine_to_do(world.cast.reviewer, NOW)} == {State.NEEDS_PERSON}


def test_the_past_comes_first_then_by_due_time_then_what_has_none(world):
    world.judged(NINE + 48 * HOUR)
    rows = list(mine_to_do(world.cast.handler, NOW))
    late = [row.state in (State.OVERDUE, State.BREACHED) for row in rows]
    assert late == sorted(late, reverse=True)
    dues = [row.due_at for row in rows if row.state == State.OPEN and row.due_at]
    assert dues == sorted(dues)


@pytest.mark.parametrize(
    ("due", "group"),
    [
        (NOW - timedelta(seconds=1), Urgency.OVERDUE),
        (datetime(2026, 11, 20, 23, 59, tzinfo=CHINA), Urgency.TODAY),
        (datetime(2026, 11, 22, 23, 59, tzinfo=CHINA), Urgency.WEEK),
        (datetime(2026, 11, 23, 0, 1, tzinfo=CHINA), Urgency.LATER),
        (None, Urgency.LATER),
    ],
)
def test_urgency_is_told_by_the_chinese_day_and_week(due, group):
    assert urgency(Obligation(state=State.OPEN, due_at=due), NOW) is group


def test_what_is_raised_is_urgent_before_its_week_but_not_before_today():
    in_a_month, earlier = NOW + timedelta(days=30), NOW - HOUR
    raised = Obligation(state=State.OPEN, due_at=in_a_month, raise_at=earlier)
    assert urgency(raised, NOW) is Urgency.SOON
    assert urgency(Obligation(state=State.OPEN, due_at=in_a_month, raise_at=NOW + HOUR), NOW) is Urgency.LATER
    assert urgency(Obligation(state=State.OPEN, due_at=NOW + HOUR, raise_at=earlier), NOW) is Urgency.TODAY
    assert urgency(Obligation(state=State.OPEN, due_at=NOW - HOUR, raise_at=earlier), NOW) is Urgency.OVERDUE


def test_what_is_raised_stands_after_today_and_before_what_falls_due_sooner(world):
    [today, raised, week] = copies(world, texts=("a", "b", "c"))
    today.due_at, week.due_at = NOW + HOUR, NOW + timedelta(days=2)
    raised.due_at, raised.raise_at = NOW + timedelta(days=30), NOW - HOUR
    Obligation.objects.bulk_create([week, raised, today])
    assert [row.text for row in mine_to_do(world.cast.handler, NOW)] == ["a", "b", "c"]


def test_what_is_overdue_without_a_due_time_is_overdue():
    assert urgency(Obligation(state=State.OVERDUE), NOW) is Urgency.OVERDUE


def test_the_week_ends_on_sunday_even_on_a_sunday():
    sunday = datetime(2026, 11, 22, 12, 0, tzinfo=CHINA)
    assert end_of_week(sunday) == datetime(2026, 11, 23, 0, 0, tzinfo=CHINA)


def test_figures_count_ones_own_or_all_cases_one_answers_for(world):
    rows = world.judged()
    officer, head = figures(world.cast.officer, NOW), figures(world.cast.head, NOW)
    assert not officer.whole
    assert officer.open == mine_to_do(world.cast.officer, NOW).count()
    assert head.whole
    assert head.open == sum(row.to_do for row in rows)
    assert figures(world.cast.superior, NOW).open == head.open
    assert figures(world.cast.outsider, NOW).open == 0


def test_what_one_act_mends_is_one_line_citing_every_article(world):
    kept = Obligation.objects.bulk_create(copies(world, texts=("gd-province-2018", "gd-transport-2019")))
    groups = by_urgency(kept, {}, NOW)
    [(_, [line])] = groups
    assert [row.text for row in line.articles] == ["gd-province-2018", "gd-transport-2019"]


def test_many_papers_are_named_by_the_first_few(world):
    rows = [row for number in range(5) for row in copies(world, subject=f"document:{number}", action="gather_document")]
    [(_, [line])] = by_urgency(rows, {}, NOW)
    assert line.subjects.endswith("等 5 项")
    assert line.way is not None
    assert line.way.url == f"/cases/{world.case.pk}/gather/"


def copies(world, texts=("gd-transport-2019",), subject="step:1", action="make_document"):
    return [
        Obligation(
            case=world.case,
            agency=world.cast.agency,
            position=0,
            text=text,
            article=9,
            duty="d",
            kind="text_record",
            subject_kind=subject.partition(":")[0],
            subject_id=subject,
            subject_label=subject,
            state=State.OPEN,
            modality="must",
            title="t",
            mend={"action": action, "step": None, "codes": ["inquiry_record"]},
            owner="handler",
            to_do=True,
        )
        for text in texts
    ]


def test_every_mend_the_law_names_leads_to_a_page_or_nowhere_on_purpose(world):
    from liuhen.apps.lawlib.queries import choices

    nowhere = {"answer_request", "approve_disclosure", "keep_register", "publish_register"}
    nowhere |= {"obtain_approval", "publish", "wait_period"}
    for action, _label in choices("actions"):
        [row] = copies(world, subject=SUBJECTS.get(action, f"step:{world.step.pk}"), action=action)
        row.pk = 1
        assert (way_of(row, {}) is None) is (action in nowhere), action


SUBJECTS = {"gather_document": "document:1", "attach_evidence": "document:1", "complete_device": "device:1"}


def test_a_missing_document_leads_to_the_form_with_kind_and_step_filled_in(world):
    row = world.owed("text-record-3")
    way = way_of(row, films_for([row]))
    assert way is not None
    assert way.label == "补录文书"
    assert f"/cases/{world.case.pk}/write/" in way.url
    assert "kind=on_site_record" in way.url
    assert f"step={world.step.pk}" in way.url


@pytest.mark.parametrize(
    ("missing", "kind"),
    [("缺无法继续记录的报告（向负责人）；缺事后书面说明", "oral_report"), ("缺事后书面说明", "written_explanation")],
)
def test_an_interruption_leads_to_the_report_that_is_still_missing(world, missing, kind):
    [row] = copies(world, subject="interruption:7", action="report_interruption")
    row.mend["codes"], row.missing = [], missing
    way = way_of(row, {})
    assert way is not None
    assert f"kind={kind}" in way.url
    assert "about=interruption%3A7" in way.url


def test_a_gap_with_a_lawful_interruption_leads_to_its_report_and_a_bare_gap_to_the_upload(world):
    [row] = copies(world, subject=f"step:{world.step.pk}", action="upload_recording")
    row.evidence = ["recording:1", "interruption:7"]
    for state, page in ((State.OVERDUE, "/reports/new/"), (State.BREACHED, "/recordings/")):
        row.state = state
        way = way_of(row, {})
        assert way is not None
        assert page in way.url


def test_the_list_reads_the_same_number_of_queries_however_many_cases_there_are(world, django_assert_num_queries):
    world.judged()
    with django_assert_num_queries(1):
        list(mine_to_do(world.cast.handler, NOW)[:60])
    for number in range(2, 6):
        case = case_of(world.cast, f"粤交罚〔2026〕{number}号")
        inspect(world.cast, case)
        set_milestone(world.cast.handler, case, "filed", NINE)
        register_document(world.cast.handler, case, NewDocument(kind="filing_form", made_at=NINE))
    with django_assert_num_queries(1):
        list(mine_to_do(world.cast.handler, NOW)[:60])


@pytest.mark.parametrize("name", ["officer", "handler", "reviewer", "head", "custodian"])
def test_the_list_never_reads_through_the_archive(world, name):
    if connection.vendor != "sqlite":
        pytest.skip("the plan is read on SQLite; PostgreSQL scans so small a table whole")
    plan = mine_to_do(getattr(world.cast, name), NOW).explain()
    assert "duties_obligation USING INDEX to_do_by_" in plan
    assert "SCAN duties_obligation" not in plan
