"""The last moment of a period (start day excluded, last day whole), as Chinese procedure counts it.

Hours and minutes run on without regard to nights and holidays. Days, months and years leave the start day out and end
with the last day, at the following midnight, Chinese time. Working days skip days off. A period may roll over: when its
last day is a day off, it ends with the next working day.
"""

from __future__ import annotations

import calendar as month_lengths
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from liuhen.core.deadlines.calendar import WorkCalendar
from liuhen.core.deadlines.units import CHINA, Unit

_RUNNING = {Unit.SECONDS: timedelta(seconds=1), Unit.MINUTES: timedelta(minutes=1), Unit.HOURS: timedelta(hours=1)}


def last_moment(start: datetime, amount: int, unit: Unit, *, calendar: WorkCalendar, rolls: bool = False) -> datetime:
    """When a period of `amount` units begun at `start` is over; what happens at that very moment is still in time."""
    if unit in _RUNNING:
        return start + amount * _RUNNING[unit]
    if unit is Unit.AT_ONCE:
        return start
    last_day = _LAST_DAY[unit](start.astimezone(CHINA).date(), amount, calendar)
    if rolls:
        last_day = next_working_day(last_day, calendar)
    return _end_of(last_day)


def next_working_day(day: date, calendar: WorkCalendar) -> date:
    """The day itself when it is worked, else the first one after it that is."""
    while not calendar.is_working(day):
        day += timedelta(days=1)
    return day


def _end_of(day: date) -> datetime:
    """The midnight at which the day ends."""
    return datetime.combine(day + timedelta(days=1), time(0), tzinfo=CHINA)


def _working_days(day: date, amount: int, calendar: WorkCalendar) -> date:
    while amount > 0:
        day += timedelta(days=1)
        amount -= calendar.is_working(day)
    return day


def _calendar_days(day: date, amount: int, _: WorkCalendar) -> date:
    return day + timedelta(days=amount)


def _months(day: date, amount: int, _: WorkCalendar) -> date:
    """The same day of the month `amount` months on, or that month's last day where it has no such day."""
    years, month = divmod(day.month - 1 + amount, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, month_lengths.monthrange(year, month + 1)[1]))


def _years(day: date, amount: int, calendar: WorkCalendar) -> date:
    return _months(day, 12 * amount, calendar)


def _end_of_working_day(day: date, _: int, calendar: WorkCalendar) -> date:
    return next_working_day(day, calendar)


_LAST_DAY: dict[Unit, Callable[[date, int, WorkCalendar], date]] = {
    Unit.WORKING_DAYS: _working_days,
    Unit.CALENDAR_DAYS: _calendar_days,
    Unit.MONTHS: _months,
    Unit.YEARS: _years,
    Unit.END_OF_WORKING_DAY: _end_of_working_day,
}
