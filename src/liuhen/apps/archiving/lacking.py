"""What a case still lacks before it is bound: one line for each duty, however many things it is owed of. Reads only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from liuhen.apps.duties.queries import LACKING, Urgency, obligations_of, urgency

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case
    from liuhen.apps.duties.models import Obligation

SHOWN = 8
"""How many duties stand on the page before the rest is folded away."""
NAMED = 3
"""How many things a line names before it counts them."""
_RANK = {level: rank for rank, level in enumerate(Urgency)}


@dataclass(frozen=True, slots=True)
class Lacking:
    """One duty: the most urgent obligation leads, `rows` are all of it."""

    lead: Obligation
    rows: Sequence[Obligation]

    @property
    def count(self) -> int:
        """Of how many things it is owed."""
        return len(self.rows)

    @property
    def named(self) -> str:
        """The first few things it is owed of."""
        return "、".join(list(dict.fromkeys(row.subject_label for row in self.rows))[:NAMED])


@dataclass(frozen=True, slots=True)
class Owed:
    """What the page tells of it: how many obligations in all, the most urgent duties, and the rest of them."""

    count: int
    first: Sequence[Lacking]
    rest: Sequence[Lacking]


def owed_of(case: Case, now: datetime) -> Owed:
    """What the case lacks at a moment, the most urgent first; in one query."""
    rows = list(obligations_of(case).filter(state__in=[*LACKING]))
    lines = by_duty(rows, now)
    return Owed(len(rows), lines[:SHOWN], lines[SHOWN:])


def by_duty(rows: Iterable[Obligation], now: datetime) -> list[Lacking]:
    """The rows put together by text and duty, the most urgent first; within one urgency by due time and position."""
    lines: dict[tuple[str, str], list[Obligation]] = {}
    for row in sorted(rows, key=lambda row: _how_soon(row, now)):
        lines.setdefault((row.text, row.duty), []).append(row)
    return [Lacking(members[0], members) for members in lines.values()]


def _how_soon(row: Obligation, now: datetime) -> tuple[int, float, int]:
    due = row.due_at.timestamp() if row.due_at else float("inf")
    return _RANK[urgency(row, now)], due, row.position
