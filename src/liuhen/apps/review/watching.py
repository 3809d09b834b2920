"""What a person has watched of a recording: stretches and speeds, merged into as few as say the same. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

NEAR_MS = 250
"""Players tell their position a few times a second: stretches this close to each other are one."""
MOST = 400
SLOWEST, FASTEST = 5, 1600


@dataclass(frozen=True, slots=True, order=True)
class Watched:
    """From where to where in milliseconds of the recording, at which speed in hundredths (100: as filmed)."""

    from_ms: int
    to_ms: int
    speed: int = 100


def merge(stretches: Iterable[Watched], length: int | None) -> list[Watched]:
    """The same, cut to the recording, those of one speed that touch joined, in the order of the recording.

    A stretch of no length or of an impossible speed is left out; at most `MOST` are kept, the longest.
    """
    kept = [cut for one in stretches if (cut := _cut(one, length))]
    by_speed = groupby(sorted(kept, key=lambda one: (one.speed, one)), key=lambda one: one.speed)
    joined = [whole for _, group in by_speed for whole in _join(list(group))]
    longest = sorted(joined, key=lambda one: one.from_ms - one.to_ms)[:MOST]
    return sorted(longest)


def distinct_ms(stretches: Iterable[Watched]) -> int:
    """How many milliseconds of the recording were seen at least once, at whatever speed."""
    as_one = sorted(Watched(one.from_ms, one.to_ms) for one in stretches)
    return sum(one.to_ms - one.from_ms for one in _join(as_one, near=0))


def _cut(one: Watched, length: int | None) -> Watched | None:
    first, last = max(one.from_ms, 0), one.to_ms if length is None else min(one.to_ms, length)
    return Watched(first, last, one.speed) if last > first and SLOWEST <= one.speed <= FASTEST else None


def _join(ordered: list[Watched], near: int = NEAR_MS) -> list[Watched]:
    joined: list[Watched] = []
    for one in ordered:
        if joined and one.from_ms <= joined[-1].to_ms + near:
            before = joined[-1]
            joined[-1] = Watched(before.from_ms, max(before.to_ms, one.to_ms), before.speed)
        else:
            joined.append(one)
    return joined
