"""Sound and video through FFmpeg: lengths, tracks, clocks, place, device. No picture is ever decoded."""

from fractions import Fraction
from typing import Any, BinaryIO

import av.error

from liuhen.adapters.confined.opening import GLANCE, open_media
from liuhen.adapters.media_probe import boxes
from liuhen.adapters.media_probe.findings import Findings
from liuhen.adapters.media_probe.places import iso6709_place
from liuhen.adapters.media_probe.telemetry import read_novatek, read_packet
from liuhen.adapters.media_probe.texts import clean
from liuhen.adapters.media_probe.times import iso_clock
from liuhen.core.continuity.clocks import ClockSource
from liuhen.ports.media_probe import MediaFault, MediaKind, ProbeResult, ReasonCode, Track

_PLACE_TAGS = ("com.apple.quicktime.location.ISO6709", "location", "location-eng")
_APPLE = "com.apple.quicktime."
_MOST_TELEMETRY_PACKETS = 600
_MOST_TELEMETRY_BYTES = 24 << 20  # some seconds of picture between the first telemetry packets
_MOST_COUNTED_PACKETS = 2_000_000
_ABSURD_FACTOR = 10
_ABSURD_BITS_PER_SECOND = 100
_MOST_TRACKS = 64


def read_sound_or_video(file: BinaryIO, container: str, found: Findings) -> ProbeResult:
    """Read one file whose first bytes look like `container` (an FFmpeg name)."""
    found.container = container
    shape = _outline(file, container, found)
    file.seek(0)
    try:
        with open_media(file, container, buffer=GLANCE) as opened:
            return _read(opened, shape, found)
    except MemoryError:  # also FFmpeg's own; the child answers it
        raise
    except (av.error.FFmpegError, ValueError, EOFError):
        return _broken(shape, found)


def _outline(file: BinaryIO, container: str, found: Findings) -> boxes.Outline | None:
    if container != "mov":
        return None
    shape = boxes.outline(file)
    found.rotation = shape.rotation
    found.add_device(software=clean(shape.firmware))
    read_novatek(shape.free_gps, found)
    if shape.truncated or (shape.has_index and not shape.has_media):
        found.add_fault(MediaFault.TRUNCATED)
    if shape.trailing:
        found.add_fault(MediaFault.TRAILING_BYTES)
    return shape


def _broken(shape: boxes.Outline | None, found: Findings) -> ProbeResult:
    if shape and shape.has_media and not shape.has_index:
        found.add_fault(MediaFault.INDEX_MISSING)
        return found.result(ReasonCode.INDEX_MISSING)
    return found.result(ReasonCode.DAMAGED)


def _read(opened: Any, shape: boxes.Outline | None, found: Findings) -> ProbeResult:
    tags = _fold(opened.metadata)
    streams = list(opened.streams)[:_MOST_TRACKS]
    found.tracks = [_track(stream) for stream in streams]
    found.kind = _kind(found)
    playable = _first_packets(opened, found)  # first: satellites know the place better than rounded tags
    _tags(tags, found)
    for stream in streams:
        found.add_clock(iso_clock(ClockSource.CONTAINER, _fold(stream.metadata).get("creation_time", "")))
    _length(opened, shape, found)
    if not any(track.kind in ("video", "audio") for track in found.tracks):
        found.kind = MediaKind.VIDEO
        found.add_fault(MediaFault.NO_PLAYABLE_TRACK)
        return found.result(ReasonCode.NO_PICTURE_OR_SOUND)
    return found.result(None if playable else ReasonCode.DAMAGED)


def _kind(found: Findings) -> MediaKind:
    pictures = [track for track in found.tracks if track.kind == "video" and track.width]
    if not pictures:
        return MediaKind.AUDIO
    found.width, found.height = pictures[0].width, pictures[0].height
    if found.rotation is None:
        found.rotation = 0
    return MediaKind.VIDEO


def _track(stream: Any) -> Track:
    codec = getattr(stream, "codec_context", None)
    rate = getattr(stream, "average_rate", None)
    language = _fold(stream.metadata).get("language")
    video, audio = stream.type == "video", stream.type == "audio"
    return Track(
        kind=stream.type if stream.type in ("video", "audio", "subtitle") else "data",
        codec=codec.name if codec else None,
        width=codec.width or None if video and codec else None,
        height=codec.height or None if video and codec else None,
        fps=round(float(rate), 3) if rate else None,
        sample_rate=codec.sample_rate or None if audio and codec else None,
        channels=codec.channels or None if audio and codec else None,
        language=None if language in (None, "und") else language,
        duration_ms=_ms(stream.duration, stream.time_base),
    )


