"""What a person sets right by hand: the film of a sidecar, and a whole filming attached to the wrong case."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from liuhen.apps.journal.models import Entry
from liuhen.apps.journal.queries import body_of
from liuhen.apps.journal.verification import check_journal
from liuhen.apps.recordings.actions import (
    Correction,
    RecordingRefused,
    end_link,
    end_pairing,
    end_session_links,
    link,
    name_film,
)
from liuhen.apps.recordings.beside import films_on_offer
from liuhen.apps.recordings.companions import pair_companions
from liuhen.apps.recordings.models import Awaits, Companion, Link, Recording, Session
from liuhen.apps.recordings.queries import companions_of, film_with
from liuhen.apps.recordings.settling import settle_intake
from liuhen.apps.recordings.tests.conftest import NINE, NOW, World
from liuhen.apps.recordings.tests.test_sessions import SRT
from liuhen.site.carrying.rows import companions as carried_companions

MINUTE = timedelta(minutes=1)


@pytest.fixture
def film(world: World) -> Recording:
    return world.recording(NINE)


@pytest.fixture
def sidecar(world: World, film: Recording) -> Recording:
    """Subtitles whose name and time tell of no film."""
    path = world.card / "log.srt"
    path.write_text(SRT, encoding="utf-8")
    os.utime(path, (0, 0))
    found = Recording.objects.get(sha256=world.take_in()[0].sha256)
    assert not Companion.objects.exists()
    return found


def page_of(browser: Any, recording: Recording) -> str:
    return str(browser.get(reverse("review:recording", args=[recording.pk])).content.decode())


@pytest.mark.parametrize("who", ["officer", "custodian"])
def test_a_sidecar_s_film_is_named_by_its_officer_or_the_custodian(
    world: World, film: Recording, sidecar: Recording, who: str
) -> None:
    person = getattr(world.cast, who)
    pair = name_film(person, sidecar, film)
    assert (pair.by, pair.reasons, companions_of(film)) == (person, ["named"], [sidecar])
    sidecar.refresh_from_db()
    assert sidecar.awaits == Awaits.NOTHING.value
    assert Entry.objects.get(kind="recordings.companion_named").actor_id == person.pk
    assert not [one for one in check_journal(lambda _seq: None).findings if one.step == 4]


def test_nobody_else_names_it_and_nothing_is_named_twice(world: World, film: Recording, sidecar: Recording) -> None:
    for person in (world.cast.co_officer, world.cast.inspector, world.cast.outsider):
        with pytest.raises(PermissionDenied):
            name_film(person, sidecar, film)
    with pytest.raises(RecordingRefused, match="不是本机构的录像"):
        name_film(world.cast.officer, sidecar, sidecar)
    with pytest.raises(RecordingRefused, match="不是随录数据"):
        name_film(world.cast.officer, film, film)
    name_film(world.cast.officer, sidecar, film)
    with pytest.raises(RecordingRefused, match="已有所属的录像"):
        name_film(world.cast.custodian, sidecar, film)
    assert Companion.every.count() == 1


@pytest.fixture
def other(world: World, film: Recording) -> Recording:
    return world.recording(NINE + 10 * MINUTE)


def test_a_film_named_by_mistake_is_corrected_with_a_reason_and_nothing_said_is_lost(
    world: World, film: Recording, other: Recording, sidecar: Recording
) -> None:
    first = name_film(world.cast.officer, sidecar, film)
    second = name_film(world.cast.custodian, sidecar, other, Correction(first.pk, " 选错了一行 "))
    assert (second.replaces, second.reason, second.by) == (first, "选错了一行", world.cast.custodian)
    assert (companions_of(film), companions_of(other), film_with(sidecar)) == ([], [sidecar], other)
    assert list(Companion.every.order_by("pk")) == [first, second]
    ended = Entry.objects.get(kind="recordings.companion_ended")
    assert ended.subject_id == str(film.pk), "the film that lost it tells of it"
    assert body_of(ended)["data"]["reason"] == "选错了一行"
    assert Entry.objects.filter(kind="recordings.companion_named", subject_id=str(other.pk)).count() == 1
    assert not [one for one in check_journal(lambda _seq: None).findings if one.step == 4]
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Companion.every.filter(pk=first.pk).update(recording=other)


def test_a_wrong_pairing_of_the_machine_is_undone_and_it_does_not_make_it_again(world: World) -> None:
    (world.card / "090000.srt").write_text(SRT, encoding="utf-8")
    film, sidecar = world.recording(NINE), Recording.objects.get(found__kind="sidecar")
    settle_intake(film.intake)
    pair = Companion.objects.get(recording=film)
    undone = end_pairing(world.cast.officer, sidecar, Correction(pair.pk, "是另一台车的轨迹"))
    sidecar.refresh_from_db()
    assert (film_with(sidecar), companions_of(film), sidecar.awaits) == (None, [], Awaits.FILM.value)
    assert pair_companions(film.intake) == []
    named = name_film(world.cast.officer, sidecar, film)
    sidecar.refresh_from_db()
    assert (named.replaces, film_with(sidecar), sidecar.awaits) == (undone, film, Awaits.NOTHING.value)
    assert not [one for one in check_journal(lambda _seq: None).findings if one.step == 4]


def test_without_right_reason_or_knowledge_of_what_stands_nothing_is_corrected(
    world: World, film: Recording, other: Recording, sidecar: Recording
) -> None:
    officer = world.cast.officer
    first = name_film(officer, sidecar, film)
    for person in (world.cast.co_officer, world.cast.inspector, world.cast.outsider):
        with pytest.raises(PermissionDenied):
            end_pairing(person, sidecar, Correction(first.pk, "试试"))
        with pytest.raises(PermissionDenied):
            name_film(person, sidecar, other, Correction(first.pk, "试试"))
    for act in (lambda one: end_pairing(officer, sidecar, one), lambda one: name_film(officer, sidecar, other, one)):
        with pytest.raises(RecordingRefused, match="理由"):
            act(Correction(first.pk, " "))
        with pytest.raises(RecordingRefused, match="已有人改动"):
            act(Correction(first.pk + 1, "看到的是别的"))
    with pytest.raises(RecordingRefused, match="本来就归属"):
        name_film(officer, sidecar, film, Correction(first.pk, "再指定一次"))
    second = name_film(officer, sidecar, other, Correction(first.pk, "选错了"))
    with pytest.raises(RecordingRefused, match="已有人改动"):
        end_pairing(world.cast.custodian, sidecar, Correction(first.pk, "页面是旧的"))
    assert Companion.objects.get() == second


def test_of_two_that_correct_the_same_at_once_the_second_is_told(
    world: World, film: Recording, other: Recording, sidecar: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = world.cast.officer
    first = name_film(officer, sidecar, film)
    name_film(officer, sidecar, other, Correction(first.pk, "选错了"))
    monkeypatch.setattr("liuhen.apps.recordings.companions._standing", lambda *_said: first)
    with pytest.raises(RecordingRefused, match="已有人改动"):
        end_pairing(world.cast.custodian, sidecar, Correction(first.pk, "同时"))
    assert Companion.objects.get().recording == other


def test_with_the_case_of_the_film_goes_all_that_was_said_of_its_data(
    world: World, film: Recording, other: Recording, sidecar: Recording
) -> None:
    """Also that it was of a film of no case: what stands names what it corrects."""
    step = world.step(NINE - 300 * MINUTE)
    link(world.cast.officer, film, step)
    said = [name_film(world.cast.officer, sidecar, film)]
    for one in (other, film):
        said.append(name_film(world.cast.officer, sidecar, one, Correction(said[-1].pk, "选错了")))
    assert list(carried_companions(step.case_id)) == said


def test_the_page_corrects_and_undoes_and_tells_what_was_said_before(
    film: Recording, other: Recording, sidecar: Recording, signed_in: Any
) -> None:
    browser, address = signed_in("officer"), reverse("recordings:name-film", args=[sidecar.pk])
    end = reverse("recordings:end-pairing", args=[sidecar.pk])
    first = browser.post(address, {"film": film.pk}, follow=True).content.decode()
    assert end in first
    assert end not in page_of(signed_in("inspector"), sidecar)
    seen = {"instead_of": Companion.objects.get().pk}
    said = browser.post(address, {"film": other.pk, **seen}, follow=True).content.decode()
    assert "写明更正的理由" in said
    said = browser.post(address, {"film": other.pk, "reason": "选错了一行", **seen}, follow=True).content.decode()
    assert "选错了一行" in said
    assert "原来的归属" in said
    assert reverse("review:recording", args=[film.pk]) in said, "also the film it belonged to before"
    assert "选错了一行" in page_of(browser, film), "the custody of that film tells of it"
    undone = {"instead_of": Companion.objects.get().pk, "purpose": "两份都不是"}
    said = browser.post(end, undone, follow=True).content.decode()
    assert "系统不再自动归属" in said
    assert "两份都不是" in said
    assert "已有人改动" in browser.post(end, {"purpose": "再来"}, follow=True).content.decode()


def test_the_films_of_its_camera_are_on_offer(world: World, film: Recording, sidecar: Recording) -> None:
    assert list(films_on_offer(world.cast.officer, sidecar)) == [film]
    assert not films_on_offer(world.cast.co_officer, sidecar)


def test_the_pages_of_film_and_sidecar_lead_to_each_other(film: Recording, sidecar: Recording, signed_in: Any) -> None:
    browser, address = signed_in("officer"), reverse("recordings:name-film", args=[sidecar.pk])
    assert address in page_of(browser, sidecar)
    assert address not in page_of(signed_in("inspector"), sidecar)
    assert "请从列表中选择录像" in browser.post(address, {"film": sidecar.pk}, follow=True).content.decode()
    said = browser.post(address, {"film": film.pk}, follow=True).content.decode()
    assert "已指定所属的录像" in said
    assert "人工指定 · 林一鸣" in said
    assert reverse("review:recording", args=[film.pk]) in said
    assert reverse("review:recording", args=[sidecar.pk]) in page_of(browser, film)


@pytest.fixture
def parts(world: World) -> list[Recording]:
    """Three pieces of one filming, two of them attached to the handler's case, by two steps."""
    made = [world.recording(NINE + number * MINUTE) for number in range(3)]
    whole = Session.objects.create(
        agency=made[0].agency,
        device=made[0].device,
        officer=made[0].officer,
        start=made[0].start,
        end=made[-1].end,
        gaps_ms=[58_000, 58_000],
        reasons=[],
        made_at=NOW,
    )
    for number, one in enumerate(made, 1):
        one.session, one.part = whole, number
        one.save(update_fields=["session", "part"])
    step = world.step(NINE - 300 * MINUTE)
    for one in made[:2]:
        link(world.cast.officer, one, step)
    return made


