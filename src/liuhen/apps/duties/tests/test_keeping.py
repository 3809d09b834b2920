"""How long recordings are kept: as long as the law says, and never shorter than it once said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from liuhen.apps.duties.keeping import HELD, Kept, longest

FIRST = datetime(2030, 1, 1, tzinfo=UTC)
NEVER = datetime(1, 1, 1, tzinfo=UTC)


def says(until=None, *, long_term=False, permanent=False, why="规定"):
    return Kept(
        until=until, long_term=long_term, permanent=permanent, reasons=[{"text": why, "holds": True, "parts": []}]
    )


found = st.builds(
    says,
    st.none() | st.integers(0, 5).map(lambda days: FIRST + timedelta(days=days)),
    long_term=st.booleans(),
    permanent=st.booleans(),
    why=st.sampled_from(["甲", "乙"]),
)


def stood(answers):
    """What stands after each answer of the law."""
    kept = None
    for now in answers:
        kept = longest(kept, now)
        yield kept


@given(st.lists(found, min_size=1, max_size=8))
def test_whatever_the_law_says_later_nothing_is_kept_for_a_shorter_time(answers):
    for earlier, later in pairwise(stood(answers)):
        assert (later.until or NEVER) >= (earlier.until or NEVER)
        assert later.long_term >= earlier.long_term
        assert later.permanent >= earlier.permanent


@given(st.lists(found, min_size=1, max_size=8))
def test_the_same_answer_again_changes_nothing(answers):
    *_, last = stood(answers)
    assert longest(last, answers[-1]) == last


@given(st.lists(found, min_size=1, max_size=8), found)
def test_what_stands_is_at_least_what_the_law_says_now(answers, now):
    *_, last = stood([*answers, now])
    assert (last.until or NEVER) >= (now.until or NEVER)
    assert (last.long_term, last.permanent) >= (now.long_term, False) and last.permanent >= now.permanent
    assert last.reasons[: len(now.reasons)] == now.reasons


def test_a_longer_rule_replaces_the_shorter_with_its_own_reasons():
    longer = says(FIRST + timedelta(days=1), why="更长")
    assert longest(says(FIRST), longer) == longer


def test_what_is_held_on_to_is_told_with_the_reasons_it_had():
    kept = longest(says(FIRST, why="原规定"), says(FIRST - timedelta(days=9), why="新规定"))
    assert kept.until == FIRST
    now, held = kept.reasons
    assert now["text"] == "新规定"
    assert held[HELD] and "2030-01-01" in held["text"] and "不缩短" in held["text"]
    assert [part["text"] for part in held["parts"]] == ["原规定"]
