"""What a change of the law would do to the open cases: judged under both versions, compared, nothing kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from liuhen.apps.duties.facts import Docket, dockets_of
from liuhen.apps.duties.queries import judged_without_archived
from liuhen.core.duties.evaluate import evaluate
from liuhen.core.duties.keep_until import KeepUntil, keep_until
from liuhen.core.terms.labels import Term
from liuhen.core.terms.verdict import Obligation
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.core.lawbook.text import LawText

PORTION = 200
"""How many cases are in memory at once."""


class Effect(Term):
    """What a change of the law does to one obligation."""

    NEW = "new", "新增"
    GONE = "gone", "不再有"
    STATE = "state", "状态改变"
    DUE = "due", "期限改变"


@dataclass(frozen=True, slots=True)
class ObligationChange:
    """One obligation before and after; None where there is none."""

    effect: Effect
    old: Obligation | None
    new: Obligation | None

    @property
    def shown(self) -> Obligation:
        """The one to show: as it will be, else as it was."""
        found = self.new or self.old
        assert found is not None  # noqa: S101  one of both is there
        return found


@dataclass(frozen=True, slots=True)
class KeepChange:
    """Until when the law has one recording (by its id) kept, before and after."""

    recording: str
    old: KeepUntil
    new: KeepUntil

    @property
    def shorter(self) -> bool:
        """Whether it would be kept less long: what exists already is never shortened for that."""
        return _length(self.new) < _length(self.old)


@dataclass(frozen=True, slots=True)
class CaseChange:
    """What changes in one case: in its obligations, and in how long its recordings are kept."""

    case: int
    number: str
    changes: tuple[ObligationChange, ...]
    keeping: tuple[KeepChange, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether anything changes at all."""
        return bool(self.changes or self.keeping)


def open_cases() -> list[int]:
    """The keys of the cases a change of law may concern: all judged and not archived."""
    return sorted(judged_without_archived())


def changes_for_open_cases(old: Sequence[LawText], new: Sequence[LawText], now: datetime) -> Iterator[CaseChange]:
    """Every open case in turn, judged at `now` with `old` and with `new` in place of those texts.

    The other texts of the case's agency judge on both sides, because the strictest of several leads.
    """
    keys = open_cases()
    for start in range(0, len(keys), PORTION):
        for key, docket in dockets_of(keys[start : start + PORTION]).items():
            yield change_in(key, docket, (old, new), now)


Versions = tuple[Sequence["LawText"], Sequence["LawText"]]
"""The texts before and after."""


def change_in(key: int, docket: Docket, versions: Versions, now: datetime) -> CaseChange:
    """What changes in one case."""
    replaced = {law.id for side in versions for law in side}
    others = [law for law in docket.law.texts if law.id not in replaced]
    before, after = (_Side(docket, [*others, *side], replaced, now) for side in versions)
    places = dict.fromkeys((*before.owed, *after.owed))
    changes = (_compared(before.owed.get(place), after.owed.get(place)) for place in places)
    keeping = (KeepChange(id, old, after.kept[id]) for id, old in before.kept.items() if id in after.kept)
    number = docket.dossier.case.number if docket.dossier.case else str(key)
    return CaseChange(
        key,
        number,
        tuple(change for change in changes if change),
        tuple(change for change in keeping if _length(change.old) != _length(change.new)),
    )


class _Side:
    """A case under one version: what it owes, by duty and subject, and how long its recordings are kept."""

    def __init__(self, docket: Docket, laws: Sequence[LawText], replaced: set[str], now: datetime) -> None:
        calendar = outside().law.calendar()
        owed = evaluate(docket.dossier, laws, now, calendar=calendar)
        # the versions may have different ids: their duties are the same where they are called the same
        self.owed = {("" if o.text in replaced else o.text, o.duty, o.subject.id): o for o in owed}
        self.kept = keep_until(docket.dossier, laws, now, calendar=calendar)


def _length(kept: KeepUntil) -> tuple[bool, bool, float]:
    return kept.permanent, kept.long_term, kept.until.timestamp() if kept.until else 0


def _compared(old: Obligation | None, new: Obligation | None) -> ObligationChange | None:
    if old is None or new is None:
        return ObligationChange(Effect.NEW if old is None else Effect.GONE, old, new)
    if old.state is not new.state:
        return ObligationChange(Effect.STATE, old, new)
    return ObligationChange(Effect.DUE, old, new) if old.due_at != new.due_at else None
