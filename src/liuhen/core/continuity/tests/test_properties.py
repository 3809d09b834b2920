"""What footage covers, whatever clips, clocks and breaks: nothing beyond the window, nothing twice or by doubt."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from liuhen.core.continuity.coverage import Coverage, Gap, attributed, coverage
from liuhen.core.continuity.tests.test_coverage import BREAKS, HOUR, RECORDINGS, at, length

TOLERANCES = st.integers(0, 5).map(lambda n: timedelta(seconds=n))
SECONDS = [at(n) for n in range(3600)]


def covered_seconds(found: Coverage):
    return {s for s in SECONDS if any(part.start <= s < part.end for part in found.covered)}


def gaps(found: Coverage):
    return (*found.explained, *found.unexplained, *found.doubtful)


@given(RECORDINGS, BREAKS, TOLERANCES)
def test_what_is_covered_never_exceeds_the_window(recordings, breaks, tolerance):
    found = coverage(HOUR, recordings, breaks, tolerance=tolerance)
    assert all(HOUR.start <= part.start < part.end <= HOUR.end for part in found.covered)
    assert all(HOUR.start <= gap.start < gap.end <= HOUR.end for gap in gaps(found))


@given(RECORDINGS, BREAKS)
def test_covered_and_open_seconds_together_are_the_window(recordings, breaks):
    found = coverage(HOUR, recordings, breaks)
    covered = sum((part.end - part.start for part in found.covered), timedelta())
    assert covered + length(gaps(found)) == HOUR.end - HOUR.start


@given(RECORDINGS)
def test_a_second_is_covered_when_some_clip_was_running(recordings):
    running = {s for s in SECONDS if any(clip.start <= s < clip.end for clip in recordings)}
    assert covered_seconds(coverage(HOUR, recordings)) == running


@given(RECORDINGS, RECORDINGS, BREAKS, TOLERANCES)
def test_another_clip_never_uncovers_a_second(recordings, others, breaks, tolerance):
    few = coverage(HOUR, recordings, breaks, tolerance=tolerance)
    many = coverage(HOUR, [*recordings, *others], breaks, tolerance=tolerance)
    assert covered_seconds(few) <= covered_seconds(many)


@given(RECORDINGS, BREAKS, st.randoms(use_true_random=False))
def test_clips_and_breaks_may_come_in_any_order(recordings, breaks, random):
    shuffled, turned = list(recordings), list(breaks)
    random.shuffle(shuffled)
    random.shuffle(turned)
    assert coverage(HOUR, shuffled, turned) == coverage(HOUR, recordings, breaks)


@given(RECORDINGS, BREAKS)
def test_clock_errors_cover_nothing(recordings, breaks):
    exact = [replace(clip, error=timedelta(0)) for clip in recordings]
    with_errors, without = coverage(HOUR, recordings, breaks), coverage(HOUR, exact, breaks)
    assert with_errors.covered == without.covered
    assert not without.doubtful


@given(RECORDINGS, BREAKS)
def test_no_gap_beyond_the_error_bars_is_ever_in_doubt(recordings, breaks):
    """At an edge of the window one clock may be wrong, between two devices two may."""
    bars = sorted((clip.error for clip in recordings), reverse=True)
    most = sum(bars[:2], timedelta())
    assert all(gap.length <= most for gap in coverage(HOUR, recordings, breaks).doubtful)


@given(RECORDINGS, BREAKS, TOLERANCES)
def test_wider_error_bars_only_move_gaps_from_proven_to_doubtful(recordings, breaks, tolerance):
    wider = [replace(clip, error=clip.error + timedelta(seconds=10)) for clip in recordings]
    narrow, wide = (coverage(HOUR, clips, breaks, tolerance=tolerance) for clips in (recordings, wider))
    assert {(g.start, g.end) for g in narrow.doubtful} <= {(g.start, g.end) for g in wide.doubtful}
    assert length(gaps(narrow)) == length(gaps(wide))


@given(RECORDINGS, BREAKS)
def test_attributing_gaps_loses_no_second(recordings, breaks):
    open_ = coverage(HOUR, recordings).unexplained
    pieces = attributed(open_, breaks)
    assert length(pieces) == length(open_)
    for piece in pieces:
        assert any(gap.start <= piece.start < piece.end <= gap.end for gap in open_)
        if piece.interruption and piece.interruption.end:
            assert piece.interruption.start <= piece.start < piece.end <= piece.interruption.end


def test_a_gap_without_interruptions_stays_whole():
    gap = Gap(start=at(10), end=at(20))
    assert attributed([gap], []) == (gap,)
