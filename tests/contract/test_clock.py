"""Clocks tell aware moments in UTC; the fixed one stands still until it is moved."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from liuhen.adapters.clock import FixedClock, SystemClock
from liuhen.ports.clock import Clock

NOON = datetime(2026, 2, 27, 12, tzinfo=timezone(timedelta(hours=8)))


@pytest.mark.parametrize("clock", [SystemClock(), FixedClock(NOON)])
def test_a_clock_tells_an_aware_moment_in_utc(clock: Clock) -> None:
    assert clock.now().tzinfo is UTC


def test_the_system_clock_goes_forward() -> None:
    clock = SystemClock()
    assert clock.now() <= clock.now()


def test_a_fixed_clock_stands_still_until_it_is_moved() -> None:
    clock = FixedClock(NOON)
    assert clock.now() == clock.now() == NOON
    clock.advance(timedelta(hours=24))
    assert clock.now() == NOON + timedelta(days=1)


def test_a_fixed_clock_refuses_a_moment_without_a_zone() -> None:
    with pytest.raises(ValueError, match="时区"):
        FixedClock(NOON.replace(tzinfo=None))
