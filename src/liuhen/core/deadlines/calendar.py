"""Which days are working days: holidays and make-up working days per year, weekends where no year is known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """One year's published arrangement: days off beside weekends, weekend days worked, and where it was published."""

    year: int
    holidays: frozenset[date]
    workdays: frozenset[date]
    basis: str


class WorkCalendar:
    """Answers whether a day is worked; a year without data counts Monday to Friday, and `known` says so."""

    def __init__(self, years: Iterable[CalendarYear] = ()) -> None:
        """Keep the years that have data."""
        self._years = {year.year: year for year in years}

    def known(self, day: date) -> bool:
        """Whether the day's year has data."""
        return day.year in self._years

    def is_working(self, day: date) -> bool:
        """Whether offices work on the day."""
        year = self._years.get(day.year)
        if year and day in year.workdays:
            return True
        if year and day in year.holidays:
            return False
        return day.weekday() < SATURDAY


WEEKENDS_ONLY = WorkCalendar()
"""The calendar for want of data."""
