"""Instances for fault tests: real directories, driven from outside through the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from liuhen.site.demo.footage import Shot, film

PASSWORD = "a long enough password"
OFFICER = "440109001"
DEVICE = "T-0001"


@dataclass(frozen=True)
class Instance:
    """An instance in a directory of its own."""

    home: Path

    def run(self, *words: str, check: bool = True, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
        """Run `liuhen` on this instance and give what it printed."""
        return subprocess.run(
            [sys.executable, "-m", "liuhen", *words],
            env={**os.environ, "LIUHEN_HOME": str(self.home), "DJANGO_SETTINGS_MODULE": "liuhen.site.settings"},
            capture_output=True,
            text=True,
            check=check,
            input=stdin,
        )

    def verify(self) -> dict[str, Any]:
        """Run `liuhen log verify --json`; its report, whatever the exit code."""
        answer = self.run("log", "verify", "--json", check=False)
        assert answer.returncode in (0, 1), answer.stderr
        report: dict[str, Any] = json.loads(answer.stdout)
        assert report["clean"] == (answer.returncode == 0)
        return report


def new_instance(home: Path) -> Instance:
    """An instance with one officer and one camera."""
    instance = Instance(home)
    instance.run("init", "--name", "test.example/liuhen")
    words = ("person", "add", "officer", "--name", "甲", "--agency", "测试局", "--unit", "一队", "--cert", OFFICER)
    instance.run(*words, "--role", "officer", "--password", PASSWORD)
    instance.run("device", "add", DEVICE, "--kind", "body_camera", "--holder", OFFICER)
    return instance


def one_recording(folder: Path) -> Instance:
    """An instance with one recording, published."""
    instance = new_instance(folder / "home")
    make_footage(folder / "card", seconds=3)
    instance.run("intake", str(folder / "card"), "--device", DEVICE, "--officer", OFFICER)
    instance.run("log", "publish")
    return instance


def make_footage(folder: Path, *, seconds: int, count: int = 1) -> list[Path]:
    """Short real recordings in a folder, named a.mp4, b.mp4 …"""
    begin = datetime.now(UTC) - timedelta(hours=1)
    made = []
    for number in range(count):
        shot = Shot(
            device=DEVICE,
            officer=OFFICER,
            start=begin + timedelta(minutes=number),
            length=timedelta(seconds=seconds),
            index=number,
        )
        path = film(shot, folder)
        made.append(path.rename(folder / f"{chr(ord('a') + number)}.mp4"))
    return made
