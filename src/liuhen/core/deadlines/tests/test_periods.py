"""Properties of periods under any calendar: forward, backward, paused, one after another."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuhen.core.deadlines.calendar import WEEKENDS_ONLY
from liuhen.core.deadlines.counting import (
    day_of,
    last_day_of,
    last_moment,
    latest_before,
    next_working_day,
    raised_before,
    rolled,
)
from liuhen.core.deadlines.pauses import Pause, paused_days, paused_moment
from liuhen.core.deadlines.tests.calendars import CALENDARS, MOMENTS
from liuhen.core.deadlines.tests.test_counting import at
from liuhen.core.deadlines.units import RUNNING, WITHOUT_AMOUNT, Unit

DAY = timedelta(days=1)
BY_DAYS = st.sampled_from([Unit.WORKING_DAYS, Unit.CALENDAR_DAYS, Unit.MONTHS, Unit.YEARS])
COUNTED = st.sampled_from([unit for unit in Unit if unit not in WITHOUT_AMOUNT])
LITTLE = st.integers(0, 60)
PAUSES = st.lists(
    st.tuples(MOMENTS, st.integers(0, 60 * 1440)).map(lambda p: Pause(p[0], p[0] + timedelta(minutes=p[1]))), max_size=4
)


def days_between(first: date, last: date):
    """The days after the first, up to the last."""
    return [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]


@given(MOMENTS, LITTLE, CALENDARS)
def test_working_days_are_those_a_plain_count_over_the_calendar_finds(start, amount, calendar):
    last = last_day_of(last_moment(start, amount, Unit.WORKING_DAYS, calendar=calendar))
    counted = [day for day in days_between(day_of(start), last) if calendar.is_working(day)]
    assert len(counted) == amount
    assert amount == 0 or counted[-1] == last


@given(MOMENTS, BY_DAYS, st.integers(1, 30), CALENDARS)
def test_the_day_on_which_a_period_begins_is_left_out(start, unit, amount, calendar):
    midnight = start.replace(hour=0, minute=0)
    ends = {last_moment(moment, amount, unit, calendar=calendar) for moment in (midnight, midnight + DAY / 2)}
    assert len(ends) == 1
    assert ends.pop() >= midnight + 2 * DAY


@given(MOMENTS, MOMENTS, COUNTED, LITTLE, CALENDARS)
def test_a_period_begun_later_never_ends_earlier(one, other, unit, amount, calendar):
    ends = [last_moment(start, amount, unit, calendar=calendar, rolls=True) for start in sorted((one, other))]
    assert ends[0] <= ends[1]


@given(MOMENTS, BY_DAYS, LITTLE, CALENDARS)
def test_a_rolled_period_ends_on_the_first_working_day_from_its_last_day_on(start, unit, amount, calendar):
    plain = last_moment(start, amount, unit, calendar=calendar)
    last = last_day_of(last_moment(start, amount, unit, calendar=calendar, rolls=True))
    assert calendar.is_working(last)
    assert not any(calendar.is_working(day) for day in days_between(last_day_of(plain) - DAY, last)[:-1])


@given(MOMENTS, COUNTED, LITTLE, CALENDARS)
def test_what_is_done_at_the_latest_leaves_the_whole_period_before_the_event(event, unit, amount, calendar):
    """Counting forward never reaches beyond the day of the event (in working days: the first of them from it on)."""
    latest = latest_before(event, amount, unit, calendar=calendar)
    if unit in RUNNING:
        assert last_moment(latest, amount, unit, calendar=calendar) == event
        return
    forward = last_day_of(last_moment(latest - DAY, amount, unit, calendar=calendar))
    assert forward <= (next_working_day(day_of(event), calendar) if unit is Unit.WORKING_DAYS else day_of(event))


@given(MOMENTS, LITTLE, CALENDARS)
def test_counted_back_there_are_as_many_working_days_before_the_event_as_the_text_says(event, amount, calendar):
    first = last_day_of(latest_before(event, amount, Unit.WORKING_DAYS, calendar=calendar))
    days = [day for day in days_between(first - DAY, day_of(event) - DAY) if calendar.is_working(day)]
    assert len(days) == amount


@given(MOMENTS, BY_DAYS, st.integers(0, 30), CALENDARS)
def test_one_day_later_would_be_too_late(event, unit, amount, calendar):
    """A period begun the day after the latest one ends after the event's day, or on it where months are short."""
    latest = latest_before(event, amount, unit, calendar=calendar)
    forward = last_day_of(last_moment(latest, amount, unit, calendar=calendar))
    if unit is Unit.CALENDAR_DAYS:
        assert forward > day_of(event)
    elif unit is Unit.WORKING_DAYS:
        assert forward > day_of(event) or not any(map(calendar.is_working, days_between(forward, day_of(event))))
    else:
        assert forward >= day_of(event) - 3 * DAY


@given(MOMENTS, BY_DAYS, LITTLE, CALENDARS)
def test_counted_back_a_day_off_gives_way_to_a_working_day_before_it(event, unit, amount, calendar):
    plain, early = (latest_before(event, amount, unit, calendar=calendar, rolls=rolls) for rolls in (False, True))
    assert early <= plain
    assert calendar.is_working(last_day_of(early))


@given(MOMENTS, BY_DAYS, st.integers(1, 20), CALENDARS)
def test_a_warning_comes_at_the_beginning_of_a_day_before_the_last(start, unit, amount, calendar):
    due = last_moment(start, 60, Unit.CALENDAR_DAYS, calendar=calendar)
    raised = raised_before(due, amount, unit, calendar=calendar)
    assert (raised.hour, raised.minute) == (0, 0)
    assert day_of(raised) < last_day_of(due)
    if unit is Unit.WORKING_DAYS:
        left = [day for day in days_between(day_of(raised) - DAY, last_day_of(due) - DAY) if calendar.is_working(day)]
        assert len(left) == amount


