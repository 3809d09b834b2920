"""What was read in pictures, put in order: pieces of one line joined, and each reading named a clock, a plate or other.

A reader of pictures gives pieces of text with their boxes; cameras write date and time wide apart on one line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from liuhen.core.media.burnt_in import BurntIn, clock_in
from liuhen.core.media.plates import plates_in
from liuhen.core.terms.labels import Term

Box = tuple[int, int, int, int]  # left, top, width, height in thousandths of the picture


class LettersKind(Term):
    """What a text in a picture is."""

    CLOCK = "clock", "画面时钟"
    PLATE = "plate", "车牌"
    OTHER = "other", "其他文字"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text as read: how sure the reader is (0 to 1), and where it stands."""

    text: str
    confidence: float
    box: Box


@dataclass(frozen=True, slots=True)
class Reading:
    """A piece with what it is: the clock it shows, or the plate as people write it."""

    piece: Piece
    kind: LettersKind
    clock: BurntIn | None = None
    plate: str = ""


def readings(pieces: Iterable[Piece]) -> tuple[Reading, ...]:
    """Name what was read in one picture, from top to bottom and left to right."""
    lines = list(_lines(sorted(pieces, key=lambda piece: piece.box[1])))
    return tuple(reading for line in lines for reading in _named(sorted(line, key=lambda piece: piece.box[0])))


def _lines(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Pieces that stand side by side, of about the same height."""
    left = list(pieces)
    while left:
        first = left.pop(0)
        line = [first, *(piece for piece in left if _beside(first, piece))]
        left = [piece for piece in left if piece not in line]
        yield line


def _beside(one: Piece, other: Piece) -> bool:
    (_, top, _, height), (_, other_top, _, other_height) = one.box, other.box
    apart = abs((top + height / 2) - (other_top + other_height / 2))
    return apart <= min(height, other_height) / 2 and max(height, other_height) <= 2 * min(height, other_height)


def _named(line: Sequence[Piece]) -> Iterator[Reading]:
    if not any(clock_in(piece.text) for piece in line) and (made := _joined(line)):
        clock, used = made
        yield clock
        line = [piece for piece in line if piece not in used]
    yield from map(_name, line)


def _joined(line: Sequence[Piece]) -> tuple[Reading, Sequence[Piece]] | None:
    """The clock that neighbouring pieces of a line make together: as few of them as do."""
    for many in range(2, len(line) + 1):
        for first in range(len(line) - many + 1):
            used = line[first : first + many]
            text = " ".join(piece.text for piece in used)
            if clock := clock_in(text):
                whole = Piece(text, min(piece.confidence for piece in used), _around([piece.box for piece in used]))
                return Reading(whole, LettersKind.CLOCK, clock=clock), used
    return None


def _around(boxes: Sequence[Box]) -> Box:
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[0] + box[2] for box in boxes), max(box[1] + box[3] for box in boxes)
    return left, top, right - left, bottom - top


def _name(piece: Piece) -> Reading:
    if clock := clock_in(piece.text):
        return Reading(piece, LettersKind.CLOCK, clock=clock)
    if plate := next(plates_in(piece.text), None):
        return Reading(piece, LettersKind.PLATE, plate=plate.text)
    return Reading(piece, LettersKind.OTHER)
