"""Films without an index (the power was lost while recording): their pictures found again by reading through the data.

The index of an MP4 holds where each picture lies, when it is shown and how it is to be decoded. Cameras that repeat the
last of these before their key pictures leave enough to find the pictures again; sound has no such marks and is lost,
and so are the times: pictures are set at the rate the camera states, or else at the usual one, and the result says so.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av

from liuhen.adapters.workshop import labels
from liuhen.adapters.workshop.films.copying import film_copy
from liuhen.adapters.workshop.films.source import UNREADABLE
from liuhen.adapters.workshop.films.writing import TOOL
from liuhen.core.media.nal import Coding, Unit, find_coding, pictures, units
from liuhen.ports.workshop import MadeFile, Task, Work, WorkImpossible

WHAT = "断电录像的可播放副本"
USUAL_RATE = Fraction(25)
_SLOWEST, _FASTEST = 1, 240  # some cameras state the ticks of their clock instead
_LEAST_PICTURES = 2
NO_PARAMETERS = (
    "录像缺少索引，且数据中没有解码所需的参数，无法修复。"
    "请保留原件，用同型号设备以相同设置录制的完好文件作参照，交厂商或鉴定机构修复。"
)


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found again: how many pictures, at what rate, and whether the camera states that rate."""

    pictures: int
    rate: Fraction
    stated: bool


class _Stored:
    """The bytes of an open file, read as they are asked for: a mapped film counts as memory, and films are larger."""

    def __init__(self, number: int) -> None:
        self._number, self._length = number, os.fstat(number).st_size

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, part: slice) -> bytes:
        first, last, _step = part.indices(self._length)
        return os.pread(self._number, max(last - first, 0), first)


def make(task: Task, source: Path, into: Path) -> Work:
    """Find the pictures again and make a playable copy. Raises WorkImpossible when the data don't say how to decode."""
    raw = into / "found.mkv"
    with source.open("rb") as file:
        found = _unpack(_Stored(file.fileno()), raw)
    words = labels.metadata(labels.parent_of(task.facts, source), WHAT)
    name, content_type, result = film_copy(raw, into, stem="playable", container="matroska", words=words)
    raw.unlink()
    told = {
        "artifact": name,
        **result,
        "same_length": False,
        "repaired": {"pictures": found.pictures, "fps": float(found.rate), "rate_stated": found.stated},
    }
    return Work(tool=TOOL, result=told, files=(MadeFile(name, into / name, content_type),))


def _unpack(data: _Stored, raw: Path) -> _Found:
    coding = find_coding(data)
    if coding is None:
        raise WorkImpossible(NO_PARAMETERS)
    template, rate = _described(coding)
    step = 1 / (rate or USUAL_RATE)
    with av.open(str(raw), "w", format="matroska") as out:
        stream = out.add_stream_from_template(template)
        number = 0
        for number, (body, is_key) in enumerate(_bodies(data, coding), start=1):
            packet: Any = av.Packet(body)
            packet.stream, packet.time_base, packet.is_keyframe = stream, Fraction(1, 1000), is_key
            packet.pts = packet.dts = round((number - 1) * step * 1000)
            out.mux(packet)
    if number < _LEAST_PICTURES:
        raise WorkImpossible(NO_PARAMETERS)
    return _Found(number, rate or USUAL_RATE, rate is not None)


def _bodies(data: _Stored, coding: Coding) -> Iterator[tuple[bytes, bool]]:
    for picture in pictures(units(data, coding), coding):
        yield b"".join(b"\0\0\0\1" + _bytes(data, unit) for unit in picture.units), picture.is_key


def _bytes(data: _Stored, unit: Unit) -> bytes:
    return data[unit.start : unit.start + unit.length]


def _described(coding: Coding) -> tuple[Any, Fraction | None]:
    """The picture track as the parameters found describe it, and the rate they state."""
    head = b"".join(b"\0\0\0\1" + part for part in coding.parameters)
    try:
        stream = av.open(io.BytesIO(head + coding.first_picture), format=coding.codec).streams.video[0]
    except UNREADABLE as error:
        raise WorkImpossible(NO_PARAMETERS) from error
    if not stream.codec_context.width:
        raise WorkImpossible(NO_PARAMETERS)
    rate = stream.codec_context.framerate
    return stream, rate if rate and _SLOWEST <= rate <= _FASTEST else None
