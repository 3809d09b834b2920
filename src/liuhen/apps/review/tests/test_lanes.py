"""What the time axis is told: findings, steps, marks, other cameras and gaps, in milliseconds, for a viewing only."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from liuhen.apps.devices.actions import NewDevice, register_device
from liuhen.apps.journal.models import Entry
from liuhen.apps.journal.queries import body_of
from liuhen.apps.recordings import actions
from liuhen.apps.recordings.actions import NewMark
from liuhen.apps.recordings.models import Companion, Link, Recording, Session
from liuhen.apps.review import lanes
from liuhen.apps.review.tests.conftest import NINE, NOW, Browser, World, artifact, found, linked, viewing_of
from liuhen.core.terms.labels import MarkKind
from liuhen.ports.workshop import WorkKind, WorkState

BOARD = {"every_ms": 500, "width": 160, "height": 90, "columns": 2, "rows": 2, "count": 4, "sheets": ["board-0"]}


def ask(browser: Client, recording: Recording, token: str) -> dict[str, Any]:
    answer = browser.get(reverse("review:lanes", args=[recording.pk]), {"v": token})
    assert answer.status_code == 200
    content: dict[str, Any] = answer.json()
    return content


def shown(recording: Recording, signed_in: Browser, who: str = "handler") -> dict[str, Any]:
    browser = signed_in(who)
    return ask(browser, recording, viewing_of(browser, recording))


def lane(content: dict[str, Any], name: str) -> list[dict[str, Any]]:
    spans: list[dict[str, Any]] = next(one["spans"] for one in content["lanes"] if one["id"] == name)
    return spans


def colleague(world: World, recording: Recording, second: int = 0) -> Recording:
    """The same step, filmed by the colleague's camera from this second of the recording on."""
    camera = register_device(None, world.cast.agency, NewDevice(number=f"GD-2{second}", holder=world.cast.co_officer))
    start = recording.start + timedelta(seconds=second, milliseconds=250)
    other = world.recording(start, officer=world.cast.co_officer, by=world.cast.co_officer, device=camera)
    linked(other, Link.objects.get(recording=recording).step)
    return other


def test_findings_come_by_lane_with_their_words(recording: Recording, signed_in: Browser) -> None:
    spans = [
        {"kind": "black", "from_ms": 100, "to_ms": 300},
        {"kind": "silence", "from_ms": 0, "to_ms": 900},
        {"kind": "missing", "from_ms": 1200, "to_ms": 1500},
        {"kind": "of the future", "from_ms": 1, "to_ms": 2},
    ]
    found(recording, WorkKind.SURVEY, {"spans": spans})
    found(recording, WorkKind.SPEECH, {"spans": [{"kind": "speech", "from_ms": 1000, "to_ms": 1900}]})
    content = shown(recording, signed_in)
    assert lane(content, "picture") == [{"from": 100, "to": 300, "kind": "black", "label": "画面全黑"}]
    assert lane(content, "gaps") == [{"from": 1200, "to": 1500, "kind": "missing", "label": "文件内缺失"}]
    assert [one["kind"] for one in lane(content, "speech")] == ["silence", "speech"]


def test_storyboard_and_waveform_are_fetched_by_ticket(recording: Recording, signed_in: Browser) -> None:
    survey = found(
        recording,
        WorkKind.SURVEY,
        {"storyboard": BOARD, "waveform": {"every_ms": 100, "count": 20, "artifact": "wave"}, "spans": []},
    )
    artifact(survey, "board-0", "image/jpeg")
    artifact(survey, "wave", "application/octet-stream")
    content = shown(recording, signed_in)
    assert [url.startswith("/data/media/") for url in content["storyboard"]["sheets"]] == [True]
    assert (content["storyboard"]["columns"], content["waveform"]["every_ms"]) == (2, 100)
    assert content["waveform"]["url"].startswith("/data/media/")


def test_work_that_is_not_done_shows_nothing_but_its_state(recording: Recording, signed_in: Browser) -> None:
    found(recording, WorkKind.SURVEY, {"storyboard": BOARD}, state=WorkState.RUNNING.value)
    found(recording, WorkKind.SPEECH, state=WorkState.PARKED.value, reason="没有声音。")
    content = shown(recording, signed_in)
    assert (content["storyboard"], content["waveform"]) == (None, None)
    states = {one["kind"]: (one["state"], one["words"], one["reason"]) for one in content["states"]}
    assert states["survey"] == ("running", "正在分析", "")
    assert states["speech"] == ("parked", "已搁置", "没有声音。")


def test_steps_lie_where_they_meet_the_recording(world: World, recording: Recording, signed_in: Browser) -> None:
    early = world.step(NINE - timedelta(hours=1), minutes=70, number="粤交罚〔2026〕2号")
    linked(recording, early)
    content = shown(recording, signed_in)
    spans = [one["spans"] for one in content["lanes"] if one["id"].startswith("step-")]
    assert len(spans) == 2
    assert spans[0] == [{"from": 0, "to": recording.duration_ms, "kind": "step", "label": "现场检查"}]
    assert spans[1] == [], "the early step ended as the recording began"


def test_marks_are_points_and_stretches(world: World, recording: Recording, signed_in: Browser) -> None:
    scene = NewMark(kind=MarkKind.KEY_CONTENT, content="site_environment", offset_ms=200, end_ms=900)
    actions.make_mark(world.cast.officer, recording, scene)
    actions.make_mark(world.cast.officer, recording, NewMark(kind=MarkKind.NOTE, offset_ms=1500, note="看此处"))
    points = [(one["from"], one["to"], one["label"], one["note"]) for one in shown(recording, signed_in)["marks"]]
    assert points == [(200, 900, "执法现场环境", ""), (1500, None, "备注", "看此处")]


