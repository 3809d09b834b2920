"""Which files are one filming that the camera cut into pieces, and how much time is missing between them.

Cameras begin a new file every few minutes or gigabytes. Pieces of one view (a device, a channel, a kind of picture) are
joined when their names say that one continues the other, or when one begins where the other ended. The time between two
pieces is measured by the device's own clock, so its error bar does not enter.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from liuhen.core.terms.labels import Term

FOLLOWS_WITHIN = timedelta(seconds=10)
NUMBERED_WITHIN = timedelta(seconds=60)
CHAPTER_WITHIN = timedelta(minutes=5)
OVERLAP = timedelta(minutes=2)
"""Cameras with pre-recording write up to two minutes twice."""


class Tie(Term):
    """Why a file is taken to continue the one before, the surest first."""

    CHAPTER = "chapter", "文件名表明是同一次摄录的下一段"
    NUMBERED = "numbered", "文件序号相连，时间相接"
    FOLLOWS = "follows", "紧接上一个文件开始"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One file. `view` tells whose picture it is; `clock` where its time comes from; the rest is what its name says."""

    id: int
    view: str
    start: datetime
    end: datetime
    clock: str = ""
    index: int | None = None
    part: int | None = None
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filming:
    """Pieces in order. `gaps[k]`: from the end of piece k to the start of k + 1 (negative: overlap); `ties[k]`: why."""

    pieces: tuple[Piece, ...]
    gaps: tuple[timedelta, ...]
    ties: tuple[Tie, ...]

    @property
    def start(self) -> datetime:
        """When the first piece begins."""
        return self.pieces[0].start

    @property
    def end(self) -> datetime:
        """When the last piece ends."""
        return self.pieces[-1].end


def joined(pieces: Iterable[Piece]) -> tuple[Filming, ...]:
    """The filmings of two pieces and more, by their beginning; a piece is in one at most, in any order given."""
    chains: list[_Chain] = []
    for piece in sorted(pieces, key=lambda one: (one.start, one.end, one.id)):
        fits = [(chain, tie) for chain in chains if (tie := tie_between(chain.pieces[-1], piece))]
        if fits:
            chain, tie = min(fits, key=lambda one: (_RANK[one[1]], abs(piece.start - one[0].pieces[-1].end)))
            chain.add(piece, tie)
        else:
            chains.append(_Chain([piece]))
    return tuple(chain.filming() for chain in chains if len(chain.pieces) > 1)


def tie_between(first: Piece, second: Piece) -> Tie | None:
    """Why `second` continues `first`, or None: a file within another, or beginning before it, continues nothing."""
    gap = second.start - first.end
    if first.view != second.view or second.start < first.start or second.end <= first.end or gap < -OVERLAP:
        return None
    if first.group and second.group:
        return Tie.CHAPTER if _next(first.part, second.part, first, second) and gap <= CHAPTER_WITHIN else None
    if _consecutive(first.index, second.index) and gap <= NUMBERED_WITHIN:
        return Tie.NUMBERED
    return Tie.FOLLOWS if gap <= FOLLOWS_WITHIN and first.clock == second.clock else None


def _next(first: int | None, second: int | None, one: Piece, other: Piece) -> bool:
    """Whether the other is the next chapter; the first chapter of some cameras has no number of its own."""
    return one.group == other.group and (_consecutive(first, second) or (first is None and second == 1))


def _consecutive(first: int | None, second: int | None) -> bool:
    return first is not None and second is not None and second == first + 1


_RANK = {tie: rank for rank, tie in enumerate(Tie)}


@dataclass(slots=True)
class _Chain:
    pieces: list[Piece]
    gaps: list[timedelta] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)

    def add(self, piece: Piece, tie: Tie) -> None:
        self.gaps.append(piece.start - self.pieces[-1].end)
        self.ties.append(tie)
        self.pieces.append(piece)

    def filming(self) -> Filming:
        return Filming(pieces=tuple(self.pieces), gaps=tuple(self.gaps), ties=tuple(self.ties))
