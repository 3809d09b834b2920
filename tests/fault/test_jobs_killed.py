"""A job killed in the middle is done by its next run: nothing is lost, nothing is done twice."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from liuhen.apps.recordings.tests import cards
from tests.fault.instance import DEVICE, OFFICER, Instance, new_instance
from tests.fault.processes import until

FORKS = Path(__file__).with_name("job_forks.py")
RECORDINGS = 4
SOON = 60
ONE_SWEEP = 150
"""Seconds: the sweeps run every minute, and the machine may be busy."""

pytestmark = pytest.mark.fault


def _deaths(instance: Instance, job: str) -> list[dict[str, int]]:
    settings = {"LIUHEN_HOME": str(instance.home), "DJANGO_SETTINGS_MODULE": "liuhen.site.settings"}
    words = [sys.executable, str(FORKS), job]
    done = subprocess.run(words, env={**os.environ, **settings}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told: list[dict[str, int]] = json.loads(done.stdout)
    return told


def _rows(instance: Instance, sql: str) -> list[Any]:
    database = sqlite3.connect(instance.home / "liuhen.sqlite3")
    try:
        return [row[0] for row in database.execute(sql)]
    finally:
        database.close()


def test_publishing_killed_at_each_of_its_writes_is_made_good_by_the_next_run(tmp_path: Path) -> None:
    instance = new_instance(tmp_path / "home")
    deaths = _deaths(instance, "publish")
    assert deaths[-1]["code"] == 0, "the last round was to find nothing more to die at"
    assert {death["code"] for death in deaths[:-1]} == {-signal.SIGKILL}
    assert len(deaths) > 6, "too few writes were met to prove anything"
    assert deaths[0]["there"] < 256 < deaths[-1]["there"], "the rounds were to cross a full tile"
    for death in deaths:
        assert death["after"] in (death["there"] - 1, death["there"])
        assert death["mended"] == death["there"]
    assert instance.verify()["clean"]


def test_sm3_killed_in_the_middle_is_finished_by_the_worker_which_is_killed_as_well(tmp_path: Path) -> None:
    instance = new_instance(tmp_path / "home")
    (tmp_path / "card").mkdir()
    for seed in range(1, RECORDINGS + 1):
        cards.sound(tmp_path / "card" / f"{seed}.wav", seed)
    instance.run("intake", str(tmp_path / "card"), "--device", DEVICE, "--officer", OFFICER)
    assert _deaths(instance, "sm3") == [
        {"code": -signal.SIGKILL, "done": 1},
        {"code": -signal.SIGKILL, "done": 1},
        {"code": -signal.SIGKILL, "done": 2},
    ]
    _work(instance, until_sql="SELECT 1 FROM django_q_schedule", killed=True)
    _work(
        instance,
        until_sql="SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM recordings_recording WHERE sm3 = '')",
    )
    told = _rows(
        instance, "SELECT subject_id FROM journal_entry WHERE kind = 'recordings.sm3_added' ORDER BY subject_id"
    )
    assert told == sorted(str(key) for key in _rows(instance, "SELECT id FROM recordings_recording"))
    report = instance.verify()
    assert report["clean"], report["findings"]


def _work(instance: Instance, *, until_sql: str, killed: bool = False) -> None:
    """Run the worker until the query gives a row; then ask it to stop, or kill it with everything it started."""
    settings = {"LIUHEN_HOME": str(instance.home), "DJANGO_SETTINGS_MODULE": "liuhen.site.settings"}
    words = [sys.executable, "-m", "liuhen", "worker"]
    with (instance.home / "worker.log").open("wb") as log:
        worker = subprocess.Popen(words, env={**os.environ, **settings}, stdout=log, stderr=log, start_new_session=True)
    try:
        until(lambda: bool(_rows(instance, until_sql)), ONE_SWEEP)
        if not killed:
            worker.terminate()
            worker.wait(SOON)
    finally:
        if worker.poll() is None:
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()
