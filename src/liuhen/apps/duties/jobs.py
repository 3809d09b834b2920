"""The room's job: level-triggered, so that a missed run is made good by the next."""

from __future__ import annotations

from liuhen.apps.duties.sweep import judge_due
from liuhen.ports.outside import outside


def judge_due_cases() -> int:
    """Judge the cases whose time has come; give how many there were."""
    return judge_due(outside().clock.now())
