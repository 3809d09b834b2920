"""The page of a recording: what plays and why not, what is asked, marks made and answered, how many queries."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from liuhen.apps.duties.actions import judge
from liuhen.apps.findings.models import Analysis
from liuhen.apps.journal.models import Entry
from liuhen.apps.recordings import actions
from liuhen.apps.recordings.actions import NewMark, make_mark
from liuhen.apps.recordings.models import Link, Mark, Recording
from liuhen.apps.recordings.tickets import redeem_media
from liuhen.apps.review.clip_queries import cuttable
from liuhen.apps.review.clips import NewClip, cut
from liuhen.apps.review.playing import Plays
from liuhen.apps.review.tests.conftest import NINE, NOW, Browser, World, artifact, found, linked, viewing_of
from liuhen.core.terms.labels import MarkKind
from liuhen.ports.outside import outside
from liuhen.ports.workshop import WorkKind, WorkState

SCENE = {"kind": "key_content", "content": "site_environment", "offset_ms": "500"}


def where(recording: Recording, name: str = "recording") -> str:
    return reverse(f"review:{name}", args=[recording.pk])


def viewed(browser: Client, recording: Recording) -> Any:
    return browser.post(where(recording, "view"), {"purpose": "审核"})


def stamped(browser: Client, recording: Recording, **fields: str) -> Any:
    """Stamp as the page does, in a viewing."""
    return browser.post(where(recording, "mark"), {**SCENE, **fields, "v": viewing_of(browser, recording)})


@pytest.fixture
def old_format(recording: Recording) -> Recording:
    """A recording in a format no browser plays, from the days before playable copies were made."""
    Analysis.objects.filter(sha256=recording.sha256).delete()
    return recording


def test_a_stamp_answers_with_the_lists_and_the_marks_of_the_time_axis(
    recording: Recording, signed_in: Browser
) -> None:
    answer = stamped(signed_in("officer"), recording, end_ms="1500").json()
    assert [(one["from"], one["to"]) for one in answer["marks"]] == [(500, 1500)]
    assert "执法现场环境" in answer["marks_html"]
    assert "已标记" in answer["contents_html"]
    mark = Mark.objects.get()
    assert (mark.offset_ms, mark.end_ms, mark.proposed_by) == (500, 1500, "")


def test_without_a_viewing_nothing_is_marked_and_nothing_a_machine_heard_is_told(
    world: World, recording: Recording, plain: Recording, signed_in: Browser
) -> None:
    heard = {"utterances": [{"from_ms": 500, "to_ms": 1500, "text": "请在这里签字", "confidence": None}]}
    found(recording, WorkKind.TRANSCRIPT, heard, tool="paraformer-zh 2024")
    browser = signed_in("officer")
    for other in ("", "made up", viewing_of(browser, plain), viewing_of(signed_in("officer"), recording)):
        answer = browser.post(where(recording, "mark"), {**SCENE, "v": other})
        assert answer.status_code == 409
        assert "请在这里签字" not in answer.content.decode()
    assert not Mark.objects.exists()


@pytest.mark.parametrize("wrong", [{"offset_ms": "99999999"}, {"end_ms": "400"}, {"end_ms": "99999999"}, {"kind": "x"}])
def test_a_stamp_at_an_impossible_place_is_refused_in_words(
    recording: Recording, signed_in: Browser, wrong: dict[str, str]
) -> None:
    answer = stamped(signed_in("officer"), recording, **wrong)
    assert answer.status_code == 422
    assert "标记" in answer.content.decode()
    assert not Mark.objects.exists()


def test_who_confirms_a_machines_hint_says_so_on_record(recording: Recording, signed_in: Browser) -> None:
    heard = {"utterances": [{"from_ms": 500, "to_ms": 1500, "text": "请在这里签字", "confidence": None}]}
    found(recording, WorkKind.TRANSCRIPT, heard, tool="paraformer-zh 2024")
    stamped(signed_in("officer"), recording, content="documents_signed", proposed_by="paraformer-zh 2024")
    assert Mark.objects.get().proposed_by == "paraformer-zh 2024"
    assert "机器提示，人工确认" in signed_in("reviewer").get(where(recording)).content.decode()


def test_what_is_asked_can_be_stamped_by_who_works_and_is_a_list_to_who_reviews(
    recording: Recording, signed_in: Browser
) -> None:
    working, reviewing = signed_in("handler").get(where(recording)), signed_in("reviewer").get(where(recording))
    assert [one.key for one in working.context["contents"]][:3] == ["1", "2", "3"]
    assert 'data-key="1"' in working.content.decode()
    text = reviewing.content.decode()
    assert 'data-key="1"' not in text
    assert "未标记" in text


def test_a_content_is_done_where_it_is_marked_in_any_recording_of_the_step(
    world: World, recording: Recording, signed_in: Browser
) -> None:
    other = world.recording(NINE + timedelta(minutes=15))
    linked(other, recording.links.get().step)
    new = NewMark(kind=MarkKind.KEY_CONTENT, content="site_environment", offset_ms=700)
    actions.make_mark(world.cast.officer, other, new)
    here = {one.asked.content: one for one in signed_in("handler").get(where(recording)).context["contents"]}
    assert (here["site_environment"].done, list(here["site_environment"].here)) == (True, [])
    there = {one.asked.content: one for one in signed_in("handler").get(where(other)).context["contents"]}
    assert [place.at_ms for place in there["site_environment"].here] == [700]


def test_what_a_browser_plays_is_given_as_it_is(plain: Recording, signed_in: Browser) -> None:
    browser = signed_in("officer")
    answer = viewed(browser, plain)
    assert answer.context["plays"].plays is Plays.ORIGINAL
    session = browser.session.session_key or ""
    assert redeem_media(answer.context["media_url"].split("/")[-1], session).sha256 == plain.sha256
    assert " copy viewer=" not in answer.content.decode()


def test_what_no_browser_plays_is_asked_for_and_waited_for(old_format: Recording, signed_in: Browser) -> None:
    browser = signed_in("officer")
    answer = viewed(browser, old_format)
    text = answer.content.decode()
    assert "正在制作可播放副本" in text
    assert "<lh-player" not in text
    assert "/data/media/" not in text
    asked = Analysis.objects.get(sha256=old_format.sha256, kind=WorkKind.PLAYABLE.value)
    assert asked.facts["tracks"][0]["codec"] == "mpeg4"
    wait = {"v": answer.context["viewing"]}
    assert browser.get(where(old_format, "playing"), wait).status_code == 204, "what is on the page stays as it is"
    copy = found(old_format, WorkKind.PLAYABLE, {"artifact": "copy", "same_length": True})
    made = artifact(copy, "copy", "video/mp4")
    later = browser.get(where(old_format, "playing"), wait, headers={"HX-Request": "true"})
    assert "<lh-player" in later.content.decode()
    ticket = redeem_media(later.context["media_url"].split("/")[-1], browser.session.session_key or "")
    assert (ticket.sha256, ticket.content_type) == (made.sha256, "video/mp4")
    assert Entry.objects.filter(kind="recordings.viewed").count() == 1, "waiting is no second viewing"


def test_a_copy_that_could_not_be_made_says_why_and_can_be_tried_again(
    old_format: Recording, signed_in: Browser
) -> None:
    parked = found(old_format, WorkKind.PLAYABLE, state=WorkState.PARKED.value, reason="没有画面轨。")
    browser = signed_in("officer")
    assert "没有画面轨。" in viewed(browser, old_format).content.decode()
    browser.post(where(old_format, "again"), {"kind": "playable"})
    parked.refresh_from_db()
    assert parked.state == WorkState.WAITING
    assert Entry.objects.filter(kind="recordings.analysis_again").count() == 1
    browser.post(where(old_format, "again"), {"kind": "playable"})
    browser.post(where(old_format, "again"), {"kind": "nothing of ours"})
    assert Entry.objects.filter(kind="recordings.analysis_again").count() == 1


@pytest.mark.parametrize("kind", [kind for kind in WorkKind if kind is not WorkKind.PLAYABLE])
def test_what_is_done_is_not_taken_from_everybody_by_doing_it_again(
    old_format: Recording, signed_in: Browser, kind: WorkKind
) -> None:
    done = found(old_format, kind, {"of": "the first time"})
    answer = signed_in("officer").post(where(old_format, "again"), {"kind": kind.value}, follow=True)
    done.refresh_from_db()
    assert (done.state, done.result) == (WorkState.DONE, {"of": "the first time"})
    assert "已经完成" in str(next(iter(answer.context["messages"])))
    assert not Entry.objects.filter(kind="recordings.analysis_again").exists()


def test_a_playable_copy_is_made_anew_only_when_it_is_gone(old_format: Recording, signed_in: Browser) -> None:
    browser, vault = signed_in("officer"), outside().vault
    done = found(old_format, WorkKind.PLAYABLE, {"artifact": "copy", "same_length": True})
    copy = artifact(done, "copy", "video/mp4")
    type(copy).objects.filter(pk=copy.pk).update(sha256=vault.commit(vault.stage([b"a copy"])).sha256)
    browser.post(where(old_format, "again"), {"kind": "playable"})
    done.refresh_from_db()
    assert done.state == WorkState.DONE
    type(copy).objects.filter(pk=copy.pk).update(sha256="0" * 64)
    browser.post(where(old_format, "again"), {"kind": "playable"})
    done.refresh_from_db()
    assert done.state == WorkState.WAITING


def test_who_may_not_view_it_may_not_have_it_analysed_again(old_format: Recording, signed_in: Browser) -> None:
    found(old_format, WorkKind.PLAYABLE, state=WorkState.PARKED.value, reason="没有画面轨。")
    assert signed_in("co_officer").post(where(old_format, "again"), {"kind": "playable"}).status_code == 403


def test_a_copy_of_another_length_warns_that_its_seconds_are_its_own(old_format: Recording, signed_in: Browser) -> None:
    copy = found(old_format, WorkKind.PLAYABLE, {"artifact": "copy", "same_length": False})
    made = artifact(copy, "copy", "video/mp4")
    page = viewed(signed_in("officer"), old_format).content.decode()
    assert "可播放副本与原件时长不同：标记、片段、观看记录和分析都以副本中的位置为准。" in page
    source = cuttable(old_format)
    assert source is not None
    assert (source.sha256, source.facts["positions"]) == (made.sha256, "copy"), "cut from what is watched"
    assert "片段从所观看的副本截取" in page


def test_the_length_that_counts_is_that_of_a_copy_of_another_length(old_format: Recording, world: World) -> None:
    told = {"artifact": "copy", "same_length": False, "length_ms": 9000}
    artifact(found(old_format, WorkKind.PLAYABLE, told), "copy", "video/mp4")
    beyond = (old_format.duration_ms or 0) + 1000
    assert beyond < 9000
    mark = make_mark(world.cast.officer, old_format, NewMark(kind=MarkKind.NOTE, offset_ms=beyond, note="x"))
    assert mark.offset_ms == beyond
    clip = cut(world.cast.officer, old_format, NewClip(from_ms=beyond, to_ms=9000, label="a", purpose="b"))
    assert clip.waits
    assert clip.channel == ""


def test_a_clip_is_cut_from_the_original_where_the_copy_is_as_long(old_format: Recording) -> None:
    artifact(found(old_format, WorkKind.PLAYABLE, {"artifact": "copy", "same_length": True}), "copy", "video/mp4")
    source = cuttable(old_format)
    assert source is not None
    assert (source.sha256, source.film) == (old_format.sha256, None)


def test_an_address_with_a_second_is_kept_through_the_beginning_of_the_viewing(
    recording: Recording, signed_in: Browser
) -> None:
    browser = signed_in("officer")
    assert 'name="at" value="1500"' in browser.get(where(recording), {"at": "1500"}).content.decode()
    answer = browser.post(where(recording, "view"), {"at": "1500"})
    assert 'data-at="1500"' in answer.content.decode()
    for wrong in ("-1", "x", "9" * 40, "１"):
        assert browser.get(where(recording), {"at": wrong}).context["at"] is None


def test_custody_tells_which_stretches_were_watched(recording: Recording, signed_in: Browser) -> None:
    browser = signed_in("reviewer")
    fields = {"v": viewing_of(browser, recording), "ranges": "[[0, 1000, 100], [1000, 2000, 400]]"}
    browser.post(where(recording, "watched"), fields)
    text = browser.get(where(recording)).content.decode()
    assert "观看了音像记录的以下部分" in text
    assert "0:01—0:02 4×" in text


def test_the_page_takes_the_same_number_of_queries_for_few_and_many_marks(
    world: World, recording: Recording, signed_in: Browser, django_assert_max_num_queries: Any
) -> None:
    browser = signed_in("handler")
    browser.get(where(recording))
    with django_assert_max_num_queries(90) as few:
        browser.get(where(recording))
    for at in range(10):
        actions.make_mark(world.cast.officer, recording, NewMark(kind=MarkKind.NOTE, offset_ms=at, note="x"))
    with django_assert_max_num_queries(90) as many:
        browser.get(where(recording))
    assert len(many) <= len(few)
    print(f"{len(few)} queries")


def test_an_article_that_is_met_leads_to_its_very_second(
    world: World, recording: Recording, signed_in: Browser
) -> None:
    link = Link.objects.select_related("step__case").get(recording=recording)
    browser = signed_in("handler")
    for one in browser.get(where(recording)).context["contents"]:
        new = NewMark(kind=MarkKind.KEY_CONTENT, content=one.asked.content, offset_ms=700, step=link.step_id)
        actions.make_mark(world.cast.officer, recording, new)
    judge(link.step.case, NOW)
    column = browser.get(reverse("duties:column", args=[link.step.case_id]), {"show": "all"}).content.decode()
    assert f"{where(recording)}?at=700" in column


def test_an_english_page_names_the_closed_lists_in_english(
    world: World, recording: Recording, signed_in: Browser
) -> None:
    make_mark(world.cast.officer, recording, NewMark(kind=MarkKind.SPOKEN_NOTICE, offset_ms=0))
    browser = signed_in("officer")
    browser.cookies["django_language"] = "en"
    page = browser.get(where(recording)).content.decode()
    custody = ("stored the recording in the vault", "marked the recording")
    for english in ("Video ·", "Own recording", "The device&#x27;s clock is used", *custody):
        assert english in page
    for chinese in ("录像 ·", "本人摄录", "采用设备时钟", "文件封装时间", "存入保管库", MarkKind.SPOKEN_NOTICE.label):
        assert chinese not in page
