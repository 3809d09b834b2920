"""Which seconds of a stretch of time are recorded, and why the others are not.

Several devices may relay each other. Each recording's clock has an error bar (`Recording.error`, half-width): between
two devices, or between a device and the edge of the window, a gap no longer than the error bars allow is listed as
doubtful, not as proven. Two stretches of one device share their clock, so a gap between them is exact.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from operator import attrgetter

from liuhen.core.terms.facts import Interruption, Interval, Recording

_ZERO = timedelta(0)
_BY_START = attrgetter("start", "id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """An uncovered stretch, with the interruption that explains it (None: unexplained)."""

    start: datetime
    end: datetime
    interruption: Interruption | None = None

    @property
    def length(self) -> timedelta:
        """How long it is."""
        return self.end - self.start


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The window, what of it is recorded, and every gap: explained, unexplained, or within the clocks' error bars."""

    window: Interval
    covered: tuple[Interval, ...]
    explained: tuple[Gap, ...] = ()
    unexplained: tuple[Gap, ...] = ()
    doubtful: tuple[Gap, ...] = ()

    @property
    def whole(self) -> bool:
        """True when no gap is proven."""
        return not (self.explained or self.unexplained)


def coverage(
    window: Interval,
    recordings: Iterable[Recording],
    interruptions: Iterable[Interruption] = (),
    *,
    tolerance: timedelta = _ZERO,
    slack: timedelta = _ZERO,
) -> Coverage:
    """Lay recordings over the window and sort what they leave open.

    Gaps up to `tolerance` count as covered (file times have a resolution). An interruption explains what it overlaps,
    widened by `slack` at both ends (people write minutes). Derivatives never cover.
    """
    stretches = _stretches(recordings)
    covered = _merged(window, stretches, tolerance)
    open_ = list(_left_open(window, covered, tolerance))
    if not open_:
        return Coverage(window=window, covered=tuple(covered), explained=(), unexplained=(), doubtful=())
    reach = _Reach(window, stretches)
    explained: list[Gap] = []
    unexplained: list[Gap] = []
    doubtful: list[Gap] = []
    breaks = sorted(interruptions, key=_BY_START)
    for start, end in open_:
        if reach.may_close(start, end):
            doubtful.append(Gap(start=start, end=end))
        else:
            _explain(start, end, breaks, slack, explained, unexplained)
    return Coverage(
        window=window,
        covered=tuple(covered),
        explained=tuple(explained),
        unexplained=tuple(unexplained),
        doubtful=tuple(doubtful),
    )


def attributed(
    gaps: Iterable[Gap], interruptions: Iterable[Interruption], *, slack: timedelta = _ZERO
) -> tuple[Gap, ...]:
    """The same uncovered seconds, cut where interruptions begin and end, each piece with the first that overlaps it."""
    breaks = sorted(interruptions, key=_BY_START)
    pieces: list[Gap] = []
    for gap in gaps:
        _explain(gap.start, gap.end, breaks, slack, pieces, pieces)
    return tuple(pieces)


@dataclass(frozen=True, slots=True)
class _Stretch:
    start: datetime
    end: datetime
    error: timedelta
    clock: str


def _stretches(recordings: Iterable[Recording]) -> list[_Stretch]:
    """Every recorded segment with its clock: the device's, or the recording's own where the device is not known."""
    found = []
    for recording in recordings:
        if recording.parent is None:
            clock = f"device {recording.device}" if recording.device else f"recording {recording.id}"
            segments = recording.segments or (Interval(start=recording.start, end=recording.end),)
            found += [_Stretch(segment.start, segment.end, recording.error, clock) for segment in segments]
    return sorted(found, key=lambda s: (s.start, s.end, s.clock))


def _merged(window: Interval, stretches: Sequence[_Stretch], tolerance: timedelta) -> list[Interval]:
    """The covered parts of the window, joined where the hole between them is tolerated."""
    parts: list[Interval] = []
    for stretch in stretches:
        start, end = max(stretch.start, window.start), min(stretch.end, window.end)
        if start >= end:
            continue
        if parts and start - parts[-1].end <= tolerance:
            parts[-1] = Interval(start=parts[-1].start, end=max(parts[-1].end, end))
        else:
            parts.append(Interval(start=start, end=end))
    return parts


def _left_open(
    window: Interval, covered: Sequence[Interval], tolerance: timedelta
) -> Iterable[tuple[datetime, datetime]]:
    edges = [window.start, *(t for part in covered for t in (part.start, part.end)), window.end]
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if end - start > tolerance:
            yield start, end


class _Reach:
    """How far footage on either side of a gap may really extend, by its error bars, told apart by clock.

    For each side the two furthest reaches of different clocks are enough: of any pair of clocks that are not the same,
    one of the best two fits.
    """

    def __init__(self, window: Interval, stretches: Sequence[_Stretch]) -> None:
        edge = "the window's edge"
        before = [(s.end, s.end + s.error, s.clock) for s in stretches] + [(window.start, window.start, edge)]
        after = [(s.start, s.start - s.error, s.clock) for s in stretches] + [(window.end, window.end, edge)]
        self._before = sorted(before)
        self._after = sorted(after)
        self._furthest = _best_two([(reach, clock) for _, reach, clock in self._before], latest=True)
        self._earliest = _best_two([(reach, clock) for _, reach, clock in reversed(self._after)], latest=False)[::-1]

    def may_close(self, start: datetime, end: datetime) -> bool:
        """Whether footage ending by `start` and footage beginning from `end` on may in truth meet."""
        left = bisect_right(self._before, start, key=lambda entry: entry[0])
        right = bisect_left(self._after, end, key=lambda entry: entry[0])
        if not left or right == len(self._after):
            return False
        return any(
            there >= here and clock != other
            for there, clock in self._furthest[left - 1]
            for here, other in self._earliest[right]
        )


_Best = list[tuple[datetime, str]]


def _best_two(entries: Iterable[tuple[datetime, str]], *, latest: bool) -> list[_Best]:
    """After each entry, the best reaches so far of at most two different clocks."""
    best: _Best = []
    history = []
    for entry in entries:
        rest = [old for old in best if old[1] != entry[1]]
        same = [old for old in best if old[1] == entry[1]]
        best = sorted([*rest, max([entry, *same]) if latest else min([entry, *same])], reverse=latest)[:2]
        history.append(best)
    return history


def _explain(
    start: datetime,
    end: datetime,
    breaks: Sequence[Interruption],
    slack: timedelta,
    explained: list[Gap],
    unexplained: list[Gap],
) -> None:
    """Cut a gap at the edges of the interruptions and give each piece to the first that overlaps it."""
    spans = [(b.start - slack, (b.end + slack) if b.end else end, b) for b in breaks]
    cuts = {start, end, *(t for span in spans for t in span[:2] if start < t < end)}
    for left, right in pairwise(sorted(cuts)):
        cause = next((b for begin, stop, b in spans if begin <= left and right <= stop), None)
        _append(explained if cause else unexplained, Gap(start=left, end=right, interruption=cause))


def _append(gaps: list[Gap], gap: Gap) -> None:
    """Add a piece, joined to the one before it when both have the same cause."""
    if gaps and gaps[-1].end == gap.start and gaps[-1].interruption is gap.interruption:
        gaps[-1] = Gap(start=gaps[-1].start, end=gap.end, interruption=gap.interruption)
    else:
        gaps.append(gap)
