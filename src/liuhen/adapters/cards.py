"""Cards as the operating system mounts them: /proc/self/mountinfo for the mounts, udev's database for their labels."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from liuhen.adapters.disk_io import read_steps
from liuhen.ports.cards import CardError, CardFile, CardGone, CardText, FileChanged, Listing, Volume

DEEPEST = 24
MOST_TEXT = 1 << 16
NOT_THE_CAMERAS = {
    "system volume information",
    "$recycle.bin",
    ".trashes",
    ".trash-1000",
    ".spotlight-v100",
    ".fseventsd",
    "lost+found",
}
"""Folders that computers leave on cards; they are no work of a camera and stay where they are."""
_OCTAL = re.compile(r"\\([0-7]{3})")
_UDEV_ESCAPE = re.compile(r"\\x([0-9a-fA-F]{2})")
_SINCE = "I:"
"""How udev's database marks the line that says when the device appeared, in microseconds since the machine started."""
_GONE = {errno.ENODEV, errno.ENXIO, errno.EIO, errno.ENOMEDIUM, errno.ESHUTDOWN, errno.ENOTCONN}
_OPEN = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY


@dataclass(frozen=True, slots=True)
class _Mount:
    id: str
    number: str
    place: Path
    read_only: bool


class MountedCards:
    """Cards below given folders. `mountinfo` and `udev` are where the operating system tells of them."""

    def __init__(self, mountinfo: Path = Path("/proc/self/mountinfo"), udev: Path = Path("/run/udev/data")) -> None:
        self._mountinfo, self._udev, self._boot = mountinfo, udev, _boot()

    def volumes(self, below: Iterable[Path]) -> list[Volume]:
        """Mounts below the folders; and folders in them that hold something and no mount."""
        mounts = list(self._mounts())
        found: dict[Path, Volume] = {}
        for folder in (Path(os.path.realpath(one)) for one in below):
            inside = [mount for mount in mounts if folder in mount.place.parents]
            for mount in inside:
                if volume := self._volume(mount.place, mount):
                    found[mount.place] = volume
            for place in _plain_folders(folder, {mount.place for mount in inside}):
                if volume := self._volume(place, None):
                    found[place] = volume
        return [found[place] for place in sorted(found)]

    def volume_at(self, place: Path) -> Volume:
        """The card at this place, whether mounted there or a plain folder."""
        real = Path(os.path.realpath(place))
        mount = next((one for one in self._mounts() if one.place == real), None)
        volume = self._volume(real, mount) if real.is_dir() else None
        if volume is None:
            raise CardGone(f"{place} 没有存储卡。请核对路径，或确认存储卡已经插好。")
        return volume

    def present(self, volume: Volume) -> bool:
        """Whether the same file system still answers at the same place."""
        try:
            return self.volume_at(volume.place).mark == volume.mark
        except (CardGone, OSError):
            return False

    def listing(self, volume: Volume) -> Listing:
        """Walk the card without following a link."""
        files: list[CardFile] = []
        odd: list[tuple[str, str]] = []
        try:
            for entry in _walk(volume.place, odd, volume):
                _sort_in(entry, volume, files, odd)
        except OSError as error:
            raise _gone(volume, error) from error
        return Listing(tuple(sorted(files, key=lambda one: one.name)), tuple(sorted(odd)))

    def text(self, volume: Volume, name: str) -> CardText | None:
        """Find the file part by part, in either case, and read its beginning."""
        place = volume.place
        for part in name.split("/"):
            found = _in_either_case(place, part)
            if found is None:
                return None
            place = found
        try:
            with _opened(volume, place) as (fd, status):
                written = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=status.st_mtime_ns // 1000)
                return CardText(os.read(fd, MOST_TEXT).decode("utf-8", "replace"), written)
        except (CardError, OverflowError):
            return None

    def digest(self, volume: Volume, file: CardFile) -> str:
        """Hash the file as it is on the card now; what memory holds of it is dropped first."""
        with _opened(volume, file.path) as (fd, status):
            _same(file, status)
            return self._hash(volume, file, fd)

    def remove(self, volume: Volume, file: CardFile, sha256: str) -> None:
        """Look once more, then delete by the folder that was opened, so that nothing can be slipped in between."""
        if volume.read_only:
            raise CardError(f"存储卡 {volume.label or volume.place} 是只读的（写保护），不能清空。请关闭写保护后再试。")
        _inside(volume, file.path)
        folder = _open_folder(volume, file.path.parent)
        try:
            with _opened(volume, Path(file.path.name), folder) as (fd, status):
                _same(file, status)
                if self._hash(volume, file, fd) != sha256:
                    raise FileChanged(f"卡上的文件 {file.name} 与核对过的内容不同，没有删除。请重新采集这张卡。")
                os.unlink(file.path.name, dir_fd=folder)
            os.fsync(folder)
        except OSError as error:
            raise _not_removed(volume, file, error) from error
        finally:
            os.close(folder)

    def _hash(self, volume: Volume, file: CardFile, fd: int) -> str:
        os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)
        digest = hashlib.sha256()
        try:
            for piece in read_steps(fd):
                digest.update(piece)
        except OSError as error:
            raise _unreadable(volume, file.name, error) from error
        return digest.hexdigest()

    def _volume(self, place: Path, mount: _Mount | None) -> Volume | None:
        try:
            status = place.stat()
        except OSError:
            return None
        known = self._known(mount.number) if mount else {}
        named = known.get("ID_FS_LABEL_ENC") or known.get("ID_FS_LABEL") or place.name
        label = _safe(_UDEV_ESCAPE.sub(lambda match: chr(int(match[1], 16)), named))
        serial = _safe(known.get("ID_FS_UUID", ""))
        return Volume(
            place=place,
            label=label,
            serial=serial,
            read_only=mount.read_only if mount else not os.access(place, os.W_OK),
            mark=self._mark(status, mount, [label, serial, known.get(_SINCE, "")]),
        )

    def _mark(self, status: os.stat_result, mount: _Mount | None, card: list[str]) -> str:
        """Tell this insertion from all others: numbers of mounts and devices are given anew, so the card's own signs,
        when the device appeared, and the boot of this machine are in it too."""
        known = hashlib.sha256("\0".join([self._boot, *card]).encode()).hexdigest()[:24]
        return f"{status.st_dev}:{status.st_ino}:{mount.id if mount else ''}:{known}"

    def _known(self, number: str) -> dict[str, str]:
        """What udev knows of the block device with this number."""
        try:
            lines = (self._udev / f"b{number}").read_text("utf-8", "replace").splitlines()
        except OSError:
            return {}
        pairs = (line[2:].partition("=") for line in lines if line.startswith("E:"))
        since = next((line[2:] for line in lines if line.startswith(_SINCE)), "")
        return {key: value for key, _, value in pairs} | {_SINCE: since}

    def _mounts(self) -> Iterator[_Mount]:
        """proc(5): id, parent, major:minor, root, mount point, options …"""
        try:
            lines = self._mountinfo.read_bytes().decode("utf-8", "surrogateescape").splitlines()
        except OSError:
            return
        for line in lines:
            parts = line.split(" ")
            if len(parts) > 5:
                place = os.fsencode(_OCTAL.sub(lambda match: chr(int(match[1], 8)), parts[4]))
                yield _Mount(parts[0], parts[2], Path(os.fsdecode(place)), "ro" in parts[5].split(","))


