"""Reading the outer ZIP of a package, and nothing that merely resembles one.

General ZIP readers forgive: bytes before and between members, two members of one name, headers that disagree. Two
readers may then see two different packages in one file. A package is therefore read by its own narrow rules
(APPNOTE 6.3.10, sections 4.3 and 4.5.3): members stored, unencrypted, back to back from the first byte; local and
central headers equal, with one fixed time stamp and one set of attributes; one central directory, no comments,
nothing left over. The CRC-32 is only compared between the headers: SHA-256 covers the bytes.
Whatever unzips it elsewhere sees the same.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass

from liuhen.core.package.errors import ContainerError
from liuhen.core.package.names import is_safe_path

ReadAt = Callable[[int, int], bytes]
"""Gives up to `length` bytes from `offset`."""

MAX_MEMBERS = 200_000
MAX_DIRECTORY = 1 << 26
_END = struct.Struct("<4s4H2IH")
_LOCATOR = struct.Struct("<4sIQI")
_END64 = struct.Struct("<4sQ2H2I4Q")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_LOCAL = struct.Struct("<4s5H3I2H")
_FULL32, _FULL16 = 0xFFFFFFFF, 0xFFFF
_STAMP = (0, 0x21)  # midnight, 1 January 1980: time is in the manifest
_ATTRIBUTES = 0o100644 << 16  # a plain file on a Unix system
_PLAIN_VERSION, _WIDE_VERSION = 20, 45


@dataclass(frozen=True, slots=True)
class Member:
    """One file in the container: its bytes are `size` bytes from `offset`, stored as they are."""

    name: str
    offset: int
    size: int


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    size: int
    crc: int
    header: int


def read_container(read_at: ReadAt, length: int) -> dict[str, Member]:
    """The members of a package's ZIP by name, in file order. Raises ContainerError naming the rule that is broken."""
    count, start, size = _find_directory(read_at, length)
    entries = _parse_directory(_exactly(read_at, start, size), count)
    members: dict[str, Member] = {}
    position = 0
    for entry in entries:
        if entry.header != position:
            raise ContainerError("gap", entry.name, expected=str(position), found=str(entry.header))
        offset = position + _check_local(read_at, entry)
        members[entry.name] = Member(entry.name, offset, entry.size)
        position = offset + entry.size
    if position != start:
        raise ContainerError("gap", "central directory", expected=str(position), found=str(start))
    return members


def _exactly(read_at: ReadAt, offset: int, length: int) -> bytes:
    raw = read_at(offset, length) if offset >= 0 else b""
    if len(raw) != length:
        raise ContainerError("truncated", f"byte {offset}", expected=str(length), found=str(len(raw)))
    return raw


def _find_directory(read_at: ReadAt, length: int) -> tuple[int, int, int]:
    """(number of members, offset, size) of the central directory."""
    if length == 0:
        raise ContainerError("empty")
    if read_at(0, 4) not in (b"PK\x03\x04", b"PK\x05\x06"):
        raise ContainerError("not_zip", found=read_at(0, 4).hex())
    if length < _END.size or read_at(length - _END.size, 4) != b"PK\x05\x06":
        raise ContainerError("truncated", "end of central directory")
    end = _END.unpack(_exactly(read_at, length - _END.size, _END.size))
    _, disk, first_disk, here, total, size, start, comment = end
    if disk or first_disk or here != total or comment:
        raise ContainerError("layout", "end of central directory")
    directory_end = length - _END.size
    wide = _find_wide(read_at, directory_end)
    if wide is not None:
        narrow = (min(wide[0], _FULL16), min(wide[1], _FULL32), min(wide[2], _FULL32))
        if narrow != (total, start, size):
            raise ContainerError("layout", "ZIP64 end of central directory")
        (total, start, size), directory_end = wide, directory_end - _LOCATOR.size - _END64.size
    if start + size != directory_end:
        raise ContainerError("gap", "central directory", expected=str(directory_end - size), found=str(start))
    if total > MAX_MEMBERS or size > MAX_DIRECTORY:
        raise ContainerError("too_many", expected=f"≤ {MAX_MEMBERS}", found=str(total))
    return total, start, size


