"""Periods that stand still for a while, as while something is tested, and how long they then run.

Hours stand still from the very moment to the very moment. Days, months and years stand still by whole days: the day on
which the pause begins still counts, those after it up to the day on which it ends do not. A pause without an end stops
the period; only what is over before it begins is not touched. A period without length cannot stand still.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from liuhen.core.deadlines.calendar import WorkCalendar
from liuhen.core.deadlines.counting import day_of, end_of, last_day, last_moment
from liuhen.core.deadlines.units import RUNNING, WITHOUT_AMOUNT, Unit

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch in which a period stands still; no end: it has not ended yet."""

    start: datetime
    end: datetime | None


def paused_moment(
    start: datetime, amount: int, unit: Unit, *, calendar: WorkCalendar, pauses: Iterable[Pause]
) -> datetime | None:
    """When a period of `amount` units begun at `start` is over; None: it stands still, and nobody knows until when."""
    stretches = sorted(((pause.start, pause.end) for pause in pauses), key=lambda stretch: stretch[0])
    if not stretches or unit in WITHOUT_AMOUNT:
        return last_moment(start, amount, unit, calendar=calendar)
    if unit in RUNNING:
        return _shifted(start, last_moment(start, amount, unit, calendar=calendar), _joined(stretches))
    days = _joined([(day_of(begin), day_of(end) if end else None) for begin, end in stretches])
    first = day_of(start)
    if unit is Unit.WORKING_DAYS:
        last = _working_days(first, amount, days, calendar)
    else:
        last = _shifted(first, last_day(first, amount, unit, calendar), days)
    return end_of(last) if last else None


def paused_days(start: datetime, end: datetime) -> int:
    """How many days a pause from one moment to another takes out of a period of days."""
    return (day_of(end) - day_of(start)).days


T = TypeVar("T", datetime, date)


def _joined(stretches: list[tuple[T, T | None]]) -> list[tuple[T, T | None]]:
    """Stretches in order, those that touch made one."""
    joined: list[tuple[T, T | None]] = []
    for begin, end in stretches:
        before = joined[-1] if joined else None
        if before is None or (before[1] is not None and before[1] < begin):
            joined.append((begin, end))
        elif before[1] is not None:
            joined[-1] = (before[0], None if end is None else max(before[1], end))
    return joined


def _shifted(start: T, last: T, pauses: list[tuple[T, T | None]]) -> T | None:
    """The end, moved on by every pause that begins before it."""
    for begin, end in pauses:
        if max(begin, start) >= last:
            break
        if end is None:
            return None
        if end > start:
            last += end - max(begin, start)
    return last


def _working_days(
    first: date, amount: int, pauses: list[tuple[date, date | None]], calendar: WorkCalendar
) -> date | None:
    """Counts the working days on which no pause lasts."""
    day, waiting = first, list(pauses)
    while amount > 0:
        day += _DAY
        while waiting and waiting[0][1] is not None and waiting[0][1] < day:
            waiting.pop(0)
        begin, end = waiting[0] if waiting else (None, None)
        if begin is None or day <= begin:
            amount -= calendar.is_working(day)
        elif end is None:
            return None
    return day
