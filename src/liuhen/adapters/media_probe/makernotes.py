"""Serial numbers where makers hide them."""

import re
import struct
from collections.abc import Iterator

_XMP_SERIAL = re.compile(rb"(?:drone-dji|aux|exifEX):(?:Drone|Camera|Body)?SerialNumber(?:=\"|>)([^\"<]{2,64})[\"<]")
_RECONYX_MARK, _RECONYX_SERIAL = 0xF101, slice(42, 72)
_FLIR_CAMERA_RECORD, _FLIR_SERIAL = 0x20, slice(0x104, 0x114)
_MOST_SEGMENTS = 500


def from_xmp(xmp: bytes) -> bytes | None:
    """Serial number of a drone or camera body in an XMP packet."""
    match = _XMP_SERIAL.search(xmp)
    return match[1] if match else None


def from_reconyx(note: bytes) -> bytes | None:
    """Reconyx HyperFire: fifteen UTF-16 letters."""
    if len(note) < 72 or struct.unpack_from("<H", note)[0] != _RECONYX_MARK:
        return None
    return note[_RECONYX_SERIAL].decode("utf-16-le", "replace").encode("ascii", "ignore").split(b"\0")[0]


def from_flir(head: bytes) -> bytes | None:
    """FLIR thermal cameras: the camera record of the `FFF` block carried in APP1 segments of a JPEG."""
    block = b"".join(body[8:] for marker, body in segments(head) if marker == 0xE1 and body[:5] == b"FLIR\0")
    if block[:3] != b"FFF" or len(block) < 64:
        return None
    order = ">" if struct.unpack_from(">I", block, 20)[0] < 200 else "<"
    start, count = struct.unpack_from(order + "2I", block, 24)
    for at in range(start, min(start + 32 * min(count, 64), len(block) - 31), 32):
        kind, offset = struct.unpack_from(order + "H10xI", block, at)
        if kind == _FLIR_CAMERA_RECORD:
            return block[offset:][_FLIR_SERIAL].split(b"\0")[0]
    return None


def segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The marker segments of a JPEG up to and with the one that starts its picture data."""
    for at, length in _walk(data):
        yield data[at + 1], data[at + 4 : at + 2 + length]


def start_of_picture(data: bytes) -> int | None:
    """Where the picture data of a JPEG begins, None when there is none."""
    return next((at for at, _ in _walk(data) if data[at + 1] == 0xDA), None)


def _walk(data: bytes) -> Iterator[tuple[int, int]]:
    at = 2
    for _ in range(_MOST_SEGMENTS):
        while data[at : at + 2] == b"\xff\xff":  # fill bytes are allowed before a marker
            at += 1
        if at + 4 > len(data) or data[at] != 0xFF:
            return
        length = struct.unpack_from(">H", data, at + 2)[0]
        yield at, length
        if data[at + 1] == 0xDA:
            return
        at += 2 + length