def test_a_warning_in_hours_runs_back_from_the_very_moment():
    due = at("2019-05-10 12:00")
    assert raised_before(due, 24, Unit.HOURS, calendar=WEEKENDS_ONLY) == at("2019-05-09 12:00")


@given(MOMENTS, COUNTED, LITTLE, CALENDARS)
def test_without_a_pause_a_period_runs_as_it_would(start, unit, amount, calendar):
    assert paused_moment(start, amount, unit, calendar=calendar, pauses=()) == last_moment(
        start, amount, unit, calendar=calendar
    )


@given(MOMENTS, COUNTED, st.integers(0, 30), CALENDARS, PAUSES)
def test_a_pause_never_shortens_and_its_order_does_not_matter(start, unit, amount, calendar, pauses):
    plain = last_moment(start, amount, unit, calendar=calendar)
    paused = paused_moment(start, amount, unit, calendar=calendar, pauses=pauses)
    assert paused is not None
    assert paused >= plain
    assert paused == paused_moment(start, amount, unit, calendar=calendar, pauses=pauses[::-1])


@given(MOMENTS, st.sampled_from([Unit.CALENDAR_DAYS, Unit.WORKING_DAYS]), st.integers(0, 30), CALENDARS, PAUSES)
def test_the_days_that_count_are_those_on_which_no_pause_lasts(start, unit, amount, calendar, pauses):
    end = paused_moment(start, amount, unit, calendar=calendar, pauses=pauses)
    assert end is not None
    still = {day for p in pauses if p.end for day in days_between(day_of(p.start), day_of(p.end))}
    counted = [day for day in days_between(day_of(start), last_day_of(end)) if day not in still]
    if unit is Unit.WORKING_DAYS:
        counted = [day for day in counted if calendar.is_working(day)]
    assert len(counted) == amount
    assert amount == 0 or counted[-1] == last_day_of(end)


@given(MOMENTS, st.integers(1, 100), PAUSES)
def test_hours_stand_still_for_exactly_as_long_as_pauses_last(start, amount, pauses):
    end = paused_moment(start, amount, Unit.HOURS, calendar=WEEKENDS_ONLY, pauses=pauses)
    assert end is not None
    edges = sorted({start, end, *(t for p in pauses for t in (p.start, p.end) if t and start < t < end)})
    running = [b - a for a, b in pairwise(edges) if not any(p.end and p.start <= a < p.end for p in pauses)]
    assert sum(running, timedelta()) == timedelta(hours=amount)


@given(MOMENTS, COUNTED, st.integers(0, 30), MOMENTS)
def test_a_pause_without_end_stops_what_is_not_over_before_it(start, unit, amount, since):
    plain = last_moment(start, amount, unit, calendar=WEEKENDS_ONLY)
    end = paused_moment(start, amount, unit, calendar=WEEKENDS_ONLY, pauses=[Pause(since, None)])
    over = plain <= max(since, start) if unit in RUNNING else last_day_of(plain) <= max(day_of(since), day_of(start))
    assert (end == plain) if over else (end is None)


@given(MOMENTS, BY_DAYS, st.integers(0, 30), CALENDARS)
def test_rolling_twice_is_rolling_once(start, unit, amount, calendar):
    once = rolled(last_moment(start, amount, unit, calendar=calendar), calendar)
    assert rolled(once, calendar) == once


@pytest.mark.parametrize(
    ("event", "amount", "unit", "latest"),
    [
        ("2019-05-20 09:00", 7, Unit.CALENDAR_DAYS, "2019-05-14 00:00"),
        ("2019-05-20 09:00", 7, Unit.WORKING_DAYS, "2019-05-10 00:00"),
        ("2019-05-20 09:00", 24, Unit.HOURS, "2019-05-19 09:00"),
        ("2019-03-31 09:00", 1, Unit.MONTHS, "2019-03-01 00:00"),
        ("2020-02-29 09:00", 1, Unit.YEARS, "2019-03-01 00:00"),
        ("2019-05-20 09:00", 0, Unit.AT_ONCE, "2019-05-20 09:00"),
    ],
)
def test_known_latest_moments(event, amount, unit, latest):
    assert latest_before(at(event), amount, unit, calendar=WEEKENDS_ONLY) == at(latest)


@pytest.mark.parametrize(
    ("since", "until", "end"),
    [
        ("2019-05-10 10:00", "2019-05-15 16:00", "2019-05-27 00:00"),  # five days: 11, 12, 13, 14, 15
        ("2019-05-10 10:00", "2019-05-10 16:00", "2019-05-22 00:00"),  # within a day: none
        ("2019-04-20 10:00", "2019-05-03 16:00", "2019-05-24 00:00"),  # begun before: 2, 3
        ("2019-05-21 10:00", "2019-05-30 16:00", "2019-05-22 00:00"),  # begun on the last day: it still counts
    ],
)
def test_known_pauses_of_twenty_days(since, until, end):
    pause = Pause(at(since), at(until))
    start = at("2019-05-01 08:00")
    assert paused_moment(start, 20, Unit.CALENDAR_DAYS, calendar=WEEKENDS_ONLY, pauses=[pause]) == at(end)


def test_how_many_days_a_pause_takes_out():
    assert paused_days(at("2019-05-10 10:00"), at("2019-05-15 16:00")) == 5
