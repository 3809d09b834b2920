"""Playable copies of captures from vehicle terminals (JT/T 1078): one film for each channel, lost time left empty."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.audio.frame import AudioFrame

from liuhen.adapters.workshop import labels
from liuhen.adapters.workshop.capture import Channel, Inventory, Key, frames_of, take_stock
from liuhen.adapters.workshop.films.copying import film_copy
from liuhen.adapters.workshop.films.source import UNREADABLE, opened
from liuhen.adapters.workshop.films.writing import TOOL
from liuhen.adapters.workshop.terminal_sound import CODINGS, TerminalSound
from liuhen.core.media.frames import Frame
from liuhen.core.media.playing import Way
from liuhen.ports.workshop import MadeFile, Task, Work, WorkFailed, WorkImpossible

WHAT = "车载终端数据包的可播放副本"
PICTURES = {98: "h264", 99: "hevc"}
UNDECODABLE = {100: "AVS", 101: "SVAC"}
_MILLISECOND = Fraction(1, 1000)


def make(task: Task, source: Path, into: Path) -> Work:
    """Make one film for every channel that can be decoded. Raises WorkImpossible when none can."""
    stock = take_stock(source)
    writers = _unpack(source, into, stock)
    words = labels.metadata(labels.parent_of(task.facts, source), WHAT)
    streams, files = list[dict[str, Any]](), list[MadeFile]()
    for channel in stock.channels:
        told = _told(channel)
        if raw := writers.get((channel.sim, channel.number)):
            stem = "playable" if not files else f"playable-{len(files) + 1}"
            made, result, lead_in = _film(raw, into, stem, words)
            files += made
            told |= (
                {**_after(told, lead_in), **result, "audio": _sound_told(channel, result["audio"])} if made else result
            )
        else:
            told["failure"] = _why([channel])
        streams.append(told)
    if not files:
        raise WorkImpossible(_why(stock.channels))
    main = next(one for one in streams if "artifact" in one)
    return Work(tool=TOOL, result={**main, "streams": streams, "damaged": stock.damaged}, files=tuple(files))


def _film(raw: Path, into: Path, stem: str, words: dict[str, str]) -> tuple[list[MadeFile], dict[str, Any], int]:
    """The film of one channel, what is told of it, and by how many milliseconds it begins after its channel.

    No film, and why, where its content can't be decoded. The other channels don't suffer for it: what was begun of its
    film is dropped.
    """
    try:
        with opened(raw, "matroska") as film:
            lead_in = round(film.origin * 1000)
        name, content_type, result = film_copy(raw, into, stem=stem, container="matroska", words=words)
    except WorkFailed as failure:
        for begun in into.glob(f"{stem}.*"):
            begun.unlink()
        return [], {"failure": str(failure)}, 0
    finally:
        raw.unlink()
    return [MadeFile(name, into / name, content_type)], {"artifact": name, **result}, lead_in


def _after(told: Mapping[str, Any], lead_in: int) -> dict[str, Any]:
    """What was told in the time of a channel, in the time of its film, which begins so many milliseconds later.

    A film begins with the first frame that could be written: a terminal that is switched on between two key pictures
    sends nothing before that can be shown.
    """
    holes = [
        {**one, "from_ms": max(one["from_ms"] - lead_in, 0), "to_ms": one["to_ms"] - lead_in} for one in told["missing"]
    ]
    return {
        "starts_ms": told["starts_ms"] + lead_in,
        "missing": [one for one in holes if one["to_ms"] > 0],
        "clock_set": [{**one, "at_ms": max(one["at_ms"] - lead_in, 0)} for one in told["clock_set"]],
    }


def _told(channel: Channel) -> dict[str, Any]:
    """What is said of a channel, whether it can be played or not; times in milliseconds of the channel."""
    assembler = channel.assembler
    return {
        "sim": channel.sim,
        "channel": channel.number,
        "packets": channel.packets,
        "pictures": channel.pictures,
        "sounds": channel.sounds,
        "first_stamp_ms": assembler.first_stamp,
        "starts_ms": channel.starts_ms,
        "left_out": assembler.left_out,
        "missing": [
            {"from_ms": hole.from_ms, "to_ms": hole.to_ms, "packets": hole.packets} for hole in assembler.missing
        ],
        "clock_set": [
            {"at_ms": at, "stamp_before_ms": before, "stamp_after_ms": after} for at, before, after in assembler.leaps
        ],
    }


def _sound_told(channel: Channel, result: dict[str, Any] | None) -> dict[str, Any] | None:
    """What became of the sound, under the name the terminals' standard gives its coding."""
    if not channel.first_sounds:
        return None
    coding = CODINGS.get(channel.first_sounds[0].payload_type)
    named = coding.label if coding else str(channel.first_sounds[0].payload_type)
    return {"from": named, "to": result and result["to"], "way": result and Way.ENCODE.value}


