"""The track of a recording: where the camera went, how fast, and what the device wrote beside the picture."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import av
import av.error

from liuhen.adapters.confined.opening import open_media
from liuhen.adapters.media_probe import boxes
from liuhen.adapters.media_probe.texts import LONGEST, clean, decode
from liuhen.adapters.workshop.tracks import beside
from liuhen.adapters.workshop.tracks.packets import LARGEST, points_in
from liuhen.adapters.workshop.tracks.points import MOST_DOUBTFUL, MOST_POINTS, Point, judge, thinned
from liuhen.ports.workshop import Task, Work, WorkFailed

VERSION = 1
MOST_STATED, MOST_TEXT, MOST_NOTES = 200, 64 << 20, 2000
UNREADABLE = "随录数据无法读取。"
_TELLING = ("data", "subtitle")
Stated = list[tuple[int, str]]


def make(task: Task, source: Path, into: Path) -> Work:
    """Read the whole track (TRACK in docs/formats/findings.md); most films have none, which is a finding too."""
    container = str(task.facts.get("container") or "")
    with source.open("rb") as file:
        if task.facts.get("kind") == "sidecar":
            origin, points, stated = _sidecar(file, container)
        else:
            origin, points, stated = _film(file, container, task)
    tool = f"liuhen track {VERSION}, PyAV {av.__version__}"
    return Work(tool=tool, result=_result(origin, points, stated))


def _result(origin: str, points: Iterable[Point], stated: Stated) -> dict[str, Any]:
    way = judge(point for point in points if math.isfinite(point.latitude) and math.isfinite(point.longitude))
    speeds = [point.speed for point in way.points if point.speed is not None]
    return {
        "source": origin,
        "points": [point.as_json() for point in thinned(way.points, MOST_POINTS)],
        "count": len(way.points),
        "metres": way.metres(),
        "fastest_kmh": round(max(speeds), 1) if speeds else None,
        "rounded": way.rounded(),
        "doubts": way.doubts(),
        "doubtful": [[*point.as_json(), doubt.value] for point, doubt in way.doubtful[:MOST_DOUBTFUL]],
        "stated": [{"at_ms": at, "text": text} for at, text in _few(stated)],
    }


def _few(stated: Stated) -> Stated:
    """What the device says when it says something new, and of that not too much."""
    news = [one for before, one in zip([(0, ""), *stated], stated, strict=False) if one[1] != before[1]]
    step = max(1, math.ceil(len(news) / MOST_STATED))
    return news[::step]


def _sidecar(file: BinaryIO, container: str) -> tuple[str, Sequence[Point], Stated]:
    text = decode(file.read(MOST_TEXT))
    if container == "srt":
        stated = [(at, words) for at, said in beside.cues(text) if (words := _words(said))]
        return "srt", list(beside.subtitle_points(text)), stated
    if container == "70mai":
        return "70mai", beside.seventy_mai_points(text), []
    return "nmea", beside.log_points(text), []


def _film(file: BinaryIO, container: str, task: Task) -> tuple[str, Sequence[Point], Stated]:
    duration = task.facts.get("duration_ms") or 0
    if container == "mov" and (blocks := boxes.outline(file, most_notes=MOST_NOTES).free_gps):
        return "freegps", beside.novatek_points(blocks, int(duration)), []
    points, stated = list[Point](), Stated()
    file.seek(0)
    try:
        with open_media(file, container or None) as opened:
            for packet, at, length in _telling(opened):
                points += points_in(packet, at, length)
                if words := _words(decode(_plain(packet))):
                    stated.append((at, words))
    except (av.error.FFmpegError, ValueError, EOFError) as error:
        raise WorkFailed(UNREADABLE) from error
    return "track", points, stated


def _telling(opened: Any) -> Iterator[tuple[bytes, int, int]]:
    """The packets of all data and subtitle tracks: contents, position and length in ms."""
    streams = [stream for stream in opened.streams if stream.type in _TELLING]
    if not streams:
        return
    begins = (opened.start_time or 0) / av.time_base
    packets = opened.demux(streams)
    while True:
        try:
            packet = next(packets, None)
        except (av.error.FFmpegError, EOFError):
            return
        if packet is None:
            return
        if 0 < packet.size <= LARGEST:
            at = 0.0 if packet.pts is None else float(packet.pts * packet.time_base) - begins
            yield bytes(packet), max(0, round(at * 1000)), round((packet.duration or 0) * packet.time_base * 1000)


def _plain(packet: bytes) -> bytes:
    """A subtitle of an MP4 file without the length that stands before it."""
    return packet[2:] if int.from_bytes(packet[:2]) == len(packet) - 2 else packet


def _words(text: str) -> str:
    """Text a person can read, on one line; empty for what is none."""
    line = " ".join(text.split())
    told = clean(line.encode()) or ""
    readable = sum(sign.isalnum() for sign in told)
    return told if readable >= 4 and 2 * len(told) >= min(len(line), LONGEST) else ""
