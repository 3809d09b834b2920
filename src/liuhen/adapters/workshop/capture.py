"""What a capture of a vehicle terminal's packets holds, channel by channel; found by reading all of it once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from liuhen.core.media.captures import packets_of
from liuhen.core.media.frames import Assembler, Frame
from liuhen.core.media.jt1078 import Packet, Splitter

PIECE = 1 << 20
MOST_CHANNELS = 16
Key = tuple[str, int]
"""SIM number and logical channel."""


@dataclass(slots=True)
class Channel:
    """One channel: its assembler, how many packets and frames it has, the first picture and the first sounds.

    It begins `starts_ms` after the capture does, by the stamps.
    """

    sim: str
    number: int
    assembler: Assembler = field(default_factory=Assembler)
    starts_ms: int = 0
    packets: int = 0
    pictures: int = 0
    sounds: int = 0
    first_picture: Frame | None = None
    first_sounds: list[Frame] = field(default_factory=list)

    @property
    def sound_step_ms(self) -> int:
        """Time between the first two pieces of sound; 0 where there are not two."""
        return self.first_sounds[1].at_ms - self.first_sounds[0].at_ms if len(self.first_sounds) > 1 else 0


@dataclass(frozen=True, slots=True)
class Inventory:
    """The channels of a capture in the order of their first packets, and the places where bytes were damaged."""

    channels: tuple[Channel, ...]
    damaged: int


def pieces_of(path: Path) -> Iterator[bytes]:
    """The bytes of a file, a piece at a time."""
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def frames_of(path: Path) -> Iterator[tuple[Channel, Frame]]:
    """Every whole frame of a capture with its channel, in the order of capture."""
    return _Reading(path).frames()


def take_stock(path: Path) -> Inventory:
    """Read a capture to its end and tell what it holds."""
    reading = _Reading(path)
    for channel, frame in reading.frames():
        _note(channel, frame)
    begins = min((one.starts_ms for one in reading.channels.values() if one.assembler.has_begun), default=0)
    for channel in reading.channels.values():
        channel.assembler.finish()
        channel.starts_ms = max(channel.starts_ms - begins, 0)
    return Inventory(tuple(reading.channels.values()), reading.splitter.damaged)


def _note(channel: Channel, frame: Frame) -> None:
    if frame.is_picture:
        channel.pictures += 1
        channel.first_picture = channel.first_picture or frame
        return
    channel.sounds += 1
    if len(channel.first_sounds) < 2 and not (
        channel.first_sounds and channel.first_sounds[0].payload_type != frame.payload_type
    ):
        channel.first_sounds.append(frame)


class _Reading:
    def __init__(self, path: Path) -> None:
        self._path = path
        self.splitter = Splitter()
        self.channels: dict[Key, Channel] = {}
        self._latest: Channel | None = None

    def frames(self) -> Iterator[tuple[Channel, Frame]]:
        for packet in packets_of(pieces_of(self._path), self.splitter):
            channel = self._channel(packet)
            if channel is not None:
                channel.packets += 1
                anew = not channel.assembler.has_begun
                yield from ((channel, frame) for frame in channel.assembler.take(packet))
                if channel.assembler.has_begun:
                    self._note_begin(channel, anew=anew)

    def _note_begin(self, channel: Channel, *, anew: bool) -> None:
        """A channel that begins does so where its first stamp lies in the time of the channel that came before it."""
        other, self._latest = self._latest, channel
        if anew and other is not None:
            channel.starts_ms = other.starts_ms + other.assembler.where(channel.assembler.first_stamp)

    def _channel(self, packet: Packet) -> Channel | None:
        key = (packet.sim, packet.channel)
        if key not in self.channels and len(self.channels) < MOST_CHANNELS:
            self.channels[key] = Channel(*key)
        return self.channels.get(key)
