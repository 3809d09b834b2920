"""What a document or report says it is about belongs to its case, also when it lies in another room."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from liuhen.apps.cases.actions import make_report, register_document
from liuhen.apps.cases.inputs import NewDocument, NewReport
from liuhen.apps.cases.models import Case, Report
from liuhen.apps.devices.actions import NewFault, note_fault
from liuhen.apps.recordings.actions import link
from liuhen.apps.recordings.models import Recording
from liuhen.apps.recordings.tests.conftest import NINE, World

LATER = NINE + timedelta(hours=2)


def report(world: World, case: Case, about: str) -> Report:
    return make_report(world.cast.handler, case, NewReport(kind="incident_report", about=about, at=LATER, text="情况"))


def things(world: World) -> tuple[str, ...]:
    recording = world.recording()
    fault = note_fault(world.cast.officer, world.camera, NewFault(found_at=NINE, description="黑屏"))
    return f"recording:{recording.pk}", f"device:{world.camera.pk}", f"fault:{fault.pk}"


def test_a_report_about_a_thing_of_no_case_or_another_case_is_refused(world: World) -> None:
    step = world.step(NINE + timedelta(hours=3))
    for name in (*things(world), "recording:7777", "device:7777", "fault:7777", "recording:" + "9" * 40, "moon:1"):
        with pytest.raises(ValidationError) as refusal:
            report(world, step.case, name)
        assert [*refusal.value.message_dict] == ["about"]


def test_a_document_about_a_recording_that_is_not_linked_is_refused(world: World) -> None:
    step = world.step(NINE + timedelta(hours=3))
    new = NewDocument(kind="evidence_note", made_at=LATER, about=(things(world)[0],))
    with pytest.raises(ValidationError, match="不属于本案"):
        register_document(world.cast.handler, step.case, new)


def test_a_report_may_be_about_what_belongs_to_the_case(world: World) -> None:
    names = things(world)
    step = world.step(NINE)
    link(world.cast.officer, Recording.objects.get(), step)
    assert [report(world, step.case, name).about for name in names] == [*names]
