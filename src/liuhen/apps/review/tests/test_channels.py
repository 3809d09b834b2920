"""Captures with several channels: each is seen, marked, cut and journalled in a time of its own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from liuhen.apps.findings.models import Analysis
from liuhen.apps.journal.seals import row_seal
from liuhen.apps.journal.verification import check_journal
from liuhen.apps.recordings.actions import NewMark, RecordingRefused, make_mark
from liuhen.apps.recordings.facts import recording_facts
from liuhen.apps.recordings.models import Mark, Recording
from liuhen.apps.review import lanes, timeline_views
from liuhen.apps.review.actions import dismiss
from liuhen.apps.review.candidates import Candidate
from liuhen.apps.review.clip_queries import cuttable
from liuhen.apps.review.clips import NewClip, cut
from liuhen.apps.review.models import Derivative, Dismissal
from liuhen.apps.review.tests.captures import (
    FIRST,
    ONE,
    SECOND,
    THIRD,
    axis_of,
    capture_in,
    digest_of,
    plays,
    switched,
    told,
)
from liuhen.apps.review.tests.conftest import NINE, NOW, Browser, World, linked, viewing_of
from liuhen.apps.review.tokens import SECONDS
from liuhen.core.media.tests.terminal import SIM
from liuhen.core.terms.labels import MarkKind
from liuhen.ports.workshop import WorkKind, WorkState
from liuhen.site.testing import outside_at


@pytest.fixture
def capture(world: World) -> Recording:
    return capture_in(world)


def lost(axis: dict[str, Any]) -> list[tuple[int, int]]:
    spans = [span for lane in axis["lanes"] for span in lane["spans"]]
    return [(span["from"], span["to"]) for span in spans if span["kind"] == "missing"]


def test_the_first_channel_plays_and_the_others_are_a_press_away(capture: Recording, signed_in: Browser) -> None:
    browser = signed_in("officer")
    answer = browser.post(reverse("review:view", args=[capture.pk]))
    assert plays(browser, answer) == digest_of(FIRST)
    assert "通道 1" in answer.content.decode()
    assert "通道 3" in answer.content.decode()
    assert "通道 4" not in answer.content.decode(), "it can't be decoded"
    viewing = answer.context["viewing"]
    assert plays(browser, switched(browser, capture, viewing, THIRD)) == digest_of(SECOND)
    assert plays(browser, switched(browser, capture, viewing, "x")) == digest_of(FIRST)


def test_seeing_another_channel_is_journalled_as_a_viewing_of_it_for_the_same_purpose(
    capture: Recording, signed_in: Browser
) -> None:
    browser = signed_in("reviewer")
    switched(browser, capture, viewing_of(browser, capture, "核对号牌"), THIRD)
    viewings = told("recordings.viewed")
    assert [one["data"].get("channel") for one in viewings] == [ONE, THIRD]
    assert [one["purpose"] for one in viewings] == ["核对号牌", "核对号牌"]
    page = browser.get(reverse("review:recording", args=[capture.pk])).content.decode()
    assert '查阅了音像记录 <span class="lh-chip">通道 3</span>' in page


def test_what_is_watched_of_a_channel_is_journalled_with_its_name_and_within_its_length(
    capture: Recording, signed_in: Browser
) -> None:
    browser = signed_in("officer")
    first = viewing_of(browser, capture)
    other = switched(browser, capture, first, THIRD).context["viewing"]
    address = reverse("review:watched", args=[capture.pk])
    for viewing in (first, other):
        assert browser.post(address, {"v": viewing, "ranges": "[[0, 60000, 100]]"}).status_code == 204
    watched = [one["data"] for one in told("recordings.watched")]
    assert [(one.get("channel"), one["watched_ms"]) for one in watched] == [(ONE, 2000), (THIRD, 9000)]
    assert [one["viewing"] for one in watched] == [one["seq"] for one in told("recordings.viewed")]


def test_the_time_axis_is_that_of_the_channel_that_plays(capture: Recording, signed_in: Browser) -> None:
    browser = signed_in("officer")
    first = viewing_of(browser, capture)
    other = switched(browser, capture, first, THIRD).context["viewing"]
    for viewing, at in ((first, 100), (other, 700)):
        browser.post(reverse("review:mark", args=[capture.pk]), {**NOTE, "offset_ms": at, "v": viewing})
    one, three = axis_of(browser, capture, first), axis_of(browser, capture, other)
    assert ([mark["from"] for mark in one["marks"]], [mark["from"] for mark in three["marks"]]) == ([100], [700])
    assert (lost(one), lost(three)) == ([(200, 400)], [(5000, 6000)])
    assert (one["duration"], three["duration"]) == (2000, 9000)


NOTE = {"kind": "note", "content": "", "offset_ms": "100", "note": "看到车牌"}
PART = {"begin": "0:00:00.2", "end": "0:01", "label": "车牌", "purpose": "供审核"}


def test_a_mark_in_another_channel_is_a_fact_at_its_own_moment(
    world: World, capture: Recording, signed_in: Browser
) -> None:
    browser, step = signed_in("officer"), world.step(NINE)
    linked(capture, step)
    other = switched(browser, capture, viewing_of(browser, capture), THIRD).context["viewing"]
    sent = {**NOTE, "offset_ms": "8000", "end_ms": "8500", "v": other}
    assert browser.post(reverse("review:mark", args=[capture.pk]), sent).status_code == 200
    mark = Mark.objects.get()
    assert (mark.channel, mark.offset_ms, mark.starts_ms) == (THIRD, 8000, 1500)
    (fact,) = recording_facts(step.case_id).marks
    assert fact.at == capture.start + timedelta(milliseconds=9500)
    (entry,) = told("recordings.marked")
    assert (entry["data"]["channel"], entry["data"]["starts_ms"]) == (THIRD, 1500)
    beyond = browser.post(reverse("review:mark", args=[capture.pk]), {**sent, "offset_ms": "9001", "end_ms": ""})
    assert beyond.status_code == 422


def test_no_mark_in_a_channel_that_is_not_there(world: World, capture: Recording) -> None:
    new = NewMark(kind=MarkKind.NOTE, offset_ms=0, note="x", channel=f"{SIM}-4")
    with pytest.raises(RecordingRefused, match="没有这个通道"):
        make_mark(world.cast.officer, capture, new)
    assert not Mark.objects.exists()


def test_the_channel_of_a_mark_never_changes_and_is_part_of_its_seal(world: World, capture: Recording) -> None:
    mark = make_mark(world.cast.officer, capture, NewMark(kind=MarkKind.NOTE, offset_ms=5, note="x", channel=THIRD))
    for column in ("channel", "starts_ms"):
        with pytest.raises(DatabaseError), transaction.atomic():
            Mark.objects.filter(pk=mark.pk).update(**{column: 0})
    before = row_seal(mark)
    mark.channel = ""
    assert row_seal(mark) != before


def test_from_a_mark_on_the_page_one_gets_to_its_second_in_its_channel(
    world: World, capture: Recording, signed_in: Browser
) -> None:
    browser = signed_in("officer")
    make_mark(world.cast.officer, capture, NewMark(kind=MarkKind.NOTE, offset_ms=700, note="x", channel=THIRD))
    viewing = viewing_of(browser, capture)
    page = browser.get(reverse("review:recording", args=[capture.pk]), {"at": "700", "channel": THIRD})
    assert f'data-seek-ms="700" data-channel="{THIRD}"' in page.content.decode()
    assert "（通道 3）" in page.content.decode()
    begun = {"at": "700", "channel": THIRD, "v": viewing}
    answer = browser.post(reverse("review:view", args=[capture.pk]), begun, headers={"HX-Request": "true"})
    assert plays(browser, answer) == digest_of(SECOND)
    assert 'data-at="700"' in answer.content.decode()
    assert f'channel="{THIRD}"' in answer.content.decode()


def test_a_clip_is_cut_from_the_film_of_its_channel(capture: Recording, signed_in: Browser) -> None:
    browser = signed_in("officer")
    part = {**PART, "begin": "0:00:05", "end": "0:00:06", "channel": THIRD}
    answer = browser.post(reverse("review:cut", args=[capture.pk]), part, headers={"HX-Request": "true"})
    assert "通道 3" in answer.content.decode()
    clip = Derivative.objects.get()
    assert (clip.channel, clip.from_ms) == (THIRD, 5000)
    source = cuttable(capture, clip.channel)
    assert source is not None
    assert (source.sha256, source.facts["channel"]) == (digest_of(SECOND), "3")
    assert told("review.clip_asked")[0]["data"]["channel"] == THIRD
    with pytest.raises(DatabaseError), transaction.atomic():
        Derivative.objects.update(channel="")


def test_what_is_said_of_the_first_channel_is_kept_under_its_name(
    world: World, capture: Recording, signed_in: Browser
) -> None:
    officer = world.cast.officer
    make_mark(officer, capture, NewMark(kind=MarkKind.NOTE, offset_ms=5, note="x"))
    cut(officer, capture, NewClip(from_ms=0, to_ms=1000, label="a", purpose="b"))
    hint = Candidate(kind=MarkKind.SPOKEN_NOTICE, content="", at_ms=1000, said="", confidence=30, tool="t")
    dismiss(officer, capture, hint)
    assert [one.objects.get().channel for one in (Mark, Derivative, Dismissal)] == [ONE, ONE, ONE]
    page = signed_in("officer").get(reverse("review:recording", args=[capture.pk])).content.decode()
    assert page.count(f'data-channel="{ONE}"') == 2, "mark and clip lead to it"


def test_what_was_kept_before_channels_were_named_is_of_the_first(
    world: World, capture: Recording, signed_in: Browser
) -> None:
    """So it stands in rows that can't be changed; the page shows and leads as if it had named the channel."""
    speech = {"spans": [{"kind": "speech", "from_ms": 1000, "to_ms": 1900}]}
    done = {"kind": "speech", "state": WorkState.DONE.value, "result": speech, "asked_at": NOW}
    Analysis.objects.create(sha256=digest_of(FIRST), copy_of=capture.sha256, **done)
    by = {"recording": capture, "by": world.cast.officer, "made_at": NOW}
    Mark.objects.create(**by, kind="note", offset_ms=700, note="x")
    Derivative.objects.create(**by, kind="clip", from_ms=0, to_ms=900, label="a", purpose="b")
    browser = signed_in("officer")
    first = viewing_of(browser, capture)
    other = switched(browser, capture, first, THIRD).context["viewing"]
    one, three = axis_of(browser, capture, first), axis_of(browser, capture, other)
    assert ([mark["from"] for mark in one["marks"]], three["marks"]) == ([700], [])
    assert len(one["candidates"]) == 1
    Dismissal.objects.create(**by, kind=one["candidates"][0]["kind"], at_ms=1000)
    assert axis_of(browser, capture, first)["candidates"] == []
    page = browser.get(reverse("review:recording", args=[capture.pk])).content.decode()
    assert page.count(f'data-channel="{ONE}"') == 2
    assert page.count('<span class="lh-chip">通道 1</span>') >= 2
    source = cuttable(capture, "")
    assert source is not None
    assert source.sha256 == digest_of(FIRST)


