"""What judging one duty for one subject comes to, before it is made into an obligation."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

from liuhen.core.terms.labels import State
from liuhen.core.terms.records import record
from liuhen.core.terms.verdict import Reason

if TYPE_CHECKING:
    from liuhen.core.duties.scope import Scope

FULFILLED = frozenset({State.MET, State.LATE, State.EXCUSED})

_SEVERITY = {
    State.MET: 0,
    State.ADVISED: 1,
    State.EXCUSED: 2,
    State.LATE: 3,
    State.OPEN: 4,
    State.NEEDS_PERSON: 5,
    State.OVERDUE: 6,
    State.BREACHED: 7,
    State.CONFLICT: 8,
}


@record
class Finding:
    """State, what is missing (short Chinese), due time, ids of evidence, reasons, and codes that would mend it."""

    state: State
    missing: str = ""
    due_at: datetime | None = None
    evidence: tuple[str, ...] = ()
    parts: tuple[Reason, ...] = ()
    codes: tuple[str, ...] = ()
    raise_at: datetime | None = None


Judge: TypeAlias = "Callable[[Scope], Finding]"
"""Judges one duty, prepared once per text, for one subject."""


def worst(states: Iterable[State]) -> State:
    """The gravest of several states; MET when there are none."""
    return max(states, key=_SEVERITY.__getitem__, default=State.MET)
