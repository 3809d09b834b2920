"""Which stored objects a person may know of, and what they are called: for pages that speak of objects by digest."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.urls import reverse

from liuhen.apps.findings.queries import Named
from liuhen.apps.recordings.queries import visible_to

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person


def objects_seen(person: Person) -> QuerySet[Any, Any]:
    """The recordings a person may know of."""
    return visible_to(person)


def object_names(person: Person, digests: Collection[str]) -> dict[str, Named]:
    """Their names and pages."""
    rows = visible_to(person).filter(sha256__in=digests).order_by("pk")
    return {row.sha256: Named(row.shown_name, reverse("review:recording", args=[row.pk])) for row in rows}
