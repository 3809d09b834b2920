"""Films, sounds and pictures made for tests: what is seen at each moment can be told from the picture itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy
from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame

from liuhen.adapters.media_probe.parent import ChildProbe

RATE = 25
SOUND_RATE = 16_000
WIDTH, HEIGHT = 192, 144
BARS = 8
CODERS = {"h264": "libx264", "hevc": "libx265", "vp9": "libvpx-vp9", "vp8": "libvpx", "mp3": "libmp3lame"}
KEYS = {
    "libx264": {"g": "25", "bf": "0", "sc_threshold": "0"},
    "libx265": {"x265-params": "keyint=25:scenecut=0:bframes=0:log-level=none"},
}


def picture(number: int, width: int = WIDTH, height: int = HEIGHT) -> VideoFrame:
    """A picture that says its number in eight bars, light for 1 and dark for 0."""
    bits = [number >> bit & 1 for bit in range(BARS)]
    columns = numpy.repeat(numpy.array([200 if bit else 40 for bit in bits], "uint8"), width // BARS)
    grey = numpy.tile(columns, (height, 1))
    return VideoFrame.from_ndarray(numpy.stack([grey] * 3, axis=2), format="rgb24")


def number_in(frame: VideoFrame) -> int:
    """The number a picture says, whatever was done to it meanwhile."""
    grey = frame.to_ndarray(format="gray")
    wide = grey.shape[1] // BARS
    return sum(int(grey[:, k * wide + wide // 4 : k * wide + wide // 2].mean() > 120) << k for k in range(BARS))


def tone(start: int, samples: int, rate: int = SOUND_RATE, hertz: int = 440) -> AudioFrame:
    """A steady tone."""
    at = numpy.arange(start, start + samples) / rate
    wave = (numpy.sin(2 * numpy.pi * hertz * at) * 8000).astype("int16")
    frame = AudioFrame.from_ndarray(wave.reshape(1, -1), format="s16", layout="mono")
    frame.sample_rate, frame.pts, frame.time_base = rate, start, Fraction(1, rate)
    return frame


def shoot(
    path: Path,
    *,
    coder: str | None = "h264",
    sound: str | None = "aac",
    container: str | None = None,
    times_ms: Iterable[int] | None = None,
    rotation: int = 0,
    rate: int = SOUND_RATE,
) -> Path:
    """Write a film whose pictures are numbered and stand at these times (two seconds of 25 a second)."""
    times = list(times_ms) if times_ms is not None else [number * 40 for number in range(50)]
    with av.open(str(path), "w", format=container) as out:
        pictures = _picture_track(out, coder, rotation) if coder else None
        samples: Any = out.add_stream(CODERS.get(sound, sound), rate=rate, layout="mono") if sound else None
        length = times[-1] + 40
        if samples is not None:
            size = samples.codec_context.frame_size or 160
            for start in range(0, length * rate // 1000 // size * size, size):
                out.mux(samples.encode(_as(samples, tone(start, size, rate))))
            out.mux(samples.encode(None))
        if pictures is not None:
            for number, at in enumerate(times):
                frame = picture(number).reformat(format=pictures.pix_fmt)
                frame.pts, frame.time_base = at * 90, Fraction(1, 90_000)
                out.mux(pictures.encode(frame))
            out.mux(pictures.encode(None))
    return path


def _picture_track(out: Any, coder: str, rotation: int) -> Any:
    name = CODERS.get(coder, coder)
    track = out.add_stream(name, rate=RATE, options=KEYS.get(name, {}))
    track.width, track.height = WIDTH, HEIGHT
    track.pix_fmt = "yuvj420p" if coder == "mjpeg" else "yuv420p"
    if coder not in ("mjpeg", "mpeg4", "mpeg2video"):
        track.codec_context.time_base = Fraction(1, 90_000)
    if rotation:
        track.set_display_rotation(rotation)
    return track


def _as(track: Any, frame: AudioFrame) -> AudioFrame:
    """The tone in the form the coder takes."""
    form = track.codec_context.format
    if form is None or form.name == "s16":
        return frame
    (converted,) = av.AudioResampler(format=form.name, layout="mono", rate=frame.sample_rate).resample(frame)
    converted.pts, converted.time_base = frame.pts, frame.time_base
    return converted


def seen(path: Path) -> list[tuple[int, int]]:
    """Of each picture: when it is shown, in milliseconds, and the number it says."""
    with av.open(str(path)) as film:
        return [(round((frame.time or 0) * 1000), number_in(frame)) for frame in film.decode(video=0)]


def heard_ms(path: Path) -> float:
    """How long a file sounds, in milliseconds."""
    with av.open(str(path)) as film:
        return sum(1000 * frame.samples / frame.sample_rate for frame in film.decode(audio=0))


def loudness(path: Path) -> Sequence[float]:
    """The loudest sample of every tenth of a second, between 0 and 1."""
    with av.open(str(path)) as film:
        frames: list[AudioFrame] = []
        resampler = av.AudioResampler(format="flt", layout="mono", rate=8000)
        for frame in film.decode(audio=0):
            frames += resampler.resample(frame)
    wave = numpy.concatenate([frame.to_ndarray()[0] for frame in frames])
    return [float(abs(part).max()) for part in numpy.split(wave, range(800, len(wave), 800))]


def facts(path: Path, probe: ChildProbe | None = None) -> dict[str, Any]:
    """What the probe tells of a file, as a task carries it."""
    asked = probe or ChildProbe()
    try:
        found = asked.probe(path, original_name=path.name)
    finally:
        if probe is None:
            asked.close()
    tracks = [{"kind": track.kind, "codec": track.codec} for track in found.tracks]
    reason = found.reason.value if found.reason else None
    return {
        "kind": found.kind.value,
        "container": found.container,
        "tracks": tracks,
        "duration_ms": found.duration_ms,
        "rotation": found.rotation,
        "width": found.width,
        "reason": reason,
    }