def test_a_channel_alone_is_kept_under_its_name_and_stays_what_it_is_when_others_turn_up(
    world: World, capture: Recording, signed_in: Browser
) -> None:
    """A later version may read more of a capture than the one by which the mark was made; here also an earlier one."""
    work = Analysis.objects.get(sha256=capture.sha256, kind=WorkKind.PLAYABLE.value)
    whole = work.result
    third = {**whole["streams"][1], "starts_ms": 0}
    Analysis.objects.filter(pk=work.pk).update(result={**third, "streams": [third]})
    mark = make_mark(world.cast.officer, capture, NewMark(kind=MarkKind.NOTE, offset_ms=700, note="x"))
    assert mark.channel == THIRD
    assert "channel" not in told("recordings.marked")[0]["data"], "there was no other to tell it from"
    browser = signed_in("officer")
    page = browser.get(reverse("review:recording", args=[capture.pk])).content.decode()
    assert "通道 3" not in page
    assert axis_of(browser, capture, viewing_of(browser, capture))["marks"]
    Analysis.objects.filter(pk=work.pk).update(result=whole)
    first = viewing_of(browser, capture)
    assert axis_of(browser, capture, first)["marks"] == []
    other = switched(browser, capture, first, THIRD).context["viewing"]
    assert [one["from"] for one in axis_of(browser, capture, other)["marks"]] == [700]


