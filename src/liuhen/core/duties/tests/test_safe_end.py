"""What must be done in time after a recording is due by the earliest end its clock allows; nothing else moves it."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from liuhen.core.terms.facts import WORTHLESS, Recording
from liuhen.core.terms.labels import Medium

END = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def ended(error: timedelta, stored: timedelta | None = None) -> Recording:
    stored_at = None if stored is None else END + stored
    start = END - timedelta(hours=1)
    return Recording(id="r", medium=Medium.VIDEO, start=start, end=END, error=error, stored_at=stored_at)


SECONDS = st.integers(0, 10**8).map(lambda n: timedelta(seconds=n))


@given(SECONDS, SECONDS)
def test_the_true_end_lies_between_the_safe_ends(error, stored):
    recording = ended(error, stored)
    assert recording.ended_first <= END <= recording.ended_last
    assert recording.ended_last <= max(END, recording.stored_at or END)


@given(SECONDS)
def test_a_wider_error_bar_makes_things_due_sooner_and_kept_longer_until_the_clock_is_worth_nothing(error):
    more = error + timedelta(seconds=1)
    if more <= WORTHLESS:
        assert ended(more).ended_first < ended(error).ended_first
        assert ended(more).ended_last > ended(error).ended_last
    if error > WORTHLESS:
        assert ended(error).ended_first == ended(error).ended_last == END
