"""Sketches of tracks: to scale, north above, everything inside."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuhen.core.media.sketch import EDGE, HEIGHT, WIDTH, sketch

PLACES = st.tuples(st.just(0), st.floats(-85, 85), st.floats(-180, 180))


def test_fewer_than_two_points_make_no_sketch() -> None:
    assert sketch([]) is None
    assert sketch([[0, 23.0, 113.0, None]]) is None


def test_north_is_above_and_east_is_to_the_right() -> None:
    drawn = sketch([[0, 23.0, 113.0], [1, 23.01, 113.01]])
    assert drawn is not None
    assert drawn.end[0] > drawn.begin[0]
    assert drawn.end[1] < drawn.begin[1]


def test_the_bar_is_as_long_as_the_way_it_stands_for() -> None:
    drawn = sketch([[0, 0.0, 113.0], [1, 0.0, 113.01]])  # 1,113 metres along the equator
    assert drawn is not None
    way = drawn.end[0] - drawn.begin[0]
    assert drawn.bar / drawn.bar_metres == pytest.approx(way / 1113.2, rel=0.01)
    assert drawn.bar <= WIDTH / 3


def test_a_camera_that_stands_stays_a_dot() -> None:
    drawn = sketch([[n, 23.0 + n % 2 * 1e-6, 113.0] for n in range(10)])
    assert drawn is not None
    assert abs(drawn.end[1] - drawn.begin[1]) < 2


def test_a_track_across_the_date_line_does_not_go_round_the_world() -> None:
    drawn = sketch([[0, 10.0, 179.999], [1, 10.0, -179.999]])
    assert drawn is not None
    assert drawn.bar_metres <= 100


@given(st.lists(PLACES, min_size=2, max_size=30))
def test_every_track_lies_inside_its_sketch(points: list[tuple[int, float, float]]) -> None:
    drawn = sketch(points)
    assert drawn is not None
    for x, y in re.findall(r"(-?[0-9.]+) (-?[0-9.]+)", drawn.path):
        assert EDGE - 1 <= float(x) <= WIDTH - EDGE + 1
        assert EDGE - 1 <= float(y) <= HEIGHT - EDGE + 1
    assert drawn.bar > 0
