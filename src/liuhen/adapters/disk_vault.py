"""A vault on a local disk: temporary name, fsync, link, directory fsync.

Layout under the root: `objects/ab/cd/<sha256>` for recordings, `rejected/…` for bytes that are no recording,
`derived/…` for files made from recordings, `incoming/` for work going on. Linking fails where the name exists, so an
object is never overwritten. A writer holds a lock on its incoming file; the kernel drops it when the process dies,
which is how leftovers are told from work still going on.
"""

import contextlib
import fcntl
import os
import re
import stat
import uuid
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO

from liuhen.adapters import disk_io
from liuhen.core.sizes import size_words
from liuhen.ports.vault import (
    Fault,
    Lane,
    Leftover,
    NotInVault,
    Source,
    SourceUnreadable,
    Staged,
    StageOutcome,
    StoredObject,
    StoreOutcome,
    VaultDamaged,
    VaultError,
    VaultFinding,
    VaultFull,
)

_DIGEST = re.compile(r"[0-9a-f]{64}")
_STAGED_NAME = re.compile(r"([0-9a-f]{64})-[0-9a-f]{32}\.staged")
_LEFTOVER_NAME = re.compile(r"[0-9a-f]{32}\.part|[0-9a-f]{64}-[0-9a-f]{32}\.staged")
_PART, _STAGED = ".part", ".staged"
_WORKERS = 2  # measured: hashing one file while the next is copied; more only compete for the memory bus
_READ_SOURCE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY


