"""The sweeps: each exists, each room's job is swept, and running one again changes nothing."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.utils.module_loading import import_string
from django_q.models import Schedule

from liuhen.apps.cases.actions import NewCase, NewStep, Taking, Times, add_step, open_case
from liuhen.apps.journal.queries import count
from liuhen.apps.lawlib.actions import bind_text
from liuhen.apps.recordings.models import Link, Recording
from liuhen.apps.recordings.tests.conftest import NINE, World, world  # noqa: F401 - a fixture
from liuhen.ports.outside import outside
from liuhen.site import worker

HALF_AN_HOUR = timedelta(minutes=30)


def _jobs() -> Iterator[str]:
    """Every function of a room's jobs.py that can be run with nothing given, by its dotted name."""
    for room in settings.ROOMS:
        name = f"liuhen.apps.{room}.jobs"
        if not (Path(settings.PROJECT) / "src" / name.replace(".", "/")).with_suffix(".py").exists():
            continue
        for function, value in inspect.getmembers(import_module(name), inspect.isfunction):
            parameters = inspect.signature(value).parameters.values()
            if (
                function[0] != "_"
                and value.__module__ == name
                and all(one.default is not one.empty for one in parameters)
            ):
                yield f"{name}.{function}"


def test_every_sweep_is_a_job_of_a_room_and_every_job_is_swept() -> None:
    assert sorted(function for function, _ in worker.SWEEPS.values()) == sorted(_jobs())


def test_every_sweep_runs_at_least_hourly() -> None:
    assert all(1 <= minutes <= 60 for _, minutes in worker.SWEEPS.values())


@pytest.mark.django_db
def test_scheduling_again_leaves_one_schedule_for_each_and_drops_those_that_are_gone() -> None:
    worker._schedule()
    Schedule.objects.create(name="早先的任务", func="liuhen.gone", schedule_type=Schedule.MINUTES)
    worker._schedule()
    scheduled = dict(Schedule.objects.values_list("name", "func"))
    assert scheduled == {name: function for name, (function, _) in worker.SWEEPS.items()}
    assert set(Schedule.objects.values_list("repeats", flat=True)) == {-1}, "a sweep is repeated for ever"


def _everything() -> dict[str, list[Any]]:
    """Every row of every room, and the published checkpoint."""
    rooms = {f"liuhen.apps.{room}" for room in settings.ROOMS}
    models = [model for config in apps.get_app_configs() if config.name in rooms for model in config.get_models()]
    rows = {model._meta.label: list(model._default_manager.order_by("pk").values()) for model in models}
    return {**rows, "checkpoint": [outside().log.fetch("checkpoint")]}


def test_the_sweeps_do_what_is_owed_once_and_then_change_nothing(world: World) -> None:  # noqa: F811
    bind_text(None, world.cast.agency, "gd-transport-2019")
    recording = world.recording(NINE)
    case = open_case(world.cast.handler, NewCase(number="粤交罚〔2026〕1号", cause="超限运输", party="某运输公司"))
    people = (Taking(person=world.cast.officer), Taking(person=world.cast.handler))
    times = Times(start=NINE - HALF_AN_HOUR, end=NINE + HALF_AN_HOUR)
    add_step(
        world.cast.handler,
        case,
        NewStep(kind="on_site_inspection", stage="investigation", times=times, place="某检查站", people=people),
    )
    _sweep()
    assert Recording.objects.get(pk=recording.pk).sm3
    assert Link.objects.filter(recording=recording).exists()
    assert case.obligations.exists()
    _sweep()  # the first published before it wrote of links and SM3
    assert f"\n{count()}\n".encode() in (outside().log.fetch("checkpoint") or b"")
    before = _everything()
    _sweep()
    assert _everything() == before


def _sweep() -> None:
    for function, _ in worker.SWEEPS.values():
        import_string(function)()
