"""All reads of the room. `visible_to` is the only way to a recording; what it leaves out is not there for a person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from liuhen.apps.cases.queries import visible_to as visible_cases
from liuhen.apps.people.queries import agencies_under
from liuhen.apps.recordings.models import Intake, Link, Mark, Recording, Rejected
from liuhen.apps.recordings.permissions import INTAKE, SEE_AGENCY, SEE_BELOW, WORK
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person

RECENT = timedelta(days=60)
SIDECAR = Q(found__kind="sidecar")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a list of recordings is narrowed to; empty: everything visible."""

    mine: Person | None = None
    unlinked: bool = False
    medium: str = ""
    words: str = ""
    day: datetime | None = None


Granted = Callable[["Person"], QuerySet[Any]]
_granted: list[Granted] = []


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
        seen |= Q(officer=person) | _of_cases(visible_cases(person))
    if person.may(SEE_AGENCY):
        seen |= Q(agency=person.unit.agency_id)
    if person.may(SEE_BELOW):
        seen |= Q(agency__in=agencies_under(person.agency))
    for granted in _granted:
        seen |= Q(pk__in=granted(person))
    return Recording.objects.filter(seen)


def _of_cases(cases: QuerySet[Any]) -> Q:
    return Q(pk__in=Link.objects.filter(ended_at=None, step__case__in=cases).values("recording"))


def recording_for(person: Person, key: int) -> Recording | None:
    """The recording with this key if the person may know of it."""
    found = visible_to(person).select_related("agency", "device", "officer__unit", "intake__by")
    return found.filter(pk=key).first()


def listed(person: Person, filters: Filters) -> QuerySet[Recording]:
    """The list page, latest first, with device, officer and standing links in a fixed number of queries."""
    found = visible_to(person).select_related("device", "officer")
    standing = Link.objects.filter(recording=OuterRef("pk"), ended_at=None)
    if filters.mine:
        found = found.filter(officer=filters.mine)
    if filters.unlinked:
        found = found.filter(~Exists(standing)).exclude(SIDECAR)
    if filters.medium:
        found = found.filter(medium=filters.medium).exclude(SIDECAR)
    if filters.day:
        found = found.filter(start__lt=filters.day + timedelta(days=1), end__gte=filters.day)
    for word in filters.words.split():
        found = found.filter(_mentions(word))
    links = Link.objects.filter(ended_at=None).select_related("step__case").order_by("pk")
    return found.prefetch_related(Prefetch("links", links, to_attr="standing")).order_by("-start", "-pk")


def _mentions(word: str) -> Q:
    return (
        Q(original_name__icontains=word)
        | Q(device__number__icontains=word)
        | Q(officer__name__icontains=word)
        | Q(sha256__startswith=word.lower())
        | Q(pk__in=Link.objects.filter(ended_at=None, step__case__number__icontains=word).values("recording"))
    )


def unlinked_of(person: Person) -> QuerySet[Recording]:
    """The person's own recordings that are attached to no step 待关联, latest first."""
    standing = Link.objects.filter(recording=OuterRef("pk"), ended_at=None)
    return (
        Recording.objects.filter(~Exists(standing), officer=person)
        .exclude(SIDECAR)
        .select_related("device", "officer")
        .order_by("-start")
    )


def rejected_for(person: Person) -> QuerySet[Rejected]:
    """The rejected lane as far as the person may see it: own files, or those of the agency by role."""
    seen = Q(pk__in=[])
    if person.may(INTAKE):
        seen |= Q(intake__officer=person) | Q(intake__by=person)
    if person.may(SEE_AGENCY):
        seen |= Q(intake__agency=person.unit.agency_id)
    found = Rejected.objects.filter(seen).select_related("intake__device", "intake__officer")
    return found.order_by("-at", "-pk")


def standing_links(recording: Recording) -> QuerySet[Link]:
    """The links that stand, with step and case."""
    links = Link.objects.filter(recording=recording, ended_at=None).select_related("step__case", "by")
    return links.order_by("pk")


def standing_marks(recording: Recording) -> QuerySet[Mark]:
    """The marks that stand, in the order of the recording."""
    marks = Mark.objects.filter(recording=recording, withdrawn_at=None).select_related("by", "step")
    return marks.order_by("offset_ms", "pk")


def link_for(person: Person, key: int) -> Link | None:
    """The link with this key if the person may know of its recording."""
    found = Link.objects.filter(pk=key, recording__in=visible_to(person))
    return found.select_related("recording", "step__case").first()


def mark_for(person: Person, key: int) -> Mark | None:
    """The mark with this key if the person may know of its recording."""
    found = Mark.objects.filter(pk=key, recording__in=visible_to(person))
    return found.select_related("recording").first()


def intake_for(person: Person, key: int) -> Intake | None:
    """The intake with this key if the person opened it."""
    found = Intake.objects.filter(Q(by=person) | Q(by=None, officer=person), pk=key)
    return found.select_related("agency", "device", "officer__unit", "by__unit").first()


def recordings_of_intake(intake: Intake) -> QuerySet[Recording]:
    """What an intake stored, in order."""
    return Recording.objects.filter(intake=intake).order_by("pk")


def rejected_of_intake(intake: Intake) -> QuerySet[Rejected]:
    """What an intake did not take in, in order."""
    return Rejected.objects.filter(intake=intake).order_by("pk")


def recordings_of_steps(steps: Iterable[int]) -> dict[int, list[Recording]]:
    """The recordings linked to each of these steps, in time order (for the case page)."""
    links = Link.objects.filter(step__in=list(steps), ended_at=None)
    found: dict[int, list[Recording]] = {}
    for link in links.select_related("recording__device", "recording__officer").order_by("recording__start", "pk"):
        found.setdefault(link.step_id, []).append(link.recording)
    return found


def recordings_of_case(case: int) -> QuerySet[Recording]:
    """The originals and derivatives linked to the case, in time order, each once."""
    linked = Link.objects.filter(step__case=case, ended_at=None).values("recording")
    return Recording.objects.filter(pk__in=linked).select_related("device", "officer", "intake").order_by("start", "pk")


def cases_of_recording(recording: int) -> list[int]:
    """Primary keys of the cases a recording is linked to."""
    links = Link.objects.filter(recording=recording, ended_at=None)
    return sorted(set(links.values_list("step__case_id", flat=True)))


def recordings_by_key(keys: Iterable[int]) -> QuerySet[Recording]:
    """The recordings with these keys (jobs, command line)."""
    return Recording.objects.filter(pk__in=list(keys)).select_related("officer__unit").order_by("pk")


def without_sm3() -> QuerySet[Recording]:
    """Recordings whose SM3 is still to be computed, oldest first."""
    return Recording.objects.filter(sm3="").order_by("pk")


def never_linked() -> QuerySet[Recording]:
    """Recent recordings nobody has ever linked, latest first."""
    since = outside().clock.now() - RECENT
    ever = Link.objects.filter(recording=OuterRef("pk"))
    recent = Recording.objects.filter(~Exists(ever), stored_at__gte=since).exclude(SIDECAR)
    return recent.select_related("officer").order_by("-pk")


def kept_digests() -> Iterator[str]:
    """Every digest a row of this room names: recordings, then the rejected lane."""
    yield from Recording.objects.order_by("pk").values_list("sha256", flat=True).iterator(chunk_size=2000)
    yield from Rejected.objects.order_by("pk").values_list("sha256", flat=True).iterator(chunk_size=2000)
