"""Packets of one channel put together to frames on one time axis; what was lost on the way becomes missing time.

A frame of which a packet is lost is left out, and so are the frames that build on it, up to the next key frame: shown,
they would be pictures of something that never was.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from liuhen.core.media.jt1078 import Data, Packet, Part

_TURN = 1 << 16
_MOST_LOST = _TURN // 2
_LEAP_MS, _BACK_MS = 3_600_000, 1_000
_STEP_MS = 40
_NEW_ROW = 1000


@dataclass(frozen=True, slots=True)
class Frame:
    """A picture in its coded form, or a piece of sound. `at_ms` counts from the beginning of the channel."""

    payload_type: int
    at_ms: int
    is_key: bool
    is_picture: bool
    body: bytes


@dataclass(frozen=True, slots=True)
class Missing:
    """Time of which no pictures came, between the last whole one and the next; `packets` known to be lost."""

    from_ms: int
    to_ms: int
    packets: int


@dataclass(slots=True)
class _Axis:
    """Turns stamps into time since the first; a clock that is set meanwhile moves nothing.

    `leaps`: position, stamp before, stamp after.
    """

    base: int | None = None
    first: int = 0
    last: int = 0
    leaps: list[tuple[int, int, int]] = field(default_factory=list)

    def place(self, stamp: int, step: int | None) -> int:
        """Where a stamp lies, in milliseconds since the first one. A leap goes on one step after the last."""
        if self.base is None:
            self.base = self.first = stamp
        at = stamp - self.base
        if not -_BACK_MS <= at - self.last <= _LEAP_MS:
            resumed = self.last + (step or _STEP_MS)
            self.leaps.append((resumed, self.base + self.last, stamp))
            self.base, at = stamp - resumed, resumed
        at = max(at, 0)
        self.last = max(self.last, at)
        return at

    def where(self, stamp: int) -> int:
        """Where a stamp of somebody else by the same clock lies; after all that came where it can't be the same."""
        at = stamp - (self.base or 0)
        return at if -_LEAP_MS <= at <= self.last + _LEAP_MS else self.last

    def is_later(self, stamp: int) -> bool:
        """Whether a stamp lies behind all that came."""
        return self.base is not None and stamp - self.base > self.last


class Assembler:
    """Puts the packets of one channel together, in the order in which they were captured."""

    def __init__(self) -> None:
        """Begin with nothing known."""
        self._axis = _Axis()
        self._numbers: dict[bool | None, int] = {}  # the last of all packets, of pictures, of sounds
        self._parts: list[Packet] = []
        self._at = 0
        self._waiting, self._suspect = True, False  # for a key frame; whether a frame may have been lost
        self._shown_ms: int | None = None
        self._seen = False  # any packet of a picture
        self._lost, self._hole = 0, False
        self.missing: list[Missing] = []
        self.left_out = 0

    @property
    def leaps(self) -> list[tuple[int, int, int]]:
        """Where the terminal's clock was set meanwhile: position, stamp before, stamp after."""
        return self._axis.leaps

    @property
    def first_stamp(self) -> int:
        """The stamp with which the channel begins."""
        return self._axis.first

    @property
    def has_begun(self) -> bool:
        """Whether anything with a stamp has come."""
        return self._axis.base is not None

    @property
    def length_ms(self) -> int:
        """How far the channel has come."""
        return self._axis.last

    def where(self, stamp: int) -> int:
        """Where in this channel's time the stamp of another channel of the same capture lies; may be negative."""
        return self._axis.where(stamp)

    def take(self, packet: Packet) -> Iterator[Frame]:
        """The frame that is whole with this packet, if any."""
        if packet.at_ms is None or not self._in_order(packet):
            return
        if packet.is_picture:
            yield from self._picture(packet, packet.at_ms)
        else:
            at = self._axis.place(packet.at_ms, None)
            yield Frame(packet.payload_type, at, is_key=True, is_picture=False, body=packet.body)

    def finish(self) -> None:
        """The capture has ended: time after the last whole picture is missing. A channel of sound alone misses none."""
        if self._seen and self._lost_time(self._axis.last):
            self.missing.append(Missing(self._shown_ms or 0, self._axis.last, self._lost))

    def _in_order(self, packet: Packet) -> bool:
        """Note what was lost before the packet; False for one that comes a second time or too late.

        Some terminals number all packets in one row, some pictures and sounds each in their own.
        """
        ahead = [
            (packet.sequence - self._numbers[row]) % _TURN for row in (None, packet.is_picture) if row in self._numbers
        ]
        step = 1 if 1 in ahead or not ahead else min(ahead)
        anew = step > _NEW_ROW and self._began_anew(packet)
        if not anew and (step == 0 or step > _MOST_LOST):
            return False
        self._numbers[None] = self._numbers[packet.is_picture] = packet.sequence
        if step != 1:
            self._lose(0 if anew else step - 1)
        return True

    def _began_anew(self, packet: Packet) -> bool:
        """Whether the terminal counts from the start again: a low number with a later stamp."""
        stamp = packet.at_ms
        return stamp is not None and packet.sequence < _NEW_ROW and self._axis.is_later(stamp)

    def _lose(self, packets: int) -> None:
        self._lost += packets
        self._suspect = self._hole = True
        self._give_up()

    def _give_up(self) -> None:
        """Leave out the frame that is being put together; those that build on it have to wait."""
        if self._parts:
            self._parts.clear()
            self._waiting = self._hole = True
            self.left_out += 1

    def _picture(self, packet: Packet, stamp: int) -> Iterator[Frame]:
        self._seen = True
        if packet.part in (Part.WHOLE, Part.FIRST):
            self._give_up()
            self._at = self._axis.place(stamp, packet.interval_ms)
            self._waiting = self._waiting or (self._suspect and not self._follows(packet))
            self._suspect = False
        elif not self._parts:
            self._waiting = self._hole = True
            return
        self._parts.append(packet)
        if packet.part in (Part.WHOLE, Part.LAST):
            yield from self._whole()

    def _follows(self, packet: Packet) -> bool:
        """Whether the frame says itself that it follows on the last one shown: then only sound was lost."""
        if packet.interval_ms is None or self._shown_ms is None:
            return False
        return abs(self._at - packet.interval_ms - self._shown_ms) <= 1

    def _whole(self) -> Iterator[Frame]:
        first = self._parts[0]
        body = b"".join(part.body for part in self._parts)
        self._parts.clear()
        is_key = first.data is Data.KEY_FRAME
        if self._waiting and not is_key:
            self._hole = True
            self.left_out += 1
            return
        if self._waiting and self._lost_time(self._at):
            self.missing.append(Missing(self._shown_ms or 0, self._at, self._lost))
        self._waiting, self._hole, self._lost, self._shown_ms = False, False, 0, self._at
        yield Frame(first.payload_type, self._at, is_key=is_key, is_picture=True, body=body)

    def _lost_time(self, until: int) -> bool:
        """Whether pictures are missing up to this position."""
        return self._hole and until > (self._shown_ms or 0)
