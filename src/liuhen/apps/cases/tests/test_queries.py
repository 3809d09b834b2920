"""Who may know of which case, and the numbers it may bear."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from liuhen.apps.cases.actions import make_report, open_case, register_document, report_interruption
from liuhen.apps.cases.inputs import NewDocument, NewReport
from liuhen.apps.cases.models import Step
from liuhen.apps.cases.queries import (
    LONGEST_STEP,
    Span,
    facts_of,
    may_work,
    search,
    steps_near,
    suggest_number,
    visible_to,
    with_stage,
)
from liuhen.apps.cases.tests.conftest import NINE, NOW, new_case
from liuhen.apps.people.actions import NewPerson, add_person, add_unit
from liuhen.apps.people.roles import Role
from liuhen.core.terms.labels import Stage


@pytest.mark.parametrize(
    ("name", "sees"),
    [
        ("officer", True),
        ("co_officer", True),
        ("handler", True),
        ("reviewer", True),
        ("head", True),
        ("custodian", True),
        ("inspector", True),
        ("superior", True),
        ("outsider", False),
        ("system_admin", False),
    ],
)
def test_cases_are_visible_by_part_unit_agency_and_superior(world, name, sees):
    assert (world.case in visible_to(getattr(world.cast, name))) is sees


def test_an_officer_of_another_unit_sees_only_the_cases_he_takes_part_in(world):
    unit = add_unit(None, world.cast.agency, "二大队")
    new = NewPerson(username="other", name="吴远", password="correct horse", unit=unit, roles=(Role.OFFICER,))
    person = add_person(None, new)
    assert world.case not in visible_to(person)
    case = open_case(world.cast.handler, new_case("粤交罚〔2026〕2号", handlers=(person,)))
    assert list(visible_to(person)) == [case]


def test_who_left_sees_nothing(world):
    world.cast.officer.is_active = False
    assert not visible_to(world.cast.officer).exists()
    assert not may_work(world.cast.officer, world.case)


def test_search_wants_every_word_somewhere(world):
    cases = visible_to(world.cast.handler)
    assert list(search(cases, "超限 运输公司")) == [world.case]
    assert list(search(cases, "超限 不存在")) == []


def test_the_stage_of_a_case_is_that_of_its_latest_step(world):
    found: Any = with_stage(visible_to(world.cast.handler)).get()
    assert found.stage == Stage.INVESTIGATION


def test_the_next_number_follows_the_agencys_own_pattern(world):
    assert suggest_number(world.cast.agency, NOW) == "粤交罚〔2026〕2号"
    assert suggest_number(world.cast.agency, NOW + timedelta(days=60)) == "粤交罚〔2027〕1号"


def test_a_taken_number_is_never_suggested(world):
    open_case(world.cast.outsider, new_case("粤交罚〔2026〕2号"))
    assert suggest_number(world.cast.agency, NOW) == "粤交罚〔2026〕3号"


def test_the_next_number_is_as_wide_as_the_last(world):
    open_case(world.cast.handler, new_case("粤交罚〔2026〕0009号"))
    assert suggest_number(world.cast.agency, NOW) == "粤交罚〔2026〕0010号"


def test_the_steps_of_an_officer_are_found_by_time(world):
    minute = timedelta(minutes=1)
    officer, stranger = world.cast.officer.pk, world.cast.co_officer.pk
    assert list(steps_near([Span(officer, NINE - minute, NINE + minute)])) == [world.step]
    assert not steps_near([Span(officer, NINE + 60 * minute, NINE + 90 * minute)])
    assert not steps_near([Span(stranger, NINE, NINE + minute)])


def test_a_step_that_is_named_is_found_whenever_it_was(world):
    assert list(steps_near([], [world.step.pk])) == [world.step]


def test_a_step_begun_too_long_ago_is_left_to_a_person(world):
    later = NINE + LONGEST_STEP + timedelta(minutes=1)
    Step.objects.filter(pk=world.step.pk).update(end=later + timedelta(days=1))
    assert not steps_near([Span(world.cast.officer.pk, later, later)])


def test_the_law_sees_ids_people_and_addressees(world):
    cast = world.cast
    register_document(cast.handler, world.case, NewDocument(kind="inquiry_record", made_at=NINE, step=world.step.pk))
    found = report_interruption(cast.officer, world.step, NINE, "battery")
    about = f"interruption:{found.pk}"
    make_report(cast.officer, world.case, NewReport(kind="oral_report", about=about, at=NINE, to=cast.head))
    facts = facts_of(world.case.pk)
    assert facts.documents[0].steps == (f"step:{world.step.pk}",)
    assert facts.steps[0].people[0].certificate == "440101001"
    assert facts.interruptions[0].id == about
    assert (facts.reports[0].about, facts.reports[0].to) == (about, "head")


def test_reading_all_facts_of_a_case_takes_the_same_queries_however_much_there_is(
    world, django_assert_max_num_queries, django_assert_num_queries
):
    with django_assert_max_num_queries(13) as before:
        facts_of(world.case.pk)
    for _ in range(5):
        register_document(
            world.cast.handler, world.case, NewDocument(kind="inquiry_record", made_at=NINE, step=world.step.pk)
        )
    with django_assert_num_queries(len(before)):
        facts_of(world.case.pk)
