"""The SHA-256 of what uploads have come to, kept in memory between their stretches."""

from __future__ import annotations

import hashlib
import os
from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING

from liuhen.adapters import disk_io

if TYPE_CHECKING:
    from hashlib import _Hash

REMEMBERED = 1000


class RunningHashes:
    """Hashes of what has come so far, by upload; the longest untouched are forgotten, and can be made again."""

    def __init__(self) -> None:
        self._hashes: OrderedDict[str, tuple[int, _Hash]] = OrderedDict()
        self._whole: OrderedDict[str, tuple[int, ...]] = OrderedDict()
        self._guard = Lock()

    def up_to(self, id: str, size: int, fd: int) -> _Hash:
        """The hash of the first `size` bytes, from memory or from the file."""
        with self._guard:
            known = self._hashes.pop(id, None)
        if known and known[0] == size:
            return known[1]
        return hash_of(fd)

    def remember(self, id: str, size: int, digest: _Hash) -> None:
        """Keep a hash for the next stretch."""
        with self._guard:
            self._hashes[id] = (size, digest)
            _shorten(self._hashes)

    def know_whole(self, id: str, fd: int) -> None:
        """Remember that this very file has been hashed to its end here."""
        with self._guard:
            self._hashes.pop(id, None)
            self._whole[id] = _identity(fd)
            _shorten(self._whole)

    def knows_whole(self, id: str, fd: int) -> bool:
        """Whether this very file, unchanged since, was hashed to its end here."""
        with self._guard:
            return self._whole.pop(id, None) == _identity(fd)

    def forget(self, id: str) -> None:
        """Drop what was kept of an upload."""
        with self._guard:
            self._hashes.pop(id, None)


def _shorten(kept: OrderedDict[str, tuple[int, _Hash]] | OrderedDict[str, tuple[int, ...]]) -> None:
    while len(kept) > REMEMBERED:
        kept.popitem(last=False)


def _identity(fd: int) -> tuple[int, ...]:
    found = os.fstat(fd)
    return found.st_ino, found.st_size, found.st_mtime_ns


def hash_of(fd: int) -> _Hash:
    """The SHA-256 of a whole open file."""
    os.lseek(fd, 0, os.SEEK_SET)
    digest = hashlib.sha256()
    for piece in disk_io.read_steps(fd):
        digest.update(piece)
    return digest
