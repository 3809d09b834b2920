"""A disk that fills up in the middle of an intake: a clear error, no half file, what was stored before intact."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fault.instance import DEVICE, OFFICER, Instance, make_footage, new_instance

LIMIT = 4 << 20  # no file of the intake's process may grow beyond this; the kernel refuses as if the disk were full

pytestmark = pytest.mark.fault


def intake(instance: Instance, card: Path, *, limited: bool) -> subprocess.CompletedProcess[str]:
    """Run the intake, its process limited in what it may write or not."""
    words = [sys.executable, "-m", "liuhen", "intake", str(card), "--device", DEVICE, "--officer", OFFICER]
    return subprocess.run(
        words,
        env={**os.environ, "LIUHEN_HOME": str(instance.home), "DJANGO_SETTINGS_MODULE": "liuhen.site.settings"},
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=(lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT, LIMIT))) if limited else None,
    )


def test_a_full_disk_is_said_clearly_and_the_next_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    instance, card = new_instance(tmp_path / "home"), tmp_path / "card"
    small, large = make_footage(card, seconds=2, count=2)
    with large.open("ab") as file:
        file.write(os.urandom(2 * LIMIT))
    full = intake(instance, card, limited=True)
    assert full.returncode == 2
    assert "存储空间不足" in full.stderr
    assert small.name in full.stdout
    assert instance.verify()["clean"]
    assert not list((instance.home / "vault" / "incoming").iterdir())
    again = intake(instance, card, limited=False)
    assert again.returncode == 0, again.stderr
    assert "已入库 1，已在库中 1" in again.stdout
    assert instance.verify()["clean"]
