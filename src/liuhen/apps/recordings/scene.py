"""What else was filmed of the same scene: other cameras at the same steps, the other files of one session."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from liuhen.apps.recordings.models import Companion, Link, Mark, Recording
from liuhen.apps.recordings.queries import visible_to
from liuhen.core.terms.labels import Medium

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person

MOST_CAMERAS = 24


def other_cameras(person: Person, recording: Recording, steps: Collection[int]) -> QuerySet[Recording]:
    """Films and sound of other devices at these steps, or in the same session, that run while this one does.

    Only what the person may know of; times are the corrected ones, each give or take its own error.
    """
    beside = Q(pk__in=Link.objects.filter(step__in=steps, ended_at=None).values("recording"))
    if recording.session_id is not None:
        beside |= Q(session=recording.session_id)
    moving = visible_to(person).filter(beside, medium__in=[Medium.VIDEO.value, Medium.AUDIO.value], parent=None)
    slack = timedelta(milliseconds=recording.error_ms)
    meeting = moving.filter(start__lt=recording.end + slack, end__gt=recording.start - slack)
    others = meeting.exclude(device=recording.device_id).exclude(pk=recording.pk)
    known = others.exclude(found__kind="sidecar").exclude(time_basis__source="unknown")
    return known.select_related("officer", "device").order_by("start", "pk")[:MOST_CAMERAS]


def parts_of(recording: Recording) -> QuerySet[Recording]:
    """The files of the session the recording belongs to, in order; none when it stands alone."""
    if recording.session_id is None:
        return Recording.objects.none()
    return Recording.objects.filter(session=recording.session_id).select_related("session").order_by("part", "pk")


def sidecar_digests(recording: Recording) -> list[str]:
    """The digests of the data recorded beside this film."""
    return list(Companion.objects.filter(recording=recording).values_list("sidecar__sha256", flat=True))


def contents_marked(steps: Collection[int]) -> set[str]:
    """The key contents that some standing mark shows in any recording of these steps."""
    films = Link.objects.filter(step__in=steps, ended_at=None).values("recording")
    marks = Mark.objects.filter(recording__in=films, withdrawn_at=None).exclude(content="")
    return set(marks.values_list("content", flat=True))


def marks_by_key(keys: Iterable[int]) -> dict[int, Mark]:
    """The marks with these keys that stand."""
    return Mark.objects.filter(withdrawn_at=None).in_bulk(list(keys))
