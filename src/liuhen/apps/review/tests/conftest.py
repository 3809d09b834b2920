"""The world of these tests is that of the recordings: the cast, a camera with its card, a clock that stands still."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from liuhen.apps.cases.models import Step
from liuhen.apps.findings.models import Analysis, Artifact
from liuhen.apps.lawlib.actions import bind_text
from liuhen.apps.recordings import actions
from liuhen.apps.recordings.models import Link, Recording
from liuhen.apps.recordings.tests import cards
from liuhen.apps.recordings.tests.conftest import NINE, NOW, World, signed_in, world
from liuhen.ports.workshop import WorkKind, WorkState

__all__ = ["NINE", "NOW", "Browser", "World", "artifact", "found", "linked", "signed_in", "viewing_of", "world"]

Browser = Callable[[str], Client]


@pytest.fixture
def recording(world: World) -> Recording:
    """A recording of the officer, linked to a step of the handler's case, which is judged by one text."""
    bind_text(None, world.cast.agency, "gd-transport-2019")
    step, made = world.step(NINE), world.recording(NINE + timedelta(minutes=10))
    linked(made, step)
    return made


def linked(recording: Recording, step: Step) -> None:
    """Attach the recording to the step, unless the machine was sure already."""
    if not Link.objects.filter(recording=recording, step=step, ended_at=None).exists():
        actions.link(recording.officer, recording, step)


@pytest.fixture
def plain(world: World, recording: Recording) -> Recording:
    """A second recording of that step, in a format every browser plays."""
    start = NINE + timedelta(minutes=12)
    cards.film(world.card / "plain.mp4", start, codec="h264")
    results = world.take_in(clock_offset=timedelta(0))
    made = Recording.objects.get(sha256=results[0].sha256)
    linked(made, Link.objects.get(recording=recording).step)
    return made


def found(recording: Recording, kind: WorkKind, result: dict[str, Any] | None = None, **more: Any) -> Analysis:
    """What the workshop would have found, written down by hand."""
    state = {"state": WorkState.DONE.value, "result": result or {}, "asked_at": NOW, **more}
    row, _new = Analysis.objects.update_or_create(sha256=recording.sha256, kind=kind.value, defaults=state)
    return row


def artifact(analysis: Analysis, name: str, content_type: str) -> Artifact:
    """A file the work made, by a digest of its own."""
    return Artifact.objects.create(
        analysis=analysis, name=name, sha256=f"{analysis.pk:064x}", size=3, content_type=content_type
    )


def viewing_of(browser: Client, recording: Recording, purpose: str = "审核") -> str:
    """Begin a viewing as a browser does, and give its token."""
    answer = browser.post(reverse("review:view", args=[recording.pk]), {"purpose": purpose})
    assert answer.status_code == 200
    token: str = answer.context["viewing"]
    return token
