"""Follows the pictures of a film in order and says where it is black, covered or frozen."""

from __future__ import annotations

from dataclasses import dataclass

from liuhen.adapters.workshop.survey.seeing import Grid, are_same, is_still
from liuhen.adapters.workshop.survey.spans import Holding, Span

LEAST_MS = 2000
"""Shorter stretches are not told: a scene change, a hand that passes."""
FEWEST_FROZEN = 5
"""In very slow films two pictures that are alike mean nothing."""
JOIN_MS = 500
SETTLING_MS = 250
"""For so long after a key frame an encoder may still be improving a picture that does not change."""


@dataclass(frozen=True, slots=True)
class Sight:
    """One picture that was looked at: when, what it is like, and its grid for comparing; `renewed`: a key frame, which
    encodes the whole picture once more."""

    at: int
    grid: Grid
    black: bool
    covered: bool
    renewed: bool

    def unlike(self, other: Sight) -> bool:
        """Whether one is black or covered and the other is not."""
        return (self.black, self.covered) != (other.black, other.covered)


class Watch:
    """Told of pictures in order of time, it collects the stretches."""

    def __init__(self, usual_ms: float) -> None:
        """Nothing seen yet. `usual_ms`: from one picture to the next, as the file states it."""
        self._black = Holding("black", least_ms=LEAST_MS, join_ms=JOIN_MS)
        self._covered = Holding("covered", least_ms=LEAST_MS, join_ms=JOIN_MS)
        self._frozen = Holding("frozen", least_ms=max(LEAST_MS, round(FEWEST_FROZEN * usual_ms)))
        self._anchor: Sight | None = None
        self._before: Sight | None = None
        self._renewed = -SETTLING_MS

    def see(self, sight: Sight, *, still: bool) -> None:
        """A picture; `still`: nothing is known to have moved since the one before it."""
        self._black.tell(sight.at, sight.black)
        self._covered.tell(sight.at, sight.covered)
        before, self._before = self._before, sight
        self._renewed = sight.at if sight.renewed else self._renewed
        settling = sight.at - self._renewed <= SETTLING_MS
        stays = still and before is not None and (settling or is_still(before.grid, sight.grid))
        if stays and self._anchor and are_same(self._anchor.grid, sight.grid):
            self._frozen.tell(self._anchor.at, True)
            self._anchor = sight if sight.renewed else self._anchor
            return
        self._frozen.tell(sight.at, False)
        self._anchor = sight

    def cut(self, at: int) -> None:
        """Nothing is known after this moment until the next picture: the film is interrupted, or at its end."""
        for holding in (self._black, self._covered, self._frozen):
            holding.end(at)
        self._anchor = self._before = None

    def spans(self) -> list[Span]:
        """What was found. A picture that is black or covered and does not move is not also told to be frozen."""
        black, covered = list(self._black.spans()), list(self._covered.spans())
        frozen = [span for span in self._frozen.spans() if not _within(span, black + covered)]
        return [*black, *covered, *frozen]


def _within(span: Span, others: list[Span]) -> bool:
    return any(one.from_ms - JOIN_MS <= span.from_ms and span.to_ms <= one.to_ms + JOIN_MS for one in others)
