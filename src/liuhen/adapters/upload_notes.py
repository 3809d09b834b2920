"""The notes kept beside unfinished files: what each upload is and how far it has come, one small JSON file each.

A note is written under a temporary name, made durable and renamed, so that it is always whole. Notes of uploads that
have ended lie in a folder of their own, so that looking through those still standing takes no longer for them.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from liuhen.adapters import disk_io
from liuhen.ports.upload_store import About, NoSuchUpload, Upload, UploadState

_ID = re.compile(r"[0-9a-f]{32}")
_ENDED = frozenset({UploadState.TAKEN, UploadState.GIVEN_UP})


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What is known of an upload beside its bytes. `expected`: the SHA-256 its sender said at the beginning."""

    id: str
    length: int
    about: About
    expected: str = ""
    state: UploadState = UploadState.OPEN
    sha256: str = ""
    reason: str = ""

    def to(self, state: UploadState, *, sha256: str = "", reason: str = "") -> Note:
        """The same upload, further on."""
        return replace(self, state=state, sha256=sha256 or self.sha256, reason=reason)


class Notes:
    """The notes in a directory."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ended = folder / "ended"
        disk_io.make_directory(self._ended)

    def read(self, id: str) -> tuple[Note, float]:
        """The note and when it was written, in seconds since 1970; NoSuchUpload when there is none."""
        if _ID.fullmatch(id):
            for folder in (self._folder, self._ended):
                if found := _read(folder / f"{id}.json"):
                    return found
        raise NoSuchUpload("没有这个上传，可能已经过期清除。请重新上传该文件。")

    def write(self, note: Note, *, new: bool = False) -> None:
        """Keep a note in place of the one before; durable when this returns."""
        home = self._ended if note.state in _ENDED else self._folder
        fresh = home / f"{note.id}.new"
        fd = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            os.write(fd, json.dumps(_plain(note), ensure_ascii=False).encode())
            os.fsync(fd)
        finally:
            os.close(fd)
        fresh.rename(home / f"{note.id}.json")
        if new or home is self._ended:
            disk_io.fsync_directory(home)
        if home is self._ended:
            (self._folder / f"{note.id}.json").unlink(missing_ok=True)

    def remove(self, id: str) -> None:
        """Forget an upload that has ended."""
        (self._ended / f"{id}.json").unlink(missing_ok=True)

    def standing(self) -> list[str]:
        """Ids of uploads that are open or whole."""
        return _ids(self._folder)

    def ended(self) -> list[str]:
        """Ids of uploads that are taken or given up."""
        return _ids(self._ended)


def _ids(folder: Path) -> list[str]:
    return sorted(path.stem for path in folder.glob("*.json") if _ID.fullmatch(path.stem))


def _read(path: Path) -> tuple[Note, float] | None:
    try:
        with path.open("rb") as file:
            content: dict[str, Any] = json.load(file)
            written = os.fstat(file.fileno()).st_mtime
    except FileNotFoundError:
        return None
    return Note(**{**content, "state": UploadState(content["state"])}), written


def _plain(note: Note) -> dict[str, Any]:
    return {name: getattr(note, name) for name in Note.__slots__} | {"about": dict(note.about)}


def as_upload(note: Note, offset: int, touched: float) -> Upload:
    """The note as the port gives it; `touched` in seconds since 1970."""
    return Upload(
        id=note.id,
        length=note.length,
        offset=offset,
        about=note.about,
        state=note.state,
        touched_at=datetime.fromtimestamp(touched, UTC),
        sha256=note.sha256,
        reason=note.reason,
    )
