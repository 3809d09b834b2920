"""What the readers gather about one file, before it becomes a result. Child side."""

from dataclasses import dataclass, field, replace

from liuhen.core.continuity.clocks import FoundClock, Problem
from liuhen.ports.media_probe import (
    REASONS,
    Device,
    MediaFault,
    MediaKind,
    PacketStream,
    Place,
    ProbeOutcome,
    ProbeResult,
    ReasonCode,
    Track,
)


@dataclass(slots=True)
class Findings:
    """Gathered by the readers, one after another; the first place and the first device words found are kept."""

    kind: MediaKind = MediaKind.NONE
    container: str | None = None
    duration_ms: int | None = None
    tracks: list[Track] = field(default_factory=list)
    width: int | None = None
    height: int | None = None
    rotation: int | None = None
    orientation: int | None = None
    place: Place | None = None
    device: Device = field(default_factory=Device)
    clocks: list[FoundClock] = field(default_factory=list)
    packets: PacketStream | None = None
    faults: list[MediaFault] = field(default_factory=list)

    def add_clock(self, clock: FoundClock | None) -> None:
        """Keep a clock once, however often it is written; one that cannot be read is also a fault."""
        if clock is None or any(_same(clock, known) for known in self.clocks):
            return
        self.clocks.append(clock)
        if clock.problem is Problem.UNREADABLE:
            self.add_fault(MediaFault.UNREADABLE_TIME)

    def add_first_clock(self, clock: FoundClock | None) -> None:
        """Keep a clock unless one from the same source is known already: telemetry repeats itself."""
        if clock and clock.source not in {known.source for known in self.clocks}:
            self.add_clock(clock)

    def add_place(self, place: Place | None) -> None:
        """Keep the first usable position, or the first unusable one where there is no better."""
        if place is None:
            return
        if self.place is None or (place.usable and not self.place.usable):
            self.place = place
        if not place.usable:
            self.add_fault(MediaFault.UNREADABLE_PLACE)

    def add_device(self, **words: str | None) -> None:
        """Fill in what is not known about the device yet."""
        news = {key: word for key, word in words.items() if word and getattr(self.device, key) is None}
        self.device = replace(self.device, **news)

    def add_fault(self, fault: MediaFault) -> None:
        """Note a fault once."""
        if fault not in self.faults:
            self.faults.append(fault)

    def result(self, reason: ReasonCode | None = None, *, playable: bool = True) -> ProbeResult:
        """The finished result: a readable recording without `reason`, otherwise what `reason` makes of it."""
        return ProbeResult(
            outcome=_outcome(reason, self.kind),
            kind=self.kind,
            container=self.container,
            reason=reason,
            message=REASONS[reason] if reason else None,
            playable=reason is None and playable and self.kind in _PLAYABLE,
            duration_ms=self.duration_ms,
            tracks=tuple(self.tracks),
            width=self.width,
            height=self.height,
            rotation=self.rotation,
            orientation=self.orientation,
            place=self.place,
            device=self.device,
            clocks=tuple(self.clocks),
            packets=self.packets,
            faults=tuple(self.faults),
        )


def _same(one: FoundClock, other: FoundClock) -> bool:
    parsed = one.at is not None or one.wall is not None
    moment = (one.source, one.at, one.wall) == (other.source, other.at, other.wall)
    return moment and (parsed or one.raw == other.raw)


_PLAYABLE = {MediaKind.VIDEO, MediaKind.AUDIO, MediaKind.IMAGE}
_NEVER_A_RECORDING = {ReasonCode.EMPTY, ReasonCode.UNKNOWN_FORMAT, ReasonCode.NOT_MEDIA}


def _outcome(reason: ReasonCode | None, kind: MediaKind) -> ProbeOutcome:
    if reason is None:
        return ProbeOutcome.RECORDING
    if reason in _NEVER_A_RECORDING or kind is MediaKind.NONE:
        return ProbeOutcome.NOT_A_RECORDING
    return ProbeOutcome.UNREADABLE_RECORDING