def standing() -> int:
    return Link.objects.filter(ended_at=None).count()


def test_a_whole_filming_is_detached_from_the_case_each_part_with_its_entry(
    world: World, parts: list[Recording]
) -> None:
    other = world.step(NINE - 500 * MINUTE, number="另一案")
    link(world.cast.officer, parts[0], other)
    of_case = Link.objects.filter(ended_at=None).exclude(step=other)
    ended = end_session_links(world.cast.officer, of_case[0], "接受错了")
    assert [one.recording for one in ended] == parts[:2]
    assert [one.step for one in Link.objects.filter(ended_at=None)] == [other], "the other case keeps its link"
    assert Entry.objects.filter(kind="recordings.unlinked").count() == 2
    parts[1].refresh_from_db()
    assert parts[1].awaits == Awaits.STEP.value


def test_without_a_reason_or_a_right_nothing_is_detached(world: World, parts: list[Recording]) -> None:
    first = Link.objects.filter(ended_at=None)[0]
    with pytest.raises(RecordingRefused, match="理由"):
        end_session_links(world.cast.officer, first, " ")
    for person in (world.cast.inspector, world.cast.outsider, world.cast.custodian):
        with pytest.raises(PermissionDenied):
            end_session_links(person, first, "试试")
    assert standing() == 2


