"""The transparency log as a folder, in the layout that any web server can hand out unchanged (C2SP tlog-tiles).

The life of a publication: each tile is written under a temporary name, made durable, and linked to its place; their
directories are made durable; only then does the checkpoint that speaks of them replace the old one. A crash before
that leaves the old checkpoint with all it needs, and tiles that publishing again finds equal or replaces.
Full tiles are never overwritten; a partial tile may be, until a checkpoint speaks of it.
"""

import contextlib
import fcntl
import os
import shutil
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path

from liuhen.adapters.disk_io import fsync_directory
from liuhen.adapters.durable_directory import make_directory
from liuhen.core.tlog import CHECKPOINT_PATH, Tile, parse_tile_path, read_checkpoint_unsafe
from liuhen.core.tlog.tiles import TILE_WIDTH, width_of
from liuhen.ports.log_store import LogConflict, LogStoreError

_LOCK = ".lock"
_NEW = ".new-"


class LogDirectory:
    """A log below `root`. Files whose names begin with a dot are this machine's own and not part of the log."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def fetch(self, path: str) -> bytes | None:
        """The bytes at a path of the log, or None when there are none. MalformedError for what is no such path."""
        if path != CHECKPOINT_PATH:
            parse_tile_path(path)
        try:
            return (self._root / path).read_bytes()
        except FileNotFoundError:
            return None

    def publish(self, files: Mapping[str, bytes], checkpoint: bytes) -> None:
        """Store `files`, then replace the checkpoint, then drop partial tiles that full ones have replaced."""
        tiles = {parse_tile_path(path): raw for path, raw in files.items()}
        try:
            with self._locked():
                published = self._check_growth(checkpoint)
                self._store(tiles, published)
                self._replace(self._root / CHECKPOINT_PATH, checkpoint)
                fsync_directory(self._root)
                self._drop_partials(tiles)
        except OSError as error:
            raise LogStoreError(
                f"日志目录 {self._root} 无法写入：{error.strerror}。已发布的内容未受影响，请处理后重试。"
            ) from error

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        make_directory(self._root)
        fd = os.open(self._root / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX)
            self._sweep()
            yield
        finally:
            os.close(fd)

    def _sweep(self) -> None:
        """Remove what a crashed publication left under temporary names; we hold the lock, so nobody is writing them."""
        for name in (p for p in self._root.iterdir() if p.name.startswith(_NEW)):
            name.unlink()

    def _check_growth(self, checkpoint: bytes) -> int:
        """The size published so far; LogConflict when the new checkpoint is not a longer (or the same) tree."""
        new = read_checkpoint_unsafe(checkpoint)
        raw = self.fetch(CHECKPOINT_PATH)
        if raw is None:
            return 0
        old = read_checkpoint_unsafe(raw)
        if new.origin != old.origin:
            raise LogConflict(f"日志 {self._root} 属于“{old.origin}”，不能发布“{new.origin}”的检查点。")
        if new.size < old.size or (new.size == old.size and new.root != old.root):
            raise LogConflict(
                f"日志已发布 {old.size} 条，新检查点（{new.size} 条）会改写历史，已拒绝。请运行 liuhen log verify。"
            )
        return old.size

    def _store(self, tiles: Mapping[Tile, bytes], published: int) -> None:
        touched: set[Path] = set()
        for tile, raw in tiles.items():
            target = self._root / tile.path
            make_directory(target.parent)
            touched.add(target.parent)
            fixed = tile.width == TILE_WIDTH or tile.width <= width_of(tile.level, tile.index, published)
            if fixed:
                self._link(target, raw)
            else:
                self._replace(target, raw)
        for directory in touched:
            fsync_directory(directory)

    def _link(self, target: Path, raw: bytes) -> None:
        """Create a file that will never change; one that is there already must hold the same bytes."""
        aside = self._write_aside(raw)
        try:
            target.hardlink_to(aside)
        except FileExistsError as error:
            if target.read_bytes() != raw:
                name = target.relative_to(self._root)
                raise LogConflict(
                    f"日志文件 {name} 已存在且内容不同，已拒绝改写。请运行 liuhen log verify。"
                ) from error
        finally:
            aside.unlink()

    def _replace(self, target: Path, raw: bytes) -> None:
        aside = self._write_aside(raw)
        aside.replace(target)

    def _write_aside(self, raw: bytes) -> Path:
        aside = self._root / f"{_NEW}{uuid.uuid4().hex}"
        try:
            with aside.open("xb") as file:
                file.write(raw)
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            aside.unlink(missing_ok=True)
            raise
        return aside

    def _drop_partials(self, tiles: Mapping[Tile, bytes]) -> None:
        """The layout allows it once the full tile is there; otherwise 255 ever longer copies would stay of each."""
        for tile in tiles:
            if tile.width == TILE_WIDTH:
                shutil.rmtree(self._root / f"{tile.path}.p", ignore_errors=True)
