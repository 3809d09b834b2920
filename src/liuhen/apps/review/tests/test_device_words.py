"""What a device wrote beside the picture is shown in a viewing: its text with the time, and why places are doubted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from liuhen.apps.recordings.looking import kinds_for
from liuhen.apps.recordings.models import Companion, Recording
from liuhen.apps.review.device_words import device_words
from liuhen.apps.review.queries import scene_of
from liuhen.apps.review.tests.conftest import NINE, NOW, Browser, World, found, viewing_of
from liuhen.ports.workshop import WorkKind

STATED = [{"at_ms": 0, "text": "粤A·D1234 执法一队"}, {"at_ms": 1500, "text": "CAR,0,0"}]
POINTS = [[0, 23.1, 113.2, 40.5], [1000, 23.101, 113.2, None]]


def positions(recording: Recording, **track: Any) -> list[str]:
    found(recording, WorkKind.TRACK, track)
    return list(device_words(scene_of(recording)).positions)


def test_the_time_axis_gets_the_device_s_text_with_its_time(recording: Recording, signed_in: Browser) -> None:
    found(recording, WorkKind.TRACK, {"stated": STATED, "points": POINTS, "count": 2, "metres": 111})
    browser = signed_in("reviewer")
    token = viewing_of(browser, recording)
    content = browser.get(reverse("review:lanes", args=[recording.pk]), {"v": token}).json()
    assert content["device"]["stated"] == STATED
    assert content["device"]["positions"] == ["设备写下的位置采信 2 个，全程约 111 米。"]


def test_a_film_without_words_of_its_own_tells_those_of_its_sidecar(world: World, recording: Recording) -> None:
    sidecar = world.recording(NINE + timedelta(minutes=25))
    Companion.objects.create(sidecar=sidecar, recording=recording, made_at=NOW)
    found(sidecar, WorkKind.TRACK, {"stated": STATED})
    found(recording, WorkKind.TRACK, {"stated": [], "count": 0, "doubts": {}})
    assert [one.text for one in device_words(scene_of(recording)).stated] == ["粤A·D1234 执法一队", "CAR,0,0"]


@pytest.mark.parametrize(
    ("track", "said"),
    [
        ({}, []),
        ({"count": 0, "doubts": {}}, []),
        ({"count": 50, "metres": 0, "rounded": 50}, ["采信 50 个，都在同一处", "50 个正好落在整度上"]),
        (
            {"count": 3, "metres": 70, "fastest_kmh": 36.5, "doubts": {"jump": 2}},
            ["最快 36 公里/时", "另有 2 个位置没有采信"],
        ),
        (
            {"count": 0, "doubts": {"standing": 8}},
            ["8 个位置，都没有采信，所以没有轨迹示意：速度显示在移动而位置一直相同 8 个"],
        ),
    ],
)
def test_whether_positions_are_believed_is_said_in_words(
    recording: Recording, track: dict[str, Any], said: list[str]
) -> None:
    told = positions(recording, **track)
    assert len(told) == len(said)
    assert all(part in line for part, line in zip(said, told, strict=True))


def test_a_file_that_does_not_play_shows_them_once_a_viewing_was_journalled(
    world: World, recording: Recording, signed_in: Browser
) -> None:
    sidecar = _sidecar(world)
    found(sidecar, WorkKind.TRACK, {"stated": STATED, "points": [], "count": 0, "doubts": {"no_fix": 2}})
    browser, page = signed_in("officer"), reverse("review:recording", args=[sidecar.pk])
    assert "粤A·D1234" not in browser.get(page).content.decode()
    shown = browser.post(reverse("review:view", args=[sidecar.pk]), {"purpose": "审核"}).content.decode()
    assert "设备写下的文字 2 条" in shown
    assert "粤A·D1234 执法一队" in shown
    assert "0:01" in shown
    assert "都没有采信" in shown


def _sidecar(world: World) -> Recording:
    """A GPS log taken in by itself."""
    lines = [f"$GPRMC,0603{n:02}.000,V,2307.0000,N,11315.8400,E,0,90.0,201126,,,A*00" for n in range(3)]
    (world.card / "a.nmea").write_text("\n".join(lines), encoding="ascii")
    return Recording.objects.get(sha256=world.take_in()[0].sha256)


def test_a_film_of_subtitles_alone_is_looked_at_for_its_track() -> None:
    """As a copy of a dash camera's film from which only the subtitles were left."""
    facts = {"kind": "video", "container": "mov", "tracks": [{"kind": "subtitle"}], "reason": "no_picture_or_sound"}
    assert kinds_for(facts) == [WorkKind.TRACK]
    assert kinds_for({**facts, "tracks": []}) == []
    assert kinds_for({**facts, "reason": "parser_crashed"}) == []
