"""Which steps lack the recording the law asks for: brings the room of duties to the lists of recordings below it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import BigIntegerField, Exists, Min, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Substr

from liuhen.apps.cases.queries import agencies_seen, visible_to
from liuhen.apps.duties.models import Obligation
from liuhen.apps.recordings.law import OwedArticle, OwedStep
from liuhen.apps.recordings.models import Link
from liuhen.core.terms.labels import DutyKind, State, SubjectKind

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person

RECORDED = [DutyKind.AV_RECORD.value, DutyKind.UNINTERRUPTED_AV.value]
"""The duties that are met by a recording; those about its contents hang on one that is there."""
KEY_BEGINS = len("step:") + 1
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
URGENT = (State.BREACHED.value, State.OVERDUE.value)


def steps_owing(person: Person, begin: int, number: int) -> list[OwedStep]:
    """From the `begin`th on, the steps of the cases the person sees that owe a recording and have none."""
    due = Coalesce(Min("due_at"), Value(NEVER))
    steps = _owed(person).values("step").annotate(due=due).order_by("due", "-step")[begin : begin + number]
    order = [row["step"] for row in steps]
    rows = defaultdict[int, list[Any]](list)
    for row in _owed(person).filter(step__in=order).order_by("position"):
        rows[row.step].append(row)
    return [_step(key, rows[key]) for key in order]


def _owed(person: Person) -> QuerySet[Any]:
    agencies = agencies_seen(person)
    own = Q(agency__in=agencies) if agencies else Q(agency=person.unit.agency_id, case__in=visible_to(person))
    owed: QuerySet[Any] = Obligation.objects.filter(
        own, to_do=True, kind__in=RECORDED, subject_kind=SubjectKind.STEP.value
    )
    keyed = owed.annotate(step=Cast(Substr("subject_id", KEY_BEGINS), BigIntegerField()))
    loose: QuerySet[Any] = keyed.filter(~Exists(Link.objects.filter(step=OuterRef("step"), ended_at=None)))
    return loose


def _step(key: int, owed: Sequence[Obligation]) -> OwedStep:
    due = min((row.due_at for row in owed if row.due_at), default=None)
    return OwedStep(step=key, due_at=due, state=_worst(owed), articles=_articles(owed))


def _worst(owed: Sequence[Obligation]) -> str:
    return next((row.state for state in URGENT for row in owed if row.state == state), owed[0].state)


def _articles(owed: Iterable[Obligation]) -> list[OwedArticle]:
    found = [
        OwedArticle(text=row.text, article=row.article, item_label=row.item_label, item_position=row.item_position)
        for row in owed
    ]
    return list(dict.fromkeys(found))
