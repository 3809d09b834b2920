"""The room's job."""

from __future__ import annotations

from liuhen.apps.journal.actions import publish


def publish_log() -> int:
    """Bring the log up to the journal; give the size reached."""
    return publish().size
