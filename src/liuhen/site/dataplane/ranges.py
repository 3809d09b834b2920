"""Byte ranges as in RFC 9110 section 14: which bytes of an object a request asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass

_RANGE = re.compile(r"bytes=([0-9]{0,19})-([0-9]{0,19})", re.ASCII)
_SEVERAL = re.compile(r"bytes=\s*[0-9]*-[0-9]*(\s*,\s*[0-9]*-[0-9]*)+\s*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Part:
    """`length` bytes from byte `start`; `whole` when the answer is 200 rather than 206."""

    start: int
    length: int
    whole: bool = False


class Unsatisfiable(Exception):
    """No such bytes in an object of `size` bytes: the answer is 416."""

    def __init__(self, asked: str, size: int) -> None:
        super().__init__(asked)
        self.size = size


def part_asked(header: str | None, size: int) -> Part:
    """The part a Range header asks for of an object of `size` bytes.

    No header, another unit, or several ranges at once give the whole object, as the RFC allows: no player asks for
    several, and an answer in parts would be one more format to get wrong.

    >>> part_asked("bytes=10-19", 100), part_asked("bytes=-5", 100)
    (Part(start=10, length=10, whole=False), Part(start=95, length=5, whole=False))
    """
    if header is None or not header.startswith("bytes=") or _SEVERAL.fullmatch(header):
        return Part(0, size, whole=True)
    match = _RANGE.fullmatch(header.strip())
    if match is None:
        raise Unsatisfiable(header, size)
    first, last = match.groups()
    return _suffix(last, size) if not first else _span(int(first), int(last) if last else size - 1, size)


def _suffix(last: str, size: int) -> Part:
    wanted = min(int(last or "0"), size)
    if wanted == 0:
        raise Unsatisfiable(last, size)
    return Part(size - wanted, wanted)


def _span(first: int, last: int, size: int) -> Part:
    if first >= size or last < first:
        raise Unsatisfiable(f"{first}-{last}", size)
    return Part(first, min(last, size - 1) - first + 1)
