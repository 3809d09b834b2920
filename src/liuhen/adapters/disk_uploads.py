"""Unfinished uploads on the vault's own disk: `uploads/<id>.part` with a note beside it.

The part is the truth: it is as long as what has come, and whoever writes to it holds a lock that the kernel drops when
the process dies. The running hash is kept in memory; after a restart what is there is hashed again before it goes on.
A whole upload moves into the vault's `incoming/` when it is claimed, under the name a staged file has.
"""

from __future__ import annotations

import fcntl
import os
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from liuhen.adapters.disk_vault import DiskVault
from liuhen.adapters.upload_file import Appending
from liuhen.adapters.upload_hashes import RunningHashes, hash_of
from liuhen.adapters.upload_notes import Note, Notes, as_upload
from liuhen.adapters.upload_receiving import OPEN_PART, Receiving
from liuhen.ports.upload_store import (
    About,
    Checksum,
    DigestDiffers,
    NoSuchUpload,
    Upload,
    UploadBusy,
    UploadError,
    UploadGone,
    UploadState,
    WrongOffset,
)
from liuhen.ports.vault import Staged, VaultDamaged, VaultError

if TYPE_CHECKING:
    from hashlib import _Hash

    from liuhen.ports.upload_store import Receiver

SENDING = timedelta(minutes=10)
"""How long after its last byte an upload still counts as being sent, and has its room kept for it."""
_GONE = "这个上传已经结束（{why}）。请重新上传该文件。"


