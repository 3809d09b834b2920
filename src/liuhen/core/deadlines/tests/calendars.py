"""Calendars and moments for the property tests: years with holidays and make-up days put anywhere."""

from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from liuhen.core.deadlines.calendar import SATURDAY, CalendarYear, WorkCalendar
from liuhen.core.deadlines.units import CHINA

FIRST = datetime(2018, 1, 1, tzinfo=CHINA)
MOMENTS = st.integers(0, 3 * 365 * 1440).map(lambda minutes: FIRST + timedelta(minutes=minutes))
DAYS = st.sets(st.integers(0, 4 * 365 + 1).map(lambda n: date(2018, 1, 1) + timedelta(days=n)), max_size=40)


def _calendar(off: set[date], worked: set[date]) -> WorkCalendar:
    years = range(2017, 2024)
    return WorkCalendar(
        CalendarYear(
            year,
            frozenset(day for day in off - worked if day.year == year),
            frozenset(day for day in worked if day.year == year and day.weekday() >= SATURDAY),
            "made up for this test",
        )
        for year in years
    )


CALENDARS = st.builds(_calendar, DAYS, DAYS)
"""Working calendars of 2017 to 2023 with up to 40 days off and 40 make-up days."""
