"""Files of one filming: joined when they continue each other, never otherwise, with the time between them measured."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuhen.core.continuity.sessions import CHAPTER_WITHIN, OVERLAP, Piece, Tie, joined, tie_between

START = datetime(2026, 11, 18, 1, 30, tzinfo=UTC)


def piece(number: int, begins: float, lasts: float = 60, **says) -> Piece:
    start = START + timedelta(seconds=begins)
    values = {"view": "GD-1", "clock": "container", **says}
    return Piece(id=number, start=start, end=start + timedelta(seconds=lasts), **values)


PIECES = st.lists(
    st.builds(
        piece,
        st.integers(0, 10**6),
        st.integers(0, 3600),
        st.integers(1, 900),
        view=st.sampled_from(["front", "rear"]),
        clock=st.sampled_from(["gnss", "container"]),
        index=st.none() | st.integers(0, 30),
        group=st.sampled_from(["", "0001", "0002"]),
        part=st.none() | st.integers(0, 5),
    ),
    max_size=25,
    unique_by=lambda one: one.id,
)


def test_three_files_that_follow_each_other_are_one_filming_with_its_gaps():
    (one,) = joined([piece(3, 121.5), piece(1, 0), piece(2, 60)])
    assert [p.id for p in one.pieces] == [1, 2, 3]
    assert one.gaps == (timedelta(0), timedelta(seconds=1.5))
    assert one.ties == (Tie.FOLLOWS, Tie.FOLLOWS)
    assert (one.start, one.end) == (START, START + timedelta(seconds=181.5))


@pytest.mark.parametrize(
    "first, second, tie",
    [
        (piece(1, 0), piece(2, 69), Tie.FOLLOWS),
        (piece(1, 0), piece(2, 71), None),
        (piece(1, 0, index=7), piece(2, 110, index=8), Tie.NUMBERED),
        (piece(1, 0, index=7), piece(2, 110, index=9), None),
        (piece(1, 0, index=7), piece(2, 121, index=8), None),
        (piece(1, 0, group="0001", part=1), piece(2, 300, group="0001", part=2), Tie.CHAPTER),
        (piece(1, 0, group="0001"), piece(2, 60, group="0001", part=1), Tie.CHAPTER),
        (piece(1, 0, group="0001", part=1), piece(2, 60, group="0002", part=1), None),
        (piece(1, 0), piece(2, 60, view="GD-2"), None),
        (piece(1, 0), piece(2, 60, clock="file_mtime"), None),
        (piece(1, 0, 600), piece(2, 60, 60), None),
        (piece(1, 0, 600), piece(2, 590, 60), Tie.FOLLOWS),
        (piece(1, 0, 600), piece(2, 400, 600), None),
    ],
)
def test_what_ties_two_files_together(first, second, tie):
    assert tie_between(first, second) is tie


def test_two_views_of_one_device_are_two_filmings():
    front = [piece(n, 60 * n, view="front") for n in range(3)]
    rear = [piece(10 + n, 60 * n, view="rear") for n in range(3)]
    assert [[p.id for p in one.pieces] for one in joined([*rear, *front])] == [[0, 1, 2], [10, 11, 12]]


def test_a_file_alone_is_no_filming():
    assert joined([piece(1, 0), piece(2, 600)]) == ()
    assert joined([]) == ()


@given(PIECES, st.randoms(use_true_random=False))
def test_files_may_come_in_any_order(pieces, random):
    turned = list(pieces)
    random.shuffle(turned)
    assert joined(turned) == joined(pieces)


@given(PIECES)
def test_a_file_is_in_one_filming_at_most_and_a_filming_is_of_one_view(pieces):
    found = joined(pieces)
    ids = [one.id for filming in found for one in filming.pieces]
    assert len(ids) == len(set(ids))
    assert all(len({one.view for one in filming.pieces}) == 1 and len(filming.pieces) > 1 for filming in found)


@given(PIECES)
def test_gaps_are_exactly_the_time_between_the_files(pieces):
    for filming in joined(pieces):
        lasted = sum((one.end - one.start for one in filming.pieces), timedelta())
        assert filming.end - filming.start == lasted + sum(filming.gaps, timedelta())
        assert all(-OVERLAP <= gap <= CHAPTER_WITHIN for gap in filming.gaps)


@given(PIECES, st.integers(-(10**6), 10**6))
def test_a_clock_that_is_off_by_any_amount_changes_no_gap(pieces, seconds):
    off = timedelta(seconds=seconds)
    moved = [replace(one, start=one.start + off, end=one.end + off) for one in pieces]
    assert [one.gaps for one in joined(moved)] == [one.gaps for one in joined(pieces)]


@given(st.lists(st.integers(1, 900), min_size=2, max_size=20))
def test_a_film_cut_without_losing_anything_is_one_filming_without_gaps(lengths):
    begins, pieces = 0, []
    for number, lasts in enumerate(lengths):
        pieces.append(piece(number, begins, lasts))
        begins += lasts
    (one,) = joined(pieces)
    assert len(one.pieces) == len(lengths)
    assert set(one.gaps) == {timedelta(0)}
