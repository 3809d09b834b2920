"""The sound of a recording as even pieces for recognisers: 16 kHz, one channel, read in a stream, never as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import av.error

from liuhen.adapters.confined.opening import open_media
from liuhen.ports.recognisers import RATE, SAMPLE_BYTES
from liuhen.ports.workshop import Task, WorkFailed, WorkImpossible

NO_SOUND = "这份音像记录没有声音轨道。"
UNREADABLE = "声音轨道无法读取。"
_LEAP_MS = 200  # sound that comes this much later than what was before has a gap before it
Piece = tuple[int, bytes]


def pieces(task: Task, source: Path, samples: int) -> Iterator[Piece]:
    """The sound in pieces of `samples` samples with their positions in ms; where sound is missing, positions leap.

    The last piece before a gap or the end may be shorter. WorkImpossible when there is no sound track, WorkFailed when
    it cannot be opened; what is damaged inside is passed over.
    """
    with source.open("rb") as file:
        try:
            opened = open_media(file, task.facts.get("container"))
        except (av.error.FFmpegError, ValueError, EOFError) as error:
            raise WorkFailed(UNREADABLE) from error
        with opened:
            if not opened.streams.audio:
                raise WorkImpossible(NO_SOUND)
            yield from _even(_decoded(opened), samples * SAMPLE_BYTES)


def _even(found: Iterator[Piece], size: int) -> Iterator[Piece]:
    """Cut what was decoded into even pieces, counting samples, and beginning anew where time leaps."""
    held, begun, given = b"", 0, 0
    for at, sound in found:
        if at - (begun + _ms(given + len(held))) > _LEAP_MS:
            if held:
                yield begun + _ms(given), held
            held, begun, given = b"", at, 0
        held += sound
        while len(held) >= size:
            yield begun + _ms(given), held[:size]
            held, given = held[size:], given + size
    if held:
        yield begun + _ms(given), held


def _ms(size: int) -> int:
    return size * 1000 // (RATE * SAMPLE_BYTES)


def _decoded(opened: Any) -> Iterator[Piece]:
    stream = opened.streams.audio[0]
    begins = (opened.start_time or 0) / av.time_base
    last, resampler = 0, _resampler()
    for frame in _frames(opened, stream):
        at = last if frame.time is None else round((frame.time - begins) * 1000)
        try:
            made = resampler.resample(frame)
        except ValueError:  # the format changes in mid-stream
            resampler = _resampler()
            made = resampler.resample(frame)
        sound = b"".join(bytes(one.planes[0])[: one.samples * SAMPLE_BYTES] for one in made)
        yield max(0, at), sound
        last = at + _ms(len(sound))


def _frames(opened: Any, stream: Any) -> Iterator[Any]:
    """The frames that can be decoded; a damaged packet is passed over, a broken end is the end."""
    packets = opened.demux(stream)
    while True:
        try:
            packet = next(packets, None)
        except (av.error.FFmpegError, EOFError):
            return
        if packet is None:
            return
        try:
            yield from packet.decode()
        except (av.error.FFmpegError, ValueError):
            continue


def _resampler() -> Any:
    return av.AudioResampler(format="s16", layout="mono", rate=RATE)
