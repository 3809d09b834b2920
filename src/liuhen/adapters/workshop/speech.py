"""Speech activity 人声: where somebody speaks. Works as installed, on any sound track, in a stream."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from liuhen.adapters.recognisers.silero import Silero
from liuhen.adapters.workshop.sound import Piece, pieces
from liuhen.core.media.speaking import apart, spoken
from liuhen.ports.recognisers import RATE, SpeechFinder
from liuhen.ports.workshop import Task, Work

LEAP_MS = 200


def make(task: Task, source: Path, into: Path) -> Work:
    """Find the spans of speech in a recording's first sound track."""
    finder = Silero()
    every = finder.samples * 1000 // RATE
    chances = ((at, chance) for at, chance, _ in listen(finder, pieces(task, source, finder.samples)))
    spans = [
        {"kind": "speech", "from_ms": start, "to_ms": end} for start, end in apart(spoken(chances, every_ms=every))
    ]
    return Work(tool=finder.name, result={"spans": spans})


def listen(finder: SpeechFinder, sound: Iterator[Piece]) -> Iterator[tuple[int, float, bytes]]:
    """Each piece of sound with how likely it is speech; after a gap the finder begins anew."""
    follows = 0
    for at, piece in sound:
        if at - follows > LEAP_MS:
            finder.forget()
        yield at, finder.chance(piece), piece
        follows = at + finder.samples * 1000 // RATE
