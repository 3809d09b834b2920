"""`liuhen law rejudge` on a real instance: several processes, exit codes, and nothing left to do the second time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

CASES = 7
FILL = f"""
import django; django.setup()
from datetime import datetime, timedelta, UTC
from liuhen.apps.cases.actions import NewCase, NewStep, Times, add_step, open_case
from liuhen.apps.journal.actions import unheard
from liuhen.apps.lawlib.actions import bind_text
from liuhen.apps.people.queries import agency_named, person_by_username
bind_text(None, agency_named("测试局"), "gd-transport-2019")
handler = person_by_username("handler")
start = datetime.now(UTC) - timedelta(hours=3)
with unheard():
    for number in range({CASES}):
        case = open_case(handler, NewCase(number=f"测〔2026〕{{number + 1}}号", cause="超限运输", party="某公司"))
        times = Times(start=start, end=start + timedelta(hours=1))
        add_step(handler, case, NewStep(kind="on_site_inspection", stage="investigation", times=times))
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("rejudge") / "home"
    liuhen(place, "init", "--name", "test.example/liuhen")
    person = ("person", "add", "handler", "--name", "甲", "--agency", "测试局", "--unit", "一队", "--cert", "440109001")
    liuhen(place, *person, "--role", "handler", "--role", "officer", "--password", "a long enough password")
    run(place, "-c", FILL)
    return place


def run(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    settings = {"LIUHEN_HOME": str(home), "DJANGO_SETTINGS_MODULE": "liuhen.site.settings"}
    whole = {**os.environ, **settings}
    done = subprocess.run([sys.executable, *words], env=whole, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return done


def liuhen(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return run(home, "-m", "liuhen", *words)


def rejudged(home: Path, *words: str) -> dict[str, object]:
    done = liuhen(home, "law", "rejudge", "--json", *words)
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_two_processes_judge_every_case_and_leave_nothing_to_do(home: Path) -> None:
    first = rejudged(home, "--workers", "2")
    assert (first["total"], first["done"], first["failures"]) == (CASES, CASES, [])
    assert rejudged(home)["total"] == 0
    assert "都已按现行法规评定" in liuhen(home, "law", "rejudge").stdout


def test_all_are_judged_again_where_that_is_asked_from_any_case_on(home: Path) -> None:
    assert rejudged(home, "--all", "--workers", "1")["done"] == CASES
    assert rejudged(home, "--all", "--after", "4", "--workers", "1")["done"] == CASES - 4


def test_another_folder_of_laws_is_refused(home: Path) -> None:
    done = liuhen(home, "law", "--law", str(home), "rejudge")
    assert (done.returncode, "LIUHEN_LAW" in done.stderr) == (2, True)
