"""Which recordings a person may know of, as one condition and as the ways that lead there one by one.

A list reads along each way with an index of its own and puts the pages together (listing.py): the whole condition at
once would have the database look through everything there is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, ExpressionWrapper, F, IntegerField, OuterRef, Q, QuerySet
from django.db.models.lookups import In

from liuhen.apps.cases.queries import visible_to as visible_cases
from liuhen.apps.people.queries import agencies_under
from liuhen.apps.recordings.models import Link, Recording
from liuhen.apps.recordings.permissions import SEE_AGENCY, SEE_BELOW, WORK

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case
    from liuhen.apps.people.models import Person

Granted = Callable[["Person"], QuerySet[Any]]
_granted: list[Granted] = []
FEW = 300
"""Up to so many cases are named one by one; beyond them a recording's own links are asked."""


def show_also(granted: Granted) -> None:
    """Let a higher room show a person the recordings (by key) an approved request opened to them."""
    if granted not in _granted:
        _granted.append(granted)


def visible_to(person: Person) -> QuerySet[Recording]:
    """The recordings a person may know of: own, of cases seen or granted, of the agency or those below, by role.

    Knowing of one is not viewing it: for its picture and sound a person needs a ground (`permissions.view_ground`).
    """
    seen = Q(pk__in=[])
    if person.may(WORK):
        seen |= Q(officer=person) | Q(Exists(linked_to(visible_cases(person))))
    if agencies := agencies_seen(person):
        seen |= Q(agency__in=agencies)
    for granted in _granted:
        seen |= Q(pk__in=granted(person))
    return Recording.objects.filter(seen)


def agencies_seen(person: Person) -> set[int]:
    """The agencies all of whose recordings the person may know of."""
    own = {person.unit.agency_id} if person.may(SEE_AGENCY) else set()
    return own | agencies_under(person.agency) if person.may(SEE_BELOW) else own


def agencies_searched(person: Person) -> set[int]:
    """The agencies whose people, devices and cases a person's words may name."""
    return agencies_seen(person) | {person.unit.agency_id}


def linked_to(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Those of the cases to which the recording of the outer query is linked."""
    return cases.filter(steps__links__recording=OuterRef("pk"), steps__links__ended_at=None)


def few_of(cases: QuerySet[Case]) -> list[int] | None:
    """The keys of the cases where they are few; None where they are many."""
    few = list(cases.order_by().values_list("pk", flat=True)[: FEW + 1])
    return few if len(few) <= FEW else None


def of_few(cases: Collection[int]) -> Q:
    """The condition that a recording is linked to one of these cases, found from the cases."""
    return Q(pk__in=Link.objects.filter(ended_at=None, step__case__in=cases).values("recording"))


def of_many(cases: QuerySet[Case]) -> Q:
    """The same, found from the recording: the latest are looked at until a page is full."""
    return Q(Exists(linked_to(cases)))


def in_agencies(agencies: Collection[int], *, along: bool) -> Q:
    """The condition on the agency; `along`: the index of the agency leads, else another one does."""
    if along and len(agencies) == 1:
        return Q(agency=next(iter(agencies)))
    plain = ExpressionWrapper(F("agency_id") + 0, output_field=IntegerField())
    return Q(In(plain, list(agencies)))


def ways(person: Person, *, only_loose: bool, along: bool) -> list[Q]:
    """The ways to what a person may know of; `only_loose`: to what is linked to no case, where cases lead nowhere."""
    found = []
    if agencies := agencies_seen(person):
        found.append(in_agencies(agencies, along=along))
    if person.may(WORK):
        found.append(Q(officer=person))
        if not only_loose:
            cases = visible_cases(person)
            few = few_of(cases)
            found.append(of_many(cases) if few is None else of_few(few))
    return found + [Q(pk__in=granted(person)) for granted in _granted]