def test_a_recording_of_no_filming_is_detached_by_itself(world: World) -> None:
    alone = world.recording(NINE)
    made = link(world.cast.officer, alone, world.step(NINE - 300 * MINUTE))
    with pytest.raises(RecordingRefused, match="不是连续摄录"):
        end_session_links(world.cast.officer, made, "接受错了")


def test_the_page_of_any_part_offers_it(parts: list[Recording], signed_in: Any) -> None:
    browser = signed_in("officer")
    address = reverse("recordings:unlink-session", args=[Link.objects.filter(recording=parts[1])[0].pk])
    shown = page_of(browser, parts[1])
    assert address in shown
    assert "共 3 段" in shown
    said = browser.post(address, {"purpose": "接受错了"}, follow=True).content.decode()
    assert "的 2 个关联" in said
    assert standing() == 0
    assert "早已解除" in browser.post(address, {"purpose": "再来"}, follow=True).content.decode()


def test_a_link_that_stands_on_a_sidecar_is_shown_with_its_button_and_no_other_is_offered(
    world: World, sidecar: Recording, signed_in: Any
) -> None:
    browser = signed_in("officer")
    assert "所属环节" not in page_of(browser, sidecar)
    made = Link.objects.create(recording=sidecar, step=world.step(NINE), made_at=NOW)
    page = page_of(browser, sidecar)
    assert reverse("recordings:unlink", args=[made.pk]) in page
    assert reverse("recordings:link", args=[sidecar.pk]) not in page


