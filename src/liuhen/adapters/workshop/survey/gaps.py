"""Time that is missing inside a file: where a track's packets leave more than a moment between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from liuhen.adapters.workshop.survey.spans import Span

LEAST_MS = {"video": 500, "audio": 200}
"""Shorter gaps are the jitter of clocks and encoders."""
SLOW = 4
"""In slow pictures (one a second, say) only a gap of so many usual distances is one."""
EDGE_MS = 1000
"""How much later than the others a track may begin, or earlier end, before that is told."""
SAME_MS = 300
"""Gaps of two tracks whose ends are this close are one gap of both."""
Gap = tuple[int, int]


class TrackTimes:
    """Watches the times of one track's packets, as they follow each other in the file."""

    def __init__(self, kind: str, usual_ms: float) -> None:
        """`usual_ms` is the distance of packets as the file states it."""
        self.kind = kind
        self.begin: int | None = None
        self.end = 0
        self._usual = usual_ms
        self._lengths: Counter[int] = Counter()
        self._wide: list[Gap] = []

    def take(self, at: int, length: int) -> bool:
        """A packet shown at `at` for `length` (0: unknown); true when time is missing before it."""
        late = self.begin is not None and at - self.end > max(LEAST_MS[self.kind], SLOW * self._typical())
        if late:
            self._wide.append((self.end, at))
        elif self._wide and self._wide[-1][0] < at < self._wide[-1][1]:
            self._wide[-1] = self._wide[-1][0], at  # shown earlier than what was decoded before it
        self.begin = at if self.begin is None else min(self.begin, at)
        self.end = max(self.end, at + self._counted(length))
        return late

    def _counted(self, length: int) -> int:
        """How long a packet really lasts: some formats let the one before a gap fill the gap."""
        typical = self._typical()
        self._lengths[length] += 1
        return length if 0 < length <= max(2 * typical, LEAST_MS[self.kind]) else round(typical)

    def _typical(self) -> float:
        length = self._lengths.most_common(1)[0][0] if self._lengths else 0
        return length or self._usual

    def gaps(self, total_ms: int) -> Iterator[Gap]:
        """The gaps between packets, and what the track lacks at either end of a recording of this length."""
        if self.begin is None:
            return
        if self.begin > EDGE_MS:
            yield 0, self.begin
        least = max(LEAST_MS[self.kind], SLOW * self._typical())
        yield from (gap for gap in self._wide if gap[1] - gap[0] >= least)
        if total_ms - self.end > EDGE_MS:
            yield self.end, total_ms


def missing(tracks: Mapping[str, TrackTimes]) -> list[Span]:
    """Every stretch in which a track has nothing, in order; gaps of picture and sound that coincide are told once."""
    total = max((track.end for track in tracks.values()), default=0)
    seen: list[tuple[Gap, list[str]]] = []
    for kind, track in tracks.items():
        for gap in track.gaps(total):
            same = next((one for one in seen if _same(one[0], gap)), None)
            if same:
                same[1].append(kind)
            else:
                seen.append((gap, [kind]))
    return [Span("missing", begin, end, {"tracks": kinds}) for (begin, end), kinds in sorted(seen)]


def _same(one: Gap, other: Gap) -> bool:
    return abs(one[0] - other[0]) <= SAME_MS and abs(one[1] - other[1]) <= SAME_MS