class DiskUploads:
    """Uploads beside the objects of a DiskVault."""

    def __init__(self, vault: DiskVault) -> None:
        self._vault = vault
        self._folder = vault.root / "uploads"
        self._notes = Notes(self._folder)
        self._running = RunningHashes()

    def create(self, length: int, about: About, *, now: datetime, expected: str = "") -> Upload:
        """Begin an upload: an empty part and its note, both durable."""
        self._vault.need_room(length + self._still_to_come(now - SENDING))
        note = Note(id=uuid.uuid4().hex, length=length, about=about, expected=expected)
        try:
            os.close(os.open(self.part(note.id), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            self._notes.write(note, new=True)
        except OSError as error:
            self.part(note.id).unlink(missing_ok=True)
            raise self._vault.explain(error) from error
        if length:
            return self.look(note.id)
        with self.receive(note.id, 0) as receiver:
            return receiver.settle()

    def look(self, id: str) -> Upload:
        """Read the note, and the length of the part."""
        note, written = self._notes.read(id)
        if note.state is not UploadState.OPEN:
            return as_upload(note, note.length, written)
        try:
            part = self.part(id).stat()
        except FileNotFoundError as error:
            raise NoSuchUpload("这个上传的内容已不在。请重新上传该文件。") from error
        return as_upload(note, part.st_size, max(written, part.st_mtime))

    @contextmanager
    def receive(self, id: str, offset: int, checksum: Checksum | None = None) -> Iterator[Receiver]:
        """Lock the part, find its running hash and append to it."""
        self._open_note(id)
        fd = self._lock(id)
        receiver = None
        try:
            note = self._open_note(id)  # again: it may have been finished by who held the lock just before
            size = os.fstat(fd).st_size
            if size != offset:
                raise WrongOffset(f"上传已到第 {size} 字节，不能从第 {offset} 字节续传。请先查询进度。")
            self._vault.need_room(note.length - size)
            file = Appending(fd, size, self._running.up_to(id, size, fd), checksum)
            receiver = Receiving(self, note, fd, file)
            yield receiver
        finally:
            if receiver:
                receiver.close()
            else:
                os.close(fd)

    def give_up(self, id: str, reason: str) -> None:
        """Remove the part; also of a whole upload nobody has claimed."""
        note, _written = self._notes.read(id)
        if note.state in (UploadState.TAKEN, UploadState.GIVEN_UP):
            raise UploadGone(_GONE.format(why=note.reason or "已登记"))
        fd = self._lock(id)
        try:
            self.drop(note, reason)
        finally:
            os.close(fd)

    def claim(self, id: str) -> Staged:
        """Move a whole part into the vault's staging; one left there by a crash is taken over."""
        note, _written = self._notes.read(id)
        if note.state is not UploadState.WHOLE:
            raise UploadGone(_GONE.format(why=note.reason or "已登记，或尚未传完"))
        name = f"{note.sha256}-{id}.staged"
        if not self.part(id).exists():
            return self._claim_again(note, name)
        fd = self._lock(id)
        try:
            self._check_whole(note, fd)
        except VaultError:
            os.close(fd)
            raise
        return self._vault.take_over(self.part(id), fd, name)

    def taken(self, id: str) -> None:
        """Put the note among those that have ended."""
        note, _written = self._notes.read(id)
        self._notes.write(note.to(UploadState.TAKEN))

    def standing(self) -> list[Upload]:
        """Look at every note that has not ended."""
        return self._look_at(self._notes.standing())

    def ended(self) -> list[Upload]:
        """Look at every note that has."""
        return self._look_at(self._notes.ended())

    def forget(self, id: str) -> None:
        """Remove a note that has ended, and what a crash may have left of its bytes."""
        self.part(id).unlink(missing_ok=True)
        self._notes.remove(id)

    def finish(self, note: Note, fd: int, running: _Hash) -> Note:
        """Note that all bytes are there; nothing is kept of a whole that is not what its sender said."""
        found = running.hexdigest()
        if note.expected not in ("", found):
            reason = f"收到的内容（SHA-256 {found}）与声明的摘要 {note.expected} 不符，已全部清除"
            self.drop(note, reason)
            raise DigestDiffers(f"{reason}。请重新上传该文件。")
        whole = note.to(UploadState.WHOLE, sha256=found)
        self._notes.write(whole)
        self._running.know_whole(note.id, fd)
        return whole

    def go_on_from(self, id: str, size: int, running: _Hash) -> None:
        """Remember the hash of what an upload has come to."""
        self._running.remember(id, size, running)

    def drop(self, note: Note, reason: str) -> None:
        """Remove the bytes for good; the note says why."""
        self._notes.write(note.to(UploadState.GIVEN_UP, reason=reason))
        self.part(note.id).unlink(missing_ok=True)
        self._running.forget(note.id)

    @property
    def vault(self) -> DiskVault:
        """The vault these uploads go to."""
        return self._vault

    def part(self, id: str) -> Path:
        """Where the bytes of an upload are as long as they come in."""
        return self._folder / f"{id}.part"

    def _open_note(self, id: str) -> Note:
        note, _written = self._notes.read(id)
        if note.state is not UploadState.OPEN:
            raise UploadGone(_GONE.format(why=note.reason or "已传完"))
        return note

    def _lock(self, id: str) -> int:
        """Open the part and hold it alone. What was replaced or removed between the two is busy: ask again."""
        try:
            fd = os.open(self.part(id), OPEN_PART)
        except FileNotFoundError as error:
            raise UploadBusy("这个上传正在登记。请稍后刷新页面查看。") from error
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if self._is_part(id, fd):
                return fd
        except BlockingIOError:
            pass
        os.close(fd)
        raise UploadBusy("另一个连接正在传这个文件。请稍后再试。")

    def _is_part(self, id: str, fd: int) -> bool:
        """Whether what was opened still is the part, and was not replaced or claimed in between."""
        with suppress(FileNotFoundError):
            return os.path.samestat(os.fstat(fd), self.part(id).stat())
        return False

    def _check_whole(self, note: Note, fd: int) -> None:
        if self._running.knows_whole(note.id, fd):
            return
        if hash_of(fd).hexdigest() != note.sha256:
            raise VaultDamaged(f"已上传的文件 {note.id} 的内容与其摘要不符。请检查磁盘，并重新上传该文件。")

    def _claim_again(self, note: Note, name: str) -> Staged:
        """After a crash between claim and row: staged still, or kept already without a row."""
        leftover = next((one for one in self._vault.leftovers() if one.name == name), None)
        if leftover:
            return self._vault.restage(leftover)
        if not self._vault.exists(note.sha256):
            raise UploadBusy("这个上传正在登记。请稍后刷新页面查看。")
        with self._vault.local(note.sha256) as path:
            return self._vault.stage(path)

    def _still_to_come(self, since: datetime) -> int:
        """Bytes of room that uploads now being sent still need; those nobody goes on with hold up no other."""
        standing = self._look_at(self._notes.standing())
        return sum(one.length - one.offset for one in standing if one.touched_at > since)

    def _look_at(self, ids: Sequence[str]) -> list[Upload]:
        found = []
        for id in ids:
            with suppress(UploadError):  # forgotten, or on its way to the other folder, in this very moment
                found.append(self.look(id))
        return found
