"""A film that is read: its first picture and sound track, where its time begins, what its pictures look like."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import av.error

from liuhen.adapters.confined.opening import open_media
from liuhen.ports.workshop import WorkImpossible

UNREADABLE = (av.error.FFmpegError, ValueError, EOFError)
"""What FFmpeg answers with for data it cannot read."""
WELL_KNOWN_PICTURES = frozenset({"yuv420p", "yuvj420p"})
_MICRO = 1_000_000
_MOST_TRIED = 2000
_BACK = (0, 10, 60)  # seconds: streams without an index are searched by guessing, and may be entered too late


@dataclass(frozen=True, slots=True)
class Film:
    """An opened film. `origin` is its time zero in seconds: positions in it are counted from there."""

    container: Any
    picture: Any | None
    sound: Any | None
    origin: Fraction

    @property
    def streams(self) -> list[Any]:
        """The tracks that are read."""
        return [stream for stream in (self.picture, self.sound) if stream is not None]

    def at(self, stamp: int, unit: Fraction) -> Fraction:
        """Seconds since the film's beginning of a time stamp in `unit`."""
        return stamp * unit - self.origin

    def duration_of(self, packet: Any) -> int:
        """How long a packet lasts, in its own unit: no longer than its track, whose end the head of a file may set."""
        stream, lasts = packet.stream, int(packet.duration or 0)
        if not lasts or packet.pts is None or stream.duration is None or stream.start_time is None:
            return lasts
        left = int(stream.start_time + stream.duration - packet.pts)
        return min(lasts, left) if left > 0 else lasts

    def seek(self, seconds: Fraction) -> None:
        """Go to a key picture at or before this position: to the last, where the film can be searched that well."""
        for back in _BACK:
            begin = max(seconds - back, Fraction(0))
            self._go(begin)
            if begin == 0 or self._begins_by(seconds):
                self._go(begin)
                return
        self._go(Fraction(0))

    def first_key(self) -> Fraction | None:
        """Where the next key picture lies, read from where the film stands; None when none can be read."""
        try:
            for packet in self.container.demux(self.picture):
                if packet.size and packet.is_keyframe and packet.pts is not None:
                    return self.at(packet.pts, packet.time_base)
        except UNREADABLE:
            return None
        return None

    def _begins_by(self, seconds: Fraction) -> bool:
        if self.picture is None:
            return True
        key = self.first_key()
        return key is not None and key <= seconds

    def _go(self, seconds: Fraction) -> None:
        try:
            self.container.seek(int((seconds + self.origin) * _MICRO))
        except UNREADABLE:
            self.container.seek(0)


@dataclass(frozen=True, slots=True)
class Look:
    """What the first picture is like: its turn in degrees counter-clockwise, its pixels and its colours."""

    width: int
    height: int
    rotation: int
    pixels: str
    aspect: Fraction | None
    colours: dict[str, int]


@contextmanager
def opened(path: Path, container: str | None) -> Iterator[Film]:
    """Open a film of a known container (FFmpeg's word). Raises WorkImpossible when it can't be read at all."""
    with path.open("rb") as file:
        try:
            media = open_media(file, container)
        except UNREADABLE as error:
            raise WorkImpossible("文件内容已损坏，读不出画面和声音。") from error
        with media:
            yield _film(media)


def _film(media: Any) -> Film:
    pictures = [stream for stream in media.streams.video if _moves(stream)]
    sounds = list(media.streams.audio)
    start = media.start_time if media.start_time is not None else 0
    return Film(media, next(iter(pictures), None), next(iter(sounds), None), Fraction(start, _MICRO))


def _moves(stream: Any) -> bool:
    """Whether a video track is a film: no picture of a cover."""
    return bool(stream.codec_context) and not stream.disposition & av.stream.Disposition.attached_pic


def codec_of(stream: Any | None) -> str | None:
    """The codec of a track; None where there is no track or no decoder for it."""
    context = stream.codec_context if stream is not None else None
    return context.name if context is not None else None


def first_look(path: Path, container: str | None) -> Look | None:
    """Decode until a first picture comes; None when none of the film can be decoded."""
    with opened(path, container) as film:
        frame = _first_decoded(film, film.picture)
        return None if frame is None else _look(frame, film.picture)


def is_heard(path: Path, container: str | None) -> bool:
    """Whether the sound track can be decoded."""
    with opened(path, container) as film:
        return _first_decoded(film, film.sound) is not None


def _first_decoded(film: Film, stream: Any | None) -> Any | None:
    if codec_of(stream) is None:
        return None
    try:
        for number, packet in enumerate(film.container.demux(stream)):
            frames = decoded(packet)
            if frames:
                return frames[0]
            if number > _MOST_TRIED:
                return None
    except UNREADABLE:
        return None
    return None


def decoded(packet: Any) -> list[Any]:
    """The pictures or sounds of a packet; none of a damaged one, for which the decoder is the judge."""
    try:
        return list(packet.decode())
    except UNREADABLE:
        return []


def _look(frame: Any, stream: Any) -> Look:
    colours = ("color_primaries", "color_trc", "colorspace", "color_range")
    return Look(
        width=frame.width,
        height=frame.height,
        rotation=frame.rotation,
        pixels=frame.format.name,
        aspect=stream.sample_aspect_ratio or None,
        colours={name: int(getattr(frame, name)) for name in colours},
    )
