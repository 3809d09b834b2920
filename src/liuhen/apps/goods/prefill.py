"""What a form of goods can know before anybody types: from a document that lists them, a step, or what there is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from liuhen.apps.goods import queries
from liuhen.apps.goods.kinds import all_measures
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case, Document, Step
    from liuhen.apps.goods.forms import Offer
    from liuhen.apps.people.models import Person
    from liuhen.core.goods import Measure

_LONGEST_KEY = 18
"""Digits of a key that every database holds."""


def key_said(text: str) -> int | None:
    """The key an address names, if it is one."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST_KEY else None


def taken(case: Case, listing: Document | None, step: str) -> dict[str, Any]:
    """How goods came in that a document lists, or were taken in a step (its key), else in the latest such step."""
    if listing is not None:
        return _as_listed(case, listing)
    kinds = [kind for one in all_measures().values() for kind in one.steps]
    steps = case.steps.filter(kind__in=kinds).order_by("-start", "-pk")
    found = steps.filter(pk=key_said(step) or 0).first() or steps.first()
    measure = next((one for one in all_measures().values() if found and found.kind in one.steps), None)
    return {**_of_step(found, measure), "document": _list_of(case, found, measure)} if found and measure else {}


def _list_of(case: Case, step: Step, measure: Measure) -> int | None:
    """The document by which goods were taken in the step: its own, else the case's latest of the kind."""
    lists = case.documents.filter(kind__in=measure.lists).order_by("-made_at", "-pk").values_list("pk", flat=True)
    return lists.filter(step=step).first() or lists.first()


def _of_step(step: Step, measure: Measure) -> dict[str, Any]:
    return {"step": step.pk, "at": step.end or step.start, "measure": measure.code, "place": ""}


def _as_listed(case: Case, listing: Document) -> dict[str, Any]:
    measure = next((one for one in all_measures().values() if listing.kind in one.lists), None)
    step = _step_of(case, listing, measure) if measure else None
    known = _of_step(step, measure) if step and measure else {"at": listing.made_at}
    places = [row.place for row in queries.listed_in(listing) if row.place]
    return {**known, "document": listing.pk, "place": places[0] if places else ""}


def _step_of(case: Case, listing: Document, measure: Measure) -> Step | None:
    """The document's own step where goods are taken in such a one, else the case's latest of the kind."""
    if listing.step and listing.step.kind in measure.steps:
        return listing.step
    return case.steps.filter(kind__in=measure.steps).order_by("-start", "-pk").first()


def moved(person: Person, case: Case, offer: Offer, asked: Iterable[str], document: str = "") -> dict[str, Any]:
    """What can be known of a movement; of one thing, document or step on offer, that one."""
    named = key_said(document)
    there = [key for key, _words in offer.items]
    wanted = {key_said(one) for one in asked}
    return {
        "items": [key for key in there if key in wanted] or (there if len(there) == 1 else []),
        "at": outside().clock.now(),
        "keeper": person.pk if queries.may_keep(person, case) else None,
        "document": named or (offer.documents[0].pk if offer.document_needed and offer.documents else None),
        "step": offer.steps[0].pk if offer.steps else None,
        "place": queries.last_place(person),
    }
