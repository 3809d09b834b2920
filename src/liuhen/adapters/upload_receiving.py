"""One request's stretch of an upload: written and hashed, then settled one way or the other."""

from __future__ import annotations

import fcntl
import os
import stat
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from liuhen.adapters import disk_io
from liuhen.adapters.upload_file import Appending
from liuhen.adapters.upload_notes import Note, as_upload
from liuhen.ports.upload_store import ChecksumDiffers, Upload, UploadTooLong
from liuhen.ports.vault import VaultError, VaultFull

if TYPE_CHECKING:
    from liuhen.adapters.disk_uploads import DiskUploads

LOOK_FOR_ROOM_EVERY = 1 << 24
OPEN_PART = os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC


class Receiving:
    """See ports.upload_store.Receiver. `fd` holds the lock on the part."""

    def __init__(self, store: DiskUploads, note: Note, fd: int, file: Appending) -> None:
        self.fd = fd
        self.upload = as_upload(note, file.size, os.fstat(fd).st_mtime)
        self._store = store
        self._note = note
        self._file = file
        self._looked = file.size
        self._failed: Exception | None = None

    def write(self, pieces: Sequence[bytes | memoryview]) -> None:
        """Append; now and then look whether there is still room."""
        try:
            self._check(sum(map(len, pieces)))
            self._file.add(pieces)
        except OSError as error:
            self._failed = self._store.vault.explain(error)
            raise self._failed from error
        except (UploadTooLong, VaultFull) as error:
            self._failed = error
            raise

    def adopt(self, path: Path) -> None:
        """Make the file the part where nothing had come yet, on the same disk; else append its bytes."""
        fd = _open_body(path)
        try:
            self._check(os.fstat(fd).st_size)
            if self._file.size or not self._take_place(path, fd):
                self._copy(path, fd)
        except OSError as error:
            self._failed = self._store.vault.explain(error)
            raise self._failed from error
        finally:
            if fd != self.fd:
                os.close(fd)

    def settle(self, *, cut: bool = False) -> Upload:
        """See the port. What could not be written whole stays as far as it was, unless it was to be checked."""
        if isinstance(self._failed, UploadTooLong) or (self._file.judged and (cut or self._failed)):
            self._file.cut_back()
        elif self._failed:
            return self._as_far_as_it_came()
        else:
            self._flush()
        return self._conclude()

    def close(self) -> None:
        """Let go of the part, when nothing is being written to it any more."""
        self._file.rest()
        os.close(self.fd)

    def _flush(self) -> None:
        try:
            self._file.flush()
        except OSError as error:
            raise self._store.vault.explain(error) from error
        if not self._file.right():
            self._file.cut_back()
            self._conclude()
            raise ChecksumDiffers("这一段的内容与其校验值不符，已丢弃。请从原位置重传。")

    def _conclude(self) -> Upload:
        size, note = self._file.size, self._note
        self._store.go_on_from(note.id, size, self._file.running)
        if size == note.length:
            note = self._store.finish(note, self.fd, self._file.running)
        return as_upload(note, size, os.fstat(self.fd).st_mtime)

    def _as_far_as_it_came(self) -> Upload:
        self._file.rest()
        os.fsync(self.fd)
        found = os.fstat(self.fd)
        return as_upload(self._note, found.st_size, found.st_mtime)

    def _check(self, more: int) -> None:
        size = self._file.size + more
        if size > self._note.length:
            raise UploadTooLong(f"收到的字节多于声明的 {self._note.length} 字节，这一段已丢弃。请核对文件后重新上传。")
        if size - self._looked >= LOOK_FOR_ROOM_EVERY:
            self._looked = size
            self._store.vault.need_room(0)

    def _copy(self, path: Path, fd: int) -> None:
        os.lseek(fd, 0, os.SEEK_SET)
        for piece in disk_io.read_steps(fd):
            self.write([piece])
        path.unlink(missing_ok=True)

    def _take_place(self, path: Path, fd: int) -> bool:
        """Put the file where the part is; false when it lies on another disk."""
        fcntl.flock(fd, fcntl.LOCK_EX)
        try:
            path.rename(self._store.part(self._note.id))
        except OSError:
            return False
        with ThreadPoolExecutor(1) as flusher:  # the disk is at work while the bytes are hashed
            flushed = flusher.submit(os.fsync, fd)
            for piece in disk_io.read_steps(fd):
                self._file.seen([piece])
            flushed.result()
        self._file.moved_to(fd)
        os.close(self.fd)
        self.fd = fd
        return True


def _open_body(path: Path) -> int:
    try:
        fd = os.open(path, OPEN_PART)
    except OSError as error:
        raise VaultError(f"代理交来的文件无法打开：{error.strerror}。请检查代理的暂存目录及其权限。") from error
    if not stat.S_ISREG(os.fstat(fd).st_mode):
        os.close(fd)
        raise VaultError("代理交来的不是普通文件。请检查代理的设置。")
    return fd
