"""Whether bytes are a picture that can be printed as a signature: PNG or JPEG, of a size that is no trap."""

from __future__ import annotations

import struct

LARGEST_BYTES = 12_000_000
MOST_PIXELS = 60_000_000
MOST_PIXELS_WHOLE = 16_000_000
"""Of a format that can only be unfolded whole: a small PNG may hold a picture that fills the memory."""
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_SIZES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
"""Markers of a JPEG that are followed by its height and width (ITU-T T.81, B.2.2)."""


def picture_fault(data: bytes) -> str:
    """What is wrong with a picture, in Chinese; empty when it can be printed."""
    if len(data) > LARGEST_BYTES:
        return f"图像最大 {LARGEST_BYTES // 1_000_000} MB，请缩小后再上传。"
    size = _png_size(data) if data.startswith(_PNG) else _jpeg_size(data) if data.startswith(_JPEG) else None
    if size is None:
        return "图像不是完整的 PNG 或者 JPEG 格式，请重新签名或者重新拍照。"
    width, height = size
    if not (width and height) or width * height > most_pixels(data):
        return f"图像为 {width}×{height} 像素，不能使用。请用普通分辨率重新拍照。"
    return ""


def most_pixels(data: bytes) -> int:
    """How many pixels a picture of this format may have: a JPEG can be read at a fraction of its size."""
    return MOST_PIXELS_WHOLE if data.startswith(_PNG) else MOST_PIXELS


def _png_size(data: bytes) -> tuple[int, int] | None:
    """Width and height from the first chunk (ISO/IEC 15948, 11.2.2); the last chunk must be there."""
    if len(data) < 45 or data[12:16] != b"IHDR" or b"IEND" not in data[-12:]:
        return None
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Width and height from the frame header, found by going from marker to marker."""
    place = 2
    while place + 9 <= len(data) and data[place] == 0xFF:
        if data[place + 1] in _SIZES:
            height, width = struct.unpack(">HH", data[place + 5 : place + 9])
            return width, height
        place += 2 + int.from_bytes(data[place + 2 : place + 4], "big")
    return None
