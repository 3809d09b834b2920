"""Which step a recording belongs to: the machine attaches what is sure, and leaves the rest to a person."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from liuhen.apps.journal.queries import body_of, entries_of_case
from liuhen.apps.recordings import queries
from liuhen.apps.recordings.actions import RecordingRefused, end_link, link, link_if_sure, link_what_fits
from liuhen.apps.recordings.linking import suggest_links
from liuhen.apps.recordings.models import Awaits, Link, Recording
from liuhen.apps.recordings.tests import cards
from liuhen.apps.recordings.tests.conftest import NINE, World

TEN_MINUTES = timedelta(minutes=10)


def waiting(world: World) -> list[Recording]:
    wanted = queries.Filters(mine=True, awaits=Awaits.STEP)
    return list(queries.page_of(world.cast.officer, wanted).rows)


def test_a_recording_within_the_only_step_is_attached_by_the_machine_with_its_reasons(world: World) -> None:
    step, recording = world.step(NINE), world.recording(NINE + TEN_MINUTES)
    made = link_if_sure(recording)
    assert made is not None
    assert (made.step_id, made.by) == (step.pk, None)
    assert "摄录人员参加了该环节" in made.reasons
    assert "recordings.linked" in [entry.kind for entry in entries_of_case(step.case.number)]


def test_two_steps_that_fit_are_left_to_a_person_both_on_offer(world: World) -> None:
    world.step(NINE, number="一号")
    world.step(NINE + timedelta(minutes=5), number="二号")
    recording = world.recording(NINE + TEN_MINUTES)
    assert link_if_sure(recording) is None
    assert len(suggest_links(recording)) == 2
    assert waiting(world) == [recording]


def test_a_recording_hours_away_fits_no_step(world: World) -> None:
    world.step(NINE - timedelta(hours=5))
    assert suggest_links(world.recording(NINE)) == []


def test_a_recording_whose_clock_was_not_measured_is_attached_when_even_its_error_lies_within(world: World) -> None:
    world.step(NINE, minutes=60)
    cards.film(world.card / "a.mp4", NINE + timedelta(minutes=30))
    world.take_in()
    assert link_if_sure(Recording.objects.get()) is not None


def test_a_step_registered_later_is_found_by_the_sweep(world: World) -> None:
    recording = world.recording(NINE + TEN_MINUTES)
    assert link_what_fits(queries.never_linked()) == []
    step = world.step(NINE)
    assert [made.step_id for made in link_what_fits(queries.never_linked())] == [step.pk]
    assert list(queries.standing_links(recording).values_list("step", flat=True)) == [step.pk]


def test_what_a_person_detached_is_never_attached_again_by_the_machine(world: World) -> None:
    world.step(NINE)
    recording = world.recording(NINE + TEN_MINUTES)
    made = link_if_sure(recording)
    assert made
    end_link(world.cast.officer, made, "拍的是另一辆车")
    assert link_if_sure(recording) is None


def test_detaching_asks_a_reason_and_keeps_the_link_on_record(world: World) -> None:
    step, recording = world.step(NINE), world.recording(NINE + TEN_MINUTES)
    made = link(world.cast.officer, recording, step)
    with pytest.raises(RecordingRefused, match="理由"):
        end_link(world.cast.officer, made, "  ")
    ended = end_link(world.cast.officer, made, "拍的是另一辆车")
    assert ended.ended_at is not None
    assert Link.objects.count() == 1
    last = entries_of_case(step.case.number).last()
    assert last is not None
    assert body_of(last)["data"]["reason"] == "拍的是另一辆车"


def test_attaching_twice_is_refused(world: World) -> None:
    step, recording = world.step(NINE), world.recording(NINE + TEN_MINUTES)
    link(world.cast.officer, recording, step)
    with pytest.raises(RecordingRefused, match="已经关联"):
        link(world.cast.handler, recording, step)


def test_who_neither_filmed_it_nor_works_on_its_case_may_not_attach_it(world: World) -> None:
    step, recording = world.step(NINE), world.recording(NINE + TEN_MINUTES)
    for who in (world.cast.co_officer, world.cast.reviewer, world.cast.head, world.cast.inspector):
        with pytest.raises(PermissionDenied):
            link(who, recording, step)


def test_data_recorded_beside_a_film_is_kept_but_never_linked(world: World) -> None:
    step = world.step(NINE)
    subtitle = "1\n00:00:00,000 --> 00:00:01,000\nF/2.8, SS 100, ISO 100, EV 0, GPS (113.26, 23.12, 18)\n\n"
    (world.card / "DJI_0001.SRT").write_text(subtitle, encoding="utf-8")
    world.take_in()
    recording = Recording.objects.get()
    assert (recording.is_sidecar, recording.medium_label) == (True, "随录数据")
    assert link_if_sure(recording) is None
    with pytest.raises(RecordingRefused, match="随录数据"):
        link(world.cast.officer, recording, step)
    assert waiting(world) == []
