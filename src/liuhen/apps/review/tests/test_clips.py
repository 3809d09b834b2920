"""Clips: asked for by who may view, cut by the workshop, taken out by right, never an original, never a duty met."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import av
import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.urls import reverse

from liuhen.apps.findings.jobs import look_after
from liuhen.apps.journal.models import Entry
from liuhen.apps.journal.queries import body_of
from liuhen.apps.journal.verification import check_journal
from liuhen.apps.recordings.facts import recording_facts
from liuhen.apps.recordings.models import Link, Recording
from liuhen.apps.recordings.tickets import redeem_media
from liuhen.apps.review import clips, entries, jobs
from liuhen.apps.review.actions import ReviewRefused
from liuhen.apps.review.clip_queries import cuttable
from liuhen.apps.review.clips import NewClip
from liuhen.apps.review.models import Derivative
from liuhen.apps.review.queries import kept_digests
from liuhen.apps.review.tests.conftest import Browser, World, artifact, found, viewing_of
from liuhen.core.media.tests.terminal import row
from liuhen.ports.outside import outside
from liuhen.ports.vault import Lane
from liuhen.ports.workshop import WorkKind

PART = {"begin": "0:00:00.2", "end": "0:01", "label": "告知权利", "purpose": "供法制审核"}
NEW = NewClip(from_ms=200, to_ms=1000, label="告知权利", purpose="供法制审核")


def cut_all(settings: Any, home: Path) -> int:
    settings.HOME = home
    return jobs.cut_clips(lambda: False)


def codes() -> list[str]:
    return list(Entry.objects.order_by("seq").values_list("kind", flat=True))


def sealed_rows_agree() -> bool:
    return not [one for one in check_journal(lambda _seq: None).findings if one.step == 4]


def asked(recording: Recording, new: NewClip = NEW) -> Derivative:
    return clips.cut(recording.officer, recording, new)


@pytest.fixture
def clip(plain: Recording, settings: Any, tmp_path: Path) -> Derivative:
    """A clip that was cut."""
    made = asked(plain)
    assert cut_all(settings, tmp_path) == 1
    made.refresh_from_db()
    return made


def test_a_clip_is_cut_kept_apart_and_says_of_what_it_is_a_part(clip: Derivative, plain: Recording) -> None:
    assert (clip.failure, clip.waits, clip.result["parent"]) == ("", False, plain.sha256)
    assert outside().vault.lane_of(clip.sha256) is Lane.DERIVED
    assert list(kept_digests()) == [clip.sha256]
    with outside().vault.local(clip.sha256) as path, av.open(str(path)) as film:
        assert plain.sha256 in film.metadata["comment"]
        assert "林一鸣（440101001）" in film.metadata["comment"]
        assert film.metadata["title"].startswith("告知权利")


def test_asking_and_cutting_are_journalled_and_the_rows_sealed(clip: Derivative, plain: Recording) -> None:
    told = [body_of(entry) for entry in Entry.objects.filter(kind__startswith="review.clip").order_by("seq")]
    assert [one["kind"] for one in told] == [entries.CLIP_ASKED.code, entries.CLIP_MADE.code]
    assert told[0]["purpose"] == "供法制审核"
    assert (told[1]["data"]["sha256"], told[1]["data"]["parent"]) == (clip.sha256, plain.sha256)
    assert sealed_rows_agree()


def test_a_clip_satisfies_no_duty_because_the_law_never_hears_of_it(clip: Derivative, plain: Recording) -> None:
    case = Link.objects.filter(recording=plain).values_list("step__case", flat=True)[0]
    facts = recording_facts(case)
    assert {one.id for one in facts.recordings} == {
        f"recording:{key}" for key in Link.objects.filter(step__case=case).values_list("recording", flat=True)
    }
    assert not Recording.objects.filter(sha256=clip.sha256).exists()


def test_whoever_may_view_may_have_a_clip_cut_and_nobody_else(world: World, plain: Recording) -> None:
    clips.cut(world.cast.reviewer, plain, NEW)
    with pytest.raises(PermissionDenied):
        clips.cut(world.cast.co_officer, plain, NEW)


@pytest.mark.parametrize(
    ("new", "why"),
    [
        (NewClip(from_ms=1000, to_ms=1000, label="a", purpose="b"), "止须在起之后"),
        (NewClip(from_ms=-5, to_ms=1000, label="a", purpose="b"), "止须在起之后"),
        (NewClip(from_ms=900_000, to_ms=901_000, label="a", purpose="b"), "超出记录的长度"),
        (NewClip(from_ms=0, to_ms=1000, label=" ", purpose="b"), "标题和用途"),
        (NewClip(from_ms=0, to_ms=1000, label="a", purpose=""), "标题和用途"),
    ],
)
def test_an_impossible_clip_is_refused_in_words(plain: Recording, new: NewClip, why: str) -> None:
    with pytest.raises(ReviewRefused, match=why):
        asked(plain, new)
    assert not Derivative.objects.exists()


def test_no_clip_of_packets_until_they_have_a_playable_copy_from_which_it_is_cut(world: World) -> None:
    (world.card / "ch1.bin").write_bytes(b"".join(row(50)))
    packets = Recording.objects.get(sha256=world.take_in()[0].sha256)
    with pytest.raises(ReviewRefused, match="不能截取"):
        asked(packets)
    copy = artifact(found(packets, WorkKind.PLAYABLE, {"artifact": "playable.mp4"}), "playable.mp4", "video/mp4")
    source = cuttable(packets)
    assert source is not None
    assert (source.sha256, source.facts["kind"], source.facts["container"]) == (copy.sha256, "video", "mov")
    assert source.facts["sha256"] == packets.sha256
    assert asked(packets).waits


def test_the_page_says_where_positions_are_those_of_a_copy_of_another_length(
    plain: Recording, clip: Derivative, world: World, signed_in: Browser
) -> None:
    address = reverse("review:clips", args=[plain.pk])
    assert "副本中的位置" not in signed_in("officer").get(address).content.decode()
    (world.card / "ch1.bin").write_bytes(b"".join(row(50)))
    packets = Recording.objects.get(sha256=world.take_in()[0].sha256)
    told = {"artifact": "playable.mp4", "same_length": False}
    artifact(found(packets, WorkKind.PLAYABLE, told), "playable.mp4", "video/mp4")
    source = cuttable(packets)
    assert source is not None
    assert source.facts["positions"] == "copy"
    made = asked(packets)
    result = {**clip.result, "positions": source.facts["positions"]}
    Derivative.objects.filter(pk=made.pk).update(sha256="ab" * 32, size=3, result=result)
    assert "起止是副本中的位置" in signed_in("officer").get(reverse("review:clips", args=[packets.pk])).content.decode()


def test_a_worker_that_is_told_to_stop_gives_its_clip_back(plain: Recording, settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    made = asked(plain)
    told = iter([False, True, True, True])
    jobs.cut_clips(lambda: next(told, True))
    made.refresh_from_db()
    if made.waits:  # the cutting may be done before the first second is over
        assert (made.attempts, made.claimed_until) == (0, None)
        assert cut_all(settings, tmp_path) == 1


def test_a_clip_whose_worker_was_killed_three_times_is_given_up_with_the_reason(
    plain: Recording, settings: Any, tmp_path: Path
) -> None:
    made = asked(plain)
    Derivative.objects.filter(pk=made.pk).update(attempts=3)
    assert cut_all(settings, tmp_path) == 0
    made.refresh_from_db()
    assert "中途停止" in made.failure
    assert codes()[-1] == entries.CLIP_FAILED.code
    assert sealed_rows_agree()


def test_a_clip_somebody_works_on_is_left_alone(plain: Recording, settings: Any, tmp_path: Path) -> None:
    made = asked(plain)
    Derivative.objects.filter(pk=made.pk).update(claimed_until=outside().clock.now() + jobs.CLAIM)
    assert cut_all(settings, tmp_path) == 0


def test_the_folder_of_a_clip_being_cut_is_kept_and_one_left_behind_goes(
    plain: Recording, settings: Any, tmp_path: Path
) -> None:
    settings.HOME = tmp_path
    made = asked(plain)
    Derivative.objects.filter(pk=made.pk).update(attempts=2, claimed_until=outside().clock.now() + jobs.CLAIM)
    for name in (f"{made.pk}-1", f"{made.pk}-2", "999-1"):
        (jobs._scratch() / name).mkdir(parents=True)
    look_after()
    assert len(list(jobs._scratch().iterdir())) == 3, "analyses have a folder of their own to clear"
    assert cut_all(settings, tmp_path) == 0
    assert [folder.name for folder in jobs._scratch().iterdir()] == [f"{made.pk}-2"]


def test_what_was_asked_for_cannot_be_changed_or_removed(clip: Derivative) -> None:
    for change in (
        lambda: Derivative.objects.filter(pk=clip.pk).update(to_ms=5),
        lambda: Derivative.objects.filter(pk=clip.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_page_takes_a_clip_and_lists_it(
    plain: Recording, signed_in: Browser, settings: Any, tmp_path: Path
) -> None:
    browser = signed_in("officer")
    answer = browser.post(reverse("review:cut", args=[plain.pk]), PART, headers={"HX-Request": "true"})
    assert "正在截取" in answer.content.decode()
    made = Derivative.objects.get()
    assert (made.from_ms, made.to_ms) == (200, 1000)
    cut_all(settings, tmp_path)
    shown = browser.get(reverse("review:clips", args=[plain.pk])).content.decode()
    made.refresh_from_db()
    assert made.sha256[:8] in shown
    assert plain.sha256[:8] in shown
    assert "正在截取" not in shown


def test_the_list_of_clips_tells_who_cut_what_and_is_journalled_once_in_a_session(
    plain: Recording, signed_in: Browser
) -> None:
    asked(plain)

    def told() -> int:
        return codes().count("recordings.page_viewed")

    browser, address = signed_in("officer"), reverse("review:clips", args=[plain.pk])
    for _ in range(3):
        assert "林一鸣" in browser.get(address).content.decode()
    assert told() == 1, "a page that waits for a clip asks every few seconds"
    signed_in("officer").get(address)
    assert told() == 2, "another session is another viewing"
    browser.get(reverse("review:recording", args=[plain.pk]))
    browser.get(reverse("review:recording", args=[plain.pk]))
    browser.get(address)
    assert told() == 4, "a page is journalled whenever it is opened, what it fetches by itself is not"
    wrong = signed_in("officer").post(reverse("review:cut", args=[plain.pk]), {}, headers={"HX-Request": "true"})
    assert "林一鸣" in wrong.content.decode()
    assert told() == 5


@pytest.mark.parametrize(
    ("wrong", "why"),
    [({"begin": "abc"}, "时:分:秒"), ({"end": "0:75"}, "时:分:秒"), ({"end": "0:00"}, "止须在起之后")],
)
def test_the_form_says_what_is_wrong_and_keeps_what_was_typed(
    plain: Recording, signed_in: Browser, wrong: dict[str, str], why: str
) -> None:
    address = reverse("review:cut", args=[plain.pk])
    answer = signed_in("officer").post(address, {**PART, **wrong}, headers={"HX-Request": "true"})
    assert why in answer.content.decode()
    assert "供法制审核" in answer.content.decode()
    assert not Derivative.objects.exists()


def test_without_scripts_the_page_comes_back_with_the_words(plain: Recording, signed_in: Browser) -> None:
    browser, address = signed_in("officer"), reverse("review:cut", args=[plain.pk])
    assert browser.post(address, PART).url == reverse("review:recording", args=[plain.pk])  # type: ignore[attr-defined]
    answer = browser.post(address, {**PART, "end": ""}, follow=True)
    assert [str(one) for one in answer.context["messages"]]


def test_taking_a_clip_needs_its_own_right_a_purpose_and_is_journalled(
    clip: Derivative, world: World, signed_in: Browser
) -> None:
    address = reverse("review:take-clip", args=[clip.pk])
    assert signed_in("officer").post(address, {"purpose": "自己留着"}).status_code == 403
    assert signed_in("outsider").post(address, {"purpose": "x"}).status_code == 404
    before = len(codes())
    assert signed_in("reviewer").post(address, {"purpose": ""}).url.endswith(f"/{clip.recording_id}/")  # type: ignore[attr-defined]
    assert len(codes()) == before
    browser = signed_in("reviewer")
    answer: Any = browser.post(address, {"purpose": "送法制审核会议"})
    assert answer.url.startswith("/data/media/")
    ticket = redeem_media(answer.url.rpartition("/")[2], browser.session.session_key or "")
    assert (ticket.sha256, ticket.content_type) == (clip.sha256, "video/mp4")
    assert ticket.download.startswith("派生件_")
    taken = body_of(Entry.objects.order_by("-seq")[0])
    assert (taken["kind"], taken["purpose"]) == (entries.CLIP_TAKEN.code, "送法制审核会议")


def test_a_clip_that_is_not_cut_yet_cannot_be_taken(world: World, plain: Recording) -> None:
    with pytest.raises(ReviewRefused, match="还没有制成"):
        clips.take(world.cast.reviewer, asked(plain), "看看")


def test_a_viewing_gives_no_address_of_the_original_to_save(plain: Recording, signed_in: Browser) -> None:
    browser = signed_in("officer")
    viewing_of(browser, plain)
    page = browser.post(reverse("review:view", args=[plain.pk])).content.decode()
    tickets = {word.split('"')[0] for word in page.split("/data/media/")[1:]}
    assert tickets
    key = browser.session.session_key or ""
    assert all(not redeem_media(ticket, key).download for ticket in tickets)
    assert "取出原件副本" not in page, "officers have no right to take copies"


def test_taking_the_original_needs_its_own_right_a_ground_and_a_purpose(
    plain: Recording, world: World, signed_in: Browser
) -> None:
    address = reverse("review:take-original", args=[plain.pk])
    assert signed_in("officer").post(address, {"purpose": "x"}).status_code == 403
    assert signed_in("outsider").post(address, {"purpose": "x"}).status_code == 404
    with pytest.raises(ReviewRefused, match="用途"):
        clips.take_original(world.cast.custodian, plain, " ")
    browser = signed_in("custodian")
    answer: Any = browser.post(address, {"purpose": "刻录光盘附卷"})
    ticket = redeem_media(answer.url.rpartition("/")[2], browser.session.session_key or "")
    assert (ticket.sha256, ticket.download) == (plain.sha256, f"{plain.sha256[:16]}.mov")
    taken = body_of(Entry.objects.order_by("-seq")[0])
    assert (taken["kind"], taken["purpose"]) == (entries.ORIGINAL_TAKEN.code, "刻录光盘附卷")
