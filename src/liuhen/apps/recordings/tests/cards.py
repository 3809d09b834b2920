"""What a device's card holds, made on the spot: small real recordings, and things that are none.

Each file is as old as it says it is: the clocks of these tests stand still, and what is written now would be of their
future.
"""

from __future__ import annotations

import math
import os
import struct
import wave
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from PIL import Image

WRITTEN = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)
"""When files that tell no time of their own were written: before the clock of any test that uses them."""


def written(path: Path, at: datetime = WRITTEN) -> Path:
    """Have the file as old as if it had been written then."""
    os.utime(path, (at.timestamp(), at.timestamp()))
    return path


def sound(path: Path, seed: int = 1) -> Path:
    """Write a short tone; each seed gives other bytes."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        tone = (round(9000 * math.sin(n * seed / 11)) for n in range(1600))
        file.writeframes(b"".join(struct.pack("<h", one) for one in tone))
    return written(path)


def film(path: Path, start: datetime | None = None, seconds: int = 2, colour: int = 40, codec: str = "mpeg4") -> Path:
    """Write a tiny film whose container says when it began; no browser plays `mpeg4`, every one plays `h264`."""
    with av.open(str(path), "w", format="mp4") as container:
        if start:
            container.metadata["creation_time"] = start.isoformat()
        stream = cast(VideoStream, container.add_stream(codec, rate=5))
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for index in range(seconds * 5):
            frame = VideoFrame.from_image(Image.new("RGB", (64, 48), (colour, index * 20 % 255, 90)))
            frame.pts, frame.time_base = index, Fraction(1, 5)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return written(path, start + timedelta(seconds=seconds) if start else WRITTEN)


def text(path: Path, content: str = "这是一份说明。") -> Path:
    """Write a file that is no recording."""
    path.write_text(content, encoding="utf-8")
    return written(path)
