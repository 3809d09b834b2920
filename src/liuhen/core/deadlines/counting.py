"""The last moment of a period (start day excluded, last day whole), as Chinese procedure counts it.

Hours and minutes run on without regard to nights and holidays. Days, months and years leave the start day out and end
with the last day, at the following midnight, Chinese time. Working days skip days off. A period may roll over: when its
last day is a day off, it ends with the next working day. What must be done so long before an event is counted back the
same way: the day of the event is left out, and the day that is reached is whole.
"""

from __future__ import annotations

import calendar as month_lengths
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from liuhen.core.deadlines.calendar import WorkCalendar
from liuhen.core.deadlines.units import CHINA, RUNNING, Unit

_DAY = timedelta(days=1)
_INSTANT = timedelta(microseconds=1)


def last_moment(start: datetime, amount: int, unit: Unit, *, calendar: WorkCalendar, rolls: bool = False) -> datetime:
    """When a period of `amount` units begun at `start` is over; what happens at that very moment is still in time."""
    if unit in RUNNING:
        return start + amount * RUNNING[unit]
    if unit is Unit.AT_ONCE:
        return start
    end = end_of(last_day(day_of(start), amount, unit, calendar))
    return rolled(end, calendar) if rolls else end


def latest_before(event: datetime, amount: int, unit: Unit, *, calendar: WorkCalendar, rolls: bool = False) -> datetime:
    """The latest moment that is still `amount` units before `event`: the end of the last day that is.

    With `rolls`, a day off gives way to the working day before it: the time between is never made shorter.
    """
    if unit in RUNNING:
        return event - amount * RUNNING[unit]
    if unit is Unit.AT_ONCE:
        return event
    day = _BACK[unit](day_of(event), amount, calendar)
    return end_of(last_working_day(day, calendar) if rolls else day)


def raised_before(due: datetime, amount: int, unit: Unit, *, calendar: WorkCalendar) -> datetime:
    """From when something due at `due` is raised: the beginning of the day that is `amount` units before its last."""
    if unit in RUNNING or unit is Unit.AT_ONCE:
        return latest_before(due, amount, unit, calendar=calendar)
    return latest_before(due - _INSTANT, amount, unit, calendar=calendar) - _DAY


def rolled(end: datetime, calendar: WorkCalendar) -> datetime:
    """The end of a period of days, carried over days off to the end of the next working day."""
    return end_of(next_working_day(last_day_of(end), calendar))


def next_working_day(day: date, calendar: WorkCalendar) -> date:
    """The day itself when it is worked, else the first one after it that is."""
    while not calendar.is_working(day):
        day += _DAY
    return day


def last_working_day(day: date, calendar: WorkCalendar) -> date:
    """The day itself when it is worked, else the last one before it that is."""
    while not calendar.is_working(day):
        day -= _DAY
    return day


def day_of(moment: datetime) -> date:
    """The day of a moment, Chinese time."""
    return moment.astimezone(CHINA).date()


def last_day_of(end: datetime) -> date:
    """The last day of a period that is over at this moment: midnight belongs to the day it ends."""
    return day_of(end - _INSTANT)


def end_of(day: date) -> datetime:
    """The midnight at which the day ends."""
    return datetime.combine(day + _DAY, time(0), tzinfo=CHINA)


def last_day(day: date, amount: int, unit: Unit, calendar: WorkCalendar) -> date:
    """The last day of a period of days, months or years begun on a day."""
    return _LAST_DAY[unit](day, amount, calendar)


def _working_days(day: date, amount: int, calendar: WorkCalendar) -> date:
    while amount > 0:
        day += _DAY
        amount -= calendar.is_working(day)
    return day


def _working_days_back(day: date, amount: int, calendar: WorkCalendar) -> date:
    while amount > 0:
        day -= _DAY
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
    """The working day itself, or the next one: texts name the day, not the hour at which an office closes."""
    return next_working_day(day, calendar)


_Count = Callable[[date, int, WorkCalendar], date]
_LAST_DAY: dict[Unit, _Count] = {
    Unit.WORKING_DAYS: _working_days,
    Unit.CALENDAR_DAYS: _calendar_days,
    Unit.MONTHS: _months,
    Unit.YEARS: _years,
    Unit.END_OF_WORKING_DAY: _end_of_working_day,
}
_BACK: dict[Unit, _Count] = {
    Unit.WORKING_DAYS: _working_days_back,
    Unit.CALENDAR_DAYS: lambda day, amount, calendar: _calendar_days(day, -amount, calendar),
    Unit.MONTHS: lambda day, amount, calendar: _months(day, -amount, calendar),
    Unit.YEARS: lambda day, amount, calendar: _years(day, -amount, calendar),
    Unit.END_OF_WORKING_DAY: lambda day, _, calendar: last_working_day(day, calendar),
}