@pytest.mark.parametrize(("channel", "why"), [("", "超出记录的长度"), (f"{SIM}-4", "没有这个通道")])
def test_no_clip_beyond_its_channel_or_of_one_that_is_not_there(
    capture: Recording, signed_in: Browser, channel: str, why: str
) -> None:
    part = {**PART, "begin": "0:00:05", "end": "0:00:06", "channel": channel}
    answer = signed_in("officer").post(reverse("review:cut", args=[capture.pk]), part, headers={"HX-Request": "true"})
    assert why in answer.content.decode()
    assert not Derivative.objects.exists()


def test_a_hint_is_proposed_and_put_aside_in_its_own_channel(
    capture: Recording, signed_in: Browser, world: World
) -> None:
    for name in (FIRST, SECOND):
        spoken = {"spans": [{"kind": "speech", "from_ms": 1000, "to_ms": 1900}]}
        done = {"kind": "speech", "state": WorkState.DONE.value, "result": spoken, "asked_at": NOW}
        Analysis.objects.create(sha256=digest_of(name), copy_of=capture.sha256, **done)
    browser = signed_in("officer")
    first = viewing_of(browser, capture)
    other = switched(browser, capture, first, THIRD).context["viewing"]
    (hint,) = axis_of(browser, capture, other)["candidates"]
    address, sent = (
        reverse("review:dismiss", args=[capture.pk]),
        {key: hint[key] for key in ("kind", "content", "at_ms")},
    )
    assert browser.post(address, {**sent, "v": other}).json() == {"candidates": []}
    assert Dismissal.objects.get().channel == THIRD
    assert told("review.candidate_dismissed")[0]["data"]["channel"] == THIRD
    assert axis_of(browser, capture, other)["candidates"] == []
    assert axis_of(browser, capture, first)["candidates"] == [hint], "the first channel was not meant"


