"""What was read in a picture is put in order and named; what a device states there is understood."""

import pytest

from liuhen.core.media.letters import LettersKind, Piece, readings
from liuhen.core.media.osd import Stated, stated_in


def _piece(text, x=100, y=100, width=150, height=50):
    return Piece(text, 0.9, (x, y, width, height))


def test_date_and_time_wide_apart_on_one_line_make_one_clock():
    number, date, time = _piece("0000/00001", x=90, y=800), _piece("2015/05/11", x=585), _piece("17:52:24", x=823)
    clock, other = readings([time, number, date])
    assert clock.clock
    assert (clock.kind, clock.clock.wall, clock.piece.box) == (
        LettersKind.CLOCK,
        "2015-05-11T17:52:24",
        (585, 100, 388, 50),
    )
    assert (other.kind, other.piece.text) == (LettersKind.OTHER, "0000/00001")


def test_a_date_does_not_join_a_time_on_another_line():
    assert {one.kind for one in readings([_piece("2015/05/11"), _piece("17:52:24", y=200)])} == {LettersKind.OTHER}


def test_a_line_with_a_whole_clock_is_left_as_it_is():
    clock, state = readings([_piece("2020-01-11 17:11:55"), _piece("506G/无磁盘", x=600)])
    assert (clock.piece.text, state.kind) == ("2020-01-11 17:11:55", LettersKind.OTHER)


def test_a_plate_is_given_as_people_write_it():
    (plate,) = readings([_piece("车辆ID：粤B·00000")])
    assert (plate.kind, plate.plate) == (LettersKind.PLATE, "粤B00000")


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("经度：113.896144E,纬度:22.503036N 速度:55.9km/h", Stated(55.9, (22.503036, 113.896144))),
        ("22.503036N,113.896144E", Stated(None, (22.503036, 113.896144))),
        ("N:22.5030 E:113.8961", Stated(None, (22.503, 113.8961))),
        ("33.4489S 70.6693W", Stated(None, (-33.4489, -70.6693))),
        ("2230.1822,N,11353.7686,E,060KM/H", Stated(60.0, (22 + 30.1822 / 60, 113 + 53.7686 / 60))),
        ("0000.0000.N,00000.0000,2/000KM/H", Stated(0.0, None, no_fix=True)),
        ("CH1 506G/无磁盘", Stated()),
        ("", Stated()),
    ],
)  # fmt: skip
def test_speed_and_place_are_understood_as_devices_write_them(text, stated):
    assert stated_in(text) == stated
    assert stated_in(text).nothing == (stated == Stated())
