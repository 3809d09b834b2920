"""Periods end when Chinese procedure says they do."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuhen.core.deadlines.calendar import WEEKENDS_ONLY, CalendarYear, WorkCalendar
from liuhen.core.deadlines.counting import last_moment, next_working_day
from liuhen.core.deadlines.units import CHINA, Unit

FIRST = datetime(2018, 1, 1, tzinfo=CHINA)
MOMENTS = st.integers(0, 12 * 365 * 1440).map(lambda minutes: FIRST + timedelta(minutes=minutes))
AMOUNTS = st.integers(0, 400)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


@given(MOMENTS, AMOUNTS)
def test_hours_run_on_through_nights_and_holidays(start, amount):
    assert last_moment(start, amount, Unit.HOURS, calendar=WEEKENDS_ONLY) - start == timedelta(hours=amount)


@given(MOMENTS, AMOUNTS)
def test_days_leave_out_the_start_day_and_end_at_midnight(start, amount):
    end = last_moment(start, amount, Unit.CALENDAR_DAYS, calendar=WEEKENDS_ONLY)
    assert (end.hour, end.minute) == (0, 0)
    assert end.date() - start.date() == timedelta(days=amount + 1)


@given(MOMENTS, st.integers(1, 60))
def test_as_many_working_days_lie_after_the_start_as_the_period_says(start, amount):
    end = last_moment(start, amount, Unit.WORKING_DAYS, calendar=WEEKENDS_ONLY)
    days = [start.date() + timedelta(days=n) for n in range(1, (end.date() - start.date()).days)]
    assert sum(day.weekday() < 5 for day in days) == amount
    assert days[-1].weekday() < 5


@given(MOMENTS, st.sampled_from(list(Unit)), AMOUNTS, AMOUNTS)
def test_a_longer_period_never_ends_earlier(start, unit, one, other):
    ends = [last_moment(start, n, unit, calendar=WEEKENDS_ONLY) for n in sorted((one, other))]
    assert ends[0] <= ends[1]


@given(MOMENTS, st.sampled_from([Unit.CALENDAR_DAYS, Unit.MONTHS, Unit.YEARS]), st.integers(0, 60))
def test_a_rolled_period_ends_with_a_working_day(start, unit, amount):
    end = last_moment(start, amount, unit, calendar=WEEKENDS_ONLY, rolls=True)
    assert (end - timedelta(seconds=1)).weekday() < 5


@pytest.mark.parametrize(
    ("start", "amount", "unit", "end"),
    [
        ("2024-01-31 10:00", 1, Unit.MONTHS, "2024-03-01 00:00"),
        ("2023-01-31 10:00", 1, Unit.MONTHS, "2023-03-01 00:00"),
        ("2024-02-29 10:00", 1, Unit.YEARS, "2025-03-01 00:00"),
        ("2019-12-15 10:00", 1, Unit.MONTHS, "2020-01-16 00:00"),
        ("2019-05-10 23:59", 2, Unit.WORKING_DAYS, "2019-05-15 00:00"),
        ("2019-05-11 09:00", 0, Unit.END_OF_WORKING_DAY, "2019-05-14 00:00"),
        ("2019-05-11 09:00", 0, Unit.AT_ONCE, "2019-05-11 09:00"),
    ],
)
def test_known_ends(start, amount, unit, end):
    assert last_moment(at(start), amount, unit, calendar=WEEKENDS_ONLY) == at(end)


def test_holidays_and_make_up_days_count_as_published():
    year = CalendarYear(2019, frozenset({date(2019, 5, 1)}), frozenset({date(2019, 5, 5)}), "made up for this test")
    calendar = WorkCalendar([year])
    assert not calendar.is_working(date(2019, 5, 1))
    assert calendar.is_working(date(2019, 5, 5))
    assert next_working_day(date(2019, 5, 1), calendar) == date(2019, 5, 2)
    assert last_moment(at("2019-04-30 10:00"), 3, Unit.WORKING_DAYS, calendar=calendar) == at("2019-05-06 00:00")
    assert calendar.known(date(2019, 1, 1))
    assert not calendar.known(date(2020, 1, 1))
