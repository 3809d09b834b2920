"""The survey of one recording: the file is read once, its sound heard in one thread, its pictures seen in another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import av
import av.error

from liuhen.adapters.confined.opening import open_media
from liuhen.adapters.workshop.survey import board, hearing
from liuhen.adapters.workshop.survey.board import Board
from liuhen.adapters.workshop.survey.gaps import TrackTimes
from liuhen.adapters.workshop.survey.gaps import missing as missing_in
from liuhen.adapters.workshop.survey.groups import Timed
from liuhen.adapters.workshop.survey.hearing import Hearing
from liuhen.adapters.workshop.survey.picture import Pictures
from liuhen.adapters.workshop.survey.spans import Span
from liuhen.adapters.workshop.survey.times import Times
from liuhen.ports.workshop import MadeFile, Task, Work, WorkFailed, WorkImpossible

VERSION = 1
NOTHING = "文件里没有能解码的画面或声音，无法分析。"
UNREADABLE = "文件无法打开，画面和声音都没有分析。"
_CORES = 2
_SHORT_MS = 40
"""How long the last picture before a gap is taken to last at most."""
_BROKEN = (av.error.FFmpegError, ValueError, EOFError)


def make(task: Task, source: Path, into: Path) -> Work:
    """Survey a film or a sound recording (SURVEY in docs/formats/findings.md)."""
    with source.open("rb") as file, source.open("rb") as again:
        try:
            survey = _Survey(task, file, again, into)
        except _BROKEN as error:
            raise WorkFailed(UNREADABLE) from error
        survey.run()
        return survey.work()


@dataclass(slots=True)
class _Track:
    """One track being read: FFmpeg's stream, its positions, and where they leave gaps."""

    stream: Any
    times: Times
    gaps: TrackTimes

    def note(self, packet: Any) -> tuple[int, int, bool] | None:
        """Take note of a packet: its position, its end, and whether there is a gap before it; None: it has no time."""
        told = self.times.of_packet(packet)
        if told is None:
            return None
        at, length = told
        gap = self.gaps.take(at, length)
        return at, at + min(length or _SHORT_MS, _SHORT_MS), gap


class _Survey:
    def __init__(self, task: Task, file: BinaryIO, again: BinaryIO, into: Path) -> None:
        container = task.facts.get("container") or None
        self._into, self._opened, self._second = into, open_media(file, container), open_media(again, container)
        self._picture = self._track("video") if task.facts.get("kind") != "audio" else None
        self._sound = self._track("audio")
        if not (self._picture or self._sound):
            raise WorkImpossible(NOTHING)
        self._board: Board | None = None
        self._pictures: Pictures | None = None
        if self._picture:
            self._board = self._new_board(self._picture.stream, task)
            self._pictures = self._look_at(self._picture, self._board)
        self._hearing = _listens_to(self._sound) if self._sound else None

    def _track(self, kind: str) -> _Track | None:
        streams = getattr(self._opened.streams, kind)
        stream = next((one for one in streams if one.codec_context and not _is_cover(one)), None)
        if stream is None:
            return None
        times = Times(self._opened, stream, _packets_per_second(stream, kind))
        return _Track(stream, times, TrackTimes(kind, times.usual_ms))

    def _new_board(self, stream: Any, task: Task) -> Board:
        stated, rotation = task.facts.get("duration_ms"), int(task.facts.get("rotation") or 0)
        return Board(self._into, stated or None, rotation=rotation, stretch=_stretch(stream))

    def _look_at(self, track: _Track, board: Board) -> Pictures:
        """Two decoders of the picture track: the file's own, and one of the same file opened a second time."""
        glance, stare = track.stream.codec_context, self._second.streams[track.stream.index].codec_context
        glance.thread_count = 1  # a single picture is asked of it, and given at once
        stare.thread_count, stare.thread_type = _CORES, "AUTO"
        return Pictures(glance, stare, track.times, board)

    def run(self) -> None:
        """Read the file from beginning to end."""
        try:
            packets = self._picture_packets()
            if self._pictures:
                self._pictures.follow(packets)
            for _ in packets:  # only sound: it is handed on as it is met
                pass
        finally:
            if self._hearing:
                self._hearing.finish()

    def _picture_packets(self) -> Iterator[Timed]:
        """The packets of the picture track; those of the sound track are handed to the listener on the way."""
        for packet in _packets(self._opened, [one.stream for one in (self._picture, self._sound) if one]):
            if self._picture and packet.stream_index == self._picture.stream.index:
                if noted := self._picture.note(packet):
                    at, end, gap = noted
                    yield Timed(packet, at, end, packet.is_keyframe, gap)
            elif self._sound and self._hearing:
                self._sound.note(packet)
                self._hearing.take(packet)

    def work(self) -> Work:
        """What came of it."""
        tracks = {one.gaps.kind: one.gaps for one in (self._picture, self._sound) if one and one.gaps.begin is not None}
        length = max((track.end for track in tracks.values()), default=0)
        seen, heard = self._seen(length), self._heard()
        if not (seen or heard):
            raise WorkImpossible(NOTHING)
        spans = [*missing_in(tracks), *(self._pictures.spans() if self._pictures else [])]
        spans += self._hearing.silence() if self._hearing and heard else []
        result = {
            "duration_ms": length,
            "spans": [span.as_json() for span in sorted(spans, key=_order)],
            **seen,
            **heard,
        }
        return Work(tool=_tool(), result=result, files=self._files(seen, heard))

    def _seen(self, length: int) -> dict[str, Any]:
        told = self._board.finish(length) if self._board else None
        return {"storyboard": told} if told else {}

    def _heard(self) -> dict[str, Any]:
        if self._hearing is None or not self._hearing.heard:
            return {}
        return {"loudness": self._hearing.loudness(), "waveform": self._hearing.waveform(self._into)}

    def _files(self, seen: dict[str, Any], heard: dict[str, Any]) -> tuple[MadeFile, ...]:
        names = [(name, board.CONTENT_TYPE) for name in seen["storyboard"]["sheets"]] if seen else []
        names += [(hearing.ARTIFACT, hearing.CONTENT_TYPE)] if heard else []
        return tuple(MadeFile(name, self._into / name, content_type) for name, content_type in names)


def _listens_to(track: _Track) -> Hearing:
    codec = track.stream.codec_context
    return Hearing(codec, track.times, int(codec.channels or 1))


def _stretch(stream: Any) -> float:
    """How much wider than high the dots of the picture are (anamorphic film); 1 where the file tells nonsense."""
    shape = stream.sample_aspect_ratio
    return float(shape) if shape and 0.1 < shape < 10 else 1.0


def _order(span: Span) -> tuple[int, int, str]:
    return span.from_ms, span.to_ms, span.kind


def _packets(opened: Any, streams: list[Any]) -> Iterator[Any]:
    """Packets in the order of the file; where it breaks off, so do they."""
    packets = opened.demux(streams)
    while True:
        try:
            packet = next(packets, None)
        except (av.error.FFmpegError, EOFError):
            return
        if packet is None:
            return
        if packet.size:
            yield packet


def _is_cover(stream: Any) -> bool:
    """Whether a picture track is the cover of a sound file."""
    return bool(stream.disposition & av.stream.Disposition.attached_pic)


def _packets_per_second(stream: Any, kind: str) -> float:
    if kind == "video":
        return float(stream.average_rate or 25)
    codec = stream.codec_context
    return (codec.sample_rate or 8000) / (codec.frame_size or 1024)


def _tool() -> str:
    return f"liuhen survey {VERSION}, PyAV {av.__version__}, FFmpeg {av.ffmpeg_version_info}"
