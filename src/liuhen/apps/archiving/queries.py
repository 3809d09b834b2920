"""All reads of the room. Volumes are seen by whoever sees their case."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from liuhen.apps.archiving.models import Volume
from liuhen.apps.archiving.numbering import fonds_of
from liuhen.apps.cases.queries import visible_to as visible_cases

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from liuhen.apps.cases.models import Case
    from liuhen.apps.people.models import Person

__all__ = ["fonds_of", "kept_digests", "latest_volume", "template_last_used", "volume_for", "volumes_of"]


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


def kept_digests() -> Iterator[str]:
    """The digests of all volumes (inspection of the vault)."""
    return Volume.objects.values_list("sha256", flat=True).distinct().iterator()
