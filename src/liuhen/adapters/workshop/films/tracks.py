"""One track on its way into the new file: moved over as it is, or decoded and encoded again. Times stay true."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Protocol

import av
from av.audio.frame import AudioFrame

from liuhen.adapters.workshop.films.source import Film, Look, decoded
from liuhen.ports.workshop import WorkFailed

TICK = Fraction(1, 90_000)
THREADS = 2
ENCODING = {"preset": "veryfast", "crf": "23", "rc-lookahead": "20"}
SECONDS_BETWEEN_KEYS = 2
_USUAL_RATE = Fraction(25)
_FASTEST = Fraction(120)
_RATES = (8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000)
_LIMITED_RANGE = 1
_ROUNDING = Fraction(1, 2000)
_APART = Fraction(1, 20_000)  # closer packets may fall on one moment of the new file's clock
_NUDGE = Fraction(1, 10)  # where pieces of a film were put together, times may step back by so much


class Untimed(WorkFailed):
    """Packets say no time, or times that run backwards: such a track can't be moved over as it is."""


@dataclass(frozen=True, slots=True)
class Window:
    """The part that is wanted, in seconds of the film; `end` None: to its end."""

    start: Fraction = Fraction(0)
    end: Fraction | None = None

    def before(self, seconds: Fraction) -> bool:
        """Whether this position lies before the part, by more than rounding."""
        return seconds < self.start - _ROUNDING

    def after(self, seconds: Fraction) -> bool:
        """Whether this position lies behind the part."""
        return self.end is not None and seconds >= self.end


class Track(Protocol):
    """Takes the packets of one track in order and gives packets for the new file."""

    reached: Fraction
    """How far the track has come, in seconds of the new file."""

    def take(self, packet: Any) -> Iterator[Any]:
        """What becomes of one packet."""

    def finish(self) -> Iterator[Any]:
        """What is still held back at the end."""


class Copying:
    """A track moved over packet by packet; with a window it begins with a packet that stands alone."""

    def __init__(self, film: Film, stream: Any, target: Any, window: Window) -> None:
        """Add the track to the container `target`."""
        self._film, self._window, self._unit = film, window, stream.time_base
        self._shift = round((film.origin + window.start) / stream.time_base)
        self._apart = max(1, round(_APART / stream.time_base))
        self._stream = target.add_stream_from_template(stream)
        self._held: list[Any] = []
        self._last: int | None = None
        self._begun, self._is_sound = False, stream.type == "audio"
        # A last picture that lasts no time at all would not be shown; the writer knows how long sounds last.
        self._step = 0 if self._is_sound else max(1, round(1 / (stream.average_rate or _USUAL_RATE) / stream.time_base))
        self.reached = Fraction(0)

    def take(self, packet: Any) -> Iterator[Any]:
        """Shift the packet's times to the beginning of the part; Untimed when it has none."""
        if not packet.size or (packet.is_discard and self._is_sound):
            return
        if packet.pts is None or packet.is_discard:
            raise Untimed("数据包没有时间，或者只为解码其他画面而存在")
        at = self._film.at(packet.pts, self._unit)
        self._begun = self._begun or (packet.is_keyframe and not self._window.before(at))
        # What is decoded before the end is kept even if shown after it: pictures in between may build on it.
        decoded_at = at if packet.dts is None else self._film.at(packet.dts, self._unit)
        if not self._begun or self._window.after(decoded_at):
            return
        packet.duration = self._film.duration_of(packet) or self._step
        self._held.append(packet)
        if packet.dts is not None:
            yield from self._released(packet.dts)

    def _released(self, known: int) -> Iterator[Any]:
        """What was held for want of a decoding time: those before a known one are counted back from it."""
        for number, packet in enumerate(self._held):
            dts = known - sum(one.duration or 1 for one in self._held[number:-1])
            packet.pts, packet.dts, packet.stream = packet.pts - self._shift, dts - self._shift, self._stream
            if self._last is not None and packet.dts < self._last + self._apart:
                if (self._last - packet.dts) * self._unit > _NUDGE:
                    raise Untimed("数据包的时间倒退")
                packet.dts = self._last + self._apart
                packet.pts = max(packet.pts, packet.dts)
            self._last = packet.dts
            self.reached = max(self.reached, (packet.pts + packet.duration) * self._unit)
            yield packet
        self._held.clear()

    def finish(self) -> Iterator[Any]:
        """Nothing is held back. Untimed when no packet stood alone or none said when it is decoded."""
        if not self._begun or self._held:
            raise Untimed("没有可以单独解码的画面")
        return iter(())


