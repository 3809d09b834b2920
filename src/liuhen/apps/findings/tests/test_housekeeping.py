"""Clearing up after killed workers, and looking after what waits, without touching what is in use."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liuhen.apps.findings import claims
from liuhen.apps.findings.jobs import look_after
from liuhen.apps.findings.models import Analysis
from liuhen.apps.findings.tests.conftest import NOW, Bench, asked, row
from liuhen.apps.findings.working import clear_scratch, scratch
from liuhen.ports.workshop import WorkKind, WorkState

SURVEY, TRACK, PLAYABLE = WorkKind.SURVEY, WorkKind.TRACK, WorkKind.PLAYABLE


def test_folders_of_killed_workers_are_cleared_and_those_in_use_are_not(
    bench: Bench, settings: Any, tmp_path: Path
) -> None:
    settings.HOME = tmp_path
    asked()
    claimed = claims.claim(list(WorkKind), NOW)
    assert claimed is not None
    for name in (f"{claimed.pk}-1", "999-1"):
        (scratch() / name).mkdir(parents=True)
    look_after()
    assert [folder.name for folder in scratch().iterdir()] == [f"{claimed.pk}-1"]


def test_work_in_progress_of_other_rooms_is_not_cleared(bench: Bench, settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    for folder in (tmp_path / "work" / "clips" / "12-1", tmp_path / "work" / "clip12-1"):
        folder.mkdir(parents=True)
    look_after()
    assert (tmp_path / "work" / "clips" / "12-1").exists()
    assert (tmp_path / "work" / "clip12-1").exists()


def test_a_piece_claimed_while_folders_are_cleared_keeps_its_folder(
    bench: Bench, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HOME = tmp_path
    sha256 = asked()
    (scratch() / "999-1").mkdir(parents=True)
    reading = Analysis.objects.filter

    def claimed_meanwhile(*args: Any, **wanted: Any) -> Any:
        """The claims as they were read; the next moment somebody claims and makes a folder."""
        rows = reading(*args, **wanted)
        if wanted == {"state": WorkState.RUNNING.value}:
            len(rows)
            (scratch() / f"{row(sha256).pk}-1").mkdir()
        return rows

    monkeypatch.setattr(Analysis.objects, "filter", claimed_meanwhile)
    clear_scratch()
    assert [folder.name for folder in scratch().iterdir()] == [f"{row(sha256).pk}-1"]


def test_looking_after_writes_nothing_where_nothing_is_to_be_changed(bench: Bench) -> None:
    bench.lacking[TRACK] = "没有安装。"
    asked(TRACK)
    look_after()
    with CaptureQueriesContext(connection) as asking:
        look_after()
    assert not [one["sql"] for one in asking.captured_queries if one["sql"].startswith("UPDATE")]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL reads a table this small from end to end")
def test_what_waits_for_a_model_and_what_ended_last_are_found_by_an_index(bench: Bench) -> None:
    untried = Analysis.objects.filter(kind="letters", state="parked", attempts=0)
    assert "analysis_untried" in untried.explain()
    ended = Analysis.objects.filter(state="parked").order_by("-finished_at", "-pk")
    assert "analysis_ended" in ended.explain()
    assert "TEMP B-TREE FOR ORDER BY" not in ended.explain()
