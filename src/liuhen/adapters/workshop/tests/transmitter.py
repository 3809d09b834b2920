"""A vehicle terminal that films the studio's numbered pictures and sends them as packets of JT/T 1078."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import av

from liuhen.adapters.workshop.tests.studio import CODERS, HEIGHT, KEYS, WIDTH, picture, tone
from liuhen.core.media.jt1078 import Data, Part
from liuhen.core.media.tests.terminal import raw

BODY = 950
CODINGS = {"h264": 98, "hevc": 99}
SOUND_MS = 40


@dataclass(frozen=True)
class Sent:
    """A packet's content before it is numbered."""

    at: int
    body: bytes
    data: Data
    part: Part
    coding: int
    interval: int | None = None


def pictures(coder: str = "h264", count: int = 50, *, step: int = 40) -> Iterator[Sent]:
    """Numbered pictures, a key picture every 25, in packets of at most 950 bytes."""
    name = CODERS[coder]
    encoder: Any = av.CodecContext.create(name, "w")
    encoder.width, encoder.height, encoder.pix_fmt = WIDTH, HEIGHT, "yuv420p"
    encoder.time_base, encoder.framerate = Fraction(1, 25), Fraction(25)
    options = {**KEYS[name], "tune": "zerolatency"}
    if name == "libx265":
        options["x265-params"] += ":repeat-headers=1"
    encoder.options = options
    for number in range(count):
        frame = picture(number).reformat(format="yuv420p")
        frame.pts = number
        for packet in encoder.encode(frame):
            yield from _parts(packet, number * step, CODINGS[coder], step)


def _parts(packet: Any, at: int, coding: int, step: int) -> Iterator[Sent]:
    body, kind = bytes(packet), Data.KEY_FRAME if packet.is_keyframe else Data.FRAME
    pieces = [body[start : start + BODY] for start in range(0, len(body), BODY)]
    for number, piece in enumerate(pieces):
        part = Part.WHOLE if len(pieces) == 1 else Part.MIDDLE
        if len(pieces) > 1 and number in (0, len(pieces) - 1):
            part = Part.LAST if number else Part.FIRST
        yield Sent(at, piece, kind, part, coding, interval=step if at else None)


def sound(codec: str, coding: int, length_ms: int = 2000, *, makers_head: bool = False) -> Iterator[Sent]:
    """A tone at 8 kHz in pieces of 40 ms."""
    encoder: Any = av.CodecContext.create(codec, "w")
    encoder.sample_rate, encoder.layout, encoder.format = 8000, "mono", "s16"
    encoder.time_base = Fraction(1, 8000)
    if codec.startswith("g726"):
        encoder.options = {"code_size": "4"}
    samples = length_ms * 8
    coded = b"".join(bytes(packet) for packet in [*encoder.encode(tone(0, samples, 8000)), *encoder.encode(None)])
    size = len(coded) * SOUND_MS // length_ms
    for number in range(length_ms // SOUND_MS):
        body = coded[number * size : (number + 1) * size]
        head = bytes([0, 1, len(body) // 2, 0]) if makers_head else b""
        yield Sent(number * SOUND_MS, head + body, Data.SOUND, Part.WHOLE, coding)


def sent(*streams: Iterator[Sent], channel: int = 1, base: int = 1_600_000_000_000) -> list[bytes]:
    """The packets of these streams in the order of their times, numbered in one row."""
    together = sorted((one for stream in streams for one in stream), key=lambda one: one.at)
    return [
        raw(
            one.body,
            seq=number % 65536,
            at=base + one.at,
            data=one.data,
            part=one.part,
            interval=one.interval,
            channel=channel,
            coding=one.coding,
        )
        for number, one in enumerate(together)
    ]
