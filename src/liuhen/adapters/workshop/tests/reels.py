"""Films and sound recordings whose stretches are known to the millisecond, made with PyAV."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
Painter = Callable[[int, int, int], Image]
"""Number of the picture, width and height to a picture in grey."""
FPS = 25
RATE = 16_000


def moving(number: int, width: int, height: int) -> Image:
    """A picture that moves: stripes that travel, and a little noise."""
    noise = np.random.default_rng(number).integers(0, 12, (height, width), np.uint8)
    stripes = ((np.arange(width) * 3 + number * 7) % 200 + 20).astype(np.uint8)
    image: Image = np.broadcast_to(stripes, (height, width)) + noise
    return image


def black(number: int, width: int, height: int) -> Image:
    """The lens cap."""
    return np.full((height, width), 3, np.uint8)


def covered(number: int, width: int, height: int) -> Image:
    """A hand before the lens: no detail, a soft change from one side to the other, the noise of the sensor."""
    noise = np.random.default_rng(number).integers(0, 4, (height, width), np.uint8)
    soft = np.linspace(90, 120, width).astype(np.uint8)
    image: Image = np.broadcast_to(soft, (height, width)) + noise
    return image


def halted(at: int) -> Painter:
    """A picture that hangs: that of one number for ever."""
    return lambda number, width, height: moving(at, width, height)


def still_yard(number: int, width: int, height: int) -> Image:
    """A scene in which nothing moves, filmed by a camera that works: only the noise changes."""
    noise = np.random.default_rng(number).integers(0, 12, (height, width), np.uint8)
    image: Image = halted(1)(number, width, height) // 2 + noise
    return image


def schedule(*parts: tuple[float, Painter], fps: int = FPS) -> Painter:
    """One painter after another, each up to a second."""

    def paint(number: int, width: int, height: int) -> Image:
        until = next(part for part in parts if number < part[0] * fps)
        return until[1](number, width, height)

    return paint


def film(
    path: Path,
    painter: Painter,
    seconds: float,
    *,
    codec: str = "libx264",
    size: tuple[int, int] = (320, 180),
    keys: int = 25,
    pix_fmt: str = "yuv420p",
    skip: Sequence[tuple[float, float]] = (),
    sound: Callable[[float], float] | None = None,
    options: dict[str, str] | None = None,
    fps: int = FPS,
) -> Path:
    """Write a film; `keys`: pictures from one key frame to the next; `skip`: stretches (s) that are left out."""
    with av.open(str(path), "w") as out:
        video: Any = out.add_stream(codec, rate=fps, options=options or {})
        video.width, video.height, video.pix_fmt, video.gop_size = *size, pix_fmt, keys
        video.time_base = Fraction(1, fps)
        audio = out.add_stream("aac", rate=RATE, layout="mono") if sound else None
        for number in range(round(seconds * fps)):
            if not any(begin <= number / fps < end for begin, end in skip):
                out.mux(video.encode(_frame(painter(number, *size), pix_fmt, Fraction(number, fps))))
        out.mux(video.encode(None))
        if audio and sound:
            _sing(out, audio, sound, seconds, skip)
    return path


def _frame(image: Image, pix_fmt: str, at: Fraction) -> Any:
    frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(image), format="gray").reformat(format=pix_fmt)
    frame.pts, frame.time_base = at.numerator, Fraction(1, at.denominator)
    return frame


def sound(path: Path, loud: Callable[[float], float], seconds: float, *, codec: str = "pcm_s16le") -> Path:
    """Write a sound recording; `loud`: the loudness (0 to 1 of full scale) at a moment (s)."""
    with av.open(str(path), "w") as out:
        audio = out.add_stream(codec, rate=RATE, layout="mono")
        _sing(out, audio, loud, seconds, ())
    return path


def _sing(
    out: Any, audio: Any, loud: Callable[[float], float], seconds: float, skip: Sequence[tuple[float, float]]
) -> None:
    """A tone of 997 Hz, packet by packet, as loud as it is to be."""
    step = 160
    for begin in range(0, round(seconds * RATE), step):
        moment = begin / RATE
        if any(first <= moment < last for first, last in skip):
            continue
        wave = np.sin(2 * np.pi * 997 * np.arange(begin, begin + step) / RATE) * loud(moment)
        frame = av.AudioFrame.from_ndarray((wave * 32767).astype(np.int16).reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE, begin, Fraction(1, RATE)
        out.mux(audio.encode(frame))
    out.mux(audio.encode(None))
