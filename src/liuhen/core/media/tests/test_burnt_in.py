"""Burnt-in clocks are read as cameras write them, and followed through a recording."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuhen.core.media.burnt_in import BurntIn, apart, clock_in, follow, later

NOON = "2026-03-02T12:00:00"


@pytest.mark.parametrize(
    ("text", "wall"),
    [
        ("2020-01-11 17:11:55", "2020-01-11T17:11:55"),
        ("2020-01-1117:11:55", "2020-01-11T17:11:55"),
        ("2015/05/11 17:52:24", "2015-05-11T17:52:24"),
        ("2015/05/11 17：52：24", "2015-05-11T17:52:24"),
        ("2020.01.11 08:05:09", "2020-01-11T08:05:09"),
        ("2020年01月11日 星期六 17:11:55", "2020-01-11T17:11:55"),
        ("2020年1月11日17时11分55秒", "2020-01-11T17:11:55"),
        ("2020年3月5日 下午3:07:09", "2020-03-05T15:07:09"),
        ("2016-04-19 3:03:00 PM", "2016-04-19T15:03:00"),
        ("2016-04-19 12:03:00 AM", "2016-04-19T00:03:00"),
        ("17:11:55 2020-01-11", "2020-01-11T17:11:55"),
        ("20200111171155", "2020-01-11T17:11:55"),
        ("20200111_171155 CH1", "2020-01-11T17:11:55"),
        ("2O20-O1-11 17:l1:55", "2020-01-11T17:11:55"),
        ("31-12-2021 23:59:59", "2021-12-31T23:59:59"),
        ("12-31-2021 23:59:59", "2021-12-31T23:59:59"),
    ],
)
def test_the_ways_cameras_write_the_time_are_read(text, wall):
    assert clock_in(text) == BurntIn(wall)


def test_where_day_and_month_cannot_be_told_apart_both_readings_are_given():
    assert clock_in("02-08-2021 15:23:48 ON") == BurntIn("2021-08-02T15:23:48", "2021-02-08T15:23:48")
    assert clock_in("03-03-2021 15:23:48") == BurntIn("2021-03-03T15:23:48")


def test_a_clock_without_seconds_says_so():
    assert clock_in("2021-08-02 15:23") == BurntIn("2021-08-02T15:23:00", seconds=False)


@pytest.mark.parametrize(
    "text",
    ["2021-13-02 15:23:48", "2021-02-30 15:23:48", "2021-08-02 25:23:48", "2021-08-02", "15:23:48", "粤A12345", "",
     "13800138000", "经度：113.896144E,纬度:22.503036N"],
)  # fmt: skip
def test_what_is_no_whole_and_possible_time_is_no_clock(text):
    assert clock_in(text) is None


@given(st.datetimes().filter(lambda one: 1990 < one.year < 2099))
def test_every_time_is_read_back_from_the_usual_form(moment):
    assert clock_in(f"{moment:%Y-%m-%d %H:%M:%S}") == BurntIn(moment.isoformat(timespec="seconds")[:19])


def _followed(readings):
    followed = follow(readings)
    assert followed
    return followed


def _running(*pieces):
    """Readings every minute: (minutes, shown start) for each stretch."""
    at = 0
    for minutes, start in pieces:
        for _ in range(minutes):
            yield at, later(BurntIn(start), at)
            at += 60_000


def test_a_clock_that_runs_evenly_is_followed_to_its_start():
    followed = _followed(_running((10, NOON)))
    assert (followed.start.wall, followed.readings, followed.agreeing, followed.leaps) == (NOON, 10, 10, ())


def test_one_misread_digit_is_no_leap():
    readings = list(_running((10, NOON)))
    readings[4] = (readings[4][0], BurntIn("2026-08-02T12:04:00"))
    followed = _followed(readings)
    assert (followed.start.wall, followed.agreeing, followed.leaps) == (NOON, 9, ())


def test_a_misread_first_digit_does_not_move_the_start():
    readings = list(_running((5, NOON)))
    readings[0] = (0, BurntIn("2020-03-02T12:00:00"))
    assert _followed(readings).start.wall == NOON


def test_a_clock_set_in_mid_recording_leaps_there():
    followed = _followed(_running((5, NOON), (5, "2026-03-02T15:00:00")))
    assert followed.leaps == ((300_000, 3 * 3600 * 1000),)
    assert followed.agreeing == 10


def test_a_second_more_or_less_is_a_matter_of_the_frame():
    readings = [(0, BurntIn("2026-03-02T12:00:00")), (59_500, BurntIn("2026-03-02T12:01:00"))]
    assert _followed(readings).agreeing == 2


def test_pictures_missing_all_along_show_in_a_clock_that_outruns_the_recording():
    followed = _followed((at, later(BurntIn(NOON), 2 * at)) for at in range(0, 60_001, 10_000))
    assert (followed.start.wall, followed.agreeing) == (NOON, 1)
    assert (followed.passed_ms, followed.shown_ms) == (60_000, 120_000)


def test_a_stretch_without_missing_pictures_later_on_does_not_move_the_start():
    shown = [(0, 0), (10_000, 23_000), (20_000, 50_000), (30_000, 60_000), (40_000, 81_000)]
    assert _followed((at, later(BurntIn(NOON), ms)) for at, ms in shown).start.wall == NOON


def test_a_single_reading_is_the_clock_and_none_is_no_clock():
    assert _followed([(2000, BurntIn("2026-03-02T12:00:02"))]).start.wall == NOON
    assert follow([]) is None


def test_the_reading_nearest_to_the_other_clock_counts():
    burnt = clock_in("02-08-2021 15:23:48")
    assert burnt
    assert apart(burnt, "2021-08-02T17:42:15") == -timedelta(hours=2, minutes=18, seconds=27)
    assert apart(burnt, "2021-02-08T15:23:48") == timedelta()
