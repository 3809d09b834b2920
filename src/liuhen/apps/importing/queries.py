"""All reads of the room."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from liuhen.apps.importing.models import Brought, Carried, Finding, Run, Scan
from liuhen.apps.importing.permissions import BRING

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person


def runs_of_agency(person: Person) -> QuerySet[Run]:
    """The runs of the person's agency, the latest first, whether or not the person may look at them."""
    return Run.objects.filter(agency=person.unit.agency_id).select_related("by").order_by("-begun_at", "-pk")


def runs_visible(person: Person) -> QuerySet[Run]:
    """The runs the person may look at: of one's own agency, and only who may bring cases in."""
    return runs_of_agency(person) if person.may(BRING) else Run.objects.none()


def rows_refused(run: Run) -> int:
    """How many rows there is something to say of."""
    return run.refused + run.changed


def runs_waiting() -> QuerySet[Run]:
    """The runs that the worker has to try or to bring in, the oldest first."""
    return Run.objects.filter(state__in=["checking", "running"]).select_related("by__unit__agency").order_by("pk")


def last_mapping(person: Person) -> str:
    """The mapping that the person's agency used last; empty when it never used one."""
    return runs_visible(person).values_list("mapping", flat=True).first() or ""


def findings_of(run: Run) -> QuerySet[Finding]:
    """Why rows of a run were not brought in, in the order of the rows."""
    return Finding.objects.filter(run=run).order_by("row", "pk")


def source_of_case(case: int) -> Brought | None:
    """Where a case was brought from; None for one that was registered here."""
    return Brought.objects.filter(case=case).select_related("run").first()


def received_as(case: int) -> str:
    """The digest of what the file stated by which a case came from another instance; empty when it came otherwise."""
    return Carried.objects.filter(case=case).values_list("sha256", flat=True).first() or ""


def brought_case(person: Person, source: str, name: str) -> Brought | None:
    """The case of the person's agency that was brought from a source, by its id there or its number."""
    own = Brought.objects.filter(agency=person.unit.agency_id, source=source).select_related("case", "run")
    return own.filter(external_id=name).first() or own.filter(case__number=name).first()


def is_attached(case: int, sha256: str) -> bool:
    """Whether these bytes are a scan of the case already."""
    return Scan.objects.filter(case=case, sha256=sha256).exists()


def kept_digests() -> Iterator[str]:
    """The digests of all tables that were brought in and of all scans (inspection of the vault)."""
    yield from Run.objects.values_list("table_sha256", flat=True).distinct().iterator()
    yield from Scan.objects.values_list("sha256", flat=True).distinct().iterator()