def test_a_link_read_before_another_ended_it_is_not_ended_twice(world: World, parts: list[Recording]) -> None:
    stale, also_stale = Link.objects.get(recording=parts[0]), Link.objects.get(recording=parts[1])
    end_link(world.cast.officer, Link.objects.get(pk=stale.pk), "拍的是另一辆车")
    ended_at = Link.objects.get(pk=stale.pk).ended_at
    with pytest.raises(RecordingRefused, match="早已解除"):
        end_link(world.cast.officer, stale, "又一次")
    with pytest.raises(RecordingRefused, match="早已解除"):
        end_session_links(world.cast.officer, stale, "又一次")
    assert Link.objects.get(pk=stale.pk).ended_at == ended_at
    assert [one.pk for one in end_session_links(world.cast.officer, also_stale, "接受错了")] == [also_stale.pk]
    assert Entry.objects.filter(kind="recordings.unlinked").count() == 2


def test_a_page_that_shows_an_ended_link_ends_none_made_since(
    world: World, parts: list[Recording], signed_in: Any
) -> None:
    old = Link.objects.get(recording=parts[0])
    end_session_links(world.cast.officer, old, "接受错了")
    link(world.cast.officer, parts[0], old.step)
    for name in ("unlink-session", "unlink"):
        address = reverse(f"recordings:{name}", args=[old.pk])
        said = signed_in("officer").post(address, {"purpose": "接受错了"}, follow=True).content.decode()
        assert "早已解除" in said
    assert standing() == 1


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one person write at a time")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("end", [end_link, end_session_links])
def test_two_people_at_once_end_a_link_once(world: World, parts: list[Recording], end: Callable[..., Any]) -> None:
    def second() -> str:
        try:
            end(world.cast.officer, seen, "第二个人")
        except RecordingRefused as refusal:
            return str(refusal)
        finally:
            connection.close()
        return "ended"

    seen = Link.objects.select_related("recording", "step__case").get(recording=parts[0])
    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            end(world.cast.officer, seen, "第一个人")
            late = other.submit(second)
            held_up(late)
        assert "早已解除" in late.result()
    reasons = [body_of(one)["data"]["reason"] for one in Entry.objects.filter(kind="recordings.unlinked")]
    assert set(reasons) == {"第一个人"}


def held_up(late: Future[str]) -> None:
    """Wait until the other connection waits for a lock of this one, or has come to an end without."""
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    with connection.cursor() as cursor:
        while not late.done():
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # what is going on is read once in a transaction, else
            cursor.execute(waiting)
            if cursor.fetchone()[0]:
                return
