"""All reads of the room."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet

from liuhen.apps.importing.models import Brought, Carried, Finding, Run, Scan, ScanBatch, ScanFile
from liuhen.apps.importing.permissions import BRING

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a case came from: as a row of a table of another system (`run`), or whole from another instance."""

    source: str
    at: datetime
    by: str
    external_id: str = ""
    run: int | None = None
    row: int | None = None
    remarks: tuple[str, ...] = ()


def source_of_case(case: Case) -> Origin | None:
    """Where a case was brought from; None for one that was registered here. One query."""
    brought = ("source", "external_id", "row", "remarks", "run", "run__begun_at", "run__by__name")
    columns = (*(f"brought__{name}" for name in brought), "carried__sender", "carried__at", "carried__by__name")
    found = type(case)._default_manager.filter(pk=case.pk).values_list(*columns).first()
    if found is None:
        return None
    source, id, row, remarks, run, begun, by, sender, at, carrier = found
    if source is not None:
        return Origin(source=source, at=begun, by=by, external_id=id, run=run, row=row, remarks=tuple(remarks))
    return Origin(source=sender, at=at, by=carrier) if sender is not None else None


def received_as(case: int) -> str:
    """The digest of what the file stated by which a case came from another instance; empty when it came otherwise."""
    return Carried.objects.filter(case=case).values_list("sha256", flat=True).first() or ""


def brought_case(person: Person, source: str, name: str) -> Brought | None:
    """The case of the person's agency that was brought from a source (empty: any), by its id there or its number."""
    own = Brought.objects.filter(agency=person.unit.agency_id).select_related("case", "run")
    own = own.filter(source=source) if source else own
    return own.filter(external_id=name).first() or own.filter(case__number=name).first()


def is_attached(case: int, sha256: str) -> bool:
    """Whether these bytes are a scan of the case already."""
    return Scan.objects.filter(case=case, sha256=sha256).exists()


def kept_digests() -> Iterator[str]:
    """The digests of all tables that were brought in and of all scans (inspection of the vault)."""
    yield from Run.objects.values_list("table_sha256", flat=True).distinct().iterator()
    yield from Scan.objects.values_list("sha256", flat=True).distinct().iterator()
    handed_in = ScanFile.objects.exclude(sha256="").order_by("pk")
    for pair in handed_in.values_list("sha256", "pdf_sha256").iterator():
        yield from pair


def batches_of_agency(person: Person) -> QuerySet[ScanBatch]:
    """The batches of scans of the person's agency, the latest first, whether or not the person may look at them."""
    counted = Count("files", filter=Q(files__outcome="attached")), Count("files", filter=Q(files__outcome="refused"))
    batches = ScanBatch.objects.filter(agency=person.unit.agency_id).select_related("by")
    return batches.annotate(attached=counted[0], refused=counted[1]).order_by("-begun_at", "-pk")


def files_of(batch: ScanBatch) -> QuerySet[ScanFile]:
    """What was handed in, refused files first, then by name."""
    refused_last = ScanFile.objects.filter(batch=batch).select_related("case")
    return refused_last.annotate(refused=Q(outcome="refused")).order_by("-refused", "path")


def counts_of(batch: ScanBatch) -> dict[str, int]:
    """How many files of the batch have which outcome."""
    rows = ScanFile.objects.filter(batch=batch).order_by().values_list("outcome").annotate(number=Count("pk"))
    return dict(rows)


def batches_waiting() -> QuerySet[ScanBatch]:
    """The batches that the worker has to attach, the oldest first."""
    return ScanBatch.objects.filter(state="running").select_related("by__unit__agency").order_by("pk")
