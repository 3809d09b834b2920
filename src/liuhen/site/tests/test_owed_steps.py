"""Which steps lack a recording is what the law last said of them, seen by who sees the case, along an index."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from liuhen.apps.cases.models import Step
from liuhen.apps.duties.actions import judge
from liuhen.apps.lawlib.actions import bind_text
from liuhen.apps.recordings.actions import link
from liuhen.apps.recordings.tests.conftest import NINE, NOW, World, world
from liuhen.site.owed_steps import _owed, steps_owing

__all__ = ["world"]


@pytest.fixture
def owing(world: World) -> World:
    bind_text(None, world.cast.agency, "gd-transport-2019")
    judge(world.step(NINE).case, NOW)
    return world


def test_a_step_of_which_the_law_asks_for_a_recording_is_listed_with_its_article(owing: World) -> None:
    (owed,) = steps_owing(owing.cast.handler, 0, 10)
    assert {one.text for one in owed.articles} == {"gd-transport-2019"}
    assert 12 in {one.article for one in owed.articles}


def test_once_a_recording_is_linked_it_is_listed_no_more_even_before_it_is_judged(owing: World) -> None:
    (owed,) = steps_owing(owing.cast.handler, 0, 10)
    recording = owing.recording(NINE + timedelta(minutes=5))
    link(owing.cast.officer, recording, Step.objects.select_related("case").get(pk=owed.step))
    assert steps_owing(owing.cast.handler, 0, 10) == []


def test_where_no_text_binds_nothing_is_owed(world: World) -> None:
    judge(world.step(NINE).case, NOW)
    assert steps_owing(world.cast.handler, 0, 10) == []


@pytest.mark.parametrize(("who", "number"), [("head", 1), ("superior", 1), ("outsider", 0), ("system_admin", 0)])
def test_it_is_seen_by_who_sees_the_case(owing: World, who: str, number: int) -> None:
    assert len(steps_owing(getattr(owing.cast, who), 0, 10)) == number


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads the plan of SQLite")
def test_the_list_reads_along_the_index_of_what_is_to_be_done(owing: World) -> None:
    plan = str(_owed(owing.cast.head).order_by().explain())
    assert "to_do_by_kind" in plan
