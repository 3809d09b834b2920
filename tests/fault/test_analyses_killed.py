"""A worker killed in the middle of an analysis: its child goes with it, the next does the work; three times park it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.fault.instance import DEVICE, OFFICER, Instance, make_footage, new_instance
from tests.fault.processes import descendants, still_there, until

ANALYSTS = Path(__file__).with_name("analysts.py")
SOON = 120
SURVEYS = "SELECT state, attempts, reason FROM findings_analysis WHERE kind = 'survey'"

pytestmark = pytest.mark.fault


def _instance(folder: Path, films: int) -> Instance:
    instance = new_instance(folder / "home")
    make_footage(folder / "card", seconds=2, count=films)
    instance.run("intake", str(folder / "card"), "--device", DEVICE, "--officer", OFFICER)
    return instance


def _sql(instance: Instance, words: str) -> list[Any]:
    with sqlite3.connect(instance.home / "liuhen.sqlite3", timeout=SOON) as database:
        return database.execute(words).fetchall()


def _analyst(instance: Instance, order: str) -> subprocess.Popen[str]:
    settings = {"LIUHEN_HOME": str(instance.home), "DJANGO_SETTINGS_MODULE": "liuhen.site.settings"}
    words = [sys.executable, str(ANALYSTS), order]
    return subprocess.Popen(words, env={**os.environ, **settings}, stdout=subprocess.PIPE, text=True)


def _work(instance: Instance) -> int:
    analyst = _analyst(instance, "work")
    told, _ = analyst.communicate(timeout=SOON)
    assert analyst.returncode == 0
    return int(told)


def _killed_at_work(instance: Instance) -> None:
    """Kill a worker while its child works; then let its claim lapse."""
    analyst = _analyst(instance, "hang")
    try:
        until(lambda: bool(descendants(analyst.pid)) and _sql(instance, SURVEYS)[0][0] == "running", SOON)
        children = descendants(analyst.pid)
    finally:
        analyst.kill()
        analyst.communicate()
    until(lambda: not still_there(children), SOON)
    assert _work(instance) == 0, "the claim of the dead has not lapsed yet"
    _sql(instance, "UPDATE findings_analysis SET claimed_until = '2026-01-01 00:00:00' WHERE state = 'running'")


def test_an_analysis_whose_worker_was_killed_twice_is_done_by_the_third(tmp_path: Path) -> None:
    instance = _instance(tmp_path, 1)
    _killed_at_work(instance)
    _killed_at_work(instance)
    assert _sql(instance, SURVEYS) == [("running", 2, "")]
    assert _work(instance) == 1
    assert _sql(instance, SURVEYS) == [("done", 3, "")]
    assert _sql(instance, "SELECT name FROM findings_artifact")[0] == ("sheet-0.jpg",)
    report = instance.verify()
    assert report["clean"], report["findings"]
    assert not any("派生" in notice for notice in report["notices"])


def test_an_analysis_whose_worker_was_killed_three_times_is_parked_with_the_reason(tmp_path: Path) -> None:
    instance = _instance(tmp_path, 1)
    for _ in range(3):
        _killed_at_work(instance)
    assert _work(instance) == 0
    [(state, attempts, reason)] = _sql(instance, SURVEYS)
    assert (state, attempts) == ("parked", 3)
    assert "三次中途停止" in reason


def test_two_workers_share_the_work_and_do_each_piece_once(tmp_path: Path) -> None:
    films = 6
    instance = _instance(tmp_path, films)
    analysts = [_analyst(instance, "work") for _ in range(2)]
    done = [int(analyst.communicate(timeout=2 * SOON)[0]) for analyst in analysts]
    assert sum(done) == films, "a piece was taken up twice or not at all"
    assert {row[:2] for row in _sql(instance, SURVEYS)} == {("done", 1)}
