"""Read by every Python process of a house whose clock is set by hand: its clock runs, moved by what a file says.

The file holds seconds. Only the machine's clock as the house reads it is moved; nothing else of the process knows.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from liuhen.adapters.clock import SystemClock

_FILE = os.environ.get("LIUHEN_JOURNEY_CLOCK")


def _moved(_clock: SystemClock) -> datetime:
    return datetime.now(UTC) + timedelta(seconds=float(Path(_FILE or "").read_text(encoding="ascii")))


if _FILE:
    SystemClock.now = _moved  # type: ignore[assignment,method-assign]
