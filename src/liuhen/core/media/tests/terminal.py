"""A vehicle terminal for tests: packets of JT/T 1078 made to order."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from liuhen.core.media.jt1078 import MARK, Data, Packet, Part, Splitter

H264, G711A = 98, 6
SIM = "013800138000"


def raw(
    body: bytes = b"x",
    *,
    seq: int = 0,
    at: int = 0,
    data: Data = Data.KEY_FRAME,
    part: Part = Part.WHOLE,
    interval: int | None = None,
    channel: int = 1,
    sim: str = SIM,
    coding: int = H264,
) -> bytes:
    """One packet as a terminal sends it."""
    head = MARK + bytes([0x81, 0x80 | coding]) + struct.pack(">H", seq) + bytes.fromhex(sim)
    head += bytes([channel, data << 4 | part])
    if data is not Data.TRANSPARENT:
        head += struct.pack(">Q", at)
    if data <= Data.FRAME_BETWEEN:
        head += struct.pack(">HH", 0xFFFF, 0xFFFF if interval is None else interval)
    return head + struct.pack(">H", len(body)) + body


def split(data: bytes) -> list[Packet]:
    """The packets in these bytes."""
    splitter = Splitter()
    return [*splitter.feed(data), *splitter.cut()]


def row(count: int, *, key_every: int = 5, first: int = 0, step: int = 40) -> Iterator[bytes]:
    """Whole pictures in a row, numbered and stamped, each saying how long after the last it follows."""
    for number in range(first, first + count):
        kind = Data.FRAME if number % key_every else Data.KEY_FRAME
        yield raw(b"%d" % number, seq=number, at=1000 + number * step, data=kind, interval=step)
