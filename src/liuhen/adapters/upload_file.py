"""Appending to an unfinished file: hashed as it comes, written past the page cache, cut back when it was not right."""

from __future__ import annotations

import hashlib
import mmap
import os
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING

from liuhen.adapters import disk_io
from liuhen.ports.upload_store import Checksum

if TYPE_CHECKING:
    from hashlib import _Hash

PAGE = mmap.PAGESIZE
BLOCK = 1 << 20
WRITING = ThreadPoolExecutor(16, thread_name_prefix="writing")


class Appending:
    """One stretch appended to the file behind `fd`, from `start` on. `running` is the SHA-256 of all before it.

    Whole blocks go to the disk past the page cache where the file system can: that spares the copy, and leaves the
    final fsync nothing to wait for. What `start` shares a page with is read back first. While one block is being
    written the next is hashed and filled; `rest` waits for that, and is called before `fd` is closed.
    """

    def __init__(self, fd: int, start: int, running: _Hash, checksum: Checksum | None) -> None:
        self.running = running
        self.size = start
        self._fd = fd
        self._start = start
        self._before = running.copy()
        self._said = checksum
        self._check = hashlib.new(checksum.algorithm, usedforsecurity=False) if checksum else None
        self._block = memoryview(mmap.mmap(-1, BLOCK))
        self._spare = memoryview(mmap.mmap(-1, BLOCK))
        self._writing: Future[None] | None = None
        self._at = start - start % PAGE
        self._filled = os.preadv(fd, [self._block[: start % PAGE]], self._at) if start % PAGE else 0
        disk_io.set_direct(fd, True)

    def add(self, pieces: Sequence[bytes | memoryview]) -> None:
        """Hash and write. OSError when the disk refuses."""
        for piece in pieces:
            self._hash(piece)
            self._write(memoryview(piece))
            self.size += len(piece)

    def seen(self, pieces: Sequence[bytes | memoryview]) -> None:
        """Hash what is in its place already."""
        for piece in pieces:
            self._hash(piece)
            self.size += len(piece)

    def flush(self) -> None:
        """Write what does not fill a block, and make everything durable."""
        self._written()
        disk_io.set_direct(self._fd, False)
        self._put(self._block[: self._filled], self._at)
        self._at, self._filled = self._at + self._filled, 0
        os.fsync(self._fd)

    def rest(self) -> None:
        """Wait until nothing is being written, whatever came of it."""
        if self._writing:
            wait([self._writing])

    def right(self) -> bool:
        """Whether the stretch is what its sender says; true when the sender says nothing."""
        return self._check is None or (self._said is not None and self._check.digest() == self._said.digest)

    def cut_back(self) -> None:
        """Drop the stretch; the file ends where it ended before, durably."""
        self.rest()
        os.ftruncate(self._fd, self._start)
        os.fsync(self._fd)
        self.running, self.size, self._filled = self._before, self._start, 0

    def moved_to(self, fd: int) -> None:
        """Go on behind what another file holds that took this one's place; it has been `seen`."""
        self._fd, self._filled = fd, 0

    @property
    def judged(self) -> bool:
        """Whether the sender has said what the stretch must be."""
        return self._check is not None

    def _hash(self, piece: bytes | memoryview) -> None:
        self.running.update(piece)
        if self._check is not None:
            self._check.update(piece)

    def _write(self, view: memoryview) -> None:
        while view:
            count = min(len(view), BLOCK - self._filled)
            self._block[self._filled : self._filled + count] = view[:count]
            self._filled += count
            view = view[count:]
            if self._filled == BLOCK:
                self._send_off()

    def _send_off(self) -> None:
        """Have the full block written, and go on with the other as soon as that one is."""
        self._written()
        self._writing = WRITING.submit(self._put, self._block, self._at)
        self._block, self._spare = self._spare, self._block
        self._at, self._filled = self._at + BLOCK, 0

    def _written(self) -> None:
        """Wait for the block that is being written; OSError when the disk refused it."""
        if self._writing:
            self._writing.result()

    def _put(self, view: memoryview, at: int) -> None:
        while view:
            written = self._write_at(view, at)
            at += written
            view = view[written:]

    def _write_at(self, view: memoryview, at: int) -> int:
        try:
            return os.pwrite(self._fd, view, at)
        except OSError as error:
            # Not on page boundaries: after a write that was cut short; the rest goes through the page cache.
            if not disk_io.means_unaligned(error) or not disk_io.set_direct(self._fd, False):
                raise
            return os.pwrite(self._fd, view, at)
