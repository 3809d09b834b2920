"""A recording detached from its case holds up no document that names it, nor the correction of one."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from liuhen.apps.cases.models import Step
from liuhen.apps.documents.actions import NewSignature, begin, check, put_in_force, save, sign
from liuhen.apps.documents.models import Draft
from liuhen.apps.documents.queries import form_of
from liuhen.apps.documents.tests.conftest import png
from liuhen.apps.recordings import actions as recordings
from liuhen.apps.recordings.models import Link, Recording
from liuhen.apps.recordings.tests.conftest import NINE, World, world

__all__ = ["world"]

FONTS = Path(__file__).parents[5] / "build/fonts"
FORM = "scene_sketch"
"""A form nobody's duty hangs on."""

pytestmark = pytest.mark.skipif(not any(FONTS.glob("*.ttf")), reason="no fonts to print with: run `make setup`")


@pytest.fixture
def step(world: World) -> Step:
    return world.step(NINE)


@pytest.fixture
def recording(world: World, step: Step) -> Recording:
    made = world.recording(NINE + timedelta(minutes=10))
    if not Link.objects.filter(recording=made, step=step, ended_at=None).exists():
        recordings.link(world.cast.officer, made, step)
    return made


@pytest.fixture
def draft(world: World, step: Step, recording: Recording) -> Draft:
    return _filled(world, begin(world.cast.handler, step.case, FORM, step=step, about=[f"recording:{recording.pk}"]))


def _filled(world: World, draft: Draft) -> Draft:
    missing = {field.key: "西侧停车区" for field in form_of(draft).fields if field.required}
    return save(world.cast.handler, draft, {**missing, **draft.content}, draft.revision)


def _in_force(world: World, draft: Draft):
    checked = check(world.cast.handler, draft)
    for slot, place in enumerate(form_of(checked).signatures):
        for one in range(place.at_least or 1):
            sign(world.cast.handler, checked, NewSignature(slot=slot, how="drawn", who=f"人{slot}{one}", image=[png()]))
    return put_in_force(world.cast.handler, checked)


def _detach(world: World, recording: Recording) -> None:
    for standing in Link.objects.filter(recording=recording, ended_at=None):
        recordings.end_link(world.cast.handler, standing, "关联错了")


def test_a_draft_goes_on_being_written_and_comes_into_force(world, draft, recording):
    named = [f"recording:{recording.pk}"]
    _detach(world, recording)
    saved = save(world.cast.handler, draft, {**draft.content, "sketch": "东侧"}, draft.revision, about=named)
    assert saved.about == named
    document = _in_force(world, saved)
    assert document.about == []
    assert Draft.objects.get(pk=draft.pk).about == named


def test_a_document_about_it_can_still_be_corrected(world, draft, recording, step):
    document = _in_force(world, draft)
    assert document.about == [f"recording:{recording.pk}"]
    _detach(world, recording)
    correction = begin(world.cast.handler, step.case, FORM, replaces=document, reason="方位写反")
    assert correction.about == document.about


def test_it_is_not_named_anew(world, draft, recording, step):
    _detach(world, recording)
    named = [f"recording:{recording.pk}"]
    with pytest.raises(ValidationError, match="不属于本案"):
        begin(world.cast.handler, step.case, FORM, about=named)
    bare = begin(world.cast.handler, step.case, FORM)
    with pytest.raises(ValidationError, match="不属于本案"):
        save(world.cast.handler, bare, {"sketch": "东侧"}, bare.revision, about=named)
