"""Positions in the packets of data and subtitle tracks: GoPro's GPMF, Google's camm, SigmaStar rows, text."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from liuhen.adapters.media_probe.telemetry import entries
from liuhen.adapters.workshop.tracks.points import MPS_KMH, Point
from liuhen.adapters.workshop.tracks.sentences import ligo_points, nmea_points

_SSTAR_ROW = struct.Struct("<dd6xBBBBBBBB")
_NUMBERS = {b"b": "b", b"B": "B", b"s": "h", b"S": "H", b"l": "i", b"L": "I", b"f": "f"}
_CAMM_PLAIN, _CAMM_FULL = 5, 6
LARGEST = 1 << 20


def points_in(packet: bytes, at: int, length: int) -> Iterator[Point]:
    """All positions in a packet that is shown at `at` for `length` ms, whoever's it is."""
    if packet[:4] == b"DEVC":
        yield from _gopro(packet, at, length)
    elif _is_camm(packet):
        yield from _camm(packet, at)
    elif len(packet) == 40:
        yield from _sstar(packet, at)
    else:
        text = packet.decode("latin-1")
        yield from (point for point, _ in nmea_points(text, at))
        yield from ligo_points(text, at)


def _gopro(packet: bytes, at: int, length: int) -> Iterator[Point]:
    """GPMF: rows of GPS5 or GPS9, evenly over the packet; their scale and fix are told before them."""
    scale: list[float] = [1.0]
    fixed = True
    for key, kind, size, content in entries(packet, 0):
        if key == b"SCAL":
            scale = [number or 1.0 for number in _row(content, kind, size)] or [1.0]
        elif key == b"GPSF" and len(content) >= 4:
            fixed = struct.unpack_from(">I", content)[0] > 0
        elif key == b"GPS5" and size == 20 and len(scale) >= 4:
            yield from _rows(content, ">5i", scale, (at, length, fixed))
        elif key == b"GPS9" and size == 32 and len(scale) >= 9:
            yield from _rows(content, ">7i2H", scale, (at, length, True))
        elif key == b"GLPI" and size == 28 and len(content) >= size:  # the position of the drone that carries it
            yield from _drone(content, at, length)


def _row(content: bytes, kind: bytes, size: int) -> list[float]:
    letter = _NUMBERS.get(kind)
    if letter is None:
        return []
    width = struct.calcsize(letter)
    return [float(one[0]) for one in struct.iter_unpack(f">{letter}", content[: len(content) // width * width])]


def _rows(content: bytes, form: str, scale: list[float], when: tuple[int, int, bool]) -> Iterator[Point]:
    """Latitude, longitude, altitude, speed over ground, speed in space (m/s); GPS9 goes on with its own fix."""
    at, length, fixed = when
    size = struct.calcsize(form)
    count = len(content) // size
    for number in range(count):
        row = struct.unpack_from(form, content, number * size)
        place, speed = (row[0] / scale[0], row[1] / scale[1]), row[3] / scale[3] * MPS_KMH
        yield Point(at + number * length // count, *place, speed, fixed if len(row) == 5 else row[8] >= 2)


def _drone(content: bytes, at: int, length: int) -> Iterator[Point]:
    count = len(content) // 28
    for number in range(count):
        latitude, longitude = struct.unpack_from(">2i", content, number * 28 + 4)
        yield Point(at + number * length // count, latitude / 1e7, longitude / 1e7)


def _is_camm(packet: bytes) -> bool:
    """Camera motion metadata: two empty bytes, a kind, and as much as that kind has."""
    if len(packet) not in (28, 60) or packet[:2] != b"\0\0":
        return False
    kind: int = struct.unpack_from("<H", packet, 2)[0]
    return kind == {28: _CAMM_PLAIN, 60: _CAMM_FULL}[len(packet)]


def _camm(packet: bytes, at: int) -> Iterator[Point]:
    if len(packet) == 28:
        yield Point(at, *struct.unpack_from("<2d", packet, 4))
        return
    _, fix, latitude, longitude = struct.unpack_from("<di2d", packet, 4)
    east, north = struct.unpack_from("<2f", packet, 44)
    yield Point(at, latitude, longitude, (east**2 + north**2) ** 0.5 * MPS_KMH, fix >= 2)


def _sstar(row: bytes, at: int) -> Iterator[Point]:
    """SigmaStar (Neoline): position, date and time, speed in km/h, fix."""
    latitude, longitude, year, _, _, _, _, _, speed, fix = _SSTAR_ROW.unpack_from(row)
    if 90 < year < 200:
        yield Point(at, latitude, longitude, float(speed), bool(fix))
