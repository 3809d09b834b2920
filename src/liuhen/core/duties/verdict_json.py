"""The verdict as data, one shape everywhere it leaves the house (docs/formats/verdict.md)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from liuhen.core.deadlines.units import CHINA
from liuhen.core.duties.evaluate import Standing
from liuhen.core.terms.labels import State
from liuhen.core.terms.verdict import Obligation, Reason

FAILED = frozenset({State.BREACHED, State.OVERDUE})
"""States that make `liuhen law check` end with exit code 1."""


def verdict_json(
    obligations: Sequence[Obligation],
    *,
    now: datetime,
    standings: Sequence[Standing] = (),
    case: str | None = None,
) -> dict[str, Any]:
    """The verdict as JSON-ready data; keys and order as documented."""
    counts = Counter(obligation.state for obligation in obligations)
    return {
        "format": "liuhen-verdict/1",
        "case": case,
        "at": _time(now),
        "texts": [_standing(standing) for standing in standings],
        "summary": {state.value: counts[state] for state in State},
        "obligations": [_obligation(obligation) for obligation in obligations],
    }


def _standing(standing: Standing) -> dict[str, Any]:
    return {
        "text": standing.text,
        "title": standing.title,
        "bound": standing.bound,
        "unbound": standing.unbound,
        "notes": list(standing.notes),
    }


def _obligation(o: Obligation) -> dict[str, Any]:
    return {
        "text": o.text,
        "article": o.article,
        "item": {"position": o.item.position, "label": o.item.label} if o.item else None,
        "duty": o.duty,
        "kind": o.kind.value,
        "subject": {"kind": o.subject.kind.value, "id": o.subject.id, "label": o.subject.label},
        "state": o.state.value,
        "modality": o.modality.value,
        "title": o.title,
        "missing": o.missing,
        "due_at": _time(o.due_at),
        "evidence": list(o.evidence),
        "explanation": _reason(o.explanation),
        "mend": {"action": o.mend.action, "step": o.mend.step, "codes": list(o.mend.codes)} if o.mend else None,
        "stage": o.stage.value if o.stage else None,
        "owner": o.owner,
        "raise_at": _time(o.raise_at),
        "topic": o.topic or None,
        "leads": o.leads,
    }


def _reason(reason: Reason) -> dict[str, Any]:
    return {"text": reason.text, "holds": reason.holds, "parts": [_reason(part) for part in reason.parts]}


def _time(at: datetime | None) -> str | None:
    return at.astimezone(CHINA).isoformat() if at else None
