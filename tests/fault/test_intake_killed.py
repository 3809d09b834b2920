"""`kill -9` at random moments of an intake, 200 times: nothing lost, nothing double, the instance clean afterwards."""

from __future__ import annotations

import hashlib
import json
import math
import os
import sqlite3
import struct
import subprocess
import sys
import wave
from pathlib import Path

import pytest

from liuhen.core.package import INTAKE_KIND
from tests.fault.instance import DEVICE, OFFICER, Instance, new_instance

KILLS = 200
CARDS = 40
PER_CARD = 3
INTAKE = ["--device", DEVICE, "--officer", OFFICER, "--clock-offset", "0", "--json"]
FORKS = Path(__file__).with_name("intake_forks.py")

pytestmark = pytest.mark.fault


def _card(folder: Path, number: int) -> None:
    folder.mkdir(parents=True)
    for index in range(PER_CARD):
        _sound(folder / f"{number:02}-{index}.wav", number * PER_CARD + index + 1)
    (folder / "notes.txt").write_text(f"第 {number} 张卡", encoding="utf-8")


def _sound(path: Path, seed: int) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"".join(struct.pack("<h", round(9000 * math.sin(n * seed / 97))) for n in range(4000)))


def _rows(instance: Instance, sql: str, *values: str) -> list[str]:
    database = sqlite3.connect(instance.home / "liuhen.sqlite3")
    try:
        return [row[0] for row in database.execute(sql, values)]
    finally:
        database.close()


@pytest.fixture(scope="module")
def cards(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Cards with three recordings and a note each."""
    folder = tmp_path_factory.mktemp("cards")
    for number in range(CARDS):
        _card(folder / f"{number:02}", number)
    return folder


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory, cards: Path) -> Instance:
    """An instance whose intakes were killed 200 times, then once run to the end over all cards."""
    instance = new_instance(tmp_path_factory.mktemp("killed") / "home")
    words = [sys.executable, str(FORKS), "20261120", str(KILLS), str(cards), *INTAKE]
    settings = {"LIUHEN_HOME": str(instance.home), "DJANGO_SETTINGS_MODULE": "liuhen.site.settings"}
    done = subprocess.run(words, env={**os.environ, **settings}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > KILLS // 2, "too few intakes were really cut short to prove anything"
    finished = instance.run("intake", str(cards), *INTAKE, check=False)
    assert finished.returncode == 1, finished.stderr  # the notes are rejected
    assert len(json.loads(finished.stdout)["files"]) == CARDS * (PER_CARD + 1)
    return instance


def test_nothing_is_lost_and_nothing_is_double(killed: Instance, cards: Path) -> None:
    digests = {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in cards.rglob("*.*")}
    recordings = _rows(killed, "SELECT sha256 FROM recordings_recording ORDER BY sha256")
    rejected = _rows(killed, "SELECT sha256 FROM recordings_rejected ORDER BY sha256")
    assert recordings == sorted(digest for path, digest in digests.items() if path.suffix == ".wav")
    assert rejected == sorted(digest for path, digest in digests.items() if path.suffix == ".txt")


def test_each_recording_has_exactly_one_intake_entry(killed: Instance) -> None:
    subjects = _rows(killed, "SELECT subject_id FROM journal_entry WHERE kind = ?", INTAKE_KIND)
    rows = _rows(killed, "SELECT CAST(id AS TEXT) FROM recordings_recording")
    assert sorted(subjects) == sorted(rows)


def test_the_whole_instance_is_clean_and_no_complete_leftover_remains(killed: Instance) -> None:
    report = killed.verify()
    assert report["clean"], report["findings"]
    assert not list((killed.home / "vault" / "incoming").glob("*.staged"))
