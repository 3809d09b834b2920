"""From how likely somebody speaks at each moment to the spans in which somebody speaks 人声."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

BEGINS, GOES_ON = 0.5, 0.35
"""How likely speech must be for a span to begin, and for it to go on."""
PAUSE_MS, SHORTEST_MS, MARGIN_MS = 500, 200, 120
"""A longer pause ends a span; a shorter span is a noise; each span is given a margin at both ends."""

Span = tuple[int, int]


def spoken(chances: Iterable[tuple[int, float]], *, every_ms: int, longest_ms: int | None = None) -> Iterator[Span]:
    """The spans (from, to; ms) of speech, each as soon as it has ended; none is longer than `longest_ms` and margins.

    `chances` are (position in ms, likelihood) of pieces `every_ms` long, in order; where positions leap, a span ends.
    """
    first = last = -1
    for at, chance in chances:
        if first >= 0 and (at - last > PAUSE_MS or (longest_ms and last - first >= longest_ms)):
            yield from _span(first, last)
            first = -1
        if chance >= (BEGINS if first < 0 else GOES_ON):
            first, last = at if first < 0 else first, at + every_ms
    if first >= 0:
        yield from _span(first, last)


def _span(first: int, last: int) -> Iterator[Span]:
    if last - first >= SHORTEST_MS:
        yield max(0, first - MARGIN_MS), last + MARGIN_MS


def apart(spans: Iterable[Span]) -> Iterator[Span]:
    """The same spans with those joined that touch or overlap."""
    held: Span | None = None
    for span in spans:
        if held and span[0] <= held[1]:
            held = held[0], max(held[1], span[1])
        else:
            if held:
                yield held
            held = span
    if held:
        yield held
