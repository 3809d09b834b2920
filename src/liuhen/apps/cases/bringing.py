"""Cases of another system laid down as they stand: what happened there happened, and no gate is asked about it.

Only for whoever brings many cases at once (the room of importing), which checks them, says who may, and seals every
row in a journal entry of its own, within the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from django.db import models

from liuhen.apps.cases.models import Act, Case, Document, Handler, Milestone

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person, Unit

M = TypeVar("M", bound=models.Model)
TOGETHER = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class BroughtDocument:
    """A document in force elsewhere; its PDF, where there is one, is in the vault already."""

    kind: str
    made_at: datetime
    sha256: str = ""
    size: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BroughtCase:
    """A case as another system holds it; `opened_at` is when it was registered there."""

    unit: Unit
    number: str
    cause: str
    party: str
    procedure: str
    origin: str
    opened_at: datetime
    plate: str = ""
    features: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    handlers: tuple[Person, ...] = ()
    milestones: Mapping[str, datetime] = field(default_factory=dict)
    documents: tuple[BroughtDocument, ...] = ()


@dataclass(frozen=True, slots=True)
class LaidDown:
    """A case that was laid down, its documents in the order given, and all its rows, to be sealed."""

    case: Case
    documents: tuple[Document, ...]
    rows: tuple[models.Model, ...]


def lay_down(by: Person, given: Sequence[BroughtCase]) -> list[LaidDown]:
    """Write the cases with all that belongs to them; IntegrityError when a number was taken meanwhile."""
    cases = Case.objects.bulk_create([_case(one) for one in given], batch_size=TOGETHER)
    pairs = list(zip(cases, given, strict=True))
    handlers = _by_case(Handler(case=case, person=person) for case, one in pairs for person in one.handlers)
    reached = _by_case(
        Milestone(case=case, kind=kind, at=at) for case, one in pairs for kind, at in one.milestones.items()
    )
    acts = _by_case(Act(case=case, kind=kind) for case, one in pairs for kind in one.acts)
    documents = _by_case(_document(by, case, paper) for case, one in pairs for paper in one.documents)
    return [
        LaidDown(
            case,
            tuple(documents.get(case.pk, ())),
            (case, *(row for rows in (handlers, reached, acts, documents) for row in rows.get(case.pk, ()))),
        )
        for case in cases
    ]


def _by_case(rows: Iterable[M]) -> dict[int, list[M]]:
    """Write the rows, and give them by the key of their case."""
    found: dict[int, list[M]] = {}
    made = [*rows]
    if made:
        type(made[0])._default_manager.bulk_create(made, batch_size=TOGETHER)
    for row in made:
        found.setdefault(row.case_id, []).append(row)  # type: ignore[attr-defined]  # each of these belongs to a case
    return found


def _case(one: BroughtCase) -> Case:
    return Case(
        agency_id=one.unit.agency_id,
        unit=one.unit,
        number=one.number,
        cause=one.cause,
        party=one.party,
        plate=one.plate,
        procedure=one.procedure,
        origin=one.origin,
        features=[*one.features],
        opened_at=one.opened_at,
    )


def _document(by: Person, case: Case, paper: BroughtDocument) -> Document:
    return Document(
        case=case,
        kind=paper.kind,
        made_at=paper.made_at,
        sha256=paper.sha256,
        size=paper.size,
        original_name=paper.name[:255],
        registered_by=by,
    )


def lay_down_document(by: Person, case: Case, paper: BroughtDocument) -> Document:
    """Write a document that was in force before its case was brought; the caller seals it in its own entry."""
    row = _document(by, case, paper)
    row.save(force_insert=True)
    return row
