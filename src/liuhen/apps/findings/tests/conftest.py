"""The world of these tests: a vault of its own, a clock that can be moved, and a workshop that does as it is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from liuhen.apps.findings.actions import ask_for
from liuhen.apps.findings.models import Analysis
from liuhen.ports.outside import install, outside
from liuhen.ports.workshop import Task, Work, WorkKind
from liuhen.site.testing import outside_at

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=timezone(timedelta(hours=8)))
FACTS = {"kind": "video", "container": "mov", "duration_ms": 2000, "tracks": []}

Making = Callable[[Task, Path, Path], Work]


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.moment = NOW

    def now(self) -> datetime:
        """The moment it stands at."""
        return self.moment


@dataclass
class Bench:
    """A workshop whose makers are handed in, and what it was asked to do."""

    clock: Clock
    made: list[tuple[WorkKind, bytes]] = field(default_factory=list)
    making: Making = lambda task, source, into: Work(tool="test 1", result={"kind": task.kind.value})
    lacking: dict[WorkKind, str] = field(default_factory=dict)
    beats: int = 0

    def work(self, task: Task, source: Path, into: Path, *, beat: Callable[[], None] | None = None) -> Work:
        """Do as the test says, with as many beats as it says."""
        for _ in range(self.beats):
            self.clock.moment += timedelta(seconds=15)
            assert beat is not None
            beat()
        self.made.append((task.kind, source.read_bytes()))
        return self.making(task, source, into)

    def missing(self, kind: WorkKind) -> str:
        """What the test says is lacking."""
        return self.lacking.get(kind, "")

    def pass_time(self, **span: float) -> None:
        """Move the clock."""
        self.clock.moment += timedelta(**span)


@pytest.fixture
def bench(db: None) -> Iterator[Bench]:
    """The workshop of the test, installed."""
    with outside_at(NOW):
        clock = Clock()
        bench = Bench(clock)
        install(replace(outside(), clock=clock, workshop=bench))
        yield bench


def stored(content: bytes = b"a film") -> str:
    """Keep bytes in the vault; their digest."""
    vault = outside().vault
    return vault.commit(vault.stage([content])).sha256


def asked(*kinds: WorkKind, content: bytes = b"a film", priority: int | None = None) -> str:
    """Keep bytes and ask for work on them."""
    sha256 = stored(content)
    ask_for(sha256, kinds or [WorkKind.SURVEY], facts=FACTS, priority=priority)
    return sha256


def row(sha256: str, kind: WorkKind = WorkKind.SURVEY) -> Analysis:
    """The row of a piece of work."""
    return Analysis.objects.get(sha256=sha256, kind=kind.value)
