"""All reads of the room."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from liuhen.apps.importing.models import Brought, Finding, Run
from liuhen.apps.importing.permissions import BRING

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person


def runs_visible(person: Person) -> QuerySet[Run]:
    """The runs of the person's agency, the latest first; none for who may not bring cases in."""
    if not person.may(BRING):
        return Run.objects.none()
    return Run.objects.filter(agency=person.unit.agency_id).select_related("by").order_by("-begun_at", "-pk")


def findings_of(run: Run) -> QuerySet[Finding]:
    """Why rows of a run were not brought in, in the order of the rows."""
    return Finding.objects.filter(run=run).order_by("row", "pk")


def source_of_case(case: int) -> Brought | None:
    """Where a case was brought from; None for one that was registered here."""
    return Brought.objects.filter(case=case).select_related("run").first()


def kept_digests() -> Iterator[str]:
    """The digests of all tables that were brought in (inspection of the vault)."""
    return Run.objects.values_list("table_sha256", flat=True).distinct().iterator()
