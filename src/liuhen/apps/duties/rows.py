"""Obligations as rows: what the law said, kept at hand so that lists need not ask it again."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from liuhen.apps.duties.models import Obligation
from liuhen.core.terms.labels import State

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case
    from liuhen.core.terms import verdict

STILL_TO_DO = frozenset({State.OPEN, State.OVERDUE, State.NEEDS_PERSON, State.CONFLICT})
LACKING = STILL_TO_DO | {State.BREACHED}
"""What the case page shows under 欠缺."""


def row_of(case: Case, position: int, owed: verdict.Obligation, *, archived: bool) -> Obligation:
    """One obligation as a row. A breach is work only while it can be mended and the case is not archived."""
    mendable = owed.state is State.BREACHED and owed.mend is not None and not archived
    return Obligation(
        case=case,
        agency_id=case.agency_id,
        position=position,
        to_do=owed.state in STILL_TO_DO or mendable,
        **_citation(owed),
        **_subject(owed),
        state=owed.state.value,
        title=owed.title[:300],
        missing=owed.missing[:300],
        due_at=owed.due_at,
        evidence=[*owed.evidence],
        explanation=reason_as_data(owed.explanation),
        mend=_mend(owed.mend),
        stage=owed.stage.value if owed.stage else "",
        owner=owed.owner,
    )


def _citation(owed: verdict.Obligation) -> dict[str, Any]:
    return {
        "text": owed.text,
        "article": owed.article,
        "item_position": owed.item.position if owed.item else None,
        "item_label": owed.item.label if owed.item else "",
        "duty": owed.duty,
        "kind": owed.kind.value,
        "modality": owed.modality.value,
    }


def _subject(owed: verdict.Obligation) -> dict[str, str]:
    subject = owed.subject
    return {"subject_kind": subject.kind.value, "subject_id": subject.id, "subject_label": subject.label[:200]}


def _mend(mend: verdict.Mend | None) -> dict[str, Any] | None:
    return {"action": mend.action, "step": mend.step, "codes": [*mend.codes]} if mend else None


def reason_as_data(reason: verdict.Reason) -> dict[str, Any]:
    """The explanation tree as plain data."""
    return {"text": reason.text, "holds": reason.holds, "parts": [reason_as_data(part) for part in reason.parts]}


def next_turn(owed: tuple[verdict.Obligation, ...], now: datetime) -> datetime | None:
    """The earliest moment at which time alone changes the verdict."""
    ahead = [obligation.due_at for obligation in owed if obligation.due_at and obligation.due_at > now]
    return min(ahead, default=None)
