"""Odd clocks: each kind is named, and what is not odd is left in peace."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuhen.core.continuity.anomalies import COLD_START, JUMP, Anomaly, flags_of, jumps, moments_in
from liuhen.core.continuity.clocks import WEEKS, ClockSource, FoundClock, Problem, report

CHINA = timezone(timedelta(hours=8))
NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
GOOD = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


def clock(source: ClockSource, at: datetime) -> FoundClock:
    return FoundClock(source, at.isoformat(), at=at)


def told(*clocks: FoundClock) -> list[Anomaly]:
    return [flag.anomaly for flag in flags_of(report(clocks, 60_000, now=NOW, zone=CHINA))]


@pytest.mark.parametrize(
    "at, anomaly",
    [
        (datetime(1904, 1, 1, tzinfo=UTC), Anomaly.NEVER_SET_1904),
        (datetime(1970, 1, 1, tzinfo=UTC), Anomaly.NEVER_SET_1970),
        (datetime(1969, 12, 31, 16, tzinfo=UTC), Anomaly.NEVER_SET_1970),
        (datetime(1980, 1, 6, tzinfo=UTC), Anomaly.NEVER_SET_1980),
        (datetime(2000, 1, 1, 5, 54, 26, tzinfo=UTC), Anomaly.NEVER_SET_2000),
        (datetime(1998, 7, 4, tzinfo=UTC), Anomaly.FACTORY_CLOCK),
        (datetime(2033, 5, 18, 3, 33, 20, tzinfo=UTC), Anomaly.YEAR_2033),
        (NOW + timedelta(days=90), Anomaly.FROM_THE_FUTURE),
    ],
)
def test_a_clock_that_cannot_be_right_is_named_for_what_it_is(at, anomaly):
    assert told(clock(ClockSource.CONTAINER, at)) == [anomaly]


def test_a_clock_that_is_right_is_not_odd():
    assert told(clock(ClockSource.GNSS, GOOD), clock(ClockSource.CONTAINER, GOOD)) == []


@pytest.mark.parametrize("eras", [1, 2])
def test_a_receiver_whose_weeks_rolled_over_is_found_out_by_another_clock(eras):
    early = clock(ClockSource.GNSS, GOOD - WEEKS * eras)
    found = report([early, clock(ClockSource.CONTAINER, GOOD)], 60_000, now=NOW, zone=CHINA)
    assert [flag.anomaly for flag in flags_of(found)] == [Anomaly.WEEK_ROLLOVER]
    assert found.interval is not None and found.interval.clock.source is ClockSource.CONTAINER
    assert found.clocks[0].clock is early, "every clock is kept as found"


def test_a_satellite_time_of_2007_leads_no_longer_when_a_clock_shows_the_rollover():
    early = clock(ClockSource.GNSS, GOOD - WEEKS)
    alone = report([early], 60_000, now=NOW, zone=CHINA)
    assert alone.clocks[0].problem is None, "alone it cannot be told from a recording of 2007"
    both = report([early, clock(ClockSource.FILE_NAME, GOOD)], 60_000, now=NOW, zone=CHINA)
    assert both.clocks[0].problem is Problem.WEEK_ROLLOVER


def test_two_clocks_a_whole_zone_apart_and_two_that_simply_disagree():
    right = clock(ClockSource.GNSS, GOOD)
    assert told(right, clock(ClockSource.CONTAINER, GOOD + timedelta(hours=8))) == [Anomaly.ZONE_MISLABELLED]
    assert told(right, clock(ClockSource.CONTAINER, GOOD + timedelta(minutes=138))) == [Anomaly.CLOCKS_DISAGREE]


def test_a_clock_set_by_the_first_satellites_jumps_at_the_start():
    stated = [(0, GOOD), (1000, GOOD + timedelta(hours=3)), (2000, GOOD + timedelta(hours=3, seconds=1))]
    (jump,) = jumps(stated)
    assert (jump.anomaly, jump.at_ms) == (Anomaly.COLD_START_JUMP, 1000)
    assert jump.apart == timedelta(hours=3) - timedelta(seconds=1)


def test_a_jump_later_on_is_no_cold_start():
    late = COLD_START // timedelta(milliseconds=1) + 60_000
    stated = [(0, GOOD), (late, GOOD + timedelta(milliseconds=late) - timedelta(minutes=7))]
    assert [jump.anomaly for jump in jumps(stated)] == [Anomaly.CLOCK_JUMP]


@given(st.lists(st.integers(0, 10**7), max_size=30), st.integers(-(10**6), 10**6))
def test_a_clock_that_goes_on_as_time_does_never_jumps_however_wrong_it_is(positions, wrong):
    start = GOOD + timedelta(seconds=wrong)
    assert jumps((at, start + timedelta(milliseconds=at)) for at in positions) == ()


@given(st.integers(1, 10**6), st.integers(-(10**6), 10**6))
def test_every_jump_beyond_the_limit_is_found_with_its_length(position, seconds):
    by = timedelta(seconds=seconds)
    found = jumps([(0, GOOD), (position, GOOD + timedelta(milliseconds=position) + by)])
    assert [jump.apart for jump in found] == ([by] if abs(by) > JUMP else [])


def test_times_are_read_out_of_what_a_device_states():
    texts = [(0, "2026-11-20 10:00:00 CH1"), (9, "速度 40"), (7, "2026/11/20 25:00:00"), (5, "2026年11月20日 10:00:05")]
    assert list(moments_in(texts, CHINA)) == [(0, GOOD), (5, GOOD + timedelta(seconds=5))]


def test_every_anomaly_has_a_chinese_label():
    assert all(one.label for one in Anomaly)
