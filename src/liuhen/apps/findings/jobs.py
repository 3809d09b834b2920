"""The room's jobs. Each asks what is still to be done and does it, so that a lost task is never lost work."""

from __future__ import annotations

from liuhen.apps.findings.working import Kinds, Stopping, clear_scratch, run_next, wake_provided
from liuhen.apps.findings.working import park_lacking as _park_lacking
from liuhen.ports.outside import outside
from liuhen.ports.workshop import WorkKind

LONG = (WorkKind.PLAYABLE, WorkKind.SPEECH, WorkKind.LETTERS, WorkKind.TRANSCRIPT)
QUICK = tuple(kind for kind in WorkKind if kind not in LONG)
"""What takes seconds and what may take as long as the recording: worked through beside each other."""


def work_through(kinds: Kinds, stopping: Stopping) -> int:
    """Do all work of these kinds that is waiting; how many pieces were taken up.

    It may take hours and is therefore no sweep of the queue: `site/analyst.py` calls it in a process of its own.
    """
    done = 0
    while not stopping() and run_next(kinds, stopping=stopping):
        done += 1
    return done


def look_after() -> int:
    """Park what waits for a tool that is not installed, wake what waited for one that is, clear up after the killed."""
    moved = 0
    for kind in WorkKind:
        lacking = outside().workshop.missing(kind)
        moved += _park_lacking(kind, lacking) if lacking else wake_provided(kind)
    return moved + clear_scratch()
