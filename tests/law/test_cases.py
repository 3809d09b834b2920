"""Every worked case comes out as its writer expects, and every duty has one that passes and one that fails."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from liuhen.adapters.law_folder import DiskLawFolder
from liuhen.core.deadlines.units import CHINA
from liuhen.core.duties.binding import Force, binding_of
from liuhen.core.duties.case_gaps import gaps
from liuhen.core.duties.case_runner import UNASKED, run_check
from liuhen.core.duties.evaluate import evaluate
from liuhen.core.lawbook.cases import read_cases
from liuhen.core.terms.labels import State, SubjectKind

LAW = DiskLawFolder(Path(__file__).parents[2] / "law")
CHECKS = [check for id in LAW.ids() for check in LAW.cases(id)]
UNKNOWN_SINCE = date(2017, 1, 1)
A_YEAR_FROM_NOW = datetime(2027, 12, 1, tzinfo=CHINA)


@pytest.mark.parametrize("check", CHECKS, ids=lambda c: f"{c.file}:{c.line}")
def test_the_case_comes_out_as_expected(check, texts, folder):
    faults = [f"{o.duty} {o.subject}: {o.fault}" for o in run_check(check, texts, folder.calendar()) if o.fault]
    assert not faults


@pytest.mark.parametrize("id", LAW.ids())
def test_every_duty_has_a_case_that_passes_and_one_that_fails(id, texts, folder):
    outcomes = [outcome for check in CHECKS for outcome in run_check(check, texts, folder.calendar())]
    assert [str(gap) for gap in gaps(texts[id], outcomes)] == []


@pytest.mark.parametrize("id", LAW.ids())
def test_from_the_first_day_to_next_year_no_day_is_without_an_answer(id, texts):
    """On each day the text binds, or says in words why it does not; a conflict is always explained."""
    law = texts[id]
    binding = binding_of(law, adopted=False)
    if law.info.in_force.from_ is None:
        assert "没有写明施行日期" in binding(A_YEAR_FROM_NOW).reason.text
    day = datetime.combine(law.info.in_force.earliest or UNKNOWN_SINCE, time(12), tzinfo=CHINA)
    before = binding(day - timedelta(days=1)).force
    assert before is (Force.NOT_YET if law.info.in_force.earliest else Force.BINDS)
    while day < A_YEAR_FROM_NOW:
        standing = binding(day)
        assert standing.force in (Force.BINDS, Force.DISPUTED, Force.NO_LONGER)
        assert standing.force is Force.BINDS or standing.reason is not None
        day += timedelta(days=1)


@pytest.mark.parametrize("check", CHECKS[:: max(1, len(CHECKS) // 12)], ids=lambda c: f"{c.file}:{c.line}")
def test_a_case_moved_through_the_years_never_fails_to_be_judged(check, texts, folder):
    """Judged month by month from the first day on: no exception, and no conflict without its reason."""
    moment = datetime(2018, 2, 1, 12, tzinfo=CHINA)
    while moment < A_YEAR_FROM_NOW:
        for obligation in evaluate(check.dossier, list(texts.values()), moment, calendar=folder.calendar()):
            assert obligation.state is not State.CONFLICT or obligation.explanation.parts
        moment += timedelta(days=31)


def test_both_texts_are_answered_for_in_full(texts):
    answered = {id: len({entry.article for entry in law.coverage}) for id, law in texts.items()}
    assert answered["gd-province-2018"] == 31
    assert answered["gd-transport-2019"] == 35


AGENCY_CASE = """title: 机构义务写进了案件
dossier:
  agency: {id: demo, name: 示范}
  case: {number: 一号}
checks:
  - at: 2019-06-01 12:00
    expect:
      - {duty: DUTY, subject: demo, state: overdue}
"""


def test_an_agency_duty_expected_of_a_case_is_told_why_nothing_is_owed(texts):
    law = texts["gd-province-2018"]
    duty = next(d.id for d in law.duties if d.subject is SubjectKind.AGENCY and d.deadline and d.when is None)

    def said(text):
        written = text.replace("DUTY", duty)
        (check,) = read_cases(written, name="case.yaml", owner=law.id, vocabulary=LAW.vocabulary())
        return [outcome.fault for outcome in run_check(check, texts)]

    assert said(AGENCY_CASE) == [f"应为 overdue，实为 none（{UNASKED}）"]
    assert said(AGENCY_CASE.replace("  case: {number: 一号}\n", "")) == [""]
