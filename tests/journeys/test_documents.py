"""The commands in the how-tos and the tutorial, run as they stand."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from liuhen.apps.recordings.tests import cards
from tests.journeys.house import House

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"```sh\n(.*?)```", re.DOTALL)
NOT_HERE = re.compile(r"^(make |export LIUHEN_HOSTS|python3 -m venv|核验/bin/pip|\S*liuhen serve)")
"""Set-up, serving and a proxy's address are tested elsewhere; a verifier of one's own in tests/contract."""
PACKAGE = ROOT / "tests/vectors/packages/format-1.zip"
PASSWORD = "correct horse battery"
KEY = "log.example/liuhen+480a211a+AepKbGPinFIKvvVQexMuxfmVR3auvr57kkIe6mkURtIs"


def _commands(name: str) -> list[str]:
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    return [line for block in BLOCK.findall(text) for line in block.splitlines() if not NOT_HERE.match(line)]


def _typed(line: str) -> str:
    """Type the password, twice, where one is asked for."""
    return f"printf '%s\\n' '{PASSWORD}' '{PASSWORD}' | {line}" if " person add " in line else line


def _run(commands: list[str], folder: Path, **settings: str) -> str:
    """Run the lines in one shell that stops at the first failure."""
    if not (folder / ".venv").exists():
        (folder / ".venv").symlink_to(Path(sys.prefix))
    path = f"{Path(sys.prefix) / 'bin'}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-euc", "\n".join(_typed(line) for line in commands)],
        cwd=folder,
        env={**os.environ, **settings, "PATH": path},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,  # no terminal: whoever runs the tests is not asked for a password
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an instance made by following run-an-instance.md, and its backup."""
    folder = tmp_path_factory.mktemp("documents")
    commands = [line.replace("/srv/", f"{folder}/") for line in _commands("how-to/run-an-instance.md")]
    assert len(commands) > 10
    told = _run(commands, folder)
    assert "已登记设备 GD-0421" in told
    return folder


def test_an_instance_is_made_and_its_backup_verifies(instance: Path) -> None:
    assert (instance / "liuhen/liuhen.sqlite3").exists()
    assert (instance / "liuhen-backup/liuhen.sqlite3").exists()


def test_a_card_is_taken_in(instance: Path, tmp_path: Path) -> None:
    cards.sound(tmp_path / "a.wav")
    commands = [line.replace("/media/card", str(tmp_path)) for line in _commands("how-to/take-in-a-folder.md")]
    told = _run(commands, instance, LIUHEN_HOME=str(instance / "liuhen"))
    assert "a.wav" in told
    assert "已入库 1" in told


def test_a_package_is_checked(tmp_path: Path) -> None:
    shutil.copy(PACKAGE, tmp_path / "证据包.zip")
    commands = [line.replace("名称+编号+公钥", KEY) for line in _commands("how-to/check-an-evidence-package.md")]
    assert "核验通过" in _run(commands, tmp_path)


@pytest.mark.parametrize(("name", "words"), [("first-day.md", "核验不通过"), ("first-day.en.md", "Not verified")])
def test_the_first_day_ends_with_a_change_found_and_an_instance_that_verifies(
    demo: House, tmp_path: Path, name: str, words: str
) -> None:
    told = _run(_commands(f"tutorial/{name}"), tmp_path, LIUHEN_HOME=str(demo.home))
    assert words in told
    assert "保管库：完好" in told
