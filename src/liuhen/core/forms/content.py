"""What was typed into a form, by key, and how a fault in it is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from liuhen.core.deadlines.units import CHINA

Row: TypeAlias = Mapping[str, str]
Value: TypeAlias = "str | Sequence[str] | Sequence[Row]"
Content: TypeAlias = Mapping[str, Value]

EARLIEST_YEAR, LATEST_YEAR = 1900, 2200
"""No act and nobody's birth lies outside; what does is a slip of the hand, and can't be counted with in every zone."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one field, in Chinese; `key` "" is the whole form."""

    key: str
    message: str


def moment_of(value: Value | None) -> datetime | None:
    """The moment a field names, in Chinese civil time, which one without a zone is meant in; None for anything else.

    None also for a year outside the bounds.
    """
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    if not EARLIEST_YEAR <= moment.year <= LATEST_YEAR:
        return None
    return moment.astimezone(CHINA) if moment.tzinfo else moment.replace(tzinfo=CHINA)
