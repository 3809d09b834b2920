"""The law folder of a long-running process: opened once, and again when its files have been changed."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from pathlib import Path
from time import monotonic

from liuhen.adapters.law_folder import DiskLawFolder
from liuhen.core.lawbook.errors import LawError

LOOK_EVERY_SECONDS = 5.0
"""How long the files may have changed before it is noticed; looking takes less than a millisecond."""

Stamp = tuple[tuple[str, int, int], ...]
_log = logging.getLogger("liuhen.law")


class LawShelf:
    """Gives the folder as it is now; while its files cannot be used, as it last was read, which the log says.

    A server that went on with the former law would judge by it what another process has just judged by the new one.
    """

    def __init__(self, root: Path, clock: Callable[[], float] = monotonic) -> None:
        """`clock` counts seconds, from any beginning."""
        self._root = root
        self._clock = clock
        self._folder: DiskLawFolder | None = None
        self._stamp: Stamp = ()
        self._looked = 0.0

    def folder(self) -> DiskLawFolder:
        """The folder to read from now."""
        now = self._clock()
        if self._folder is None:
            self._folder, self._stamp, self._looked = DiskLawFolder(self._root), stamp_of(self._root), now
        elif now - self._looked >= LOOK_EVERY_SECONDS:
            self._looked = now
            self._look_again(self._folder)
        return self._folder

    def _look_again(self, former: DiskLawFolder) -> None:
        stamp = stamp_of(self._root)
        if stamp == self._stamp:
            return
        self._stamp = stamp
        try:
            self._folder = _read_whole(self._root)
        except LawError as problem:
            self._folder = former
            _log.error("法规文件夹 %s 有改动，但不能使用，继续按改动之前的法规评定：%s", self._root, problem)


def _read_whole(root: Path) -> DiskLawFolder:
    """The folder with all its texts read; LawError where one cannot be used."""
    folder = DiskLawFolder(root)
    folder.calendar()
    for id in folder.ids():
        folder.text(id)
    return folder


def stamp_of(root: Path) -> Stamp:
    """Name, time of change and size of every file that judging depends on."""
    found = []
    places = [str(root), *(entry.path for entry in _entries(root) if entry.is_dir())]
    for place in places:
        for entry in _entries(place):
            if entry.name.endswith(".yaml"):
                seen = entry.stat()
                found.append((entry.path, seen.st_mtime_ns, seen.st_size))
    return tuple(sorted(found))


def _entries(place: str | Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(place) as entries:
            return list(entries)
    except OSError:
        return []
