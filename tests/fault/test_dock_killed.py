"""`kill -9` in the middle of a dock that reads two cards at once: run again, all is there once, compared and clean."""

from __future__ import annotations

import hashlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
import wave
from pathlib import Path

import pytest

from tests.fault.instance import DEVICE, OFFICER, Instance, new_instance

PER_CARD = 12
MOMENTS = (1, 6, 13, 20)
"""How many files are in when a run is killed."""
PATIENCE = 120.0
SECOND = "T-0002"

pytestmark = pytest.mark.fault


def _sound(path: Path, seed: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(hashlib.sha256(str(seed).encode()).digest() * 500)


@pytest.fixture(scope="module")
def dock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two cards whose files say which camera they come from."""
    place = tmp_path_factory.mktemp("media")
    for number, device in enumerate((DEVICE, SECOND)):
        for index in range(PER_CARD):
            name = f"{device}_{OFFICER}_2026111809{index:02}12_{index + 1:04}.wav"
            _sound(place / f"CARD{number}" / "DCIM" / name, number * PER_CARD + index)
    return place


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory, dock: Path) -> Instance:
    """An instance whose dock was killed several times while reading, then left to finish."""
    instance = new_instance(tmp_path_factory.mktemp("docked") / "home")
    instance.run("device", "add", SECOND, "--kind", "body_camera", "--holder", OFFICER)
    for stored in MOMENTS:
        _kill_once(instance, dock, stored)
    instance.run("dock", "watch", str(dock), "--once")
    return instance


def _kill_once(instance: Instance, dock: Path, stored: int) -> None:
    """Start the dock and kill it, with its probe, as soon as so many files are in."""
    words = [sys.executable, "-m", "liuhen", "dock", "watch", str(dock), "--every", "0.1"]
    settings = {"LIUHEN_HOME": str(instance.home), "DJANGO_SETTINGS_MODULE": "liuhen.site.settings"}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "start_new_session": True}
    running = subprocess.Popen(words, env={**os.environ, **settings}, **quiet)  # type: ignore[call-overload]
    end = time.monotonic() + PATIENCE
    while running.poll() is None and time.monotonic() < end and _stored(instance) < stored:
        time.sleep(0.01)
    assert running.poll() is None, "the dock ended by itself"
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    assert _stored(instance) >= stored


def _stored(instance: Instance) -> int:
    return len(_rows(instance, "SELECT id FROM recordings_recording"))


def _rows(instance: Instance, sql: str) -> list[tuple[object, ...]]:
    database = sqlite3.connect(instance.home / "liuhen.sqlite3")
    try:
        return database.execute(sql).fetchall()
    finally:
        database.close()


def test_every_file_of_both_cards_is_stored_exactly_once(killed: Instance, dock: Path) -> None:
    wanted = sorted(hashlib.sha256(path.read_bytes()).hexdigest() for path in dock.rglob("*.wav"))
    assert [row[0] for row in _rows(killed, "SELECT sha256 FROM recordings_recording ORDER BY sha256")] == wanted


def test_each_card_has_one_visit_that_was_finished_and_compared(killed: Instance) -> None:
    visits = _rows(
        killed,
        "SELECT d.number, v.files, v.verified_at, v.problem FROM docking_cardvisit v "
        "JOIN devices_device d ON d.id = v.device_id ORDER BY d.number",
    )
    finished = [row for row in visits if row[2]]
    assert {row[0] for row in finished} == {DEVICE, SECOND}
    assert all(row[1:2] == (PER_CARD,) and row[3] == "" for row in finished)


def test_nothing_on_the_cards_was_touched(killed: Instance, dock: Path) -> None:
    assert len(list(dock.rglob("*.wav"))) == 2 * PER_CARD


def test_the_instance_is_clean(killed: Instance) -> None:
    report = killed.verify()
    assert report["clean"], report["findings"]
    assert not list((killed.home / "vault" / "incoming").glob("*.staged"))