class DiskVault:
    """Content-addressed storage below `root`. `floor_bytes` of the disk are always left free."""

    def __init__(self, root: Path, *, floor_bytes: int = 256 << 20) -> None:
        self._root = root
        self._floor = floor_bytes
        self._incoming = root / "incoming"
        self._locks: dict[str, int] = {}
        for directory in (self._incoming, *(root / lane for lane in Lane)):
            disk_io.make_directory(directory)

    def stage(self, source: Source, *, size_hint: int | None = None) -> Staged:
        """Copy and hash a file or a stream of chunks into `incoming/`; durable when this returns."""
        if isinstance(source, Path):
            return self._stage_file(source)
        self.need_room(size_hint or 0)
        return self._write(source, mtime_ns=None)

    def stage_many(self, sources: Iterable[Source]) -> Iterator[StageOutcome]:
        """Stage several sources at once, a few ahead of the one being yielded."""
        with ThreadPoolExecutor(_WORKERS, thread_name_prefix="vault") as pool:
            waiting: deque[Future[StageOutcome]] = deque()
            try:
                for source in sources:
                    waiting.append(pool.submit(self._stage_one, source))
                    if len(waiting) > _WORKERS:
                        yield waiting.popleft().result()
                while waiting:
                    yield waiting.popleft().result()
            finally:
                self._give_up(waiting)

    def commit(self, staged: Staged, *, lane: Lane = Lane.RECORDINGS) -> StoredObject:
        """Link staged bytes under their digest. Bytes already kept, in any lane, stay where they are better off."""
        present = self.lane_of(staged.sha256)
        if present in (lane, Lane.RECORDINGS):
            return self._already(staged, Lane(present))
        try:
            fresh = self._link(staged, lane)
        except OSError as error:
            raise self.explain(error) from error
        if not fresh:
            return self._already(staged, lane)
        self._release(staged.name)
        return StoredObject(staged.sha256, staged.size, lane, duplicate=False)

    def store_many(self, sources: Iterable[Source]) -> Iterator[StoreOutcome]:
        """Stage and commit several sources as recordings."""
        for outcome in self.stage_many(sources):
            if outcome.staged is None:
                yield StoreOutcome(outcome.source, None, outcome.error)
                continue
            try:
                yield StoreOutcome(outcome.source, self.commit(outcome.staged), None)
            except VaultError as error:
                yield StoreOutcome(outcome.source, None, error)

    def abandon(self, staged: Staged) -> None:
        """Remove staged bytes that are not to be kept."""
        self._release(staged.name)

    @property
    def root(self) -> Path:
        """The directory of this vault."""
        return self._root

    def take_over(self, path: Path, fd: int, name: str) -> Staged:
        """Stage a whole, durable file of this disk that is held by `fd` and named by its digest (uploads)."""
        os.fchmod(fd, 0o440)
        final = self._incoming / name
        path.rename(final)
        self._locks[name] = fd
        return Staged(name, name[:64], os.fstat(fd).st_size, final)

    def let_go(self, staged: Staged) -> None:
        """Keep staged bytes but no longer hold them: they become a leftover that anybody may restage."""
        self._unlock(staged.name)

    def open(self, sha256: str) -> BinaryIO:
        """Open a kept object for reading."""
        return self._find(sha256).open("rb")

    def open_range(self, sha256: str, start: int, length: int, *, step: int = 1 << 18) -> Iterator[bytes]:
        """Read a byte range piece by piece; the object is opened before this returns."""
        file = self.open(sha256)
        return _read_range(file, start, length, step)

    def local(self, sha256: str) -> AbstractContextManager[Path]:
        """The object itself: on a disk it can be read where it lies."""
        return contextlib.nullcontext(self._find(sha256))

    def size(self, sha256: str) -> int:
        """Length of a kept object in bytes."""
        return self._find(sha256).stat().st_size

    def exists(self, sha256: str) -> bool:
        """Whether an object of this digest is kept in either lane."""
        return self.lane_of(sha256) is not None

    def lane_of(self, sha256: str) -> Lane | None:
        """The lane in which an object is kept, recordings first."""
        return next((lane for lane in Lane if self._path(sha256, lane).is_file()), None)

    def verify(self, sha256: str) -> VaultFinding | None:
        """Hash the object again, as the disk gives it and not as memory still has it."""
        try:
            with self.open(sha256) as file:
                disk_io.forget(file)
                found, size = disk_io.sha256_of(file)
        except NotInVault as error:
            return VaultFinding(sha256, Fault.MISSING, str(error))
        except OSError as error:
            return VaultFinding(sha256, Fault.UNREADABLE, f"原件 {sha256} 无法读取：{error.strerror}。请检查磁盘。")
        if found == sha256:
            return None
        detail = f"原件 {sha256} 的内容已改变：现有 {size} 字节，摘要为 {found}。请封存该磁盘并从备份恢复。"
        return VaultFinding(sha256, Fault.DIGEST_DIFFERS, detail)

    def iter_digests(self, lane: Lane | None = None) -> Iterator[str]:
        """All kept digests, each once, in order. What is not named by a digest is no object."""
        found: set[str] = set()
        for one in [lane] if lane else Lane:
            found.update(path.name for path in (self._root / one).glob("??/??/*") if _DIGEST.fullmatch(path.name))
        yield from sorted(found)

    def leftovers(self) -> list[Leftover]:
        """Files in `incoming/` that no living process is working on."""
        found = []
        for path in sorted(self._incoming.iterdir()):
            with contextlib.suppress(FileNotFoundError):
                if path.name not in self._locks and _unlocked(path):
                    complete = _STAGED_NAME.fullmatch(path.name) is not None
                    found.append(Leftover(path.name, path.stat().st_size, complete, path))
        return found

    def restage(self, leftover: Leftover) -> Staged:
        """Take over a complete leftover; its bytes are hashed again and must still match its name."""
        match = _STAGED_NAME.fullmatch(leftover.name)
        path = self._incoming / leftover.name
        if match is None:
            raise VaultDamaged(f"残留文件 {leftover.name} 没有写完，不能直接入库。请从设备重新采集后再清除它。")
        self._locks[leftover.name] = _lock(path)
        with path.open("rb") as file:
            sha256, size = disk_io.sha256_of(file)
        if sha256 != match[1]:
            self._unlock(leftover.name)
            raise VaultDamaged(f"残留文件 {leftover.name} 的内容与其摘要不符。请从设备重新采集。")
        return Staged(leftover.name, sha256, size, path)

    def discard(self, leftover: Leftover) -> None:
        """Delete a leftover; refused while somebody still writes it."""
        path = self._incoming / leftover.name
        if not _LEFTOVER_NAME.fullmatch(leftover.name):
            raise NotInVault(f"{leftover.name!r} 不是待处理区的文件。")
        if leftover.name in self._locks or not _unlocked(path):
            raise VaultDamaged(f"文件 {leftover.name} 仍在采集中，不能清除。请等待采集结束。")
        path.unlink()

    def _stage_one(self, source: Source) -> StageOutcome:
        try:
            return StageOutcome(source, self.stage(source), None)
        except VaultError as error:
            return StageOutcome(source, None, error)

    def _stage_file(self, source: Path) -> Staged:
        fd = _open_source(source)
        try:
            before = os.fstat(fd)
            self.need_room(before.st_size)
            staged = self._write(_read_source(source, fd), mtime_ns=before.st_mtime_ns)
            after = os.fstat(fd)
        finally:
            os.close(fd)
        if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
            self.abandon(staged)
            raise SourceUnreadable(f"文件 {source.name!r} 在采集过程中被改动。请等设备写完后重新采集。")
        return staged

    def _write(self, pieces: Iterable[bytes | memoryview], *, mtime_ns: int | None) -> Staged:
        part = self._incoming / f"{uuid.uuid4().hex}{_PART}"
        fd = -1
        try:
            fd = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            fcntl.flock(fd, fcntl.LOCK_EX)
            sha256, size = disk_io.write_hashed(pieces, fd, before_flush=lambda: self.need_room(0))
            os.fchmod(fd, 0o440)
            os.fsync(fd)
            final = part.with_name(f"{sha256}-{part.stem}{_STAGED}")
            part.rename(final)
        except BaseException as error:
            _remove(part, fd)
            if isinstance(error, OSError):
                raise self.explain(error) from error
            raise
        self._locks[final.name] = fd
        return Staged(final.name, sha256, size, final, mtime_ns)

    def need_room(self, size: int) -> None:
        """VaultFull unless so many bytes fit and the floor stays free."""
        room = os.statvfs(self._root)
        free = room.f_bavail * room.f_frsize
        if free - size < self._floor:
            raise VaultFull(
                f"存储空间不足：需要 {size_words(size)}，可用 {size_words(free)}，须保留 {size_words(self._floor)}。"
                "此文件没有入库，已入库的文件不受影响。请清理磁盘或扩容后重新采集。"
            )

    def explain(self, error: OSError) -> VaultError:
        """The error for what the operating system refused while writing."""
        if disk_io.means_no_room(error):
            return VaultFull("存储空间不足：写入中途磁盘已满。此文件没有入库，已入库的文件不受影响。请扩容后重新采集。")
        return VaultError(f"写入存储失败：{error.strerror or error}。此文件没有入库，请检查磁盘后重新采集。")

    def _link(self, staged: Staged, lane: Lane) -> bool:
        """Give staged bytes their name, durably; false when somebody else was faster."""
        target = self._path(staged.sha256, lane)
        target.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
        try:
            os.link(staged.path, target)
        except FileExistsError:
            return False
        disk_io.make_names_durable(target, self._root / lane)
        return True

    def _already(self, staged: Staged, lane: Lane) -> StoredObject:
        kept = self._path(staged.sha256, lane).stat().st_size
        if kept != staged.size:
            raise VaultDamaged(
                f"库中原件 {staged.sha256} 长度为 {kept} 字节，应为 {staged.size} 字节：原件已损坏。"
                "新采集的文件保留在待处理区，请从中恢复。"
            )
        disk_io.make_names_durable(self._path(staged.sha256, lane), self._root / lane)
        self._release(staged.name)
        return StoredObject(staged.sha256, staged.size, lane, duplicate=True)

    def _give_up(self, waiting: Iterable[Future[StageOutcome]]) -> None:
        """Staged ahead but never asked for: unlock, so that they are listed as leftovers and not lost."""
        for future in waiting:
            if not future.cancel() and (staged := future.result().staged):
                self._unlock(staged.name)

    def _release(self, name: str) -> None:
        (self._incoming / name).unlink(missing_ok=True)
        self._unlock(name)

    def _unlock(self, name: str) -> None:
        if (fd := self._locks.pop(name, None)) is not None:
            os.close(fd)

    def _path(self, sha256: str, lane: Lane) -> Path:
        if not _DIGEST.fullmatch(sha256):
            raise NotInVault(f"{sha256!r} 不是 SHA-256 摘要。请核对原件编号。")
        return self._root / lane / sha256[:2] / sha256[2:4] / sha256

    def _find(self, sha256: str) -> Path:
        lane = self.lane_of(sha256)
        if lane is None:
            raise NotInVault(f"库中没有原件 {sha256}。请核对编号，或从备份恢复。")
        return self._path(sha256, lane)


