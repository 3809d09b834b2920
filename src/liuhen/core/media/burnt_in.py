"""Burnt-in clocks 画面时钟: the time a camera writes into its picture, read from text and followed through a recording.

What is read stays beside the stored times and changes none of them. A burnt-in clock has no zone: its readings are
wall times, ISO 8601 without an offset, as the camera showed them. Day and month are not always told apart by the
text (02-08-2021): then both readings are given, the day first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

TOLERANCE = timedelta(seconds=3)  # a clock shows whole seconds, and a frame is found to a fraction of one
_ALIKE = str.maketrans("OoQlI|：；／－．〇", "000111:;/-.0")
_BETWEEN = r"\s?[-/.年月]\s?"
_YEAR_FIRST = re.compile(rf"(?<!\d)(?P<year>(?:19|20)\d\d){_BETWEEN}(?P<a>\d{{1,2}}){_BETWEEN}(?P<b>\d{{1,2}})\s?日?")
_YEAR_LAST = re.compile(rf"(?<!\d)(?P<b>\d{{1,2}}){_BETWEEN}(?P<a>\d{{1,2}}){_BETWEEN}(?P<year>(?:19|20)\d\d)")
_SOLID = re.compile(r"(?<!\d)(?P<year>20\d\d)(?P<a>[01]\d)(?P<b>[0-3]\d)(?=[\sT_-]?[0-2]\d[0-5]\d[0-5]\d(?!\d))")
_TIME = re.compile(
    r"(?P<half>上午|下午|晚上)?\s?(?<!\d)(?P<h>\d{1,2})\s?[:;时]\s?(?P<m>[0-5]\d)(?:\s?[:;分.]\s?(?P<s>[0-5]\d)(?!\d))?"
    r"\s?秒?(?:\s?(?P<noon>[AP])\.?M)?",
    re.IGNORECASE,
)
_SOLID_TIME = re.compile(r"(?<!\d)(?P<h>[0-2]\d)(?P<m>[0-5]\d)(?P<s>[0-5]\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class BurntIn:
    """One reading: the wall time, the other one the text allows, and whether seconds were shown."""

    wall: str
    also: str | None = None
    seconds: bool = True

    @property
    def walls(self) -> tuple[str, ...]:
        """Every wall time the text allows, the likelier first."""
        return (self.wall, self.also) if self.also else (self.wall,)


_MS = timedelta(milliseconds=1)
_At = tuple[int, BurntIn]  # a position in ms, and what was read there


@dataclass(frozen=True, slots=True)
class Followed:
    """A burnt-in clock through a recording: what it showed at the start, and where it leapt.

    `agreeing` of `readings` fit the start or a leap; the others are misread. `leaps` are (at_ms, by_ms). Between the
    first and the last reading `passed_ms` of the recording pass and the clock shows that `shown_ms` have: much more
    where pictures are missing all along.
    """

    start: BurntIn
    readings: int
    agreeing: int
    leaps: tuple[tuple[int, int], ...] = ()
    passed_ms: int = 0
    shown_ms: int = 0


def clock_in(text: str) -> BurntIn | None:
    """The date and time written in `text`; None where there are not both, or no such day or hour exists."""
    plain = text.translate(_ALIKE)
    for form in (_YEAR_FIRST, _YEAR_LAST, _SOLID):
        for date in form.finditer(plain):
            rest = f"{plain[: date.start()]} {plain[date.end() :]}"
            time = _TIME.search(rest) or (_SOLID_TIME.search(rest) if form is _SOLID else None)
            if time and (reading := _reading(date, time, either=form is _YEAR_LAST)):
                return reading
    return None


def follow(readings: Iterable[_At]) -> Followed | None:
    """Follow a clock through readings (position in ms, reading): its start, its leaps, and how many readings fit.

    A leap is believed when the reading after it agrees with it, so that one misread digit is none. None without any.
    """
    told = sorted(readings, key=lambda one: one[0])
    if not told:
        return None
    levels = list(_levels(told)) or told[:1]
    agreeing = sum(any(_near(one, level) for level in levels) for one in told)
    leaps = tuple((now[0], round((_start(now) - _start(before)) / _MS)) for before, now in pairwise(levels))
    first = told[0] if _plausible(told) else levels[0]
    passed = told[-1][0] - told[0][0]
    shown = round((_moment(told[-1][1].wall) - _moment(told[0][1].wall)) / _MS)
    return Followed(later(first[1], -first[0]), len(told), agreeing, leaps, passed, shown)


def apart(burnt: BurntIn, wall: str) -> timedelta:
    """How far the burnt-in clock is from another wall time of the same moment (signed; the nearest of its readings)."""
    return min((_moment(one) - _moment(wall) for one in burnt.walls), key=abs)


def later(burnt: BurntIn, ms: int) -> BurntIn:
    """What the clock shows this many milliseconds later (earlier: negative)."""
    walls = [(_moment(wall) + ms * _MS).replace(tzinfo=None).isoformat(timespec="seconds") for wall in burnt.walls]
    return BurntIn(walls[0], walls[1] if burnt.also else None, burnt.seconds)


def _levels(told: Sequence[_At]) -> Iterator[_At]:
    """The readings from which on the clock ran evenly: each agrees with the reading after it."""
    level: _At | None = None
    for one, following in pairwise(told):
        if (level is None or not _near(one, level)) and _near(one, following):
            level = one
            yield one


def _plausible(told: Sequence[_At]) -> bool:
    """Whether the first reading goes before the second as a clock does, though some pictures between be missing."""
    if len(told) < 2:
        return True
    shown, passed = _moment(told[1][1].wall) - _moment(told[0][1].wall), (told[1][0] - told[0][0]) * _MS
    return -TOLERANCE <= shown <= 3 * passed + TOLERANCE


def _near(one: _At, other: _At) -> bool:
    slack = TOLERANCE if one[1].seconds and other[1].seconds else timedelta(minutes=1)
    return abs(_start(one) - _start(other)) <= slack


def _start(one: _At) -> datetime:
    return _moment(one[1].wall) - one[0] * _MS


def _moment(wall: str) -> datetime:
    """A wall time as a moment of no zone in particular, for reckoning."""
    return datetime.fromisoformat(wall).replace(tzinfo=UTC)


def _reading(date: re.Match[str], time: re.Match[str], *, either: bool) -> BurntIn | None:
    year, month, day = int(date["year"]), int(date["a"]), int(date["b"])
    clock = _clock(time)
    walls = [_wall(year, month, day, clock)]
    if either and month != day:
        walls.append(_wall(year, day, month, clock))
    known = [wall for wall in walls if wall]
    if not known:
        return None
    return BurntIn(known[0], known[1] if len(known) > 1 else None, seconds=time["s"] is not None)


def _clock(time: re.Match[str]) -> tuple[int, int, int]:
    """Hour of 24, minute, second."""
    words = time.groupdict()
    hour = int(time["h"])
    noon = (words.get("noon") or "").upper() or {"上午": "A", "下午": "P", "晚上": "P"}.get(words.get("half") or "", "")
    if noon and hour <= 12:
        hour = hour % 12 + (12 if noon == "P" else 0)
    return hour, int(time["m"]), int(time["s"] or 0)


def _wall(year: int, month: int, day: int, clock: tuple[int, int, int]) -> str | None:
    try:
        return datetime(year, month, day, *clock, tzinfo=UTC).replace(tzinfo=None).isoformat(timespec="seconds")
    except ValueError:
        return None
