"""ISO base media boxes (ISO/IEC 14496-12), read by hand where the parser does not tell: is the index there, is the
file whole, how is the picture turned, what do the makers' own boxes say. Every length is checked against the file.
"""

import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

_MOST_BOXES = 2000
_LARGEST_READ = 1 << 16


@dataclass(frozen=True, slots=True)
class Box:
    """One box: its four-letter kind, where its contents begin and how many bytes of them it claims."""

    kind: bytes
    start: int
    length: int

    @property
    def end(self) -> int:
        """Where the box claims to end."""
        return self.start + self.length


@dataclass(slots=True)
class Outline:
    """What the boxes of a file tell."""

    has_index: bool = False
    has_media: bool = False
    truncated: bool = False
    trailing: bool = False
    scale: int = 0
    header_ms: int | None = None  # the longest length claimed
    rotation: int | None = None
    firmware: str | None = None
    free_gps: tuple[bytes, ...] = ()


def outline(file: BinaryIO, *, most_notes: int = 64) -> Outline:
    """Walk the boxes of a file from its start; of `freeGPS` notes between them no more than so many are read."""
    found, size = Outline(), os.fstat(file.fileno()).st_size
    notes: list[bytes] = []
    for box in walk(file, 0, size):
        if not box.kind.strip(b"\0"):
            found.trailing = True
            break
        found.truncated |= box.end > size
        found.has_media |= box.kind in (b"mdat", b"moof")
        if box.kind == b"free" and len(notes) < most_notes and (note := read(file, box, 256)).startswith(b"freeGPS "):
            notes.append(note)
        if box.kind == b"moov" and box.end <= size:
            found.has_index = True
            _movie(file, box, found)
    found.free_gps = tuple(notes)
    return found


def walk(file: BinaryIO, start: int, end: int) -> Iterator[Box]:
    """The boxes between two positions, at most a fixed number of them."""
    for _ in range(_MOST_BOXES):
        if start + 8 > end:
            return
        file.seek(start)
        header = file.read(16)
        if len(header) < 8:
            return
        length, kind = struct.unpack_from(">I4s", header)
        skip = 8
        if length == 1 and len(header) == 16:
            length, skip = struct.unpack_from(">Q", header, 8)[0], 16
        elif length == 0:
            length = end - start
        yield Box(kind, start + skip, max(length - skip, 0))
        if length < skip:
            return
        start += length


def read(file: BinaryIO, box: Box, most: int = _LARGEST_READ) -> bytes:
    """The first bytes of a box."""
    file.seek(box.start)
    return file.read(min(box.length, most))


def _movie(file: BinaryIO, movie: Box, found: Outline) -> None:
    for box in walk(file, movie.start, movie.end):
        if box.kind == b"mvhd":
            _header(read(file, box, 120), found)
        elif box.kind == b"trak":
            _track(file, box, found)
        elif box.kind == b"udta":
            for inner in walk(file, box.start, box.end):
                if inner.kind == b"FIRM":
                    found.firmware = read(file, inner, 64).rstrip(b"\0").decode("ascii", "replace")
        elif box.kind == b"mvex":
            _fragment_header(file, box, found)


def _track(file: BinaryIO, track: Box, found: Outline) -> None:
    for box in walk(file, track.start, track.end):
        if box.kind == b"tkhd":
            _turned(read(file, box, 104), found)
        elif box.kind == b"mdia":
            for inner in walk(file, box.start, box.end):
                if inner.kind == b"mdhd":
                    _claim(_length(read(file, inner, 44)), found)


def _fragment_header(file: BinaryIO, box: Box, found: Outline) -> None:
    """Fragmented files write their length, if at all, into a box of its own."""
    for inner in walk(file, box.start, box.end):
        content = read(file, inner, 12)
        form = ">I" if content[:1] == b"\0" else ">Q"
        if inner.kind == b"mehd" and len(content) >= 4 + struct.calcsize(form):
            _claim((found.scale, struct.unpack_from(form, content, 4)[0]), found)


def _header(content: bytes, found: Outline) -> None:
    found.scale, _ = _length(content)
    _claim(_length(content), found)


def _length(content: bytes) -> tuple[int, int]:
    """Units per second and length in units; movie and media headers share this form."""
    form, at = (">II", 12) if content[:1] == b"\0" else (">IQ", 20)
    if len(content) < at + struct.calcsize(form):
        return 0, 0
    scale, length = struct.unpack_from(form, content, at)
    return scale, length


def _claim(scale_and_length: tuple[int, int], found: Outline) -> None:
    """Keep the longest length that any header claims; zero is no length."""
    scale, length = scale_and_length
    if scale and length:
        found.header_ms = max(found.header_ms or 0, length * 1000 // scale)


def _turned(content: bytes, found: Outline) -> None:
    """Degrees by which the picture is to be turned anticlockwise, from the track's matrix (as FFmpeg counts)."""
    at = 40 if content[:1] == b"\0" else 52
    if len(content) < at + 44 or struct.unpack_from(">I", content, at + 36)[0] == 0:
        return
    a, b, _, c, d = struct.unpack_from(">5i", content, at)
    corner = {(1, 0, 0, 1): 0, (0, 1, -1, 0): -90, (-1, 0, 0, -1): 180, (0, -1, 1, 0): 90}
    key = tuple((value > 0) - (value < 0) for value in (a, b, c, d))
    if found.rotation is None:
        found.rotation = corner.get(key)