class EncodingPictures:
    """Pictures decoded and encoded as H.264, each at its own time; their turn is stated, not applied."""

    def __init__(self, film: Film, stream: Any, target: Any, *, window: Window, look: Look) -> None:
        """Add the track to the container `target`, made for pictures that look like `look`."""
        self._film, self._window, self._unit = film, window, stream.time_base
        rate = min(stream.average_rate or _USUAL_RATE, _FASTEST)
        self._step = 1 / rate
        stream.thread_type, stream.codec_context.thread_count = "AUTO", THREADS
        self._out = target.add_stream("libx264", rate=rate, options=dict(ENCODING))
        self._out.width, self._out.height, self._out.pix_fmt = look.width & ~1, look.height & ~1, "yuv420p"
        self._dress(look)
        self._next = 0  # the first tick that is still free
        self._shown: Fraction | None = None
        self.reached = Fraction(0)

    def _dress(self, look: Look) -> None:
        context = self._out.codec_context
        context.time_base, context.thread_count = TICK, THREADS
        context.gop_size = max(1, round(SECONDS_BETWEEN_KEYS / self._step))
        if look.aspect:
            context.sample_aspect_ratio = look.aspect
        for name, value in look.colours.items():
            setattr(context, name, value)
        context.color_range = _LIMITED_RANGE
        if look.rotation:
            self._out.set_display_rotation(look.rotation)

    def take(self, packet: Any) -> Iterator[Any]:
        """Decode and encode what the packet gives."""
        for frame in decoded(packet):
            yield from self._encode(frame)

    def _encode(self, frame: Any) -> Iterator[Any]:
        at = self._time(frame)
        if self._window.before(at) or self._window.after(at):
            return
        tick = round((at - self._window.start) / TICK)
        if tick < self._next:  # two pictures for one moment: the first is shown
            return
        small = frame.reformat(
            width=self._out.width, height=self._out.height, format="yuv420p", dst_color_range=_LIMITED_RANGE
        )
        small.pts, small.time_base = tick, TICK
        small.pict_type = av.video.frame.PictureType.NONE  # the encoder chooses its own key pictures
        self._next, self.reached = tick + 1, tick * TICK + self._step
        yield from self._out.encode(small)

    def _time(self, frame: Any) -> Fraction:
        """The picture's own time, or one step after the last where it says none."""
        stamp = frame.pts if frame.pts is not None else frame.dts
        if stamp is None:
            at = Fraction(0) if self._shown is None else self._shown + self._step
        else:
            at = self._film.at(stamp, frame.time_base or self._unit)
        self._shown = at
        return at

    def finish(self) -> Iterator[Any]:
        """The pictures the encoder still held back."""
        return iter(self._out.encode(None))


class EncodingSound:
    """Sound decoded and encoded as AAC; where sound is missing there is silence, so that it stays with the picture."""

    def __init__(self, film: Film, stream: Any, target: Any, *, window: Window) -> None:
        """Add the track to the container `target`."""
        self._film, self._window, self._unit = film, window, stream.time_base
        context = stream.codec_context
        rate = next((one for one in _RATES if one >= (context.sample_rate or 0)), _RATES[-1])
        self._layout = "mono" if context.channels == 1 else "stereo"
        self._out = target.add_stream("aac", rate=rate, layout=self._layout)
        self._out.bit_rate = min(96_000, rate * 4) * (1 if self._layout == "mono" else 2)
        self._rate = rate
        self._graph: Any = None
        self._shape: tuple[Any, ...] = ()
        self._sample = 0  # the next sample of the new file
        self._heard: Fraction | None = None
        self.reached = Fraction(0)

    def take(self, packet: Any) -> Iterator[Any]:
        """Decode and encode what the packet gives."""
        for frame in decoded(packet):
            at = self._time(frame)
            length = Fraction(frame.samples, frame.sample_rate or self._rate)
            if self._window.before(at + length) or self._window.after(at):
                continue
            yield from self._push(frame, at - self._window.start)

    def _time(self, frame: Any) -> Fraction:
        if frame.pts is None:
            at = self._heard or Fraction(0)
        else:
            at = self._film.at(frame.pts, frame.time_base or self._unit)
        self._heard = at + Fraction(frame.samples, frame.sample_rate or self._rate)
        return at

    def _push(self, frame: Any, at: Fraction) -> Iterator[Any]:
        shape = (frame.format.name, frame.layout.name, frame.sample_rate)
        if shape != self._shape:
            yield from self._drain()
            self._graph, self._shape = self._resampling(shape), shape
        frame.time_base = Fraction(1, frame.sample_rate)
        frame.pts = round(at * frame.sample_rate)
        self._graph.push(frame)
        yield from self._pull()

    def _resampling(self, shape: tuple[Any, ...]) -> Any:
        """Sound of this shape to the shape wanted, its holes filled with silence, cut to the window."""
        names, layout, rate = shape
        graph = av.filter.Graph()
        length = "" if self._window.end is None else f":end={float(self._window.end - self._window.start):.6f}"
        steps = [
            graph.add_abuffer(sample_rate=rate, format=names, layout=layout, time_base=Fraction(1, rate)),
            graph.add("atrim", f"start=0{length}"),
            graph.add("aresample", f"{self._rate}:async={self._rate}:min_hard_comp=0.05"),
            graph.add("aformat", f"sample_fmts=fltp:sample_rates={self._rate}:channel_layouts={self._layout}"),
            graph.add("abuffersink"),
        ]
        graph.link_nodes(*steps)
        graph.configure()
        graph.set_audio_frame_size(self._out.codec_context.frame_size or 1024)
        return graph

    def _pull(self) -> Iterator[Any]:
        while True:
            try:
                frame = self._graph.pull()
            except (av.error.BlockingIOError, av.error.EOFError):
                return
            if isinstance(frame, AudioFrame):
                yield from self._encode(frame)

    def _encode(self, frame: AudioFrame) -> Iterator[Any]:
        stamp = self._sample if frame.pts is None else round(frame.pts * (frame.time_base or 0) * self._rate)
        frame.pts, frame.time_base = max(stamp, self._sample), Fraction(1, self._rate)
        self._sample = frame.pts + frame.samples
        self.reached = Fraction(self._sample, self._rate)
        yield from self._out.encode(frame)

    def _drain(self) -> Iterator[Any]:
        if self._graph is not None:
            self._graph.push(None)
            yield from self._pull()

    def finish(self) -> Iterator[Any]:
        """What resampler and encoder still held back."""
        yield from self._drain()
        yield from self._out.encode(None)
