"""A person's word on the time stands beside what was found: journalled, kept, for linking, and for nothing else."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from liuhen.apps.duties.queries import dossier_of, verdict_at
from liuhen.apps.journal.queries import body_of, entries_about
from liuhen.apps.lawlib.actions import bind_text
from liuhen.apps.recordings.actions import NewTime, RecordingRefused, link, state_time
from liuhen.apps.recordings.models import Recording, TimeStatement
from liuhen.apps.recordings.queries import time_statements_of
from liuhen.apps.recordings.tests import cards
from liuhen.apps.recordings.tests.conftest import NINE, NOW, World

SAID = NewTime(start=NINE, error=timedelta(minutes=2), basis="画面中站房挂钟的时间")


@pytest.fixture
def voice(world: World) -> Recording:
    path = cards.sound(world.card / "voice.wav")
    os.utime(path, (0, 0))
    world.take_in()
    return Recording.objects.get()


def test_a_statement_is_an_entry_of_the_recording_and_cannot_be_changed(world: World, voice: Recording) -> None:
    row = state_time(world.cast.officer, voice, SAID)
    last = entries_about("recording", str(voice.pk)).last()
    assert last is not None
    assert (last.kind, body_of(last)["data"]["basis"]) == ("recordings.time_stated", SAID.basis)
    with pytest.raises(DatabaseError), transaction.atomic():
        TimeStatement.objects.filter(pk=row.pk).update(start=NOW)


def test_the_last_statement_stands_and_all_are_kept(world: World, voice: Recording) -> None:
    for minutes in (0, 7):
        state_time(world.cast.officer, voice, replace(SAID, start=NINE + timedelta(minutes=minutes)))
    assert [one.start for one in time_statements_of(voice)] == [NINE + timedelta(minutes=7), NINE]


def test_facts_deadlines_and_what_was_found_stay_as_they_were(world: World, voice: Recording) -> None:
    bind_text(None, world.cast.agency, "gd-transport-2019")
    step = world.step(NINE)
    link(world.cast.officer, voice, step)
    before = dossier_of(step.case), verdict_at(step.case, NOW), Recording.objects.values().get()
    state_time(world.cast.officer, voice, SAID)
    assert (dossier_of(step.case), verdict_at(step.case, NOW), Recording.objects.values().get()) == before


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"basis": "  "}, "依据"),
        ({"error": timedelta(hours=13)}, "12 小时"),
        ({"error": timedelta(seconds=-1)}, "12 小时"),
        ({"start": NOW + timedelta(hours=1)}, "入库时间"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(
    world: World, voice: Recording, wrong: dict[str, object], told: str
) -> None:
    with pytest.raises(RecordingRefused, match=told):
        state_time(world.cast.officer, voice, replace(SAID, **wrong))  # type: ignore[arg-type]
    assert not TimeStatement.objects.exists()


def test_who_neither_filmed_it_nor_works_on_its_case_says_nothing_of_its_time(world: World, voice: Recording) -> None:
    with pytest.raises(PermissionDenied):
        state_time(world.cast.custodian, voice, SAID)


def test_the_page_takes_a_statement_and_shows_it(
    world: World, voice: Recording, signed_in: Callable[[str], Client]
) -> None:
    browser, address = signed_in("officer"), reverse("recordings:state-time", args=[voice.pk])
    browser.post(address, {"start": "2026-11-20T09:00:05", "error_minutes": "1.5", "basis": "出车登记"})
    row = TimeStatement.objects.get()
    assert (row.start, row.error_ms) == (NINE + timedelta(seconds=5), 90_000)
    assert "出车登记" in browser.get(reverse("review:recording", args=[voice.pk])).content.decode()


def test_a_form_that_is_not_whole_says_which_field(
    world: World, voice: Recording, signed_in: Callable[[str], Client]
) -> None:
    address = reverse("recordings:state-time", args=[voice.pk])
    text = signed_in("officer").post(address, {"start": "x", "error_minutes": "1"}, follow=True).content.decode()
    assert "时间说明没有保存" in text
    assert not TimeStatement.objects.exists()
