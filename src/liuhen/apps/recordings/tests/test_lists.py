"""The lists: by every class, page by page without doubles or gaps, what waits for what, and accepting from the page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from liuhen.apps.devices.actions import NewDevice, register_device
from liuhen.apps.people.actions import add_unit
from liuhen.apps.recordings import listing_words
from liuhen.apps.recordings.actions import link
from liuhen.apps.recordings.jobs import link_pending
from liuhen.apps.recordings.law import OwedArticle, OwedStep, _owed, ask_steps
from liuhen.apps.recordings.models import Awaits, Intake, Link, LinkSweep, Recording
from liuhen.apps.recordings.names import key_of
from liuhen.apps.recordings.queries import Filters, Place, never_linked, page_of
from liuhen.apps.recordings.tests.conftest import NINE, NOW, World

Browser = Callable[[str], Client]
MINUTE = timedelta(minutes=1)
_serial = count(1)


def row(world: World, start: datetime = NINE, **more: Any) -> Recording:
    """A recording as a row alone: the lists do not look at bytes."""
    number = next(_serial)
    intake = Intake.objects.first() or Intake.objects.create(
        agency=world.cast.agency, device=world.camera, officer=world.cast.officer, started_at=NOW
    )
    name = more.pop("original_name", f"DCIM/film_{number}.mp4")
    columns = {
        "agency": world.cast.agency,
        "intake": intake,
        "device": world.camera,
        "officer": world.cast.officer,
        "unit": world.cast.unit,
        "sha256": f"{number:064x}",
        "size": 1,
        "original_name": name,
        "name_key": key_of(name),
        "medium": "video",
        "start": start,
        "end": start + MINUTE,
        "time_basis": {"source": "container"},
        "stored_at": NOW,
    }
    return Recording.objects.create(**{**columns, **more})


def listed(world: World, who: str = "custodian", **wanted: Any) -> list[Recording]:
    return list(page_of(getattr(world.cast, who), Filters(**wanted)).rows)


def test_each_class_of_article_17_narrows_the_list_and_all_can_be_combined(world: World) -> None:
    other = register_device(None, world.cast.agency, NewDevice(number="GD-2"))
    squad = add_unit(None, world.cast.agency, "二大队")
    wanted, step = row(world), world.step(NINE)
    link(world.cast.officer, wanted, step)
    row(world, device=other), row(world, unit=squad), row(world, officer=world.cast.co_officer)
    row(world, NINE - timedelta(days=9)), row(world, medium="audio")
    assert listed(world, device="GD-1", officer="林", unit=world.cast.unit.pk, medium="video", since=NINE) == [wanted]
    assert listed(world, party="某运输") == listed(world, cause="超限") == [wanted]
    assert len(listed(world, device="GD-2")) == len(listed(world, unit=squad.pk)) == 1
    assert len(listed(world, officer="440101002")) == len(listed(world, until=NINE - timedelta(days=1))) == 1
    everything: dict[str, Any] = {
        "unit": world.cast.unit.pk,
        "device": "gd-1",
        "officer": "林一鸣",
        "party": "某",
        "cause": "超",
    }
    assert listed(world, **everything, since=NINE, until=NINE + MINUTE) == [wanted]


def test_what_is_named_by_nobody_and_nothing_narrows_to_nothing(world: World) -> None:
    row(world)
    assert listed(world, officer="无此人") == listed(world, device="XX") == listed(world, party="无此当事人") == []


@pytest.mark.parametrize("word", ["林一", "gd-1", "粤交罚", "film_", "0000000000"])
def test_a_word_names_people_devices_cases_or_digests_by_their_beginning_and_files(world: World, word: str) -> None:
    found = row(world)
    link(world.cast.officer, found, world.step(NINE))
    assert listed(world, words=word) == [found]


@pytest.mark.parametrize("few", [300, 0])
@pytest.mark.parametrize("word", ["ilm_A", "20261120", "120_09", "摄录"])
def test_a_piece_from_within_a_file_s_name_is_found(
    world: World, monkeypatch: pytest.MonkeyPatch, word: str, few: int
) -> None:
    """Also one that could be the beginning of a digest, where there is none such; the folders are not looked at."""
    monkeypatch.setattr(listing_words, "FEW", few)
    found = row(world, original_name="DCIM/film_a_20261120_0900摄录.mp4")
    row(world)
    assert listed(world, words=word) == [found]
    assert listed(world, words=f"{word} film") == [found]
    assert listed(world, "outsider", words=word) == listed(world, words="DCIM") == []


@pytest.mark.parametrize("who", ["custodian", "officer", "superior"])
def test_page_after_page_shows_every_row_once_in_order_and_the_way_back(world: World, who: str) -> None:
    rows = [row(world, NINE + (n // 3) * MINUTE) for n in range(11)]
    link(world.cast.officer, rows[4], world.step(NINE))
    person, place, seen, pages = getattr(world.cast, who), None, [], []
    while True:
        page = page_of(person, Filters(), place, 4)
        seen += [one.pk for one in page.rows]
        pages.append(page)
        if page.older is None:
            break
        place = Place.read(str(page.older))
    assert seen == [one.pk for one in sorted(rows, key=lambda one: (one.start, one.pk), reverse=True)]
    back = page_of(person, Filters(), Place.read(str(pages[-1].newer), newer=True), 4)
    assert [one.pk for one in back.rows] == [one.pk for one in pages[-2].rows]
    assert pages[0].newer is None


@pytest.mark.parametrize("text", ["", "x", "2026-11-20~1", "2026-11-20T09:00:00+08:00~x", "2026-11-20T09:00:00+08:00~"])
def test_an_address_that_names_no_place_begins_at_the_latest(text: str) -> None:
    assert Place.read(text) is None


def test_a_neighbour_sees_nothing_by_any_filter(world: World) -> None:
    link(world.cast.officer, row(world), world.step(NINE))
    for wanted in ({}, {"officer": "林"}, {"party": "某"}, {"words": "film_"}, {"unit": world.cast.unit.pk}):
        assert listed(world, "outsider", **wanted) == []


def test_the_list_of_the_unlinked_asks_no_more_for_many_than_for_few(world: World, signed_in: Browser) -> None:
    step = world.step(NINE)
    browser, address = signed_in("officer"), reverse("recordings:unlinked")
    row(world, NINE + MINUTE)
    browser.get(address)
    with CaptureQueriesContext(connection) as few:
        browser.get(address)
    for n in range(2, 12):
        row(world, NINE + n * MINUTE)
    with CaptureQueriesContext(connection) as many:
        text = browser.get(address).content.decode()
    assert len(few) == len(many)
    assert text.count('name="pair"') == 11
    assert step.case.number in text


def test_one_click_accepts_all_that_was_ticked_and_the_list_is_empty(world: World, signed_in: Browser) -> None:
    step, rows = world.step(NINE), [row(world, NINE + n * MINUTE) for n in (1, 2, 3)]
    sent = {"pair": [f"{one.pk}-{step.pk}" for one in rows], "back": reverse("recordings:unlinked") + "?intake=1"}
    answer = signed_in("officer").post(reverse("recordings:accept"), sent)
    assert answer.headers["location"] == sent["back"]
    assert Link.objects.filter(step=step, by=world.cast.officer).count() == 3
    assert listed(world, "officer", mine=True, awaits=Awaits.STEP) == []


@pytest.mark.parametrize("back", ["//evil.example/", "https://evil.example/", "/recordings/unlinked/../../me/"])
def test_nobody_is_sent_anywhere_else_after_accepting(world: World, signed_in: Browser, back: str) -> None:
    answer = signed_in("officer").post(reverse("recordings:accept"), {"back": back})
    assert answer.headers["location"] == reverse("recordings:unlinked")


def test_the_button_of_a_row_accepts_that_row_alone(world: World, signed_in: Browser) -> None:
    step, one, other = world.step(NINE), row(world, NINE + MINUTE), row(world, NINE + 2 * MINUTE)
    pairs = [f"{film.pk}-{step.pk}" for film in (one, other)]
    signed_in("officer").post(reverse("recordings:accept"), {"pair": pairs, "only": pairs[1]})
    assert list(Link.objects.values_list("recording", flat=True)) == [other.pk]


@pytest.mark.parametrize("pair", ["x", "1", "1-x", "99999999999999999999-1", "-"])
def test_a_pair_that_is_none_is_not_there(world: World, signed_in: Browser, pair: str) -> None:
    assert signed_in("officer").post(reverse("recordings:accept"), {"pair": pair}).status_code == 404


def test_a_custodian_sees_what_waits_and_is_offered_nothing_to_accept(world: World, signed_in: Browser) -> None:
    step, film = world.step(NINE), row(world, NINE + MINUTE)
    text = signed_in("custodian").get(reverse("recordings:unlinked")).content.decode()
    assert film.shown_name in text
    assert 'name="pair"' not in text
    pair = f"{film.pk}-{step.pk}"
    assert signed_in("custodian").post(reverse("recordings:accept"), {"pair": pair}).status_code == 403


def test_sidecars_without_a_film_have_a_list_of_their_own(world: World, signed_in: Browser) -> None:
    row(world, original_name="a.srt", found={"kind": "sidecar"}, awaits=Awaits.FILM.value)
    row(world, original_name="b.mp4")
    text = signed_in("custodian").get(reverse("recordings:sidecars")).content.decode()
    assert "a.srt" in text
    assert "b.mp4" not in text


def test_steps_without_a_recording_are_shown_with_the_article_that_asks(world: World, signed_in: Browser) -> None:
    step, before = world.step(NINE), list(_owed)
    article = OwedArticle(text="gd-transport-2019", article=21)
    ask_steps(
        lambda _person, _begin, _number: [OwedStep(step=step.pk, due_at=NOW, state="overdue", articles=[article])]
    )
    try:
        text = signed_in("officer").get(reverse("recordings:steps")).content.decode()
    finally:
        _owed[:] = before
    assert step.case.number in text
    assert "/law/gd-transport-2019/21/" in text


def test_the_sweep_goes_round_so_that_what_fits_nothing_keeps_no_other_waiting(world: World) -> None:
    for n in range(5):
        row(world, NINE - timedelta(days=n + 1))
    last = row(world, NINE + MINUTE)
    step = world.step(NINE)
    assert link_pending(limit=4) == 0
    assert LinkSweep.objects.get().through == list(never_linked()[:4])[-1].pk
    assert link_pending(limit=4) == 1
    assert Link.objects.get().recording_id == last.pk
    assert Link.objects.get().step_id == step.pk
    assert LinkSweep.objects.get().through == 0
