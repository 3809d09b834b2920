"""Careful file work for the vault: copying while hashing, and making names and bytes durable."""

import contextlib
import ctypes
import errno
import fcntl
import hashlib
import mmap
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.hazmat.primitives import hashes

STEP = 1 << 22  # past the page cache, one large write at a time keeps the disk busy (bench/intake.py)
FLUSH_EVERY = 1 << 23
_SYNC_FILE_RANGE_WRITE = 2
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def means_no_room(error: OSError) -> bool:
    """Whether the operating system refused a write for want of space."""
    return error.errno in _NO_ROOM


def means_unaligned(error: OSError) -> bool:
    """Whether a write past the page cache was refused because it does not lie on page boundaries."""
    return error.errno == errno.EINVAL


def read_steps(fd: int, step: int = STEP) -> Iterator[memoryview]:
    """The bytes of an open file, in pieces that are only valid until the next one is asked for.

    The buffer begins on a memory page, so that full pieces can be written past the page cache.
    """
    view = memoryview(mmap.mmap(-1, step))
    while count := os.readv(fd, [view]):
        yield view[:count]


def write_hashed(pieces: Iterable[bytes | memoryview], fd: int, *, before_flush: Callable[[], None]) -> tuple[str, int]:
    """Write `pieces` to `fd`, hashing exactly what is written; returns SHA-256 in hex and the length.

    Whole pages go to the disk past the page cache (O_DIRECT) where the file system can: footage is read again days
    later if at all, and gigabytes of it would push all else out of memory. Elsewhere the kernel is asked to begin
    writing early, so that the final fsync has little left to do.
    `before_flush` is called now and then and may raise to stop (free space).
    """
    digest, size, flushed = hashlib.sha256(), 0, 0
    set_direct(fd, True)
    for piece in pieces:
        digest.update(piece)
        _write_all(fd, memoryview(piece))
        size += len(piece)
        if size - flushed >= FLUSH_EVERY:
            before_flush()
            begin_writeback(fd, flushed, size - flushed)
            flushed = size
    return digest.hexdigest(), size


def _write_all(fd: int, view: memoryview) -> None:
    while view:
        try:
            view = view[os.write(fd, view) :]
        except OSError as error:
            # Not on page boundaries, as the end of a file never is: the rest goes through the page cache.
            if not means_unaligned(error) or not set_direct(fd, False):
                raise


def set_direct(fd: int, wanted: bool) -> bool:
    """Turn writing past the page cache on or off; False when it already was so, or the file system cannot."""
    flags = fcntl.fcntl(fd, fcntl.F_GETFL)
    if bool(flags & os.O_DIRECT) is wanted:
        return False
    try:
        fcntl.fcntl(fd, fcntl.F_SETFL, flags ^ os.O_DIRECT)
    except OSError:
        return False
    return True


def begin_writeback(fd: int, start: int, length: int) -> None:
    """Ask the kernel to start writing dirty pages; only a hint, so its refusal does not matter."""
    if _sync_file_range is not None:
        _sync_file_range(fd, start, length, _SYNC_FILE_RANGE_WRITE)


def _find_sync_file_range() -> Callable[[int, int, int, int], int] | None:
    try:
        function = ctypes.CDLL(None, use_errno=True).sync_file_range
    except (AttributeError, OSError):
        return None
    function.argtypes = [ctypes.c_int, ctypes.c_int64, ctypes.c_int64, ctypes.c_uint]
    return function


_sync_file_range = _find_sync_file_range()


def forget(file: BinaryIO) -> None:
    """Have the file read from the disk next time, not from memory; a wish that a system may not grant."""
    if hasattr(os, "posix_fadvise"):
        with contextlib.suppress(OSError):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def sha256_of(file: BinaryIO) -> tuple[str, int]:
    """SHA-256 in hex and the number of bytes, from the file's present position to its end."""
    digest, size = hashlib.sha256(), 0
    for piece in read_steps(file.fileno()):
        digest.update(piece)
        size += len(piece)
    return digest.hexdigest(), size


def sm3_of(file: BinaryIO) -> str:
    """SM3 digest (GB/T 32905-2016) in hex, from the file's present position to its end."""
    digest = hashes.Hash(hashes.SM3())
    while piece := file.read(1 << 20):
        digest.update(piece)
    return digest.finalize().hex()


def fsync_directory(path: Path) -> None:
    """Make the names inside a directory durable."""
    fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def make_names_durable(path: Path, top: Path) -> None:
    """Make the name of `path` durable, and those of the directories between it and `top`.

    From the inside out: on journalling file systems the first call writes them all and the others find nothing to do.
    """
    for directory in path.parents:
        fsync_directory(directory)
        if directory == top:
            return


def make_directory(path: Path) -> None:
    """Make a directory and its parents, each name durable in its parent."""
    if path.is_dir():
        return
    make_directory(path.parent)
    path.mkdir(mode=0o750, exist_ok=True)
    fsync_directory(path.parent)
