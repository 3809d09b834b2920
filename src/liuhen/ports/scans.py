"""The shape of whoever makes a PDF of a scanned picture."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from liuhen.core.errors import LiuhenError


class ScanRefused(LiuhenError):
    """A file that is no scan, or a damaged one; the message says why and what to do (Chinese)."""


class Scans(Protocol):
    """Puts scanned pictures on pages."""

    def as_pdf(self, path: Path, *, name: str) -> bytes:
        """A PDF with a page for every picture in a JPEG or TIFF file; ScanRefused says why there is none."""
        ...
