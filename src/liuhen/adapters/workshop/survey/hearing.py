"""The sound of a recording: its levels, where it is silent, how loud it is. Decoded once, in a thread of its own."""

from __future__ import annotations

import math
import queue
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import av.error
import numpy as np
from av.filter import Graph

from liuhen.adapters.workshop.survey.spans import Holding, Span
from liuhen.adapters.workshop.survey.times import Times

RATE = 48_000
BLOCK_MS = 10
WAVE_MS = 50
SILENT = 10 ** (-60 / 20)
"""-60 dB of full scale, as FFmpeg's silencedetect; of a microphone that works even a quiet room is louder."""
LEAST_SILENCE_MS = 2000
_LEAP_MS = 150
"""Sound that comes so much later (or earlier) than what was before it is not continuous with it."""
_QUIETEST_LUFS = -69.9
_BLOCK = RATE * BLOCK_MS // 1000
_AHEAD = 512
ARTIFACT, CONTENT_TYPE = "waveform.bin", "application/octet-stream"


class Hearing:
    """Takes packets of the sound track; what was heard is known after `finish`."""

    def __init__(self, decoder: Any, times: Times, channels: int) -> None:
        """Starts the thread."""
        self._decoder, self._times = decoder, times
        self._layout = "mono" if channels == 1 else "stereo"
        self._meter = _Meter(self._layout)
        self._waiting: queue.Queue[Any] = queue.Queue(_AHEAD)
        self._trouble: BaseException | None = None
        self._levels = _Levels()
        self._thread = threading.Thread(target=self._work, name="hearing", daemon=True)
        self._thread.start()

    def take(self, packet: Any) -> None:
        """A packet of sound, in order."""
        self._waiting.put(packet)

    def finish(self) -> None:
        """Wait until everything is heard. Raises what stopped the thread."""
        self._waiting.put(None)
        self._thread.join()
        if self._trouble:
            raise self._trouble

    @property
    def heard(self) -> bool:
        """Whether any sound could be decoded."""
        return self._levels.size > 0

    def loudness(self) -> dict[str, float | None]:
        """Programme loudness (EBU R 128, LUFS) and the highest sample (dB of full scale); None for digital silence."""
        peak = self._levels.highest()
        integrated = self._meter.integrated
        loud = integrated is not None and integrated > _QUIETEST_LUFS
        return {
            "integrated_lufs": round(integrated, 1) if loud and integrated is not None else None,
            "sample_peak_db": round(20 * math.log10(peak), 1) if peak > 0 else None,
        }

    def silence(self) -> list[Span]:
        """Where nothing is heard."""
        return self._levels.silence()

    def waveform(self, into: Path) -> dict[str, Any]:
        """Write the levels: a byte per WAVE_MS, the highest sample of full scale 0 to 255."""
        levels = self._levels.wave()
        (into / ARTIFACT).write_bytes(levels.tobytes())
        return {"every_ms": WAVE_MS, "count": len(levels), "artifact": ARTIFACT}

    def _work(self) -> None:
        try:
            for at, frame in self._frames():
                for measured in self._meter.measure(frame, at):
                    self._levels.add(*measured)
            for measured in self._meter.finish():
                self._levels.add(*measured)
        except BaseException as trouble:
            self._trouble = trouble
            while self._waiting.get() is not None:  # whoever hands over packets must not wait for ever
                continue

    def _frames(self) -> Iterator[tuple[int | None, Any]]:
        while (packet := self._waiting.get()) is not None:
            try:
                for frame in self._decoder.decode(packet):
                    yield self._times.of_frame(frame), frame
            except (av.error.FFmpegError, ValueError):
                continue


