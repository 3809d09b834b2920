"""Spans of speech are made of likelihoods."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuhen.core.media.speaking import MARGIN_MS, SHORTEST_MS, apart, spoken

EVERY = 32


def _chances(*stretches):
    """Pieces of 32 ms: (milliseconds, likelihood) for each stretch."""
    at = 0
    for length, chance in stretches:
        for _ in range(length // EVERY):
            yield at, chance
            at += EVERY


def test_a_stretch_of_speech_is_a_span_with_margins():
    assert list(spoken(_chances((3200, 0.0), (3200, 0.9), (3200, 0.0)), every_ms=EVERY)) == [(3080, 6520)]


def test_a_breath_does_not_end_a_span_and_a_pause_does():
    breath = _chances((3200, 0.9), (320, 0.1), (3200, 0.9))
    assert list(spoken(breath, every_ms=EVERY)) == [(0, 6720 + MARGIN_MS)]
    pause = _chances((3200, 0.9), (960, 0.1), (3200, 0.9))
    assert len(list(spoken(pause, every_ms=EVERY))) == 2


def test_a_click_is_no_speech_and_doubt_begins_no_span():
    assert list(spoken(_chances((320, 0.0), (64, 0.9), (3200, 0.0)), every_ms=EVERY)) == []
    assert list(spoken(_chances((3200, 0.45)), every_ms=EVERY)) == []


def test_missing_sound_ends_a_span():
    chances = [(at + (60_000 if at >= 3200 else 0), 0.9) for at, _ in _chances((6400, 0.9))]
    assert list(spoken(chances, every_ms=EVERY)) == [(0, 3320), (63_080, 66_520)]


def test_speech_without_end_is_cut_into_pieces():
    spans = list(spoken(_chances((64_000, 0.9)), every_ms=EVERY, longest_ms=20_000))
    assert len(spans) == 4
    assert all(end - start <= 20_000 + EVERY + 2 * MARGIN_MS for start, end in spans)
    assert list(apart(spans)) == [(0, 64_000 + MARGIN_MS)]


@given(st.lists(st.tuples(st.integers(0, 40).map(lambda one: one * EVERY), st.sampled_from((0.0, 0.4, 0.9)))))
def test_spans_are_in_order_and_never_shorter_than_speech_is(stretches):
    spans = list(apart(spoken(_chances(*stretches), every_ms=EVERY)))
    assert all(end - start >= SHORTEST_MS for start, end in spans)
    assert all(before[1] < after[0] for before, after in pairwise(spans))


@pytest.mark.parametrize("spans", [[], [(0, 1)]])
def test_nothing_to_join_stays_as_it_is(spans):
    assert list(apart(spans)) == spans
