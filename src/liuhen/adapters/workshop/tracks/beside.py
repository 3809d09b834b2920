"""Positions beside the film: subtitle files of drones, NMEA logs, 70mai logs, and the free boxes of Novatek chips."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Sequence
from datetime import datetime

from liuhen.adapters.media_probe.places import degrees
from liuhen.adapters.workshop.tracks.points import KNOTS_KMH, MPS_KMH, Point, moved_by
from liuhen.adapters.workshop.tracks.sentences import nmea_points

_CUE = re.compile(r"([0-9]{2}):([0-9]{2}):([0-9]{2}),([0-9]{3}) --> ")
_GPS = re.compile(r"GPS ?\((-?[0-9.]+), ?(-?[0-9.]+), ?(-?[0-9.]+)M?\)")
_NAMED = re.compile(r"\[latitude ?: ?(-?[0-9.]+)\].{0,4}\[long?t?itude ?: ?(-?[0-9.]+)\]")
_SPEED = re.compile(r"H\.S (-?[0-9.]+)m/s")
_TAG = re.compile(r"<[^>]*>")
_70MAI = re.compile(r"^([0-9]{9,11}),([AV]),(-?[0-9.]+),(-?[0-9.]+),", re.MULTILINE)
_STAMP = re.compile(r"^\[([0-9]{13})\]")
_FREE_GPS = 60
Cue = tuple[int, str]


def cues(text: str) -> Iterator[Cue]:
    """The entries of a subtitle file: when they begin (ms), and their words."""
    parts = _CUE.split(text.replace("\r", ""))
    for number in range(1, len(parts) - 4, 5):
        hour, minute, second, milli = (int(part) for part in parts[number : number + 4])
        words = parts[number + 4].partition("\n")[2].partition("\n\n")[0]
        yield ((hour * 60 + minute) * 60 + second) * 1000 + milli, _TAG.sub("", words).strip()


def subtitle_points(text: str) -> Iterator[Point]:
    """DJI's flight telemetry; older drones write longitude first, newer enterprise ones latitude."""
    for at, words in cues(text):
        named, gps, speed = _NAMED.search(words), _GPS.search(words), _SPEED.search(words)
        if named:
            first, second = named[1], named[2]
        elif gps:
            first, second = (gps[1], gps[2]) if "M)" in gps[0] else (gps[2], gps[1])
        else:
            continue
        try:
            told = float(speed[1]) * MPS_KMH if speed else None
            yield Point(at, float(first), float(second), told)
        except ValueError:
            continue


def seventy_mai_points(text: str) -> list[Point]:
    """A 70mai log: seconds since 1970, fix, position. Its speeds have no unit that could be relied on."""
    found = []
    for match in _70MAI.finditer(text):
        try:
            found.append(Point(int(match[1]) * 1000, float(match[3]), float(match[4]), None, match[2] == "A"))
        except ValueError:
            continue
    return from_first(found)


def log_points(text: str) -> list[Point]:
    """An NMEA log: positions go by the device's own stamps where there are any, else by the time of the satellites."""
    found, timed = list[Point](), list[tuple[Point, datetime]]()
    for line in text.splitlines():
        stamp = _STAMP.match(line)
        for point, moment in nmea_points(line, int(stamp[1]) if stamp else 0):
            if stamp:
                found.append(point)
            elif moment:
                timed.append((point, moment))
    by_satellite = [point for point, moment in timed for point in moved_by([point], round(moment.timestamp() * 1000))]
    return from_first(found or by_satellite)


def from_first(points: Sequence[Point]) -> list[Point]:
    """The same points, counted from the first of them."""
    first = min((point.at for point in points), default=0)
    return moved_by(points, -first)


def novatek_points(blocks: Sequence[bytes], duration_ms: int) -> list[Point]:
    """Novatek `freeGPS` blocks, one a second: fix, hemispheres, degrees as NMEA writes them, knots."""
    step = 1000 if not blocks or duration_ms <= 0 else min(1000, max(1, duration_ms // len(blocks)))
    found = []
    for number, block in enumerate(blocks):
        if len(block) < _FREE_GPS or struct.unpack_from("<I", block, 24)[0] > 99:
            continue
        latitude, longitude, knots = struct.unpack_from("<3f", block, 40)
        north, east = block[37:38] == b"S", block[38:39] == b"W"
        place = degrees(latitude) * (-1 if north else 1), degrees(longitude) * (-1 if east else 1)
        found.append(Point(number * step, *place, knots * KNOTS_KMH, block[36:37] == b"A"))
    return found
