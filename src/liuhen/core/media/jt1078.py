"""Packets of vehicle video terminals (JT/T 1078-2016, table 19): read from captured bytes, put together to frames.

Lengths are bytes, times whole milliseconds. A stamp counts from 1970 where the terminal has a clock, else from its own
beginning. Terminals of JT/T 808-2019 write the SIM number with ten bytes instead of six: the first packet tells.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

MARK = b"\x30\x31\x63\x64"
_SIM_LENGTHS = (6, 10)
_AFTER_SIM = 8  # where the SIM number begins
_UNKNOWN_INTERVAL = 0xFFFF
_PICTURE_HEAD = 24
_HEAD_BESIDES_SIM = {3: 20, 4: 12}


class Data(IntEnum):
    """What a packet carries (table 19, data type)."""

    KEY_FRAME = 0
    FRAME = 1
    FRAME_BETWEEN = 2
    SOUND = 3
    TRANSPARENT = 4


class Part(IntEnum):
    """Which part of its frame a packet is (table 19, sub-packet mark)."""

    WHOLE = 0
    FIRST = 1
    LAST = 2
    MIDDLE = 3


@dataclass(frozen=True, slots=True)
class Packet:
    """One packet. `payload_type` is the coding (table 12); `interval_ms` the time since the last frame, if stated."""

    sim: str
    channel: int
    payload_type: int
    sequence: int
    data: Data
    part: Part
    at_ms: int | None
    interval_ms: int | None
    body: bytes

    @property
    def is_picture(self) -> bool:
        """Whether it belongs to a frame of video."""
        return self.data <= Data.FRAME_BETWEEN


def begins_capture(head: bytes) -> bool:
    """Whether bytes begin with a packet: its mark, and version 2 of the transport protocol."""
    return head.startswith(MARK) and len(head) > 4 and head[4] >> 6 == 2


class Splitter:
    """Cuts captured bytes into packets, whatever the pieces they come in.

    `damaged` counts the places where bytes between packets had to be passed over or a packet breaks off.
    """

    def __init__(self) -> None:
        """Wait for the first packet."""
        self._kept = bytearray()
        self._sim_length: int | None = None
        self._astray = False
        self.damaged = 0

    def feed(self, piece: bytes) -> Iterator[Packet]:
        """The packets that are complete with this piece."""
        self._kept += piece
        return self._packets(final=False)

    def cut(self) -> Iterator[Packet]:
        """Nothing more follows on what was fed: the last packets; an incomplete one is given up."""
        yield from self._packets(final=True)
        self._pass_over(len(self._kept))
        self._astray = False

    def _packets(self, *, final: bool) -> Iterator[Packet]:
        while self._at_mark():
            end = self._end(final=final)
            if end is not None and end <= len(self._kept):
                self._astray = False
                yield _packet(bytes(self._kept[:end]), self._sim_length or _SIM_LENGTHS[0])
                del self._kept[:end]
            elif final:
                behind = self._kept.find(MARK, len(MARK))
                self._pass_over(behind if behind > 0 else len(self._kept))
            else:
                return

    def _at_mark(self) -> bool:
        """Whether a packet begins here, once bytes that are none are passed over; half a mark is kept."""
        at = self._kept.find(MARK)
        self._pass_over(at if at >= 0 else len(self._kept) - len(MARK) + 1)
        return at >= 0

    def _pass_over(self, count: int) -> None:
        if count > 0:
            self.damaged += not self._astray
            self._astray = True
            del self._kept[:count]

    def _end(self, *, final: bool) -> int | None:
        if self._sim_length is None:
            self._sim_length = self._learn(final=final)
        return None if self._sim_length is None else _end(self._kept, self._sim_length)

    def _learn(self, *, final: bool) -> int | None:
        """How long the SIM number is: the length with which the first packet ends where another begins."""
        ends = {length: _end(self._kept, length) for length in _SIM_LENGTHS}
        if not final and any(end is None or end + len(MARK) > len(self._kept) for end in ends.values()):
            return None
        return next((length for length, end in ends.items() if end is not None and self._fits(end)), _SIM_LENGTHS[0])

    def _fits(self, end: int) -> bool:
        return end == len(self._kept) or self._kept.startswith(MARK, end)


def _end(data: bytearray, sim_length: int) -> int | None:
    """Where the packet at the beginning ends; None when too little is known of it yet."""
    head = _head_length(data, sim_length)
    if head is None or head > len(data):
        return None
    return int(head + struct.unpack_from(">H", data, head - 2)[0])


def _head_length(data: bytearray | bytes, sim_length: int) -> int | None:
    """Length of the head: transparent data has no time, sound no intervals."""
    place = _AFTER_SIM + sim_length + 1
    if place >= len(data):
        return None
    return _HEAD_BESIDES_SIM.get(data[place] >> 4, _PICTURE_HEAD) + sim_length


def _packet(raw: bytes, sim_length: int) -> Packet:
    place = _AFTER_SIM + sim_length
    data = Data(min(raw[place + 1] >> 4, Data.TRANSPARENT))
    interval = struct.unpack_from(">H", raw, place + 12)[0] if data <= Data.FRAME_BETWEEN else _UNKNOWN_INTERVAL
    return Packet(
        sim=raw[_AFTER_SIM:place].hex(),
        channel=raw[place],
        payload_type=raw[5] & 0x7F,
        sequence=struct.unpack_from(">H", raw, 6)[0],
        data=data,
        part=Part(raw[place + 1] & 3),
        at_ms=None if data is Data.TRANSPARENT else struct.unpack_from(">Q", raw, place + 2)[0],
        interval_ms=None if interval == _UNKNOWN_INTERVAL else interval,
        body=raw[_head_length(raw, sim_length) :],
    )