def _why(channels: Sequence[Channel]) -> str:
    codes = {one.first_picture.payload_type for one in channels if one.first_picture}
    named = "、".join(UNDECODABLE[code] for code in sorted(codes & set(UNDECODABLE)))
    if named:
        return f"数据包中的画面采用 {named} 编码，本机不能解码。请用厂商播放器查看原件。"
    if codes & set(PICTURES):
        return "数据包中的画面已损坏，本机不能解码，做不出可播放副本。请用厂商播放器查看原件。"
    return "数据包中没有完整的画面和声音，做不出可播放副本。"


def _unpack(source: Path, into: Path, stock: Inventory) -> dict[Key, Path]:
    """Each channel's frames as a file of its own, as they are, at their own times."""
    paths: dict[Key, Path] = {}
    with ExitStack() as stack:
        writers: dict[Key, _ChannelFile] = {}
        for number, channel in enumerate(stock.channels):
            path = into / f"channel-{number}.mkv"
            if (writer := _ChannelFile.fit_for(channel, path)) is not None:
                key = (channel.sim, channel.number)
                writers[key], paths[key] = stack.enter_context(writer), path
        for channel, frame in frames_of(source):
            if writer := writers.get((channel.sim, channel.number)):
                writer.take(frame)
    return paths


class _ChannelFile:
    """The frames of one channel written to a Matroska file: pictures as they are, sound as plain samples."""

    @classmethod
    def fit_for(cls, channel: Channel, path: Path) -> _ChannelFile | None:
        """A file for what can be decoded of the channel; None when nothing can."""
        picture, sound = _picture_template(channel), _sound(channel)
        return None if picture is None and sound is None else cls(path, channel, picture, sound)

    def __init__(self, path: Path, channel: Channel, picture: Any | None, sound: TerminalSound | None) -> None:
        self._out = av.open(str(path), "w", format="matroska")
        self._sound, self._sound_type = sound, channel.first_sounds[0].payload_type if sound else None
        self._picture_type = channel.first_picture.payload_type if picture and channel.first_picture else None
        self._pictures = self._out.add_stream_from_template(picture) if picture else None
        if self._pictures is not None:
            self._pictures.time_base = _MILLISECOND
        self._samples: Any = None
        if sound:
            first = next(frame for piece in channel.first_sounds for frame in sound.decode(piece.body))
            layout = "mono" if first.layout.nb_channels == 1 else "stereo"
            self._samples = self._out.add_stream("pcm_s16le", rate=first.sample_rate, layout=layout)
            self._plain = av.AudioResampler(format="s16", layout=layout, rate=first.sample_rate)
        self._last = -1

    def __enter__(self) -> _ChannelFile:
        return self

    def __exit__(self, *_: object) -> None:
        self._out.close()

    def take(self, frame: Frame) -> None:
        """Write one frame of the channel; one of another coding than the first is left out."""
        if frame.is_picture and self._pictures is not None and frame.payload_type == self._picture_type:
            self._picture(frame)
        elif not frame.is_picture and self._sound is not None and frame.payload_type == self._sound_type:
            for samples in self._sound.decode(frame.body):
                self._hear(samples, frame.at_ms)

    def _picture(self, frame: Frame) -> None:
        packet: Any = av.Packet(frame.body)
        packet.stream, packet.time_base = self._pictures, _MILLISECOND
        packet.pts = packet.dts = self._last = max(frame.at_ms, self._last + 1)
        packet.is_keyframe = frame.is_key
        self._out.mux(packet)

    def _hear(self, samples: AudioFrame, at_ms: int) -> None:
        samples.pts = None
        for plain in self._plain.resample(samples):
            plain.time_base = Fraction(1, plain.sample_rate)
            plain.pts = at_ms * plain.sample_rate // 1000
            self._out.mux(self._samples.encode(plain))


def _picture_template(channel: Channel) -> Any | None:
    """The picture track as the first key frame describes it; None where its coding can't be read."""
    frame = channel.first_picture
    if frame is None or frame.payload_type not in PICTURES:
        return None
    try:
        opened = av.open(io.BytesIO(frame.body * 2), format=PICTURES[frame.payload_type])
    except UNREADABLE:
        return None
    stream = opened.streams.video[0]
    return stream if stream.codec_context.width else None


def _sound(channel: Channel) -> TerminalSound | None:
    if not channel.first_sounds:
        return None
    coding = CODINGS.get(channel.first_sounds[0].payload_type)
    if coding is None:
        return None
    sound = TerminalSound(coding, channel.first_sounds[0].body, channel.sound_step_ms)
    heard = any(sound.decode(piece.body) for piece in channel.first_sounds)
    return TerminalSound(coding, channel.first_sounds[0].body, channel.sound_step_ms) if heard else None
