"""Letters in pictures 画面文字: burnt-in clock, plates, what the device writes; on photos and on some frames of a film.

Whole pictures are read at the start, at the end and every minute (more seldom in long films). Once a clock was seen,
its place alone is read every ten seconds, so that a clock set in mid-recording is found within ten.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from PIL import Image

from liuhen.adapters.recognisers.catalogue import letters_lacking
from liuhen.adapters.workshop.frames import pictures, still
from liuhen.core.media.burnt_in import follow
from liuhen.core.media.letters import Box, LettersKind, Piece, Reading, readings
from liuhen.core.media.osd import stated_in
from liuhen.ports.recognisers import LetterReader, RecogniserUnusable
from liuhen.ports.workshop import Task, Work, WorkImpossible

WHOLE_EVERY_MS, CLOCK_EVERY_MS = 60_000, 10_000
MOST_WHOLE, MOST_CLOCKS = 240, 2_000
_ROOM = 0.15  # of the line's height: more of the picture beside it is read as letters
_STILLS = frozenset({"jpeg", "png", "gif", "tiff", "bmp", "webp", "heif", "avif"})
Seen = tuple[int, Sequence[Reading]]


def missing(models: Path) -> str:
    """What has to be installed before letters can be read, in Chinese."""
    return letters_lacking()


def make(task: Task, source: Path, into: Path) -> Work:
    """Read the letters in a recording's pictures."""
    from liuhen.adapters.recognisers.rapid import Rapid

    try:
        reader = Rapid()
    except RecogniserUnusable as error:
        raise WorkImpossible(str(error)) from error
    seen = list(_photo(reader, source) if _is_still(task) else _film(reader, task, source))
    return Work(tool=reader.name, result=result(seen))


def result(seen: Sequence[Seen]) -> dict[str, Any]:
    """The findings of docs/formats/findings.md: every clock reading, each plate and text once, and what they state."""
    told: list[dict[str, Any]] = []
    once: dict[tuple[str, str], dict[str, Any]] = {}
    for at, found in seen:
        for reading in found:
            key = reading.kind.value, reading.plate or reading.piece.text
            if reading.kind is not LettersKind.CLOCK and key in once:
                once[key]["last_ms"] = at
            else:
                once[key] = _told(at, reading)
                told.append(once[key])
    return {"readings": told, "clock": _followed(seen), "stated": list(_stated(seen))}


def _is_still(task: Task) -> bool:
    return task.facts.get("container") in _STILLS


def _photo(reader: LetterReader, source: Path) -> Iterator[Seen]:
    yield 0, readings(reader.pieces(still(source)))


def _film(reader: LetterReader, task: Task, source: Path) -> Iterator[Seen]:
    plan = _Plan(task.facts.get("duration_ms"))
    for at, picture in pictures(task, source, plan.wants):
        if plan.whole_due(at) or plan.clock is None:
            found = readings(reader.pieces(picture))
            plan.read(at, found)
            yield at, found
        else:
            yield at, _clock_alone(reader, picture, plan.clock)


class _Plan:
    """Which pictures are read, and whether the whole of them or the clock's place alone."""

    def __init__(self, duration_ms: object) -> None:
        length = duration_ms if isinstance(duration_ms, int) else 0
        self._whole_every = max(WHOLE_EVERY_MS, length // MOST_WHOLE)
        self._clock_every = max(CLOCK_EVERY_MS, length // MOST_CLOCKS)
        self._next_whole = self._next = 0
        self.clock: Box | None = None

    def wants(self, at: int) -> bool:
        """Whether the picture here is to be read at all."""
        due = at >= self._next_whole or (self.clock is not None and at >= self._next)
        if due:
            self._next = at + self._clock_every
        return due

    def whole_due(self, at: int) -> bool:
        """Whether the whole picture is to be read."""
        return at >= self._next_whole

    def read(self, at: int, found: Sequence[Reading]) -> None:
        """The whole picture was read here."""
        self._next_whole = at + self._whole_every
        clocks = [reading.piece.box for reading in found if reading.kind is LettersKind.CLOCK]
        self.clock = clocks[0] if clocks else self.clock


def _clock_alone(reader: LetterReader, picture: Image.Image, box: Box) -> Sequence[Reading]:
    """Read the clock's place with a little room around it, as one line."""
    left, top, width, height = box
    room, across, down = height * _ROOM, picture.width / 1000, picture.height / 1000
    first = round((left - room) * across), round((top - room) * down)
    last = round((left + width + room) * across), round((top + height + room) * down)
    line = reader.line(picture.crop((*first, *last)))
    found = readings([Piece(line.text, line.confidence, box)] if line else [])
    return [reading for reading in found if reading.kind is LettersKind.CLOCK]


def _told(at: int, reading: Reading) -> dict[str, Any]:
    piece = reading.piece
    told: dict[str, Any] = {
        "at_ms": at,
        "text": piece.text,
        "confidence": piece.confidence,
        "box": list(piece.box),
        "kind": reading.kind.value,
    }
    if reading.clock:
        told["moment"] = reading.clock.wall
        if reading.clock.also:
            told["also"] = reading.clock.also
    if reading.plate:
        told["plate"] = reading.plate
    return told


def _followed(seen: Sequence[Seen]) -> dict[str, Any] | None:
    clocks = [(at, reading.clock) for at, found in seen for reading in found if reading.clock]
    followed = follow(clocks)
    if followed is None:
        return None
    return {
        "start": followed.start.wall,
        "also": followed.start.also,
        "readings": followed.readings,
        "agreeing": followed.agreeing,
        "leaps": [list(leap) for leap in followed.leaps],
        "passed_ms": followed.passed_ms,
        "shown_ms": followed.shown_ms,
    }


def _stated(seen: Sequence[Seen]) -> Iterator[dict[str, Any]]:
    """Speed and place wherever a whole picture states them."""
    for at, found in seen:
        stated = stated_in(" ".join(reading.piece.text for reading in found if reading.kind is not LettersKind.CLOCK))
        if not stated.nothing:
            place = list(stated.place) if stated.place else None
            yield {"at_ms": at, "speed_kmh": stated.speed_kmh, "place": place, "no_fix": stated.no_fix}