def _find_wide(read_at: ReadAt, end: int) -> tuple[int, int, int] | None:
    """The ZIP64 end record before byte `end`: (number, offset, size), or None when there is none."""
    locator_at = end - _LOCATOR.size
    if locator_at < _END64.size or read_at(locator_at, 4) != b"PK\x06\x07":
        return None
    _, disk, at, disks = _LOCATOR.unpack(_exactly(read_at, locator_at, _LOCATOR.size))
    if disk or disks != 1 or at != locator_at - _END64.size:
        raise ContainerError("layout", "ZIP64 locator")
    record = _END64.unpack(_exactly(read_at, at, _END64.size))
    sig, rest, made, version, disk, first_disk, here, total, size, start = record
    if (made, version) != (_WIDE_VERSION, _WIDE_VERSION):
        raise ContainerError("layout", "ZIP64 end of central directory")
    if sig != b"PK\x06\x06" or rest != _END64.size - 12 or disk or first_disk or here != total:
        raise ContainerError("layout", "ZIP64 end of central directory")
    return total, start, size


def _parse_directory(raw: bytes, count: int) -> list[_Entry]:
    entries, position, seen = [], 0, set()
    for _ in range(count):
        entry, position = _parse_central(raw, position)
        if entry.name.lower() in seen:
            raise ContainerError("duplicate", entry.name)
        seen.add(entry.name.lower())
        entries.append(entry)
    if position != len(raw):
        raise ContainerError("layout", "central directory")
    return entries


def _parse_central(raw: bytes, position: int) -> tuple[_Entry, int]:
    if position + _CENTRAL.size > len(raw):
        raise ContainerError("truncated", "central directory")
    fields = _CENTRAL.unpack_from(raw, position)
    sig, made, version, flags, method, time, date, crc, packed, size, name_len, extra_len = fields[:12]
    comment, disk, internal, attributes, header = fields[12:]
    position += _CENTRAL.size
    name = _name(raw[position : position + name_len])
    extra = raw[position + name_len : position + name_len + extra_len]
    if sig != b"PK\x01\x02" or len(extra) != extra_len or comment or disk or internal:
        raise ContainerError("layout", name)
    if attributes != _ATTRIBUTES or made != 3 << 8 | version or version not in (_PLAIN_VERSION, _WIDE_VERSION):
        raise ContainerError("layout", name, found=f"attributes {attributes:#x}, versions {made}, {version}")
    _check_plain(name, flags, method, (time, date))
    size, packed, header = _widen(name, extra, [size, packed, header])
    if size != packed:
        raise ContainerError("compressed", name, expected=str(size), found=str(packed))
    return _Entry(name, size, crc, header), position + name_len + extra_len


def _name(raw: bytes) -> str:
    name = raw.decode("ascii", "backslashreplace")
    if not is_safe_path(name):
        raise ContainerError("bad_name", name[:200])
    return name


def _check_plain(name: str, flags: int, method: int, stamp: tuple[int, int]) -> None:
    if method != 0:
        raise ContainerError("compressed", name, expected="0", found=str(method))
    if flags != 0 or stamp != _STAMP:
        found = f"flags {flags:#x}, stamp {stamp}"
        raise ContainerError("layout", name, expected=f"flags 0x0, stamp {_STAMP}", found=found)


def _widen(name: str, extra: bytes, values: list[int]) -> list[int]:
    """Replace each 32-bit value that is full by the next 64-bit one of the ZIP64 extra field (APPNOTE 4.5.3)."""
    wide = [index for index, value in enumerate(values) if value == _FULL32]
    if not extra and not wide:
        return values
    if len(extra) != 4 + 8 * len(wide) or extra[:4] != struct.pack("<2H", 1, 8 * len(wide)):
        raise ContainerError("layout", name, found=f"extra field {extra[:40].hex()}")
    for place, index in enumerate(wide):
        values[index] = int.from_bytes(extra[4 + 8 * place : 12 + 8 * place], "little")
    return values


def _check_local(read_at: ReadAt, entry: _Entry) -> int:
    """Compare the local header with the central one; return the local header's length."""
    raw = _exactly(read_at, entry.header, _LOCAL.size)
    sig, version, flags, method, time, date, crc, packed, size, name_len, extra_len = _LOCAL.unpack(raw)
    rest = _exactly(read_at, entry.header + _LOCAL.size, name_len + extra_len)
    if sig != b"PK\x03\x04" or rest[:name_len] != entry.name.encode() or crc != entry.crc:
        raise ContainerError("headers_differ", entry.name)
    _check_plain(entry.name, flags, method, (time, date))
    if version != (_WIDE_VERSION if extra_len else _PLAIN_VERSION):
        raise ContainerError("layout", entry.name, found=f"version {version}")
    if _widen(entry.name, rest[name_len:], [size, packed]) != [entry.size, entry.size]:
        raise ContainerError("headers_differ", entry.name)
    return _LOCAL.size + int(name_len) + int(extra_len)
