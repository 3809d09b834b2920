"""Positions along a track, what speaks against some of them, and thinning them for drawing."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from liuhen.adapters.media_probe.places import make_place
from liuhen.ports.media_probe import PlaceProblem

MOST_POINTS, MOST_DOUBTFUL = 2000, 200
_EARTH_M = 6_371_000
_FASTEST_KMH = 600
"""Faster nothing goes that carries a camera of this trade."""
_STANDING_KMH, _STANDING_TIMES = 30, 3
"""Moving at this speed, no several fixes in a row can be the same place."""
_BELIEVED_AFTER = 5
"""So many positions in a row that agree with each other outweigh the one before them."""
KNOTS_KMH, MPS_KMH = 1.852, 3.6


class Doubt(StrEnum):
    """Why a position is not shown on a map."""

    NO_FIX = "no_fix"
    SENTINEL = "sentinel"
    STANDING = "standing"
    JUMP = "jump"


@dataclass(frozen=True, slots=True)
class Point:
    """A position at a moment (ms) in degrees; speed in km/h if told; `fixed`: whether the receiver had a fix."""

    at: int
    latitude: float
    longitude: float
    speed: float | None = None
    fixed: bool = True

    def as_json(self) -> list[float | int | None]:
        """`[at_ms, lat, lon, speed_kmh]`."""
        speed = None if self.speed is None else round(self.speed, 1)
        return [self.at, round(self.latitude, 6), round(self.longitude, 6), speed]


@dataclass(slots=True)
class Way:
    """The points that can be believed, in order of time, and the others with the reason."""

    points: list[Point] = field(default_factory=list)
    doubtful: list[tuple[Point, Doubt]] = field(default_factory=list)

    def doubts(self) -> dict[str, int]:
        """How many points were set aside for each reason."""
        return dict(Counter(doubt.value for _, doubt in self.doubtful))

    def rounded(self) -> int:
        """How many of the points lie at whole degrees, where next to nobody ever is: a doubt, though it may be."""
        places = (make_place(point.latitude, point.longitude) for point in self.points)
        return sum(place is not None and place.problem is PlaceProblem.ROUND_NUMBERS for place in places)

    def metres(self) -> int:
        """Length of the way."""
        pairs = zip(self.points, self.points[1:], strict=False)
        return round(sum(metres_between(one, other) for one, other in pairs))


def judge(points: Iterable[Point]) -> Way:
    """Set aside what cannot be: no fix, default positions, ones that stand while the speed says otherwise, jumps."""
    way, jumps = Way(), list[Point]()
    for point in _standing_marked(sorted(points, key=lambda one: one.at), way):
        last = way.points[-1] if way.points else None
        if last is None or _reachable(last, point):
            way.doubtful += [(one, Doubt.JUMP) for one in jumps]
            jumps.clear()
            way.points.append(point)
        elif jumps and not _reachable(jumps[-1], point):
            way.doubtful += [(one, Doubt.JUMP) for one in jumps]
            jumps[:] = [point]
        else:
            jumps.append(point)
        if len(jumps) >= _BELIEVED_AFTER:
            _believe(jumps, way)
    way.doubtful += [(one, Doubt.JUMP) for one in jumps]
    return way


def _believe(jumps: list[Point], way: Way) -> None:
    """What came after a jump agrees with itself: a short beginning was wrong, or the camera was carried off."""
    if len(way.points) < _BELIEVED_AFTER:
        way.doubtful += [(one, Doubt.JUMP) for one in way.points]
        way.points.clear()
    way.points += jumps
    jumps.clear()


def _standing_marked(points: Sequence[Point], way: Way) -> list[Point]:
    """Leave out what has no fix, is a default, or stands still at speed."""
    usable = []
    for point in points:
        place = make_place(point.latitude, point.longitude)
        if not point.fixed:
            way.doubtful.append((point, Doubt.NO_FIX))
        elif place is None or not place.usable:
            way.doubtful.append((point, Doubt.SENTINEL))
        else:
            usable.append(point)
    standing = _standing(usable)
    way.doubtful += [(point, Doubt.STANDING) for point in usable if id(point) in standing]
    return [point for point in usable if id(point) not in standing]


def _standing(points: Sequence[Point]) -> set[int]:
    """Positions repeated several times in a row at a speed at which that cannot be."""
    found: set[int] = set()
    run: list[Point] = []
    for point in points:
        if run and (point.latitude, point.longitude) != (run[-1].latitude, run[-1].longitude):
            run = []
        run.append(point)
        moving = [one for one in run if (one.speed or 0) > _STANDING_KMH]
        if len(moving) > _STANDING_TIMES and run[-1].at - run[0].at >= 1000:
            found.update(id(one) for one in run)
    return found


def _reachable(one: Point, other: Point) -> bool:
    seconds = max(abs(other.at - one.at) / 1000, 1.0)
    return metres_between(one, other) / seconds * MPS_KMH <= _FASTEST_KMH


def metres_between(one: Point, other: Point) -> float:
    """The length of the great circle between two positions."""
    lat1, lon1 = math.radians(one.latitude), math.radians(one.longitude)
    lat2, lon2 = math.radians(other.latitude), math.radians(other.longitude)
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_M * math.asin(min(1.0, math.sqrt(half)))


def thinned(points: Sequence[Point], most: int) -> list[Point]:
    """At most so many of the points, evenly, with the first and the last."""
    if len(points) <= most:
        return list(points)
    return [points[round(number * (len(points) - 1) / (most - 1))] for number in range(most)]


def moved_by(points: Iterable[Point], by_ms: int) -> list[Point]:
    """The same points at positions so many ms later."""
    return [replace(point, at=point.at + by_ms) for point in points]
