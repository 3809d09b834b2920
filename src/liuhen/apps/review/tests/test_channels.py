"""Captures with several channels: each can be seen, and time lost on the way is shown where it is missing."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from liuhen.apps.recordings.models import Recording
from liuhen.apps.recordings.tickets import redeem_media
from liuhen.apps.review.tests.conftest import Browser, World, artifact, found, viewing_of
from liuhen.core.media.tests.terminal import row
from liuhen.ports.workshop import WorkKind

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
