"""A burnt-in clock set beside the clocks of the file."""

from datetime import timedelta

import pytest

from liuhen.core.media.burnt_in import BurntIn, Followed, clock_in
from liuhen.core.media.clock_doubts import ClockDoubt, Doubt, Stored, doubts

START = "2026-03-02T12:00:00"


def _followed(start=START, leaps=(), passed=60_000, shown=60_000, readings=7):
    return Followed(BurntIn(start), readings, readings, leaps, passed, shown)


def test_a_container_clock_hours_away_is_a_doubt_by_the_nearer_reading():
    burnt = clock_in("02-08-2021 15:23:48")
    assert burnt
    stored = [Stored("container", "2021-08-02T17:42:15")]
    (doubt,) = doubts(Followed(burnt, 1, 1), stored)
    assert (doubt.code, doubt.by_ms, doubt.against) == (
        ClockDoubt.APART,
        -(2 * 3600 + 18 * 60 + 27) * 1000,
        "container",
    )


@pytest.mark.parametrize("wall", ["2026-03-02T12:01:59", "2026-03-02T11:58:01"])
def test_clocks_that_tell_the_same_moment_raise_no_doubt(wall):
    assert list(doubts(_followed(), [Stored("container", wall)])) == []


def test_a_clock_written_at_the_end_may_be_later_by_the_length_and_not_earlier():
    slack = timedelta(minutes=30)
    assert list(doubts(_followed(), [Stored("container", "2026-03-02T12:31:00", slack)])) == []
    assert len(list(doubts(_followed(), [Stored("container", "2026-03-02T11:31:00", slack)]))) == 1


def test_a_leap_is_a_doubt_where_it_happens_and_none_about_the_pace():
    leap = (300_000, 3 * 3600 * 1000)
    assert list(doubts(_followed(leaps=(leap,), shown=999_999), [])) == [Doubt(ClockDoubt.LEAP, leap[1], leap[0])]


def test_a_clock_that_outruns_the_recording_says_that_pictures_are_missing():
    assert list(doubts(_followed(shown=140_000), [])) == [Doubt(ClockDoubt.PACE, 80_000, 60_000)]


@pytest.mark.parametrize(
    "more",
    [{"shown": 63_000}, {"shown": 140_000, "readings": 2}, {"shown": 99_000_000}, {"passed": 5000, "shown": 11_000}],
)
def test_a_second_or_two_a_single_pair_or_a_misread_year_is_no_doubt_about_the_pace(more):
    assert list(doubts(_followed(**more), [])) == []
