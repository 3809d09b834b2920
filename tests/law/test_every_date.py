"""Judged on any day from the oldest text's first to a year ahead: an answer, and every conflict has its reason."""

from datetime import date, datetime, time, timedelta
from itertools import cycle, islice
from pathlib import Path

import pytest

from liuhen.adapters.law_folder import DiskLawFolder
from liuhen.core.deadlines.units import CHINA
from liuhen.core.duties.evaluate import evaluate, standings
from liuhen.core.terms.labels import State

LAW = DiskLawFolder(Path(__file__).parents[2] / "law")
CHECKS = [check for id in LAW.ids() for check in LAW.cases(id)]
FIRST, LAST = date(2017, 1, 1), date(2027, 11, 21)
AT_ONCE = 8
"""How many worked dossiers are judged on one day; they take turns, so that all of them see days of every kind."""


def turning_days():
    """The days on which a text comes in or goes out of force, or may do so, and the ends of years."""
    for id in LAW.ids():
        info = LAW.text(id).info
        for limit in (info.in_force, info.until):
            if limit:
                yield from (day for day in (limit.from_, *limit.candidates) if day)
    yield from (date(year, 12, 31) for year in range(FIRST.year, LAST.year))


def days():
    """Every seventh day, and each turning day with its neighbours."""
    weekly = {FIRST + timedelta(days=n) for n in range(0, (LAST - FIRST).days + 1, 7)}
    near = {day + timedelta(days=n) for day in turning_days() for n in (-1, 0, 1)}
    return sorted(day for day in weekly | near | {LAST} if FIRST <= day <= LAST)


def told(reason):
    return reason.text + "".join(told(part) for part in reason.parts)


@pytest.mark.parametrize("year", range(FIRST.year, LAST.year + 1))
def test_on_no_day_is_there_no_answer_or_a_conflict_without_its_reason(year, texts, folder):
    laws, calendar = list(texts.values()), folder.calendar()
    turns = cycle(CHECKS[year % 7 :] + CHECKS[: year % 7])
    for day in (day for day in days() if day.year == year):
        moment = datetime.combine(day, time(12), tzinfo=CHINA)
        for check in islice(turns, AT_ONCE):
            found = evaluate(check.dossier, laws, moment, calendar=calendar)
            assert found or any(standing.notes for standing in standings(check.dossier, laws, moment)), (
                day,
                check.file,
            )
            for obligation in found:
                reason = told(obligation.explanation)
                explained = "有争议" in reason or "相冲突" in reason
                assert obligation.state is not State.CONFLICT or explained, (day, check.file, obligation.duty)


def test_every_worked_dossier_has_its_turn_each_year():
    """Else the sweep would pass over some of them."""
    assert all(sum(day.year == year for day in days()) * AT_ONCE >= len(CHECKS) for year in range(2017, 2027))
