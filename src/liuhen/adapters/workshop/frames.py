"""Pictures of a recording for recognisers: upright, some of them, each with its position."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import av
import av.error
from PIL import Image, ImageOps

from liuhen.adapters.confined.opening import open_media
from liuhen.adapters.media_probe.image_reader import prepare
from liuhen.ports.workshop import Task, WorkFailed, WorkImpossible

NO_PICTURE = "这份音像记录没有画面。"
UNREADABLE = "画面无法读取。"
_LONGEST_SIDE = 2560  # a plate in the street is some twenty lines high in a phone's photo: no smaller
_UPRIGHT = {90: Image.Transpose.ROTATE_90, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_270}
"""By how many degrees anticlockwise the probe says a picture is to be turned; Pillow counts the same way."""
Shown = tuple[int, Image.Image]


def still(source: Path) -> Image.Image:
    """A photo, upright and not larger than recognisers need; WorkFailed when it cannot be decoded."""
    prepare()
    try:
        with Image.open(source) as photo:
            photo.draft("RGB", (_LONGEST_SIDE, _LONGEST_SIDE))
            upright = ImageOps.exif_transpose(photo).convert("RGB")
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError) as error:
        raise WorkFailed(UNREADABLE) from error
    upright.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    return upright


def pictures(task: Task, source: Path, wanted: Callable[[int], bool]) -> Iterator[Shown]:
    """Key frames at the positions (ms) that are `wanted`, asked in order, and the last one in any case.

    The whole file is read once, and nothing but these frames is decoded. WorkImpossible when there is no picture track,
    WorkFailed when it cannot be opened; what is damaged inside is passed over.
    """
    with source.open("rb") as file:
        try:
            opened = open_media(file, task.facts.get("container"))
        except (av.error.FFmpegError, ValueError, EOFError) as error:
            raise WorkFailed(UNREADABLE) from error
        with opened:
            if not opened.streams.video:
                raise WorkImpossible(NO_PICTURE)
            yield from _shown(opened, wanted, int(task.facts.get("rotation") or 0) % 360)


def _shown(opened: Any, wanted: Callable[[int], bool], rotation: int) -> Iterator[Shown]:
    stream = opened.streams.video[0]
    stream.thread_type = "NONE"  # a frame comes out at once, not when more packets follow
    last: tuple[int, Any] | None = None
    for at, packet in _keys(opened, stream):
        last = None
        if not wanted(at):
            last = at, packet
        elif picture := _decoded(stream.codec_context, packet, rotation):
            yield at, picture
    if last and (picture := _decoded(stream.codec_context, last[1], rotation)):
        yield last[0], picture


def _keys(opened: Any, stream: Any) -> Iterator[tuple[int, Any]]:
    """Packets that begin a picture anew, with their positions; without time stamps they are counted by frame rate."""
    begins, number = (opened.start_time or 0) / av.time_base, 0
    rate = float(stream.average_rate or 25)
    packets = opened.demux(stream)
    while True:
        try:
            packet = next(packets, None)
        except (av.error.FFmpegError, EOFError):
            return
        if packet is None:
            return
        time = number / rate if packet.pts is None else float(packet.pts * packet.time_base) - begins
        number += 1
        if packet.is_keyframe and packet.size:
            yield max(0, round(time * 1000)), packet


def _decoded(codec: Any, packet: Any, rotation: int) -> Image.Image | None:
    try:
        codec.flush_buffers()
        frames = [*codec.decode(packet), *codec.decode(None)]
        codec.flush_buffers()
        picture: Image.Image | None = frames[0].to_image() if frames else None
    except (av.error.FFmpegError, ValueError, EOFError):
        return None
    if picture and rotation in _UPRIGHT:
        return picture.transpose(_UPRIGHT[rotation])
    return picture
