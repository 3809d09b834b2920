"""What a burnt-in clock makes doubtful: set beside the clocks found in the file, it changes none of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from liuhen.core.media.burnt_in import Followed, apart
from liuhen.core.terms.labels import Term

LIMIT = timedelta(minutes=2)
"""Clocks further apart than this do not tell the same moment."""
_STEADY_FROM_MS, _UNEVEN, _UNEVEN_MS = 10_000, 0.05, 5_000
_MS = timedelta(milliseconds=1)


class ClockDoubt(Term):
    """Why a time is doubtful in the light of the burnt-in clock."""

    APART = "apart", "画面时钟与文件中的时间不一致"
    LEAP = "leap", "画面时钟中途跳变"
    PACE = "pace", "画面时钟与录像的快慢不一致"


@dataclass(frozen=True, slots=True)
class Stored:
    """A clock of the file as a wall time, and how much later than the start it may have been written."""

    source: str
    wall: str
    slack: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Doubt:
    """One doubt. `by_ms`: how far the burnt-in clock is ahead (negative: behind); `against` the clock, for APART.

    For LEAP `at_ms` is where; for PACE it is how much of the recording passed meanwhile.
    """

    code: ClockDoubt
    by_ms: int
    at_ms: int = 0
    against: str = ""


def doubts(followed: Followed, stored: Iterable[Stored]) -> Iterator[Doubt]:
    """Every doubt a burnt-in clock raises, against each stored clock first."""
    for clock in stored:
        ahead = apart(followed.start, clock.wall)
        if not -LIMIT - clock.slack <= ahead <= LIMIT:
            yield Doubt(ClockDoubt.APART, round(ahead / _MS), against=clock.source)
    for at_ms, by_ms in followed.leaps:
        yield Doubt(ClockDoubt.LEAP, by_ms, at_ms)
    uneven = followed.shown_ms - followed.passed_ms
    if not followed.leaps and _is_uneven(uneven, followed):
        yield Doubt(ClockDoubt.PACE, uneven, followed.passed_ms)


def _is_uneven(uneven: int, followed: Followed) -> bool:
    """Whether the clock ran faster or slower than the recording all along, and not in one misread step."""
    if followed.readings < 3 or followed.passed_ms < _STEADY_FROM_MS:
        return False
    least = max(_UNEVEN_MS, _UNEVEN * followed.passed_ms)
    return least < abs(uneven) < 10 * followed.passed_ms
