"""Every second of a window is covered, explained, unexplained or doubtful, and exactly one of these."""

from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from liuhen.core.continuity.coverage import coverage
from liuhen.core.deadlines.units import CHINA
from liuhen.core.terms.facts import Interruption, Interval, Recording
from liuhen.core.terms.labels import Medium

NOON = datetime(2019, 5, 6, 12, 0, tzinfo=CHINA)
HOUR = Interval(start=NOON, end=NOON + timedelta(hours=1))


def at(second):
    return NOON + timedelta(seconds=second)


def recording(id, start, end, *, device="cam1", error=0, parent=None):
    return Recording(
        id=id,
        medium=Medium.VIDEO,
        start=at(start),
        end=at(end),
        device=device,
        error=timedelta(seconds=error),
        parent=parent,
    )


def interruption(id, start, end, cause="battery"):
    return Interruption(id=id, step="s", start=at(start), end=None if end is None else at(end), cause=cause)


SECONDS = st.integers(-600, 4200)
SPANS = st.tuples(SECONDS, SECONDS).map(sorted)
RECORDINGS = st.lists(
    st.builds(
        lambda n, span, device, error: recording(f"r{n}", *span, device=device, error=error),
        st.integers(0, 999), SPANS, st.sampled_from(["cam1", "cam2", None]), st.integers(0, 30),
    ),
    max_size=8,
    unique_by=lambda r: r.id,
)  # fmt: skip
BREAKS = st.lists(
    st.builds(lambda n, span: interruption(f"i{n}", *span), st.integers(0, 999), SPANS),
    max_size=4,
    unique_by=lambda i: i.id,
)


def pieces(found):
    gaps = (*found.explained, *found.unexplained, *found.doubtful)
    return sorted([(p.start, p.end) for p in found.covered] + [(g.start, g.end) for g in gaps])


def length(gaps):
    return sum((gap.length for gap in gaps), timedelta())


@given(RECORDINGS, BREAKS)
def test_the_pieces_fill_the_window_without_overlap(recordings, breaks):
    found = pieces(coverage(HOUR, recordings, breaks))
    assert found[0][0] == HOUR.start
    assert found[-1][1] == HOUR.end
    assert all(left[1] == right[0] for left, right in pairwise(found))


@given(RECORDINGS, BREAKS)
def test_the_order_of_recordings_does_not_matter(recordings, breaks):
    assert coverage(HOUR, recordings, breaks) == coverage(HOUR, recordings[::-1], breaks[::-1])


@given(RECORDINGS, RECORDINGS, BREAKS)
def test_more_footage_never_leaves_more_open(recordings, others, breaks):
    more = [recording_ for n, recording_ in enumerate(others)]
    few, many = coverage(HOUR, recordings, breaks), coverage(HOUR, [*recordings, *more], breaks)
    assert length((*many.explained, *many.unexplained)) <= length((*few.explained, *few.unexplained))


@given(RECORDINGS, BREAKS)
def test_an_explained_gap_lies_within_its_interruption(recordings, breaks):
    for gap in coverage(HOUR, recordings, breaks).explained:
        assert gap.interruption is not None
        assert gap.interruption.start <= gap.start
        assert gap.interruption.end is None or gap.end <= gap.interruption.end


def test_a_relay_of_two_devices_covers_the_window():
    found = coverage(HOUR, [recording("a", -5, 1900), recording("b", 1800, 3700, device="cam2")])
    assert found.whole
    assert not found.doubtful


def test_a_gap_of_one_device_is_exact_whatever_its_clock_error():
    found = coverage(HOUR, [recording("a", 0, 1000, error=60), recording("b", 1010, 3600, error=60)])
    assert [(gap.start, gap.end) for gap in found.unexplained] == [(at(1000), at(1010))]


def test_a_gap_between_two_clocks_within_their_errors_is_doubtful():
    found = coverage(HOUR, [recording("a", 0, 1000, error=6), recording("b", 1010, 3600, device="cam2", error=5)])
    assert found.whole
    assert [gap.length for gap in found.doubtful] == [timedelta(seconds=10)]


def test_the_edges_of_the_window_are_judged_with_the_clock_error_too():
    assert coverage(HOUR, [recording("a", 3, 3598, error=3)]).whole
    assert not coverage(HOUR, [recording("a", 4, 3600, error=3)]).whole


def test_a_derivative_covers_nothing():
    found = coverage(HOUR, [recording("a", 0, 3600, parent="original")])
    assert [gap.length for gap in found.unexplained] == [timedelta(hours=1)]


def test_an_interruption_explains_its_own_seconds_only():
    clips = [recording("a", 0, 1000), recording("b", 1300, 3600)]
    found = coverage(HOUR, clips, [interruption("i", 1000, 1200)])
    assert [(g.start, g.end) for g in found.explained] == [(at(1000), at(1200))]
    assert [(g.start, g.end) for g in found.unexplained] == [(at(1200), at(1300))]


def test_slack_forgives_times_written_to_the_minute():
    clips = [recording("a", 0, 1000), recording("b", 1300, 3600)]
    found = coverage(HOUR, clips, [interruption("i", 1020, 1260)], slack=timedelta(seconds=60))
    assert not found.unexplained


def test_an_interruption_without_end_explains_the_rest():
    found = coverage(HOUR, [recording("a", 0, 1000)], [interruption("i", 1000, None)])
    assert found.explained[0].end == HOUR.end
    assert not found.unexplained


def test_segments_split_a_recording():
    clip = Recording(
        id="a", medium=Medium.VIDEO, start=at(0), end=at(3600), device="cam1",
        segments=(Interval(start=at(0), end=at(100)), Interval(start=at(130), end=at(3600))),
    )  # fmt: skip
    assert [gap.length for gap in coverage(HOUR, [clip]).unexplained] == [timedelta(seconds=30)]


def test_tolerated_gaps_count_as_covered():
    clips = [recording("a", 0, 1000), recording("b", 1001, 3600)]
    assert coverage(HOUR, clips, tolerance=timedelta(seconds=1)).whole
    assert not coverage(HOUR, clips).whole