def _ms(duration: int | None, unit: Fraction | None) -> int | None:
    return round(duration * unit * 1000) if duration and unit and duration > 0 else None


def _fold(metadata: dict[str, str]) -> dict[str, str]:
    """Tags with readable values; the bytes of unreadable ones are read again as Chinese text."""
    words = {key: clean(value.encode("utf-8", "surrogateescape")) for key, value in metadata.items()}
    return {key: word for key, word in words.items() if word}


def _tags(tags: dict[str, str], found: Findings) -> None:
    found.add_clock(iso_clock(ClockSource.APPLE_CREATIONDATE, tags.get(_APPLE + "creationdate", "")))
    found.add_clock(iso_clock(ClockSource.CONTAINER, tags.get("creation_time", "")))
    found.add_clock(iso_clock(ClockSource.CONTAINER_DATE, tags.get("date", "")))
    for tag in _PLACE_TAGS:
        found.add_place(iso6709_place(tags.get(tag, "")))
    android = tags.get("com.android.version")
    found.add_device(
        make=tags.get(_APPLE + "make") or tags.get("com.android.manufacturer") or tags.get("make"),
        model=tags.get(_APPLE + "model") or tags.get("com.android.model") or tags.get("model"),
        serial=tags.get("serial_number"),
        software=tags.get(_APPLE + "software") or (f"Android {android}" if android else None) or tags.get("software"),
    )
    found.add_device(software=tags.get("firmware") or _not_a_library(tags.get("encoder")))


def _not_a_library(encoder: str | None) -> str | None:
    """The encoder tag names the device's software, except where it names the library that rewrapped the file."""
    return None if encoder is None or encoder.startswith(("Lavf", "Lavc")) else encoder


def _first_packets(opened: Any, found: Findings) -> bool:
    """Whether a sound or picture packet can be read; telemetry met on the way is looked into."""
    telling = any(track.kind in ("data", "subtitle") for track in found.tracks)
    media, seen = False, 0
    try:
        for number, packet in enumerate(opened.demux()):
            seen += packet.size
            if packet.size and packet.stream.type in ("video", "audio"):
                media = True
            elif 0 < packet.size < 1 << 16:
                read_packet(bytes(packet), found)
            enough = found.place is not None and found.place.usable
            enough |= number > _MOST_TELEMETRY_PACKETS or seen > _MOST_TELEMETRY_BYTES
            if (media and (enough or not telling)) or number > _MOST_TELEMETRY_PACKETS * 4:
                break
    except (av.error.FFmpegError, EOFError):
        found.add_fault(MediaFault.TRUNCATED)
    return media


def _length(opened: Any, shape: boxes.Outline | None, found: Findings) -> None:
    found.duration_ms = round(opened.duration / 1000) if opened.duration and opened.duration > 0 else None
    heard_or_seen = [track.duration_ms or 0 for track in found.tracks if track.kind in ("video", "audio")]
    if found.duration_ms and heard_or_seen and all(heard_or_seen):  # telemetry tracks may run on
        found.duration_ms = min(found.duration_ms, max(heard_or_seen))
    claimed = shape.header_ms if shape else None
    if found.duration_ms is None:
        found.duration_ms = claimed
        return
    if opened.size * 8000 < _ABSURD_BITS_PER_SECOND * found.duration_ms and found.kind is MediaKind.VIDEO:
        claimed, found.duration_ms = found.duration_ms, _counted(opened)
    if claimed and found.duration_ms and claimed > _ABSURD_FACTOR * found.duration_ms:
        found.add_fault(MediaFault.ABSURD_DURATION)


def _counted(opened: Any) -> int | None:
    """Length by the packets that are really there, where the header cannot be true for so few bytes."""
    last = 0
    try:
        opened.seek(0)
        for number, packet in enumerate(opened.demux()):
            if packet.pts is not None and packet.time_base:
                last = max(last, _ms(packet.pts + (packet.duration or 0), packet.time_base) or 0)
            if number > _MOST_COUNTED_PACKETS:
                break
    except (av.error.FFmpegError, EOFError):
        return last or None
    return last or None
