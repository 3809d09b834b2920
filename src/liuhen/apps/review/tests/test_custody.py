"""The custody panel: looking at a recording for hours hides nothing of what was done with it."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from liuhen.apps.journal.actions import What, record
from liuhen.apps.recordings.actions import NewMark, case_of, make_mark, view_page
from liuhen.apps.recordings.models import Recording
from liuhen.apps.recordings.offers import about_recording
from liuhen.apps.review.entries import WATCHED
from liuhen.apps.review.queries import FOLDED, history_of
from liuhen.apps.review.tests.conftest import NOW, Browser, World
from liuhen.core.terms.labels import MarkKind
from liuhen.site.testing import outside_at

HOURS = 230
"""Minutes of watching: more entries than the panel could hold one by one."""


def _watch(world: World, recording: Recording, minutes: int) -> None:
    about = about_recording(recording, case_of(recording))
    for minute in range(minutes):
        seen = {"from_ms": 0, "to_ms": minute + 1, "speed": 100}
        with outside_at(NOW + timedelta(minutes=minute)):
            record(WATCHED, world.cast.reviewer, about, What(data={"viewing": 1, "watched_ms": 1, "ranges": [seen]}))


def test_after_hours_of_watching_intake_link_and_marks_are_still_told(
    world: World, recording: Recording, signed_in: Browser
) -> None:
    make_mark(world.cast.officer, recording, NewMark(kind=MarkKind.NOTE, offset_ms=1, note="x"))
    _watch(world, recording, HOURS)
    answer = signed_in("inspector").get(reverse("review:recording", args=[recording.pk]))
    history = answer.context["history"]
    kinds = Counter(one.kind.code for one in history)
    assert kinds["recordings.linked"] == kinds["recordings.marked"] == 1
    assert history[-1].kind.label == "入库"
    assert kinds["recordings.watched"] == FOLDED["recordings.watched"]
    assert f"更早的“观看”还有 {HOURS - kinds['recordings.watched']} 条" in answer.content.decode()


def test_the_newest_come_first_and_the_fold_stands_at_the_oldest_shown_of_its_kind(
    world: World, recording: Recording
) -> None:
    _watch(world, recording, FOLDED["recordings.watched"] + 2)
    view_page(world.cast.handler, recording)
    history = history_of(recording)
    assert [one.entry.seq for one in history] == sorted((one.entry.seq for one in history), reverse=True)
    assert [one.earlier for one in history if one.kind == WATCHED] == [0, 0, 0, 0, 2]
    assert not any(one.earlier for one in history if one.kind != WATCHED)


def test_few_are_told_one_by_one_and_nothing_is_said_to_be_left_out(world: World, recording: Recording) -> None:
    _watch(world, recording, 3)
    history = history_of(recording)
    assert sum(one.kind == WATCHED for one in history) == 3
    assert not any(one.earlier for one in history)


def test_the_number_of_queries_does_not_grow_with_what_was_watched(world: World, recording: Recording) -> None:
    with CaptureQueriesContext(
        connection,
    ) as few:
        history_of(recording)
    _watch(world, recording, 60)
    with CaptureQueriesContext(connection) as many:
        history_of(recording)
    assert len(many) == len(few)
