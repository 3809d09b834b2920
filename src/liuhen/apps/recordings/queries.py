"""All reads of the room. `visible_to` is the only way to a recording; what it leaves out is not there for a person."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from liuhen.apps.recordings.listing import PAGE, Filters, Page, Place, awaiting, page_of
from liuhen.apps.recordings.models import (
    Awaits,
    Companion,
    Intake,
    Link,
    LinkSweep,
    Mark,
    Recording,
    Rejected,
    Session,
    TimeStatement,
)
from liuhen.apps.recordings.permissions import INTAKE, INTAKE_FOR_OTHERS, SEE_AGENCY
from liuhen.apps.recordings.visibility import show_also, visible_to
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person

__all__ = [
    "PAGE",
    "Filters",
    "Page",
    "Place",
    "awaiting",
    "cases_of_recording",
    "page_of",
    "recording_for",
    "recordings_of_case",
    "recordings_of_steps",
    "show_also",
    "visible_to",
]
RECENT = timedelta(days=60)


def recording_for(person: Person, key: int) -> Recording | None:
    """The recording with this key if the person may know of it."""
    found = visible_to(person).select_related("agency", "device", "officer__unit", "intake__by")
    return found.filter(pk=key).first()


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


def marks_of_recordings(keys: Collection[int]) -> dict[int, list[Mark]]:
    """The marks that stand in these recordings, by recording, each in its order."""
    found: dict[int, list[Mark]] = {}
    for mark in Mark.objects.filter(recording__in=keys, withdrawn_at=None).order_by("offset_ms", "pk"):
        found.setdefault(mark.recording_id, []).append(mark)
    return found


def link_for(person: Person, key: int) -> Link | None:
    """The link with this key if the person may know of its recording."""
    found = Link.objects.filter(pk=key, recording__in=visible_to(person))
    return found.select_related("recording", "step__case").first()


def mark_for(person: Person, key: int) -> Mark | None:
    """The mark with this key if the person may know of its recording."""
    found = Mark.objects.filter(pk=key, recording__in=visible_to(person))
    return found.select_related("recording").first()


def intake_for(person: Person, key: int) -> Intake | None:
    """The intake with this key if the person opened it and may still bring its files: by right, agency and device."""
    if not person.may(INTAKE):
        return None
    mine = Q(officer=person, by=person) | Q(officer=person, by=None)
    if person.may(INTAKE_FOR_OTHERS):
        mine |= Q(by=person)
    found = Intake.objects.filter(mine, pk=key, agency=person.unit.agency_id, device__in_service=True)
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


def never_linked(after: int = 0) -> QuerySet[Recording]:
    """Recent films that wait for a step and were never linked, from those after a key on."""
    since = outside().clock.now() - RECENT
    ever = Link.objects.filter(recording=OuterRef("pk"))
    waiting = Recording.objects.filter(~Exists(ever), awaits=Awaits.STEP.value, stored_at__gte=since, pk__gt=after)
    return waiting.select_related("officer").order_by("pk")


def session_for(person: Person, key: int) -> Session | None:
    """The filming with this key if the person may know of all its parts."""
    found = Session.objects.filter(pk=key).first()
    hidden = Recording.objects.filter(session=key).exclude(pk__in=visible_to(person).filter(session=key).values("pk"))
    return None if found is None or hidden.exists() else found


def swept_through() -> int:
    """The key of the last waiting recording the machine looked for a step of."""
    return LinkSweep.objects.values_list("through", flat=True).first() or 0


def time_statements_of(recording: Recording) -> QuerySet[TimeStatement]:
    """What persons have said of when the recording began, the latest first; the first of them stands."""
    return TimeStatement.objects.filter(recording=recording).select_related("by").order_by("-made_at", "-pk")


def kept_digests() -> Iterator[str]:
    """Every digest a row of this room names: recordings, then the rejected lane."""
    yield from Recording.objects.order_by("pk").values_list("sha256", flat=True).iterator(chunk_size=2000)
    yield from Rejected.objects.order_by("pk").values_list("sha256", flat=True).iterator(chunk_size=2000)


def session_of(recording: Recording) -> Session | None:
    """The filming 连续摄录 this recording is a piece of, if it is one of several."""
    if recording.session_id is None:
        return None
    return Session.objects.select_related("device", "officer").get(pk=recording.session_id)


def parts_of(session: Session) -> list[Recording]:
    """The pieces of a filming in order; `session.gaps_ms[k]` lies between the k-th and the next (from 0)."""
    return list(Recording.objects.filter(session=session).select_related("device", "officer").order_by("part"))


def sessions_of_intake(intake: Intake) -> list[Session]:
    """The filmings that files of this intake are pieces of, in order."""
    keys = Recording.objects.filter(intake=intake).exclude(session=None).values("session")
    return list(Session.objects.filter(pk__in=keys).order_by("start", "pk"))


def filmings_of_intake(intake: Intake) -> list[tuple[Session, list[tuple[Recording, int | None]]]]:
    """The filmings of an intake for people: each piece with the milliseconds between it and the one before it."""
    sessions = sessions_of_intake(intake)
    parts: dict[int | None, list[Recording]] = {}
    for part in Recording.objects.filter(session__in=sessions).select_related("device", "officer").order_by("part"):
        parts.setdefault(part.session_id, []).append(part)
    return [(session, _with_gaps(session, parts[session.pk])) for session in sessions]


def _with_gaps(session: Session, parts: list[Recording]) -> list[tuple[Recording, int | None]]:
    """Each part with the gap before it; None for the first, and where the part before it is not there."""
    gaps: dict[int | None, int] = dict(
        enumerate(session.gaps_ms, 2)
    )  # a gap is told of the part it precedes; parts are counted from 1
    there = {part.part for part in parts}
    return [(part, gaps.get(part.part) if (part.part or 0) - 1 in there else None) for part in parts]


def companions_of(recording: Recording) -> list[Recording]:
    """The data recorded beside this film 随录数据."""
    beside = Companion.objects.filter(recording=recording).values("sidecar")
    return list(Recording.objects.filter(pk__in=beside).order_by("original_name", "pk"))


def film_with(sidecar: Recording) -> Recording | None:
    """The film to which this sidecar belongs, if that is known."""
    found = Companion.objects.filter(sidecar=sidecar).select_related("recording").first()
    return found.recording if found else None
