"""A device's clock against true time, from what the dock can see; each with an error bar that holds the truth."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from liuhen.core.continuity.clocks import UNMEASURED_ERROR, ClockSource, FoundClock, MeasuredOffset, report
from liuhen.core.continuity.offsets import (
    OffsetSource,
    aged,
    from_device_file,
    from_newest_file,
    from_word,
    newest_moment,
)

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
ZONE = timedelta(hours=8)
SECONDS = st.integers(-(10**7), 10**7).map(lambda n: timedelta(seconds=n))


@given(SECONDS, st.integers(0, 60), st.integers(0, 60))
def test_a_camera_that_writes_its_time_when_connected_is_measured_to_within_that_moment(ahead, ago, more):
    within = timedelta(seconds=ago + more)
    offset = from_device_file(NOW - timedelta(seconds=ago) + ahead, NOW, within)
    assert abs(offset.ahead - ahead) <= offset.error
    assert offset.source is OffsetSource.DEVICE_FILE


@given(SECONDS, st.integers(0, 59))
def test_what_a_person_reads_to_the_minute_is_wrong_by_a_minute_at_most(ahead, second):
    shown = (NOW + timedelta(seconds=second) + ahead).replace(second=0, microsecond=0)
    offset = from_word(shown, NOW + timedelta(seconds=second))
    assert abs(offset.ahead - ahead) <= offset.error


@given(SECONDS, st.integers(0, 86400), st.integers(1, 86400))
def test_bounds_by_the_newest_file_hold_the_truth_whenever_they_are_given(ahead, ago, longer):
    written = NOW - timedelta(seconds=ago)
    offset = from_newest_file(written + ahead, NOW, written - timedelta(seconds=longer))
    if offset:
        assert abs(offset.ahead - ahead) <= offset.error


def test_a_newest_file_that_proves_nothing_measures_nothing():
    assert from_newest_file(NOW - timedelta(hours=3), NOW, None) is None
    assert from_newest_file(NOW - timedelta(hours=3), NOW, NOW - timedelta(hours=9)) is None


def test_a_file_from_the_future_proves_the_clock_ahead_at_least_by_so_much():
    offset = from_newest_file(NOW + timedelta(hours=2), NOW, NOW - timedelta(hours=1))
    assert offset is not None
    assert offset.ahead - offset.error <= timedelta(hours=2) <= offset.ahead + offset.error
    assert offset.ahead - offset.error > UNMEASURED_ERROR


def test_a_newest_file_older_than_the_last_visit_proves_the_clock_behind():
    offset = from_newest_file(NOW - timedelta(days=9), NOW, NOW - timedelta(days=1))
    assert offset is not None and offset.ahead + offset.error < timedelta(days=-7)


def test_a_card_read_in_the_wrong_zone_is_put_right_by_the_name_of_the_file():
    named = NOW - timedelta(minutes=30)
    assert newest_moment(NOW, named, ZONE) == NOW
    assert newest_moment(NOW + ZONE, named, ZONE) == NOW
    assert newest_moment(NOW - ZONE, named, ZONE) == NOW
    assert newest_moment(NOW + timedelta(days=3), named, ZONE) == named
    assert newest_moment(NOW, None, ZONE) == NOW


def test_the_error_of_a_measured_clock_grows_with_the_time_between():
    clock = FoundClock(ClockSource.CONTAINER, "x", at=NOW - timedelta(days=10))
    fresh = report([clock], 0, now=NOW, zone=UTC, offset=MeasuredOffset(timedelta(0), at=NOW)).interval
    still = report([clock], 0, now=NOW, zone=UTC, offset=MeasuredOffset(timedelta(0))).interval
    assert fresh and still
    assert fresh.error - still.error == timedelta(days=10) * 1e-4
    assert aged(timedelta(seconds=1), timedelta(hours=10)) == timedelta(seconds=4.6)
