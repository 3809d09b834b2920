"""Captures of JT/T 1078 packets, raw or listed in hex: who sent them, on which channel, from when to when."""

from collections.abc import Iterator
from typing import BinaryIO

from liuhen.adapters.media_probe.findings import Findings
from liuhen.adapters.media_probe.times import unix_clock
from liuhen.core.continuity.clocks import ClockSource
from liuhen.core.media.captures import packets_of
from liuhen.core.media.jt1078 import Packet, Splitter
from liuhen.ports.media_probe import MediaFault, MediaKind, PacketStream, ProbeResult, ReasonCode

CONTAINER = "jt1078"
_PIECE = 1 << 20
_MOST_READ = 64 << 20
_TAIL = 2 << 20
_LONGEST_MS = 7 * 86_400_000


def read_packets(file: BinaryIO, found: Findings) -> ProbeResult:
    """Count the packets and name the first sender. Of a long capture only the first 64 MiB and the end are read."""
    head, tail = Splitter(), Splitter()
    file.seek(0)
    counted = _Count(packets_of(_pieces(file, _MOST_READ), head))
    if not counted.packets:
        return found.result(ReasonCode.NOT_MEDIA)
    unread = file.seek(0, 2) - _MOST_READ
    if unread > 0:
        file.seek(-min(unread, _TAIL), 2)
        counted.go_on(packets_of(_pieces(file, _TAIL), tail))
    found.kind, found.container = MediaKind.PACKETS, CONTAINER
    found.packets = PacketStream(counted.sim, counted.channel, counted.packets, counted.first, counted.last)
    found.duration_ms = counted.last - counted.first
    if found.duration_ms > _LONGEST_MS:  # the terminal's clock was set meanwhile
        found.duration_ms = None
        found.add_fault(MediaFault.ABSURD_DURATION)
    found.add_clock(unix_clock(ClockSource.PACKET, counted.first))
    if head.damaged > (unread > 0):  # what is read of a long capture ends within a packet
        found.add_fault(MediaFault.TRUNCATED)
    return found.result()


def _pieces(file: BinaryIO, most: int) -> Iterator[bytes]:
    left = most
    while left > 0 and (piece := file.read(min(_PIECE, left))):
        left -= len(piece)
        yield piece


class _Count:
    """The packets seen, the first sender, the earliest and the latest stamp."""

    def __init__(self, packets: Iterator[Packet]) -> None:
        self.packets, self.sim, self.channel = 0, "", 0
        self.first = self.last = 0
        self._stamped = False
        for packet in packets:
            self.sim, self.channel = self.sim or packet.sim, self.channel or packet.channel
            self.packets += 1
            self._stamp(packet)

    def go_on(self, packets: Iterator[Packet]) -> None:
        """The end of a long capture: only its stamps are of interest."""
        for packet in packets:
            self._stamp(packet)

    def _stamp(self, packet: Packet) -> None:
        if packet.at_ms is None:
            return
        self.first = min(self.first, packet.at_ms) if self._stamped else packet.at_ms
        self.last = max(self.last, packet.at_ms)
        self._stamped = True