def test_what_names_a_channel_agrees_with_its_seal(capture: Recording, world: World) -> None:
    make_mark(world.cast.officer, capture, NewMark(kind=MarkKind.NOTE, offset_ms=5, note="x", channel=THIRD))
    cut(world.cast.officer, capture, NewClip(from_ms=5000, to_ms=6000, label="a", purpose="b", channel=THIRD))
    assert not [one for one in check_journal(lambda _seq: None).findings if one.step == 4]


def test_changing_the_channel_makes_a_viewing_no_longer(capture: Recording, signed_in: Browser) -> None:
    browser = signed_in("officer")
    viewing = viewing_of(browser, capture)
    with outside_at(NOW + timedelta(seconds=SECONDS - 60)):
        other = switched(browser, capture, viewing, THIRD).context["viewing"]
        back = switched(browser, capture, other, "").context["viewing"]
    with outside_at(NOW + timedelta(seconds=SECONDS)):
        for token in (viewing, other, back):
            assert switched(browser, capture, token, THIRD).status_code == 409
            assert browser.get(reverse("review:lanes", args=[capture.pk]), {"v": token}).status_code == 409
        assert switched(browser, capture, viewing_of(browser, capture), THIRD).status_code == 200


@pytest.mark.parametrize("state", [WorkState.WAITING, WorkState.PARKED])
def test_nothing_is_marked_in_a_capture_while_its_films_are_not_known(
    capture: Recording, signed_in: Browser, state: WorkState
) -> None:
    browser = signed_in("officer")
    viewing = viewing_of(browser, capture)
    Analysis.objects.filter(sha256=capture.sha256, kind=WorkKind.PLAYABLE.value).update(state=state.value)
    answer = browser.post(reverse("review:mark", args=[capture.pk]), {**NOTE, "v": viewing})
    assert (answer.status_code, "还没有做好" in answer.content.decode()) == (422, True)
    assert not Mark.objects.exists()
    assert not told("recordings.marked")


def test_a_page_opened_before_the_films_were_made_fetches_afterwards_what_cuts_clips(
    capture: Recording, signed_in: Browser
) -> None:
    work = Analysis.objects.get(sha256=capture.sha256, kind=WorkKind.PLAYABLE.value)
    made = work.result
    Analysis.objects.update(state=WorkState.WAITING.value, result={})
    browser = signed_in("officer")
    early = browser.get(reverse("review:recording", args=[capture.pk])).content.decode()
    address = reverse("review:clips", args=[capture.pk])
    assert f'<div id="lh-clips" hidden hx-get="{address}" hx-trigger="liuhen:viewer"' in early
    Analysis.objects.filter(pk=work.pk).update(state=WorkState.DONE.value, result=made)
    later = browser.get(address).content.decode()
    assert later.count('id="lh-clips"') == 1
    assert 'id="lh-clip-begin"' in later


def test_a_capture_of_another_camera_is_drawn_from_where_its_channel_began(
    world: World, recording: Recording, capture: Recording
) -> None:
    work = Analysis.objects.get(sha256=capture.sha256, kind=WorkKind.PLAYABLE.value)
    first, *others = work.result["streams"]
    late = {**first, "starts_ms": 400}
    Analysis.objects.filter(pk=work.pk).update(result={**late, "streams": [late, *others]})
    shown = timeline_views._shown_first([capture, recording])
    begins = capture.start - timedelta(milliseconds=100)
    drawn, plain = lanes.cameras(begins, shown, lambda key: f"/{key}")
    assert (drawn["begins"], drawn["from"], drawn["to"]) == (100, 500, 2500)
    assert plain["begins"] == plain["from"]
    assert plain["to"] - plain["from"] == (recording.end - recording.start) // timedelta(milliseconds=1)
