"""A film's packets in groups that begin with a key frame, for deciding which pictures are worth decoding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

SHORTEST_MS = 450
"""Key frames closer than this (MJPEG: every one) belong to one group."""
LONGEST_MS = 2100
"""Between two key frames farther apart than this something may have happened: all of it is decoded."""
_QUIET_BYTES, _QUIET_SHARE, _QUIET_MS = 200, 100, 500


@dataclass(frozen=True, slots=True)
class Timed:
    """A packet of the picture track with its position (ms); `after_gap`: time is missing before it."""

    packet: Any
    at: int
    end: int
    key: bool
    after_gap: bool = False


@dataclass(slots=True)
class Group:
    """Packets from one key frame to before the next. `continues`: it has no key frame and goes on where the one before
    ended; `interrupted`: time is missing after it; `long`: too long to be judged by its key frame."""

    packets: list[Timed] = field(default_factory=list)
    continues: bool = False
    interrupted: bool = False
    long: bool = False

    @property
    def at(self) -> int:
        """Position of its first packet."""
        return self.packets[0].at

    @property
    def end(self) -> int:
        """Where its last picture ends."""
        return max(packet.end for packet in self.packets)

    def writes_little(self) -> bool:
        """Whether the encoder found nearly nothing to write for half a second or more, as in a frozen picture."""
        most = max(_QUIET_BYTES, self.packets[0].packet.size // _QUIET_SHARE)
        longest = run = 0
        for packet in self.packets[1:]:
            run = run + max(0, packet.end - packet.at) if packet.packet.size <= most else 0
            longest = max(longest, run)
        return longest >= _QUIET_MS


def groups_of(packets: Iterable[Timed]) -> Iterator[Group]:
    """Cut a film into groups; those without key frames for long are handed on in pieces, so that none grows large."""
    group = Group()
    for packet in packets:
        if group.packets and (closing := _closing(group, packet)):
            group.interrupted, group.long = packet.after_gap, closing is _LONG or group.continues
            yield group
            group = Group(continues=not packet.key)
        group.packets.append(packet)
    if group.packets:
        group.interrupted = True
        yield group


_NEXT, _LONG = "next", "long"


def _closing(group: Group, packet: Timed) -> str:
    if packet.after_gap:
        return _NEXT
    length = packet.at - group.at
    if packet.key and length >= SHORTEST_MS:
        return _LONG if length > LONGEST_MS else _NEXT
    return _LONG if length > LONGEST_MS else ""
