"""Houses to walk through and a browser to walk with."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.house import House, new_house
from tests.journeys.visitor import SWITCHES, chromium_here


# Not for the whole session: while Playwright runs its loop, Django refuses the database to other tests of the process.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium without a window; the journeys are skipped where there is none."""
    program = chromium_here()
    if program is None:
        pytest.skip("no Chromium on this machine (LIUHEN_CHROMIUM, or apt-get install chromium): no journey was walked")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=SWITCHES)
        yield running
        running.close()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The demonstration agency's people and cameras, before anything happened."""
    with new_house(tmp_path_factory.mktemp("house") / "home").serving() as served:
        yield served


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[House]:
    """The whole demonstration agency; filmed once, however many workers run the tests."""
    together = tmp_path_factory.getbasetemp()
    home = (together if worker_id == "master" else together.parent) / "demo"
    with home.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _finished(home):
            House(home).run("demo", "--no-serve")
            (home / "finished").touch()
    with House(home).serving() as served:
        yield served


def _finished(home: Path) -> bool:
    return (home / "finished").exists()