def _boot() -> str:
    """The name Linux gives to this run of the machine; empty where there is none (random(4))."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except OSError:
        return ""


def _safe(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode().replace("\x00", "")[:40]


def _plain_folders(folder: Path, mounted: set[Path]) -> Iterator[Path]:
    """The folders directly below that hold something and neither are nor contain a mount."""
    above = {parent for place in mounted for parent in place.parents}
    try:
        with os.scandir(folder) as entries:
            places = [Path(entry.path) for entry in entries if entry.is_dir(follow_symlinks=False)]
    except OSError:
        return
    for place in places:
        if place not in mounted and place not in above and _holds_something(place):
            yield place


def _holds_something(place: Path) -> bool:
    try:
        with os.scandir(place) as entries:
            return next(entries, None) is not None
    except OSError:
        return False


def _walk(place: Path, odd: list[tuple[str, str]], volume: Volume, depth: int = 0) -> Iterator[os.DirEntry[str]]:
    with os.scandir(place) as entries:
        found = list(entries)
    for entry in found:
        if not entry.is_dir(follow_symlinks=False):
            yield entry
        elif entry.name.lower() in NOT_THE_CAMERAS:
            odd.append((_name(volume, entry.path), "电脑留下的系统文件夹，没有采集"))
        elif depth >= DEEPEST:
            odd.append((_name(volume, entry.path), f"文件夹超过 {DEEPEST} 层，没有采集，请查看这张卡"))
        else:
            yield from _walk(Path(entry.path), odd, volume, depth + 1)


def _sort_in(entry: os.DirEntry[str], volume: Volume, files: list[CardFile], odd: list[tuple[str, str]]) -> None:
    name = _name(volume, entry.path)
    status = entry.stat(follow_symlinks=False)
    if stat.S_ISREG(status.st_mode):
        files.append(CardFile(Path(entry.path), name, status.st_size, status.st_mtime_ns))
    elif stat.S_ISLNK(status.st_mode):
        odd.append((name, "符号链接，没有采集：它指向的内容可能不在卡上"))
    else:
        odd.append((name, "不是普通文件，没有采集"))


def _name(volume: Volume, path: str) -> str:
    return os.fsencode(os.path.relpath(path, volume.place)).decode("utf-8", "backslashreplace")


def _in_either_case(place: Path, part: str) -> Path | None:
    try:
        with os.scandir(place) as entries:
            return next((Path(one.path) for one in entries if one.name.lower() == part.lower()), None)
    except OSError:
        return None


def _inside(volume: Volume, path: Path) -> None:
    """Refuse a file whose folder leads off the card by a link."""
    root, folder = os.path.realpath(volume.place), os.path.realpath(path.parent)
    if os.path.commonpath([root, folder]) != root:
        raise FileChanged(f"文件 {path.name!r} 所在的文件夹已不在卡上，没有删除。")


def _open_folder(volume: Volume, place: Path) -> int:
    try:
        return os.open(place, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError as error:
        raise _unreadable(volume, place.name, error) from error


@contextmanager
def _opened(volume: Volume, path: Path, folder: int | None = None) -> Iterator[tuple[int, os.stat_result]]:
    """A plain file of the card, opened without following a link."""
    try:
        fd = os.open(path, _OPEN, dir_fd=folder)
    except (OSError, ValueError) as error:
        raise _unreadable(volume, path.name, error) from error
    try:
        status = os.fstat(fd)
        if not stat.S_ISREG(status.st_mode):
            raise FileChanged(f"卡上的 {path.name!r} 已不是普通文件。")
        yield fd, status
    finally:
        os.close(fd)


def _same(file: CardFile, status: os.stat_result) -> None:
    if (status.st_size, status.st_mtime_ns) != (file.size, file.mtime_ns):
        raise FileChanged(f"卡上的文件 {file.name} 在核对之后被改动，没有处理。请重新采集这张卡。")


def _unreadable(volume: Volume, name: str, error: Exception) -> CardError:
    reason = getattr(error, "strerror", None) or error
    if isinstance(error, OSError) and (error.errno in _GONE or not volume.place.exists()):
        return _gone(volume, error)
    return CardError(f"卡上的文件 {name!r} 无法读取：{reason}。请检查存储卡后重新采集。")


def _gone(volume: Volume, error: OSError) -> CardGone:
    reason = error.strerror or error
    return CardGone(f"存储卡 {volume.label or volume.place} 已拔出或者无法读取（{reason}）。请重新插入，程序会接着做。")


def _not_removed(volume: Volume, file: CardFile, error: OSError) -> CardError:
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return CardError(f"没有权限删除卡上的文件 {file.name}（{error.strerror}）。卡可能写保护，请检查后再试。")
    return _unreadable(volume, file.name, error)
