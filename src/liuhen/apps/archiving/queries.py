"""All reads of the room. Volumes are seen by whoever sees their case."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import Min, Q

from liuhen.apps.archiving.models import Volume
from liuhen.apps.archiving.numbering import fonds_of
from liuhen.apps.cases.queries import search
from liuhen.apps.cases.queries import visible_to as visible_cases
from liuhen.apps.duties.queries import LACKING, obligations_in

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from liuhen.apps.cases.models import Case
    from liuhen.apps.people.models import Person

__all__ = ["fonds_of"]
ARCHIVE_CASE = "archive_case"
"""The topic of the duties to archive a case and what belongs to it."""


def latest_volume(case: Case) -> Volume | None:
    """The volume of the case that stands."""
    return Volume.objects.filter(case=case).select_related("document", "made_by", "shelf").order_by("-pk").first()


def volumes_of(case: Case) -> QuerySet[Volume]:
    """Every volume of the case, the latest first."""
    return Volume.objects.filter(case=case).select_related("made_by").order_by("-pk")


def volume_for(person: Person, key: int) -> Volume | None:
    """The volume with this key if the person may see its case."""
    found = Volume.objects.filter(pk=key, case__in=visible_cases(person))
    return found.select_related("case__agency", "made_by", "document").first()


def template_last_used(case: Case) -> str:
    """The template by which the agency's last volume of such a case was made; empty for none."""
    used = Volume.objects.filter(case__agency=case.agency_id, case__procedure=case.procedure).order_by("-pk")
    return used.values_list("template", flat=True).first() or ""


def waiting_for(person: Person) -> QuerySet[Case]:
    """The cases the person sees that are closed and not archived, the first closed first, each with `closed_at`.

    Only cases that are still judged are read, however many are archived.
    """
    closed = Min("milestones__at", filter=Q(milestones__kind="closed"))
    open_still = visible_cases(person).filter(judgement__archived=False, milestones__kind="closed")
    return open_still.select_related("unit").annotate(closed_at=closed).order_by("closed_at", "pk")


def due_days(cases: Collection[int]) -> dict[int, Any]:
    """When each of the cases has to be archived at the latest, as far as a text says; in one query."""
    rows = obligations_in(cases).filter(topic=ARCHIVE_CASE, state__in=[*LACKING]).exclude(due_at=None)
    return dict(rows.order_by().values_list("case").annotate(first=Min("due_at")))


def volumes_of_cases(cases: Collection[int]) -> dict[int, Volume]:
    """The latest volume of each of the cases that has one."""
    return {volume.case_id: volume for volume in Volume.objects.filter(case__in=cases).order_by("pk")}


def volumes_for(person: Person, words: str, before: int | None) -> QuerySet[Volume]:
    """The volumes that stand, the latest first, from before a key on; `words` begin a 档号 or are of the case."""
    seen = Volume.objects.filter(case__in=visible_cases(person), replaced_by=None)
    if words.strip():
        named = Q(number__startswith=words.strip()) | Q(case__in=search(visible_cases(person), words))
        seen = seen.filter(named)
    if before is not None:
        seen = seen.filter(pk__lt=before)
    return seen.select_related("case", "made_by").order_by("-pk")


def kept_digests() -> Iterator[str]:
    """The digests of all volumes (inspection of the vault)."""
    return Volume.objects.values_list("sha256", flat=True).distinct().iterator()
