"""Positions written as text: NMEA sentences, the lines of Ligo chips."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from liuhen.adapters.media_probe.places import degrees
from liuhen.adapters.workshop.tracks.points import KNOTS_KMH, Point

_RMC = re.compile(
    r"(?:G[PNLAB]|BD)RMC,([0-9]{6})?(?:\.[0-9]*)?,([AV]),([0-9.]*),([NS]?),([0-9.]*),([EW]?),([0-9.]*),[^,]*,([0-9]{6})?"
)
_LIGO = re.compile(
    r"[0-9]{4}/[0-9]{2}/[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2} ([NS]):([0-9.]+) ([EW]):([0-9.]+)(?: ([0-9.]+) ?km/h)?"
)


def nmea_points(text: str, at: int) -> Iterator[tuple[Point, datetime | None]]:
    """The position of every RMC sentence, at a moment, with the time the satellites gave it."""
    for match in _RMC.finditer(text):
        clock, status, latitude, north, longitude, east, knots, date = match.groups()
        try:
            place = degrees(float(latitude)) * _sign(north), degrees(float(longitude)) * _sign(east)
        except ValueError:
            continue
        speed = _number(knots)
        yield Point(at, *place, None if speed is None else speed * KNOTS_KMH, status == "A"), _moment(clock, date)


def ligo_points(text: str, at: int) -> Iterator[Point]:
    """Ligo's lines: date, time, hemisphere and degrees, speed."""
    for match in _LIGO.finditer(text):
        latitude, longitude = _number(match[2]), _number(match[4])
        if latitude is not None and longitude is not None:
            yield Point(at, latitude * _sign(match[1]), longitude * _sign(match[3]), _number(match[5]))


def _moment(clock: str | None, date: str | None) -> datetime | None:
    try:
        return datetime.strptime(f"{date}{clock}", "%d%m%y%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def _sign(letter: str) -> int:
    return -1 if letter in ("S", "W") else 1


def _number(text: str | None) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None
