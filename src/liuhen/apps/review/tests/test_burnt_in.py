"""The burnt-in clock stands beside the times found in the file, in sentences, and changes none of them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from liuhen.apps.recordings.models import Recording
from liuhen.apps.review.burnt_in import said
from liuhen.apps.review.tests.conftest import Browser, found
from liuhen.ports.workshop import WorkKind

CLOCK: dict[str, Any] = {
    "start": "2021-08-02T15:23:48",
    "also": None,
    "readings": 7,
    "agreeing": 7,
    "leaps": [],
    "passed_ms": 60_000,
    "shown_ms": 60_000,
}


def _with_container(recording: Recording, moment: str) -> Recording:
    clock = {"source": "container", "raw": moment, "moment": moment, "problem": None}
    recording.clocks, recording.duration_ms = [clock], 60_000
    return recording


def test_where_no_clock_was_read_nothing_is_said(recording: Recording) -> None:
    assert said(recording, {}) == []
    assert said(recording, {"readings": [], "clock": None}) == []


def test_a_clock_that_agrees_is_shown_without_a_doubt(recording: Recording) -> None:
    (line,) = said(_with_container(recording, "2021-08-02T15:24:40+08:00"), {"clock": CLOCK})
    assert "2021-08-02 15:23:48" in line
    assert line.endswith("。")


def test_a_container_clock_that_contradicts_it_is_named_with_the_difference(recording: Recording) -> None:
    (_, doubt) = said(_with_container(recording, "2021-08-02T09:42:15+00:00"), {"clock": CLOCK})
    assert doubt == "画面时钟比文件封装时间慢 2:18:27，请核对哪个可信。"


def test_a_channel_that_begins_later_contradicts_no_clock_that_stands_for_the_beginning(recording: Recording) -> None:
    packets = {"source": "packet", "raw": "1", "moment": "2021-08-02T15:13:48+08:00", "problem": None}
    recording.clocks = [packets]
    assert len(said(recording, {"clock": CLOCK}, starts_ms=600_000)) == 1
    assert "比数据包时间戳快 0:10:00" in said(recording, {"clock": CLOCK})[1]


def test_a_difference_of_days_is_told_in_days(recording: Recording) -> None:
    doubt = said(_with_container(recording, "2021-08-04T15:25:00+08:00"), {"clock": CLOCK})[1]
    assert "慢 2 天 0:01:12" in doubt


def test_both_readings_leaps_and_missing_pictures_are_told(recording: Recording) -> None:
    recording.clocks = []
    both = said(recording, {"clock": {**CLOCK, "also": "2021-02-08T15:23:48"}})
    assert "2021-02-08 15:23:48" in both[1]
    leap = said(recording, {"clock": {**CLOCK, "leaps": [[300_000, -10_800_000]]}})
    assert leap[1] == "画面时钟在 0:05:00 处向后跳了 3:00:00。"
    faster = said(recording, {"clock": {**CLOCK, "shown_ms": 140_000}})
    assert faster[1] == "录像走过 0:01:00，画面时钟多走了 0:01:20：文件中可能缺少画面。"


def test_it_stands_on_the_page(recording: Recording, signed_in: Browser) -> None:
    found(recording, WorkKind.LETTERS, {"readings": [], "clock": CLOCK})
    browser = signed_in("officer")
    page = browser.get(reverse("review:recording", args=[recording.pk])).content.decode()
    assert "画面时钟在开头显示 2021-08-02 15:23:48" in page
