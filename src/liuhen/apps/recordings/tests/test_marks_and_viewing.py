"""Marks say what happens at a second; viewing is journalled before a byte is shown; evidence is said once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from liuhen.apps.journal.queries import body_of, entries_about
from liuhen.apps.recordings import actions, permissions
from liuhen.apps.recordings.actions import NewMark, RecordingRefused
from liuhen.apps.recordings.facts import recording_facts
from liuhen.apps.recordings.models import Mark, Recording
from liuhen.apps.recordings.permissions import Ground, view_ground
from liuhen.apps.recordings.tests.conftest import NINE, NOW, World
from liuhen.core.terms.labels import MarkKind

SCENE = NewMark(kind=MarkKind.KEY_CONTENT, content="site_environment", offset_ms=1200)


def linked(world: World) -> Recording:
    step, recording = world.step(NINE), world.recording(NINE + timedelta(minutes=10))
    actions.link(world.cast.officer, recording, step)
    return recording


def test_a_mark_becomes_a_fact_at_its_moment(world: World) -> None:
    recording = linked(world)
    actions.make_mark(world.cast.officer, recording, SCENE)
    case = recording.links.get().step.case_id
    (mark,) = recording_facts(case).marks
    assert (mark.kind, mark.content) == (MarkKind.KEY_CONTENT, "site_environment")
    assert mark.at == recording.start + timedelta(milliseconds=1200)


def test_a_mark_in_a_film_of_two_steps_belongs_to_the_one_that_was_going_on(world: World) -> None:
    recording = linked(world)
    first = recording.links.get().step
    later = world.step(recording.start + timedelta(seconds=1), number="粤交罚〔2026〕2号")
    type(first).objects.filter(pk=first.pk).update(end=recording.start + timedelta(milliseconds=500))
    actions.link(world.cast.officer, recording, later)
    marks = [actions.make_mark(world.cast.officer, recording, replace(SCENE, offset_ms=at)) for at in (100, 700, 1200)]
    assert [mark.step for mark in marks] == [first, None, later]


def test_a_mark_outside_the_recording_or_of_an_unknown_content_is_refused(world: World) -> None:
    recording = linked(world)
    for bad in (
        NewMark(kind=MarkKind.KEY_CONTENT, content="site_environment", offset_ms=3_600_000),
        NewMark(kind=MarkKind.KEY_CONTENT, content="no_such_content", offset_ms=0),
        NewMark(kind=MarkKind.KEY_CONTENT, offset_ms=0),
        NewMark(kind=MarkKind.NOTE, offset_ms=-1),
    ):
        with pytest.raises(RecordingRefused):
            actions.make_mark(world.cast.officer, recording, bad)
    assert not Mark.objects.exists()


def test_a_withdrawn_mark_stays_on_record_and_is_no_fact_any_more(world: World) -> None:
    recording = linked(world)
    mark = actions.make_mark(world.cast.officer, recording, SCENE)
    with pytest.raises(RecordingRefused, match="理由"):
        actions.withdraw_mark(world.cast.officer, mark, "")
    actions.withdraw_mark(world.cast.handler, mark, "看错了")
    assert Mark.objects.count() == 1
    assert recording_facts(recording.links.get().step.case_id).marks == ()


def test_who_only_may_see_may_not_mark(world: World) -> None:
    recording = linked(world)
    for who in (world.cast.reviewer, world.cast.head, world.cast.inspector, world.cast.custodian):
        with pytest.raises(PermissionDenied):
            actions.make_mark(who, recording, SCENE)


def test_each_views_on_a_ground_of_their_own_and_strangers_on_none(world: World) -> None:
    recording, cast = linked(world), world.cast
    grounds = {
        "officer": Ground.OWN,
        "handler": Ground.TAKES_PART,
        "reviewer": Ground.POST,
        "head": Ground.POST,
        "inspector": Ground.POST,
        "custodian": Ground.POST,
        "superior": Ground.POST,
        "co_officer": None,
        "system_admin": None,
        "outsider": None,
    }
    assert {who: view_ground(getattr(cast, who), recording) for who in grounds} == grounds


def test_viewing_by_post_needs_a_purpose_and_is_journalled_with_it(world: World) -> None:
    recording = linked(world)
    with pytest.raises(RecordingRefused, match="用途"):
        actions.view(world.cast.reviewer, recording)
    actions.view(world.cast.reviewer, recording, "审核案件")
    last = entries_about("recording", str(recording.pk)).last()
    assert last is not None
    assert (last.kind, body_of(last)["purpose"], last.actor_name) == ("recordings.viewed", "审核案件", "何敏")


def test_an_approved_request_is_a_ground_to_view(world: World, monkeypatch) -> None:
    recording = linked(world)
    monkeypatch.setattr(
        permissions, "_others", [lambda person, asked: NOW if person == world.cast.co_officer else None]
    )
    assert view_ground(world.cast.co_officer, recording) is Ground.APPROVED


def test_evidence_needs_a_case_and_is_said_once(world: World) -> None:
    loose = world.recording(NINE + timedelta(hours=3))
    with pytest.raises(RecordingRefused, match="先把音像记录关联"):
        actions.use_as_evidence(world.cast.officer, loose)
    recording = linked(world)
    actions.use_as_evidence(world.cast.officer, recording)
    actions.file_recording(world.cast.handler, recording, NOW)
    facts = recording_facts(recording.links.get().step.case_id).recordings[0]
    assert (facts.used_as_evidence, facts.filed_at) == (True, NOW)
    with pytest.raises(RecordingRefused):
        actions.use_as_evidence(world.cast.officer, recording)


def test_facts_carry_device_officer_error_and_return_to_the_unit(world: World) -> None:
    step = world.step(NINE)
    recording = world.recording(NINE + timedelta(minutes=10), returned_at=NINE + timedelta(hours=2))
    actions.link(world.cast.officer, recording, step)
    (fact,) = recording_facts(step.case_id).recordings
    assert (fact.device, fact.officer) == (f"device:{world.camera.pk}", "440101001")
    assert (fact.steps, fact.store) == ((f"step:{step.pk}",), "platform")
    assert fact.returned_at == NINE + timedelta(hours=2)
    assert recording_facts(step.case_id).devices == {world.camera.pk}
