"""Captures with several channels: each can be seen, and time lost on the way is shown where it is missing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from liuhen.apps.recordings.models import Recording
from liuhen.apps.recordings.tickets import redeem_media
from liuhen.apps.review.models import Derivative
from liuhen.apps.review.tests.conftest import NOW, Browser, World, artifact, found, viewing_of
from liuhen.apps.review.tokens import SECONDS
from liuhen.core.media.tests.terminal import row
from liuhen.ports.workshop import WorkKind
from liuhen.site.testing import outside_at

FIRST, SECOND = "playable.mp4", "playable-2.mp4"
HOLE = {"from_ms": 200, "to_ms": 400, "packets": 1}


@pytest.fixture
def capture(world: World) -> Recording:
    """A capture of two channels with its two films."""
    (world.card / "terminal.bin").write_bytes(b"".join(row(50)))
    recording = Recording.objects.get(sha256=world.take_in()[0].sha256)
    film = {"container": "mp4", "same_length": True, "missing": [HOLE]}
    streams = [{"channel": 1, "artifact": FIRST, **film}, {"channel": 3, "artifact": SECOND, **film}]
    work = found(recording, WorkKind.PLAYABLE, {**streams[0], "streams": [*streams, {"channel": 4}]})
    for name in (FIRST, SECOND):
        made = artifact(work, name, "video/mp4")
        made.sha256 = name.encode().hex().ljust(64, "0")
        made.save()
    return recording


def plays(browser: Client, answer: Any) -> str:
    ticket = answer.context["media_url"].split("/")[-1]
    return redeem_media(ticket, browser.session.session_key or "").sha256


def test_the_first_channel_plays_and_the_others_are_a_press_away(capture: Recording, signed_in: Browser) -> None:
    browser = signed_in("officer")
    answer = browser.post(reverse("review:view", args=[capture.pk]))
    assert plays(browser, answer) == FIRST.encode().hex().ljust(64, "0")
    assert "通道 1" in answer.content.decode()
    assert "通道 3" in answer.content.decode()
    assert "通道 4" not in answer.content.decode(), "it can't be decoded"
    address = reverse("review:playing", args=[capture.pk])
    told = {"v": answer.context["viewing"], "channel": SECOND}
    assert plays(browser, browser.get(address, told)) == SECOND.encode().hex().ljust(64, "0")
    assert plays(browser, browser.get(address, {**told, "channel": "x"})) == FIRST.encode().hex().ljust(64, "0")


def test_time_lost_on_the_way_lies_in_the_lane_of_gaps(capture: Recording, signed_in: Browser) -> None:
    browser = signed_in("officer")
    viewing = viewing_of(browser, capture)
    axis = browser.get(reverse("review:lanes", args=[capture.pk]), {"v": viewing}).json()
    gaps = next(lane for lane in axis["lanes"] if lane["id"] == "gaps")
    assert [(span["from"], span["to"], span["kind"]) for span in gaps["spans"]] == [(200, 400, "missing")]


NOTE = {"kind": "note", "content": "", "offset_ms": "100", "note": "看到车牌"}
PART = {"begin": "0:00:00.2", "end": "0:01", "label": "车牌", "purpose": "供审核"}


def switched(browser: Client, capture: Recording, viewing: str, channel: str) -> Any:
    """The viewer after a press on a channel."""
    told = {"v": viewing, "channel": channel}
    return browser.get(reverse("review:playing", args=[capture.pk]), told, headers={"HX-Request": "true"})


def test_while_another_channel_plays_nothing_is_marked_or_cut_and_the_page_says_why(
    capture: Recording, signed_in: Browser
) -> None:
    browser = signed_in("officer")
    first = viewing_of(browser, capture)
    shown = switched(browser, capture, first, SECOND)
    page, other = shown.content.decode(), shown.context["viewing"]
    assert "不能标记和截取" in page
    assert "mark-url" not in page
    assert 'class="lh-stamp" data' not in page, "every button is disabled"
    marked = browser.post(reverse("review:mark", args=[capture.pk]), {**NOTE, "v": other})
    assert (marked.status_code, "第一个通道" in marked.content.decode()) == (422, True)
    refused = browser.post(reverse("review:cut", args=[capture.pk]), {**PART, "v": other}, headers={"HX-Request": "t"})
    assert "第一个通道" in refused.content.decode()
    assert not capture.marks.exists()
    assert not Derivative.objects.exists()


def test_back_at_the_first_channel_marks_and_clips_are_taken(capture: Recording, signed_in: Browser) -> None:
    browser = signed_in("officer")
    other = switched(browser, capture, viewing_of(browser, capture), SECOND).context["viewing"]
    shown = switched(browser, capture, other, FIRST)
    first = shown.context["viewing"]
    assert "mark-url" in shown.content.decode()
    assert browser.post(reverse("review:mark", args=[capture.pk]), {**NOTE, "v": first}).status_code == 200
    browser.post(reverse("review:cut", args=[capture.pk]), {**PART, "v": first})
    assert Derivative.objects.count() == 1


def test_no_clip_of_several_channels_while_nobody_knows_which_one_plays(capture: Recording, signed_in: Browser) -> None:
    browser = signed_in("officer")
    answer = browser.post(reverse("review:cut", args=[capture.pk]), PART, headers={"HX-Request": "true"})
    assert "开始查阅" in answer.content.decode()
    assert not Derivative.objects.exists()


def test_what_was_lost_and_marked_in_the_first_channel_is_not_drawn_under_another(
    capture: Recording, signed_in: Browser
) -> None:
    browser = signed_in("officer")
    first = viewing_of(browser, capture)
    browser.post(reverse("review:mark", args=[capture.pk]), {**NOTE, "v": first})
    other = switched(browser, capture, first, SECOND).context["viewing"]
    address = reverse("review:lanes", args=[capture.pk])
    assert browser.get(address, {"v": first}).json()["marks"]
    axis = browser.get(address, {"v": other}).json()
    assert axis["marks"] == []
    assert [span for lane in axis["lanes"] for span in lane["spans"] if span["kind"] == "missing"] == []


def test_changing_the_channel_makes_a_viewing_no_longer(capture: Recording, signed_in: Browser) -> None:
    browser = signed_in("officer")
    viewing = viewing_of(browser, capture)
    with outside_at(NOW + timedelta(seconds=SECONDS - 60)):
        other = switched(browser, capture, viewing, SECOND).context["viewing"]
        back = switched(browser, capture, other, FIRST).context["viewing"]
    with outside_at(NOW + timedelta(seconds=SECONDS)):
        for token in (viewing, other, back):
            assert switched(browser, capture, token, SECOND).status_code == 409
            assert browser.get(reverse("review:lanes", args=[capture.pk]), {"v": token}).status_code == 409
        assert switched(browser, capture, viewing_of(browser, capture), SECOND).status_code == 200
