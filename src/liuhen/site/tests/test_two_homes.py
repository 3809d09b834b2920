"""A case leaves one instance and comes to another: two processes, two databases, nothing shared but the file."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from liuhen.site.tests.full_case import NUMBER, nameless

LATER = "2026-12-01 09:00"
OWED = 1
"""The exit code of a verdict in which something was not done in time."""


class Home:
    """An instance in a directory of its own."""

    def __init__(self, place: Path) -> None:
        self.place = place
        place.mkdir()
        self.liuhen("init")

    def run(self, act: str, *arguments: str, codes: tuple[int, ...] = (0,)) -> str:
        """What a process of this instance printed."""
        around = {name: value for name, value in os.environ.items() if not name.startswith("LIUHEN_")}
        done = subprocess.run(
            [sys.executable, "-m", "liuhen.site.tests.another_home", act, *arguments],
            env={**around, "LIUHEN_HOME": str(self.place), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode in codes, done.stdout + done.stderr
        return done.stdout

    def liuhen(self, *arguments: str, codes: tuple[int, ...] = (0,)) -> str:
        """The same for a command of `liuhen`."""
        return self.run("liuhen", *arguments, codes=codes)

    def verdict(self) -> list[str]:
        """The obligations of the case, whatever the keys here are."""
        told = self.liuhen("case", "verdict", NUMBER, "--at", LATER, "--json", codes=(0, OWED))
        return obligations(told)

    def checked(self) -> list[str]:
        """The same, from its dossier alone."""
        dossier = self.place.with_suffix(".yaml")
        self.liuhen("case", "export", NUMBER, "-o", str(dossier))
        return obligations(self.liuhen("law", "check", str(dossier), "--at", LATER, "--json", codes=(0, OWED)))


def obligations(told: str) -> list[str]:
    data: Any = json.loads(told)
    assert data["obligations"]
    return nameless(data)


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, Home, str]:
    """The instance where it happened, the one the case was carried to, and what was said when it came."""
    place = tmp_path_factory.mktemp("homes")
    first, second = Home(place / "first"), Home(place / "second")
    first.run("first", str(place))
    second.run("second")
    file = place / "case.liuhen"
    first.liuhen("case", "export", NUMBER, "-o", str(file), "--recordings")
    return first, second, second.liuhen("case", "import", str(file), "--by", "custodian")


def test_the_verdict_there_is_the_verdict_here(homes: tuple[Home, Home, str]) -> None:
    first, second, said = homes
    assert f"已导入案件 {NUMBER}" in said
    assert second.verdict() == first.verdict()


def test_the_law_judges_its_dossier_there_as_here(homes: tuple[Home, Home, str]) -> None:
    first, second, _said = homes
    assert second.checked() == first.checked()


def test_what_it_would_send_on_is_what_it_got(homes: tuple[Home, Home, str], tmp_path: Path) -> None:
    sent = []
    for home in homes[:2]:
        file = tmp_path / f"{home.place.name}.liuhen"
        home.liuhen("case", "export", NUMBER, "-o", str(file), "--recordings")
        with zipfile.ZipFile(file) as parts:
            sent.append(json.loads(parts.read("case.json")))
    first, second = sent
    assert second["rows"] == first["rows"]
    assert second["dossier"] == first["dossier"]


def test_the_journal_there_proves_every_row_that_came(homes: tuple[Home, Home, str]) -> None:
    _first, second, _said = homes
    second.liuhen("log", "verify")
    with closing(sqlite3.connect(second.place / "liuhen.sqlite3")) as base:
        forbid = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'parties_recusal'"
        for (name,) in base.execute(forbid).fetchall():
            base.execute(f'DROP TRIGGER "{name}"')
        base.execute("UPDATE parties_recusal SET reason = '改过的理由'")
        base.commit()
    assert "parties.recusal/" in second.liuhen("log", "verify", codes=(1,))
