"""Sound of vehicle terminals (JT/T 1078-2016, table 12) decoded piece by piece to plain samples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import av
from av.audio.frame import AudioFrame

from liuhen.adapters.workshop.films.source import UNREADABLE
from liuhen.core.media import dvi4

_MAKERS_HEAD = 4
_G726_BITS = (2, 5)


@dataclass(frozen=True, slots=True)
class Coding:
    """How a payload type is decoded: FFmpeg's word (empty: DVI4, by ourselves), its rate and channels."""

    label: str
    codec: str
    rate: int = 8000
    layout: str = "mono"


CODINGS: dict[int, Coding] = {
    2: Coding("G.722", "g722", 16000),
    3: Coding("G.723", "g723_1"),
    5: Coding("G.729", "g729"),
    6: Coding("G.711A", "pcm_alaw"),
    7: Coding("G.711U", "pcm_mulaw"),
    8: Coding("G.726", "g726le"),
    9: Coding("G.729A", "g729"),
    11: Coding("DVI4", ""),
    12: Coding("DVI4", ""),
    13: Coding("DVI4", "", 16000),
    15: Coding("S16BE", "pcm_s16be", layout="stereo"),
    16: Coding("S16BE", "pcm_s16be"),
    17: Coding("MPEG 音频", "mp3float"),
    18: Coding("LPCM", "pcm_s16le"),
    19: Coding("AAC", "aac"),
    21: Coding("HE-AAC", "aac"),
    22: Coding("PCM", "pcm_s16le"),
    23: Coding("PCM", "pcm_s16le"),
    24: Coding("AAC-LC", "aac"),
    25: Coding("MP3", "mp3float"),
    26: Coding("ADPCM", ""),
    28: Coding("AMR", "amrnb"),
}
_FRAMED = {"aac", "mp3float"}  # say their own rate in every piece


def without_makers_head(body: bytes) -> bytes:
    """The sound without the four bytes that HiSilicon's encoder puts before it: 00 01, length in words, 00."""
    told = len(body) > _MAKERS_HEAD and body[:2] == b"\0\1" and body[3] == 0
    return body[_MAKERS_HEAD:] if told and body[2] * 2 == len(body) - _MAKERS_HEAD else body


class TerminalSound:
    """Decodes the pieces of one sound track. `step_ms` is the time between its first pieces: G.726 needs it."""

    def __init__(self, coding: Coding, first: bytes, step_ms: int) -> None:
        """Make ready for pieces like the first one."""
        self._coding = coding
        self._decoder: Any = None
        if coding.codec:
            self._decoder = av.CodecContext.create(coding.codec, "r")
            if coding.codec not in _FRAMED:
                self._decoder.sample_rate, self._decoder.layout = coding.rate, coding.layout
            if coding.codec == "g726le":
                bits = _bits(len(without_makers_head(first)), step_ms, coding.rate)
                self._decoder.options = {"bits_per_coded_sample": str(bits)}

    def decode(self, body: bytes) -> list[AudioFrame]:
        """The samples of one piece; none of a damaged one."""
        plain = without_makers_head(body)
        if self._decoder is None:
            return self._own(plain)
        try:
            return list(self._decoder.decode(av.Packet(plain)))
        except UNREADABLE:
            return []

    def _own(self, body: bytes) -> list[AudioFrame]:
        samples = dvi4.decode(body)
        if not samples:
            return []
        frame = AudioFrame(format="s16", layout="mono", samples=len(samples))
        frame.sample_rate = self._coding.rate
        frame.planes[0].update(samples.tobytes())
        return [frame]


def _bits(size: int, step_ms: int, rate: int) -> int:
    """Bits a sample of G.726, from the bytes that a step takes; four where the step is not known."""
    if step_ms <= 0:
        return 4
    least, most = _G726_BITS
    return min(max(round(size * 8000 / (step_ms * rate)), least), most)