def _open_source(source: Path) -> int:
    """Open a regular file; links and devices are refused, so a card cannot point elsewhere."""
    try:
        fd = os.open(source, _READ_SOURCE)
    except (OSError, ValueError) as error:
        raise _unreadable(source, error) from error
    if not stat.S_ISREG(os.fstat(fd).st_mode):
        os.close(fd)
        raise SourceUnreadable(f"{source.name!r} 不是普通文件，没有采集。")
    return fd


def _read_source(source: Path, fd: int) -> Iterator[memoryview]:
    try:
        yield from disk_io.read_steps(fd)
    except OSError as error:
        raise _unreadable(source, error) from error


def _unreadable(source: Path, error: Exception) -> SourceUnreadable:
    reason = getattr(error, "strerror", None) or error
    return SourceUnreadable(f"文件 {source.name!r} 无法读取：{reason}。请检查设备或存储卡后重新采集。")


def _read_range(file: BinaryIO, start: int, length: int, step: int) -> Iterator[bytes]:
    with file:
        file.seek(start)
        while length > 0 and (piece := file.read(min(step, length))):
            length -= len(piece)
            yield piece


def _remove(part: Path, fd: int) -> None:
    if fd >= 0:
        part.unlink(missing_ok=True)
        os.close(fd)


def _lock(path: Path) -> int:
    try:
        fd = os.open(path, os.O_RDONLY)
    except OSError as error:
        raise VaultDamaged(f"残留文件 {path.name} 无法打开：{error.strerror}。") from error
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(fd)
        raise VaultDamaged(f"文件 {path.name} 正被另一个进程处理。请稍后再试。") from error
    return fd


def _unlocked(path: Path) -> bool:
    try:
        os.close(_lock(path))
    except VaultDamaged:
        return False
    return True
