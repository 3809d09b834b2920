"""Bytes at a place: from a file on disk or from any seekable stream."""

from __future__ import annotations

import hashlib
import io
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

STEP = 1 << 18  # 256 KiB: large enough that Python's share vanishes, small enough to stay in the processor's cache

ReadInto = Callable[[memoryview, int], int]
"""Fill the view with bytes from an offset; return how many there were."""


class Source:
    """`length` bytes that can be read at any place, by several threads at once."""

    def __init__(self, length: int, read_into: ReadInto) -> None:
        self.length = length
        self._read_into = read_into

    def read_at(self, offset: int, length: int) -> bytes:
        """Up to `length` bytes from `offset`; fewer at the end, none beyond it."""
        room = max(0, min(length, self.length - offset))
        raw = bytearray(room)
        view, filled = memoryview(raw), 0
        while filled < room and (count := self._read_into(view[filled:], offset + filled)):
            filled += count
        return bytes(raw[:filled])

    def pieces(self, offset: int, length: int, step: int = STEP) -> Iterator[memoryview]:
        """The bytes from `offset` in pieces valid until the next is asked for; ends early where the source ends."""
        view, end = memoryview(bytearray(min(step, max(length, 1)))), min(offset + length, self.length)
        while offset < end and (count := self._read_into(view[: min(len(view), end - offset)], offset)):
            yield view[:count]
            offset += count

    def sha256(self, offset: int, length: int, advance: Callable[[int], None]) -> tuple[str, int]:
        """SHA-256 in hex and the number of bytes hashed; `advance` is told of each piece's length."""
        digest, size = hashlib.sha256(), 0
        for piece in self.pieces(offset, length):
            digest.update(piece)
            size += len(piece)
            advance(len(piece))
        return digest.hexdigest(), size


@contextmanager
def open_source(target: Path | BinaryIO) -> Iterator[Source]:
    """A source over a path or an open, seekable binary stream. Raises OSError as opening does."""
    if not isinstance(target, Path):
        yield _stream_source(target)
        return
    fd = os.open(target, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        if hasattr(os, "preadv"):
            yield Source(os.fstat(fd).st_size, lambda view, offset: os.preadv(fd, [view], offset))
        else:  # Windows and macOS before 11 have no preadv
            with os.fdopen(os.dup(fd), "rb", buffering=0) as stream:
                yield _stream_source(stream)
    finally:
        os.close(fd)


def _stream_source(stream: BinaryIO | io.RawIOBase) -> Source:
    lock = threading.Lock()

    def read_into(view: memoryview, offset: int) -> int:
        with lock:
            stream.seek(offset)
            raw = stream.read(len(view)) or b""
        view[: len(raw)] = raw
        return len(raw)

    return Source(stream.seek(0, io.SEEK_END), read_into)
