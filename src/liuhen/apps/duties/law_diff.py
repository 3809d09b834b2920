"""What a change of the law would do to the open cases: judged under both versions, compared, nothing kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from liuhen.apps.duties.facts import Docket, dockets_of
from liuhen.apps.duties.queries import judged_without_archived
from liuhen.core.duties.evaluate import evaluate
from liuhen.core.terms.labels import DutyKind, Term
from liuhen.core.terms.verdict import Obligation, Reason
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
    KEEPING = "keeping", "保存要求改变"


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
class CaseChange:
    """What changes in one case; `changes` is empty where nothing does."""

    case: int
    number: str
    changes: tuple[ObligationChange, ...]


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
            yield _change(key, docket, (old, new), now)


def _change(
    key: int, docket: Docket, versions: tuple[Sequence[LawText], Sequence[LawText]], now: datetime
) -> CaseChange:
    replaced = {law.id for side in versions for law in side}
    others = [law for law in docket.law.texts if law.id not in replaced]
    before, after = (
        {
            (o.text in replaced or o.text, o.duty, o.subject.id): o
            for o in evaluate(docket.dossier, [*others, *side], now, calendar=outside().law.calendar())
        }
        for side in versions
    )
    changes = (_compared(before.get(place), after.get(place)) for place in dict.fromkeys((*before, *after)))
    number = docket.dossier.case.number if docket.dossier.case else str(key)
    return CaseChange(key, number, tuple(change for change in changes if change))


def _compared(old: Obligation | None, new: Obligation | None) -> ObligationChange | None:
    if old is None or new is None:
        return ObligationChange(Effect.NEW if old is None else Effect.GONE, old, new)
    if old.state is not new.state:
        return ObligationChange(Effect.STATE, old, new)
    if old.due_at != new.due_at:
        return ObligationChange(Effect.DUE, old, new)
    if new.kind is DutyKind.KEEPING and _said(old.explanation) != _said(new.explanation):
        return ObligationChange(Effect.KEEPING, old, new)
    return None


def _said(reason: Reason) -> list[str]:
    """Everything the parts of an explanation say; the head names the title, which may be reworded freely."""
    return [text for part in reason.parts for text in (part.text, *_said(part))]
