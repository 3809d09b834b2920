"""What the room's actions raise when something cannot be done as asked."""

from __future__ import annotations

from liuhen.core.errors import LiuhenError


class RecordingRefused(LiuhenError):
    """Something about a recording cannot be done as asked."""
