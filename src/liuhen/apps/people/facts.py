"""Rows → core facts: the roll of officers, what each is qualified for and when the certificate counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from liuhen.apps.journal.prepared import Prepared
from liuhen.apps.people.models import Person, Qualification, Suspension
from liuhen.core.deadlines.units import CHINA
from liuhen.core.terms import facts

_PEOPLE = Prepared(
    lambda keys: Person.objects.filter(pk__in=keys).order_by("pk"),
    *("pk", "name", "certificate", "certificate_since", "certificate_until"),
)
_QUALIFICATIONS = Prepared(
    lambda keys: Qualification.objects.filter(person__in=keys).order_by("pk"), "person_id", "kind"
)
_SUSPENSIONS = Prepared(
    lambda keys: Suspension.objects.filter(person__in=keys).order_by("since", "pk"), "person_id", "since", "until"
)
_FOR_EVER = datetime.max.replace(tzinfo=CHINA) - timedelta(days=1)


def name_of(certificate: str | None, name: str) -> str:
    """By what the law knows a person: the certificate number 执法证号, or the name of who has none."""
    return certificate or name


def officers_keyed(keys: Collection[int]) -> dict[int, facts.Officer]:
    """Each of these people as the law sees them, by primary key; three queries, whatever their number."""
    held, suspended = defaultdict[int, set[str]](set), defaultdict[int, list[facts.Interval]](list)
    for row in _QUALIFICATIONS.rows(keys):
        held[row.person_id].add(row.kind)
    for row in _SUSPENSIONS.rows(keys):
        suspended[row.person_id].append(facts.Interval(start=row.since, end=row.until or _FOR_EVER))
    return {
        row.pk: facts.Officer(
            id=name_of(row.certificate, row.name),
            name=row.name,
            qualifications=frozenset(held[row.pk]),
            certified_from=_begin(row.certificate_since) if row.certificate else None,
            certified_until=_end(row.certificate_until) if row.certificate else None,
            suspended=tuple(suspended[row.pk]),
        )
        for row in _PEOPLE.rows(keys)
    }


def _begin(day: date | None) -> datetime | None:
    return datetime.combine(day, time.min, CHINA) if day else None


def _end(day: date | None) -> datetime | None:
    """The last moment of a day: it is included."""
    return datetime.combine(day, time.max, CHINA) if day else None