def test_another_camera_of_the_scene_lies_where_it_ran_with_its_error(
    world: World, recording: Recording, signed_in: Browser
) -> None:
    other = colleague(world, recording, 1)
    (camera,) = shown(recording, signed_in)["cameras"]
    assert camera["from"] == (other.start - recording.start) // timedelta(milliseconds=1)
    assert camera["to"] - camera["from"] == (other.end - other.start) // timedelta(milliseconds=1)
    assert (camera["error_ms"], camera["label"]) == (other.error_ms, "周海 · GD-21")
    assert shown(other, signed_in)["cameras"][0]["pk"] == recording.pk


def test_a_camera_that_ran_hours_later_is_no_other_view_of_the_scene(
    world: World, recording: Recording, signed_in: Browser
) -> None:
    colleague(world, recording, 7200)
    assert shown(recording, signed_in)["cameras"] == []


def test_the_gaps_to_the_files_before_and_after_stand_at_the_ends(
    world: World, recording: Recording, signed_in: Browser
) -> None:
    after = world.recording(recording.start + timedelta(seconds=14))
    linked(after, Link.objects.get(recording=recording).step)
    both = {"agency": recording.agency, "device": recording.device, "officer": recording.officer}
    whole = Session.objects.create(
        **both, start=recording.start, end=after.end, gaps_ms=[12_000], reasons=[], made_at=NOW
    )
    for part, one in enumerate((recording, after), start=1):
        one.session, one.part = whole, part
        one.save(update_fields=["session", "part"])
    (edge,) = lane(shown(recording, signed_in), "gaps")
    assert (edge["from"], edge["label"]) == (recording.duration_ms, "与下一段间隔 12.0 秒")
    assert edge["url"] == reverse("review:recording", args=[after.pk])
    (edge,) = lane(shown(after, signed_in), "gaps")
    assert (edge["from"], edge["label"]) == (0, "与上一段间隔 12.0 秒")


def test_files_that_overlap_say_so() -> None:
    assert lanes._edge(0, -1500, "与上一段", "/x")["label"] == "与上一段重叠 1.5 秒"


def test_the_way_and_the_speed_come_from_the_sidecar_when_the_film_tells_none(
    world: World, recording: Recording, signed_in: Browser
) -> None:
    sidecar = world.recording(NINE + timedelta(minutes=25))
    Companion.objects.create(sidecar=sidecar, recording=recording, made_at=NOW)
    points = [[0, 23.1, 113.2, 40.5], [1000, 23.2, 113.2, None], [2000, 23.3, 113.3, 0]]
    found(sidecar, WorkKind.TRACK, {"points": points})
    content = shown(recording, signed_in)
    assert content["track"] == points
    assert content["speed"] == [[0, 40.5], [2000, 0]]


def test_without_a_viewing_that_still_holds_there_is_nothing_to_see(
    world: World, recording: Recording, signed_in: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    reviewer, where = signed_in("reviewer"), reverse("review:lanes", args=[recording.pk])
    token = viewing_of(reviewer, recording)
    other = world.recording(NINE + timedelta(minutes=20))
    assert reviewer.get(where).status_code == 409
    assert reviewer.get(reverse("review:lanes", args=[other.pk]), {"v": token}).status_code == 409
    assert signed_in("inspector").get(where, {"v": token}).status_code == 409
    assert signed_in("outsider").get(where, {"v": token}).status_code == 404
    assert reviewer.get(where, {"v": token}).status_code == 200
    monkeypatch.setattr("liuhen.apps.recordings.offers.view_ground", lambda person, recording: None)
    assert reviewer.get(where, {"v": token}).status_code == 409, "the ground is gone"


def test_the_time_axis_costs_no_more_queries_for_many_marks_and_cameras(
    world: World, recording: Recording, signed_in: Browser, django_assert_max_num_queries: Any
) -> None:
    browser = signed_in("handler")
    token = viewing_of(browser, recording)
    ask(browser, recording, token)
    with django_assert_max_num_queries(40) as few:
        ask(browser, recording, token)
    for second in range(5):
        colleague(world, recording, second)
    for at in range(10):
        actions.make_mark(world.cast.officer, recording, NewMark(kind=MarkKind.NOTE, offset_ms=at, note="x"))
    with django_assert_max_num_queries(40) as many:
        content = ask(browser, recording, token)
    assert len(content["marks"]) == 10
    assert content["cameras"]
    assert len(many) <= len(few)


def beside(browser: Client, other: Recording, leader: Recording, token: str) -> Any:
    return browser.post(reverse("review:beside", args=[other.pk]), {"leader": leader.pk, "v": token})


def test_opening_another_camera_beside_is_a_viewing_of_its_own_for_the_same_purpose(
    recording: Recording, plain: Recording, signed_in: Browser
) -> None:
    other, browser = plain, signed_in("reviewer")
    given = beside(browser, other, recording, viewing_of(browser, recording, "核对两台设备")).json()
    assert given["url"].startswith("/data/media/")
    last = Entry.objects.filter(kind="recordings.viewed").order_by("-seq")[0]
    assert (last.subject_id, body_of(last)["purpose"]) == (str(other.pk), "核对两台设备")
    fields = {"v": given["viewing"], "ranges": "[[0, 500, 100]]"}
    assert browser.post(given["watched_url"], fields).status_code == 204


def test_no_camera_opens_beside_a_recording_that_is_not_being_viewed(
    world: World, recording: Recording, signed_in: Browser
) -> None:
    other, browser = colleague(world, recording), signed_in("reviewer")
    assert beside(browser, other, recording, "").status_code == 409
    assert not Entry.objects.filter(kind="recordings.viewed").exists()
    outsider = signed_in("outsider")
    assert beside(outsider, other, recording, viewing_of(browser, recording)).status_code == 404
