"""The maker of PDFs as the rooms know it: starts a child per picture file."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from liuhen.adapters.confined.process import SURROUNDINGS
from liuhen.adapters.scans.child import REFUSED
from liuhen.ports.scans import ScanRefused

CHILD_COMMAND = (sys.executable, "-I", "-m", "liuhen.adapters.scans.child")
MOST_BYTES = 200 << 20


class ChildScans:
    """Makes PDFs in a child with caps on memory and time, without network and other files."""

    def __init__(self, *, seconds: int = 120, command: Sequence[str] = CHILD_COMMAND) -> None:
        """Start nothing yet; `seconds` of processor time, and as many again of waiting, are allowed per file."""
        self._seconds, self._command = seconds, command

    def as_pdf(self, path: Path, *, name: str) -> bytes:
        """The PDF; ScanRefused says why there is none."""
        if path.stat().st_size > MOST_BYTES:
            raise ScanRefused(f"{name}：文件超过 {MOST_BYTES >> 20} MB，请分成几个文件")
        command = [*self._command, str(self._seconds)]
        with path.open("rb") as given:
            try:
                done = subprocess.run(
                    command, stdin=given, capture_output=True, timeout=2 * self._seconds, check=False, cwd="/",
                    env=SURROUNDINGS,
                )  # fmt: skip
            except subprocess.TimeoutExpired:
                raise ScanRefused(f"{name}：处理超时，请转为 PDF 再试") from None
        if done.stdout.startswith(b"%PDF-"):
            return done.stdout
        reason = done.stdout.removeprefix(REFUSED).decode(errors="replace") if done.stdout else "图像已损坏或者太大"
        raise ScanRefused(f"{name}：{reason}")
