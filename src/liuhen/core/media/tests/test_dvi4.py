"""DVI4 decoded, against another decoder's arithmetic."""

import struct

import av

from liuhen.core.media.dvi4 import STEPS, decode


def block(value: int, index: int, codes: bytes) -> bytes:
    return struct.pack("<hBB", value, index, 0) + codes


def ffmpeg(body: bytes) -> list[int]:
    """What FFmpeg's IMA decoder makes of the same block: it takes the lower half of each byte first."""
    swapped = bytes(byte << 4 & 0xF0 | byte >> 4 for byte in body[4:])
    context = av.CodecContext.create("adpcm_ima_wav", "r")
    context.sample_rate, context.layout = 8000, "mono"
    context.options = {"bits_per_coded_sample": "4", "block_align": str(len(body))}
    return [s for frame in context.decode(av.Packet(body[:4] + swapped)) for s in frame.to_ndarray()[0].tolist()]


def test_samples_agree_with_those_of_another_decoder() -> None:
    codes = bytes((n * 37 + n // 3) & 0xFF for n in range(160))
    body = block(-1200, 30, codes)
    assert list(decode(body)) == ffmpeg(body)[1:]


def test_values_stay_within_sixteen_bits() -> None:
    assert max(decode(block(32000, 88, b"\x77" * 50))) == 32767
    assert min(decode(block(-32000, 88, b"\xff" * 50))) == -32768


def test_a_packet_too_short_or_with_an_absurd_index_is_survived() -> None:
    assert list(decode(b"abc")) == []
    assert len(decode(block(0, 255, b"\0\0"))) == 4
    assert len(STEPS) == 89
