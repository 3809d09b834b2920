"""How a visit of a card stands, and what clearing it would do, in words for its page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from liuhen.apps.docking.permissions import may_clear
from liuhen.core.terms.labels import Term

if TYPE_CHECKING:
    from collections.abc import Iterable

    from liuhen.apps.docking.models import CardFile, CardVisit
    from liuhen.apps.people.models import Person


class VisitState(Term):
    """How far a visit of a card has come."""

    READING = "reading", "正在采集"
    BROKEN_OFF = "broken_off", "采集中断"
    CHECKING = "checking", "正在核对"
    DIFFERS = "differs", "核对不符"
    VERIFIED = "verified", "核对无误"
    CLEAR_ASKED = "clear_asked", "等待清空"
    CLEARED = "cleared", "已清空"

    @property
    def icon(self) -> str:
        """The sign beside the word."""
        return _ICONS[self]


_ICONS = {
    VisitState.READING: "clock",
    VisitState.BROKEN_OFF: "alert-triangle",
    VisitState.CHECKING: "clock",
    VisitState.DIFFERS: "alert-triangle",
    VisitState.VERIFIED: "circle-check",
    VisitState.CLEAR_ASKED: "clock",
    VisitState.CLEARED: "check",
}


def state_of(visit: CardVisit) -> VisitState:
    """How the visit stands now."""
    if visit.cleared_at:
        return VisitState.CLEARED
    if visit.clear_asked_at:
        return VisitState.CLEAR_ASKED
    if visit.verified_at:
        return VisitState.VERIFIED
    if visit.finished_at:
        return VisitState.DIFFERS if visit.problem else VisitState.CHECKING
    return VisitState.BROKEN_OFF if visit.problem else VisitState.READING


@dataclass(frozen=True, slots=True)
class Shown:
    """A visit as a list shows it."""

    visit: CardVisit
    state: VisitState
    may_clear: bool


def shown_to(person: Person, visits: Iterable[CardVisit]) -> list[Shown]:
    """The visits with their states, and whether this person may have each cleared now."""
    return [_shown(person, visit) for visit in visits]


def _shown(person: Person, visit: CardVisit) -> Shown:
    state = state_of(visit)
    return Shown(visit, state, state is VisitState.VERIFIED and may_clear(person, visit))


@dataclass(frozen=True, slots=True)
class Consequence:
    """What clearing would do: so many files and bytes go, so many stay."""

    files: int
    size: int
    staying: int


def consequence_of(visit: CardVisit, files: Iterable[CardFile]) -> Consequence:
    """Count what was checked and would be removed, and what would stay on the card."""
    checked = [row for row in files if row.verified_at and row.sha256]
    staying = (visit.files or 0) - len(checked) + len(visit.left_alone)
    return Consequence(len(checked), sum(row.size for row in checked), staying)
