"""A sketch of a track: a line to scale with its beginning, its end, a bar of so many metres and north above. Pure.

There is no map below it and nothing is fetched: where a camera went must not be told to anybody's map server.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

WIDTH, HEIGHT, EDGE = 480, 320, 24
METRES_PER_DEGREE = 111_320.0
"""Of latitude; of longitude less by the cosine of the latitude."""
LEAST_METRES = 40.0
"""A camera that stood still is not blown up until its receiver's noise fills the sketch."""
BARS = tuple(step * 10**power for power in range(6) for step in (1, 2, 5))
Dot = tuple[float, float]
Places = Sequence[Sequence[float | int | None]]
"""Points as in the result of a track: `[at_ms, lat, lon, …]`, degrees."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is drawn, in units of `width` by `height`: `path` is an SVG path; `bar` is the bar's length in these units,
    `bar_metres` in metres."""

    width: int
    height: int
    path: str
    begin: Dot
    end: Dot
    bar: float
    bar_metres: int


def sketch(
    points: Sequence[Sequence[float | int | None]], *, width: int = WIDTH, height: int = HEIGHT
) -> Sketch | None:
    """Draw the points of a track; None when there are fewer than two.

    >>> sketch([[0, 23.0, 113.0], [1000, 23.001, 113.0]]).bar_metres
    50
    """
    places = [(float(point[1] or 0), float(point[2] or 0)) for point in points]
    if len(places) < 2:
        return None
    flat = _flat(places)
    scale, middle = _scale(flat, width, height)
    dots = [_dot(place, scale, middle, (width, height)) for place in flat]
    bar_metres = max((one for one in BARS if one * scale <= width / 3), default=BARS[0])
    path = "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in _without_repeats(dots))
    return Sketch(width, height, path, dots[0], dots[-1], round(bar_metres * scale, 1), bar_metres)


def _flat(places: Sequence[Dot]) -> list[Dot]:
    """Metres east and north of the first place; a track that crosses 180° goes on beyond it."""
    first_lat, first_lon = places[0]
    shrink = math.cos(math.radians(first_lat))
    flat = []
    for latitude, longitude in places:
        east = (longitude - first_lon + 180) % 360 - 180
        flat.append((east * METRES_PER_DEGREE * shrink, (latitude - first_lat) * METRES_PER_DEGREE))
    return flat


def _scale(flat: Sequence[Dot], width: int, height: int) -> tuple[float, Dot]:
    """Units per metre so that everything fits, and what lies in the middle."""
    east, north = [x for x, _ in flat], [y for _, y in flat]
    wide, high = max(max(east) - min(east), LEAST_METRES), max(max(north) - min(north), LEAST_METRES)
    scale = min((width - 2 * EDGE) / wide, (height - 2 * EDGE) / high)
    return scale, ((max(east) + min(east)) / 2, (max(north) + min(north)) / 2)


def _dot(place: Dot, scale: float, middle: Dot, size: tuple[int, int]) -> Dot:
    x = size[0] / 2 + (place[0] - middle[0]) * scale
    y = size[1] / 2 - (place[1] - middle[1]) * scale
    return round(x, 1), round(y, 1)


def _without_repeats(dots: Sequence[Dot]) -> list[Dot]:
    return [dots[0], *(dot for before, dot in pairwise(dots) if dot != before)]
