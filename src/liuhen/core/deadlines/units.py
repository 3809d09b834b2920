"""The units in which texts count time, and the civil time they count in."""

from __future__ import annotations

from datetime import timedelta, timezone
from enum import StrEnum

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")
"""Chinese civil time, +08:00 all year; times written without an offset are in it."""


class Unit(StrEnum):
    """How a period is counted."""

    SECONDS = "seconds"
    MINUTES = "minutes"
    HOURS = "hours"
    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    MONTHS = "months"
    YEARS = "years"
    AT_ONCE = "at_once"
    END_OF_WORKING_DAY = "end_of_working_day"


WITHOUT_AMOUNT = frozenset({Unit.AT_ONCE, Unit.END_OF_WORKING_DAY})

RUNNING = {Unit.SECONDS: timedelta(seconds=1), Unit.MINUTES: timedelta(minutes=1), Unit.HOURS: timedelta(hours=1)}
"""The units that run on by the clock, with their lengths."""
