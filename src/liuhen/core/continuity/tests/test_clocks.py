"""Clocks found with a recording: which are believed, and what interval follows."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuhen.core.continuity import clocks
from liuhen.core.continuity.clocks import (
    ClockSource,
    FoundClock,
    MeasuredOffset,
    Problem,
    Reason,
    judge,
    report,
)

CHINA = timezone(timedelta(hours=8))
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
GOOD = datetime(2026, 2, 27, 2, 0, tzinfo=UTC)


def found(source: ClockSource, at: datetime) -> FoundClock:
    return FoundClock(source, at.isoformat(), at=at)


@pytest.mark.parametrize(
    "at, problem",
    [
        (datetime(1904, 1, 1, tzinfo=UTC), Problem.TOO_EARLY),
        (datetime(1970, 1, 1, tzinfo=UTC), Problem.TOO_EARLY),
        (datetime(1973, 3, 3, 9, 46, 40, tzinfo=UTC), Problem.TOO_EARLY),
        (datetime(2000, 1, 1, 6, 54, 26, tzinfo=UTC), Problem.TOO_EARLY),
        (datetime(2033, 5, 18, tzinfo=UTC), Problem.FUTURE),
        (GOOD, None),
        (NOW + timedelta(hours=8), None),
    ],
)
def test_a_factory_clock_and_a_clock_from_the_future_are_not_believed(at: datetime, problem: Problem | None) -> None:
    judged = judge(found(ClockSource.CONTAINER, at), now=NOW, zone=CHINA)
    assert judged.problem is problem
    assert judged.plausible is (problem is None)


def test_a_time_without_a_zone_is_read_in_the_zone_of_the_agency() -> None:
    clock = FoundClock(ClockSource.EXIF_ORIGINAL, "2026:02:27 10:00:00", wall="2026-02-27T10:00:00")
    assert judge(clock, now=NOW, zone=CHINA).moment == GOOD
    interval = report([clock], 1000, now=NOW, zone=CHINA).interval
    assert interval is not None
    assert Reason.ZONE_ASSUMED in interval.reasons


def test_an_unreadable_clock_is_kept_and_never_used() -> None:
    clock = FoundClock(ClockSource.EXIF_ORIGINAL, "2015:06:17 18:60:19", problem=Problem.UNREADABLE)
    result = report([clock], 1000, now=NOW, zone=CHINA)
    assert result.clocks[0].clock is clock
    assert result.interval is None


def test_satellite_time_leads_and_needs_no_correction() -> None:
    pair = [found(ClockSource.CONTAINER, GOOD + timedelta(minutes=1)), found(ClockSource.GNSS, GOOD)]
    interval = report(pair, 60_000, now=NOW, zone=CHINA, offset=MeasuredOffset(timedelta(minutes=3))).interval
    assert interval is not None
    assert (interval.start, interval.end) == (GOOD, GOOD + timedelta(minutes=1))
    assert interval.error == timedelta(seconds=1)
    assert interval.reasons == (Reason.GNSS_TIME,)


def test_a_clock_that_runs_ahead_is_set_back_by_what_the_dock_measured() -> None:
    offset = MeasuredOffset(timedelta(seconds=90), error=timedelta(seconds=2))
    clock = found(ClockSource.APPLE_CREATIONDATE, GOOD)
    interval = report([clock], 5000, now=NOW, zone=CHINA, offset=offset).interval
    assert interval is not None
    assert interval.start == GOOD - timedelta(seconds=90)
    assert interval.error == timedelta(seconds=3)
    assert interval.reasons == (Reason.DEVICE_TIME, Reason.OFFSET_APPLIED)


def test_a_container_clock_may_mark_the_end_so_the_error_covers_the_whole_length() -> None:
    interval = report([found(ClockSource.CONTAINER, GOOD)], 600_000, now=NOW, zone=CHINA).interval
    assert interval is not None
    assert interval.error == timedelta(minutes=15)
    assert Reason.MAY_BE_END in interval.reasons


def named(start: datetime) -> FoundClock:
    wall = start.astimezone(CHINA).replace(tzinfo=None).isoformat()
    return FoundClock(ClockSource.FILE_NAME, wall, wall=wall)


@pytest.mark.parametrize(
    "written, reason",
    [
        (GOOD + timedelta(seconds=2), Reason.NAME_SAYS_START),
        (GOOD + timedelta(minutes=10, seconds=2), Reason.NAME_SAYS_END),
    ],
)
def test_the_file_name_tells_which_end_a_container_clock_marks(written: datetime, reason: Reason) -> None:
    pair = [found(ClockSource.CONTAINER, written), named(GOOD)]
    interval = report(pair, 600_000, now=NOW, zone=CHINA, offset=MeasuredOffset(timedelta(0))).interval
    assert interval is not None
    assert interval.start == GOOD + timedelta(seconds=2)
    assert interval.error == timedelta(seconds=2)
    assert interval.reasons[-1] is reason


def test_a_file_time_is_when_writing_ended_so_the_start_is_counted_back() -> None:
    interval = report([found(ClockSource.FILE_MTIME, GOOD)], 60_000, now=NOW, zone=CHINA).interval
    assert interval is not None
    assert interval.end == GOOD
    assert Reason.COUNTED_BACK in interval.reasons


def test_an_unknown_length_is_said_and_not_guessed() -> None:
    interval = report([found(ClockSource.GNSS, GOOD)], None, now=NOW, zone=CHINA).interval
    assert interval is not None
    assert interval.start == interval.end
    assert Reason.DURATION_UNKNOWN in interval.reasons


def test_clocks_further_apart_than_the_limit_are_named_and_the_file_time_is_not_counted() -> None:
    gnss, name = found(ClockSource.GNSS, GOOD), found(ClockSource.FILE_NAME, GOOD + timedelta(minutes=138))
    copied = found(ClockSource.FILE_MTIME, GOOD + timedelta(days=9))
    (one,) = report([gnss, name, copied], 1000, now=NOW, zone=CHINA).disagreements
    assert (one.first, one.second, one.apart, one.whole_zone) == (gnss, name, timedelta(minutes=138), False)


def test_a_difference_of_exactly_the_zone_is_recognised_as_local_time_labelled_utc() -> None:
    pair = [found(ClockSource.GNSS, GOOD), found(ClockSource.CONTAINER, GOOD + timedelta(hours=8, seconds=20))]
    (one,) = report(pair, 1000, now=NOW, zone=CHINA).disagreements
    assert one.whole_zone


def test_every_code_has_a_chinese_label() -> None:
    for code in (*ClockSource, *Problem, *Reason):
        assert clocks.LABELS[code]


@given(
    st.integers(-2_000_000_000, 4_000_000_000).map(lambda second: datetime.fromtimestamp(second, UTC)),
    st.integers(0, 10**8),
)
def test_any_moment_gives_either_a_problem_or_an_interval_that_contains_its_length(at: datetime, length: int) -> None:
    result = report([found(ClockSource.GNSS, at)], length, now=NOW, zone=CHINA)
    assert (result.interval is None) == (result.clocks[0].problem is not None)
    if result.interval:
        assert result.interval.end - result.interval.start == timedelta(milliseconds=length)
