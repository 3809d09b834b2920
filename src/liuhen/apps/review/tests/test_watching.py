"""What was watched is merged, cut to the recording, and journalled once a minute and on leaving."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from liuhen.apps.journal.models import Entry
from liuhen.apps.journal.queries import body_of
from liuhen.apps.recordings.models import Recording
from liuhen.apps.review.tests.conftest import NOW, Browser, viewing_of
from liuhen.apps.review.watching import MOST, Watched, distinct_ms, merge
from liuhen.site.testing import outside_at

STRETCHES = st.builds(
    Watched, st.integers(-5000, 90_000), st.integers(-5000, 90_000), st.sampled_from([0, 25, 100, 200, 800, 5000])
)


def test_stretches_of_one_speed_that_touch_are_one() -> None:
    seen = [Watched(1000, 2000), Watched(0, 900), Watched(1900, 3000), Watched(3000, 5000, 200)]
    assert merge(seen, 60_000) == [Watched(0, 3000), Watched(3000, 5000, 200)]


def test_what_lies_outside_the_recording_or_took_no_time_is_left_out() -> None:
    seen = [Watched(-500, 200), Watched(900, 9000), Watched(400, 400), Watched(500, 300), Watched(0, 1000, 0)]
    assert merge(seen, 1000) == [Watched(0, 200), Watched(900, 1000)]


def test_a_second_seen_twice_or_at_two_speeds_counts_once() -> None:
    assert distinct_ms([Watched(0, 1000), Watched(500, 2000, 800), Watched(5000, 6000)]) == 3000


@given(st.lists(STRETCHES, max_size=20))
def test_merging_loses_no_second_and_adds_hardly_any(seen: list[Watched]) -> None:
    merged, possible = merge(seen, 60_000), [one for one in seen if 5 <= one.speed <= 1600]
    inside = [Watched(max(one.from_ms, 0), min(one.to_ms, 60_000)) for one in possible if one.to_ms > one.from_ms]
    before = distinct_ms([one for one in inside if one.to_ms > one.from_ms])
    assert before <= distinct_ms(merged) <= before + 250 * len(seen)
    assert all(0 <= one.from_ms < one.to_ms <= 60_000 for one in merged)
    assert merge(merged, 60_000) == merged


def test_a_page_that_makes_up_thousands_of_stretches_fills_no_journal() -> None:
    assert len(merge([Watched(at * 1000, at * 1000 + 10) for at in range(5000)], None)) == MOST


def report(browser: Client, recording: Recording, token: str, ranges: Any, **more: str) -> HttpResponse:
    fields = {"v": token, "ranges": json.dumps(ranges), **more}
    return browser.post(reverse("review:watched", args=[recording.pk]), fields)  # type: ignore[return-value]


def told() -> list[dict[str, Any]]:
    return [body_of(entry)["data"] for entry in Entry.objects.filter(kind="recordings.watched").order_by("seq")]


def test_a_report_is_an_entry_with_the_stretches_and_the_viewing_it_belongs_to(
    recording: Recording, signed_in: Browser
) -> None:
    browser = signed_in("reviewer")
    token = viewing_of(browser, recording)
    assert report(browser, recording, token, [[0, 800, 100], [700, 1500, 100], [1500, 1900, 400]]).status_code == 204
    viewing = Entry.objects.get(kind="recordings.viewed")
    ranges = [{"from_ms": 0, "to_ms": 1500, "speed": 100}, {"from_ms": 1500, "to_ms": 1900, "speed": 400}]
    assert told() == [{"viewing": viewing.seq, "watched_ms": 1900, "ranges": ranges}]


def test_within_a_minute_only_leaving_is_journalled_again(recording: Recording, signed_in: Browser) -> None:
    browser = signed_in("officer")
    token = viewing_of(browser, recording)
    assert report(browser, recording, token, [[0, 500, 100]]).status_code == 204
    assert report(browser, recording, token, [[500, 900, 100]]).status_code == 429
    assert report(browser, recording, token, [[500, 900, 100]], leaving="1").status_code == 204
    with outside_at(NOW + timedelta(seconds=61)):
        assert report(browser, recording, token, [[900, 950, 100]]).status_code == 204
    assert [one["watched_ms"] for one in told()] == [500, 400, 50]


def test_a_page_left_open_without_playing_writes_nothing(recording: Recording, signed_in: Browser) -> None:
    browser = signed_in("officer")
    assert report(browser, recording, viewing_of(browser, recording), []).status_code == 204
    assert told() == []


@pytest.mark.parametrize("ranges", ["x", "{}", "[1]", "[[1,2]]", "[[1,2,true]]", '[["1",2,3]]', "[[1.5,2,100]]"])
def test_a_report_that_is_no_list_of_stretches_is_refused(
    recording: Recording, signed_in: Browser, ranges: str
) -> None:
    browser = signed_in("officer")
    fields = {"v": viewing_of(browser, recording), "ranges": ranges}
    assert browser.post(reverse("review:watched", args=[recording.pk]), fields).status_code == 422
    assert told() == []


def test_nobody_reports_on_a_viewing_that_was_not_journalled_or_is_anothers(
    recording: Recording, signed_in: Browser
) -> None:
    officer, reviewer = signed_in("officer"), signed_in("reviewer")
    for token in ("", "made up", viewing_of(reviewer, recording)):
        assert report(officer, recording, token, [[0, 500, 100]]).status_code == 409
    assert told() == []
