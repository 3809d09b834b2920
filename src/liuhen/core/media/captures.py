"""Captured packets as people keep them: raw bytes, or lines with the bytes in hex, alone or as the last column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from liuhen.core.media.jt1078 import MARK, Packet, Splitter, begins_capture

_MARKED = re.compile(rb"(?<![0-9A-Fa-f])30 ?31 ?63 ?64", re.IGNORECASE)
_DIGITS = re.compile(rb"[0-9A-Fa-f]*")
_LONGEST_LEAD = 4096


def is_dump(head: bytes) -> bool:
    """Whether text begins to list packets in hex."""
    return _MARKED.search(head) is not None


def packets_of(pieces: Iterable[bytes], splitter: Splitter) -> Iterator[Packet]:
    """The packets of a capture that comes in pieces, the first of which shows whether it is raw or text."""
    pieces = iter(pieces)
    first = next(pieces, b"")
    rest = chain([first], pieces)
    raw = begins_capture(first) or (MARK in first and not is_dump(first))
    return _raw(rest, splitter) if raw else _dumped(rest, splitter)


def _raw(pieces: Iterable[bytes], splitter: Splitter) -> Iterator[Packet]:
    for piece in pieces:
        yield from splitter.feed(piece)
    yield from splitter.cut()


def _dumped(pieces: Iterable[bytes], splitter: Splitter) -> Iterator[Packet]:
    """Lines may be longer than a piece: what is read of one is handed on at once."""
    kept, inside = b"", False
    for piece in pieces:
        *lines, kept = (kept + piece).split(b"\n")
        for line in lines:
            yield from splitter.feed(_bytes_of(line, inside=inside)[0])
            yield from splitter.cut()
            inside = False
        found, kept, inside = _begun(kept, inside=inside)
        yield from splitter.feed(found)
    yield from splitter.feed(_bytes_of(kept, inside=inside)[0])
    yield from splitter.cut()


def _begun(line: bytes, *, inside: bool) -> tuple[bytes, bytes, bool]:
    """Of a line that is not whole yet: its bytes so far, what must be kept of the text, whether packets have begun."""
    if not inside and not _MARKED.search(line):
        return b"", line[-_LONGEST_LEAD:], False
    found, odd = _bytes_of(line, inside=inside)
    return found, odd, True


def _bytes_of(line: bytes, *, inside: bool) -> tuple[bytes, bytes]:
    """The bytes a line lists from its first mark on, and a single digit left over."""
    start = None if inside else _MARKED.search(line)
    if not inside and start is None:
        return b"", b""
    text = line[start.start() if start else 0 :].replace(b" ", b"")
    digits = _DIGITS.match(text)
    listed = digits[0] if digits else b""
    even = len(listed) // 2 * 2
    return bytes.fromhex(listed[:even].decode("ascii")), listed[even:]