class _Meter:
    """FFmpeg's loudness meter; gives the sound back evenly, with the position at which each piece belongs."""

    def __init__(self, layout: str) -> None:
        self._layout = layout
        self._resampler = self._new_resampler()
        self._graph = Graph()
        source = self._graph.add_abuffer(sample_rate=RATE, format="flt", layout=layout, time_base=None)
        meter, sink = self._graph.add("ebur128", "metadata=1"), self._graph.add("abuffersink")
        source.link_to(meter)
        meter.link_to(sink)
        self._graph.configure()
        self._pushed = self._pulled = 0
        self._anchors: list[tuple[int, int]] = [(0, 0)]
        self.integrated: float | None = None

    def measure(self, frame: Any, at: int | None) -> Iterator[tuple[int, Any]]:
        for even in self._resampled(frame):
            if at is not None:
                self._anchor(at)
                at = None
            even.pts = self._pushed
            self._pushed += even.samples
            self._graph.push(even)
        yield from self._pull()

    def finish(self) -> Iterator[tuple[int, Any]]:
        self._graph.push(None)
        yield from self._pull()

    def _anchor(self, at: int) -> None:
        """Note where the sound goes on when that is not where it stopped."""
        pushed, known = self._anchors[-1]
        expected = known + (self._pushed - pushed) * 1000 // RATE
        if self._pushed == 0 or abs(at - expected) > _LEAP_MS:
            self._anchors.append((self._pushed, at))

    def _position(self, sample: int) -> int:
        while len(self._anchors) > 1 and self._anchors[1][0] <= sample:
            self._anchors.pop(0)
        begun, at = self._anchors[0]
        return at + (sample - begun) * 1000 // RATE

    def _pull(self) -> Iterator[tuple[int, Any]]:
        while True:
            try:
                frame: Any = self._graph.pull()
            except (av.error.BlockingIOError, av.error.EOFError):
                return
            if (told := frame.metadata.get("lavfi.r128.I")) is not None:
                self.integrated = _number(told)
            position = self._position(self._pulled)
            self._pulled += int(frame.samples)
            yield position, frame

    def _resampled(self, frame: Any) -> list[Any]:
        try:
            return list(self._resampler.resample(frame))
        except ValueError:  # the sound changes its form in mid-stream
            self._resampler = self._new_resampler()
            return list(self._resampler.resample(frame))

    def _new_resampler(self) -> Any:
        return av.AudioResampler(format="flt", layout=self._layout, rate=RATE)


def _number(text: str) -> float | None:
    number = float(text)
    return number if math.isfinite(number) else None


class _Levels:
    """The highest sample of every BLOCK_MS of the recording; -1 where there is no sound at all."""

    def __init__(self) -> None:
        self._blocks = np.full(60_000, -1.0, np.float32)
        self.size = 0

    def add(self, at: int, frame: Any) -> None:
        """Sound at a position, of any length."""
        samples = np.abs(frame.to_ndarray().reshape(-1, frame.layout.nb_channels)).max(axis=1)
        whole = len(samples) // _BLOCK * _BLOCK
        peaks = samples[:whole].reshape(-1, _BLOCK).max(axis=1)
        if whole < len(samples):
            peaks = np.append(peaks, samples[whole:].max())
        first = max(0, at) // BLOCK_MS
        self._reach(first + len(peaks))
        here = self._blocks[first : first + len(peaks)]
        np.maximum(here, peaks, out=here)

    def _reach(self, size: int) -> None:
        while size > len(self._blocks):
            self._blocks = np.concatenate([self._blocks, np.full(len(self._blocks), -1.0, np.float32)])
        self.size = max(self.size, size)

    def highest(self) -> float:
        return float(self._blocks[: self.size].max()) if self.size else 0.0

    def silence(self) -> list[Span]:
        blocks = self._blocks[: self.size]
        quiet = (blocks >= 0) & (blocks < SILENT)
        holding = Holding("silence", least_ms=LEAST_SILENCE_MS)
        for change in np.flatnonzero(np.diff(quiet, prepend=False)):
            holding.tell(int(change) * BLOCK_MS, bool(quiet[change]))
        holding.end(self.size * BLOCK_MS)
        return list(holding.spans())

    def wave(self) -> Any:
        per = WAVE_MS // BLOCK_MS
        padded = np.zeros(-(-self.size // per) * per, np.float32)
        padded[: self.size] = np.clip(self._blocks[: self.size], 0, 1)
        return np.ceil(padded.reshape(-1, per).max(axis=1) * 255).astype(np.uint8)
