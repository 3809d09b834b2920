"""DVI4, the IMA ADPCM of telephony (RFC 3551, 4.5.1): four bits a sample, the state at the head of every packet."""

from __future__ import annotations

import struct
from array import array

_INDEX = (-1, -1, -1, -1, 2, 4, 6, 8)
_FIRST_STEP, _LAST_INDEX = 7, 88


def _steps() -> tuple[int, ...]:
    """The 89 step sizes of the IMA's recommendation: each a tenth larger, as they were rounded there."""
    head = (7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 19, 21, 23, 25, 28, 31, 34, 37, 41, 45, 50, 55, 60, 66, 73, 80, 88, 97)
    middle = (107, 118, 130, 143, 157, 173, 190, 209, 230, 253, 279, 307, 337, 371, 408, 449, 494, 544, 598, 658, 724)
    upper = (796, 876, 963, 1060, 1166, 1282, 1411, 1552, 1707, 1878, 2066, 2272, 2499, 2749, 3024, 3327, 3660, 4026)
    last = (4428, 4871, 5358, 5894, 6484, 7132, 7845, 8630, 9493, 10442, 11487, 12635, 13899, 15289, 16818, 18500)
    return (*head, *middle, *upper, *last, 20350, 22385, 24623, 27086, 29794, 32767)


STEPS = _steps()


def decode(body: bytes) -> array[int]:
    """Samples of 16 bits from one packet: predicted value (little-endian), index, a reserved byte, then the codes.

    Of each byte the upper half comes first. Nothing comes of a packet too short for its head.
    """
    samples = array("h")
    if len(body) < 4:
        return samples
    value, index = struct.unpack_from("<hB", body)
    index = min(index, _LAST_INDEX)
    for byte in memoryview(body)[4:]:
        for code in (byte >> 4, byte & 15):
            value, index = _next(value, index, code)
            samples.append(value)
    return samples


def _next(value: int, index: int, code: int) -> tuple[int, int]:
    step = STEPS[index]
    change = step >> 3
    if code & 4:
        change += step
    if code & 2:
        change += step >> 1
    if code & 1:
        change += step >> 2
    value = value - change if code & 8 else value + change
    return max(-32768, min(32767, value)), max(0, min(_LAST_INDEX, index + _INDEX[code & 7]))
