"""A film written as MP4, its index in front: browsers begin to play it before all of it has come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import av.error

from liuhen.adapters.workshop.films.source import UNREADABLE, Film, Look
from liuhen.adapters.workshop.films.tracks import Copying, EncodingPictures, EncodingSound, Track, Untimed, Window
from liuhen.core.media.playing import Way
from liuhen.ports.workshop import WorkImpossible

WHOLE = Window()
_LATE = Fraction(10)
_REFUSED = (av.error.InvalidDataError, av.error.ArgumentError)
TOOL = f"PyAV {av.__version__}，FFmpeg {av.ffmpeg_version_info}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How a film is written: each track's way (None: left out), the part wanted, the words in its metadata."""

    picture: Way | None
    sound: Way | None
    look: Look | None = None
    window: Window = WHOLE
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: milliseconds written and read, and whether the source broke off while being read.

    `read_ms` is how far the packets of the source reached, whatever its head claims.
    """

    length_ms: int
    read_ms: int
    broke_off: bool


class _Reading:
    """The packets of some tracks of a film up to a position, and how far they reached."""

    def __init__(self, film: Film, indexes: set[int], end: Fraction | None) -> None:
        self._film, self._late = film, None if end is None else end + _LATE
        self._streams = [stream for stream in film.streams if stream.index in indexes]
        self.reached, self.broke_off = Fraction(0), False

    def __iter__(self) -> Iterator[Any]:
        """Ends where the source ends, breaks off, or is well behind the position."""
        packets = self._film.container.demux(self._streams)
        while True:
            try:
                packet = next(packets, None)
            except UNREADABLE:
                self.broke_off = True
                return
            if packet is None or self._beyond(packet):
                return
            yield packet

    def _beyond(self, packet: Any) -> bool:
        stamp = packet.pts if packet.pts is not None else packet.dts
        if stamp is None or packet.is_discard:
            return False
        at = self._film.at(stamp, packet.time_base)
        self.reached = max(self.reached, at + self._film.duration_of(packet) * packet.time_base)
        return self._late is not None and at > self._late


class NothingWritten(WorkImpossible):
    """Nothing of the film, or of the part that is wanted, can be read."""


def write(film: Film, target: Path, recipe: Recipe) -> Written:
    """Write the film to `target` as MP4.

    Raises Untimed when a track can't be moved over as it is, NothingWritten when nothing of the film could be written.
    """
    try:
        with av.open(str(target), "w", format="mp4", options={"movflags": "+faststart"}) as out:
            out.metadata.update(recipe.words)
            tracks = dict(_tracks(film, out, recipe))
            reading = _Reading(film, set(tracks), recipe.window.end)
            _pour(film, out, tracks, reading=reading, start=recipe.window.start)
    except _REFUSED as error:
        raise Untimed("数据包不能原样写入 MP4") from error
    reached = max((track.reached for track in tracks.values()), default=Fraction(0))
    if not reached:
        raise NothingWritten("没有可以写出的画面和声音：内容已损坏。")
    return Written(round(reached * 1000), round(reading.reached * 1000), reading.broke_off)


def _pour(film: Film, out: Any, tracks: dict[int, Track], *, reading: _Reading, start: Fraction) -> None:
    """Lead every packet through its track."""
    if start:
        film.seek(start)
    for packet in reading:
        out.mux(list(tracks[packet.stream.index].take(packet)))
    for track in tracks.values():
        out.mux(list(track.finish()))


def _tracks(film: Film, out: Any, recipe: Recipe) -> Iterator[tuple[int, Track]]:
    window = recipe.window
    if film.picture is not None and recipe.picture is Way.COPY:
        yield film.picture.index, Copying(film, film.picture, out, window)
    elif film.picture is not None and recipe.picture is Way.ENCODE and recipe.look is not None:
        yield film.picture.index, EncodingPictures(film, film.picture, out, window=window, look=recipe.look)
    if film.sound is not None and recipe.sound is Way.COPY:
        yield film.sound.index, Copying(film, film.sound, out, window)
    elif film.sound is not None and recipe.sound is Way.ENCODE:
        yield film.sound.index, EncodingSound(film, film.sound, out, window=window)
