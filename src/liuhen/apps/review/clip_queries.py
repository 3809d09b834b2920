"""All reads of clips: those of a recording, those a person may know of, the next one to be cut."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from liuhen.apps.findings.queries import found_in
from liuhen.apps.recordings.offers import standing_of
from liuhen.apps.recordings.queries import visible_to
from liuhen.apps.review.models import Derivative
from liuhen.apps.review.permissions import TAKE_CLIP, TAKE_ORIGINAL
from liuhen.apps.review.playing import facts_of
from liuhen.core.media.playing import INDEX_MISSING
from liuhen.ports.workshop import WorkKind

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person
    from liuhen.apps.recordings.models import Recording

_FILMS = {"video", "audio", "packets"}
CONTENT_TYPES = {"clip.mp4": "video/mp4", "clip.m4a": "audio/mp4"}


@dataclass(frozen=True, slots=True)
class Cuttable:
    """From which kept object a recording's clips are cut, and what is known of it."""

    sha256: str
    facts: dict[str, Any]


def clips_context(person: Person, recording: Recording) -> dict[str, Any]:
    """What `review/_clips.html` and `review/_take.html` show."""
    clips = list(clips_of(recording))
    ground = standing_of(person, recording).ground is not None
    return {
        "clips": clips,
        "clips_wait": any(clip.waits for clip in clips),
        "may_cut": ground and can_be_cut(recording),
        "may_take_clips": ground and person.may(TAKE_CLIP),
        "may_take_original": ground and person.may(TAKE_ORIGINAL),
    }


def clips_of(recording: Recording) -> QuerySet[Derivative]:
    """The clips cut from a recording, in the order of their beginnings."""
    return Derivative.objects.filter(recording=recording).select_related("by").order_by("from_ms", "pk")


def clip_for(person: Person, key: int) -> Derivative | None:
    """The clip with this key if the person may know of its recording."""
    found = Derivative.objects.filter(pk=key, recording__in=visible_to(person))
    return found.select_related("recording__agency", "by").first()


def can_be_cut(recording: Recording) -> bool:
    """Whether clips can be cut at all: there is picture or sound, or a copy in which they were found again."""
    facts = facts_of(recording)
    if facts["kind"] == "packets" or facts["reason"] == INDEX_MISSING:
        return cuttable(recording) is not None
    return facts["kind"] in _FILMS and recording.playable


def cuttable(recording: Recording) -> Cuttable | None:
    """The object clips are cut from: the original; its playable copy where the original is no film by itself."""
    facts = facts_of(recording)
    if facts["kind"] != "packets" and facts["reason"] != INDEX_MISSING:
        return Cuttable(recording.sha256, facts)
    found = found_in(recording.sha256)
    told = found.result(WorkKind.PLAYABLE)
    name, same = str(told.get("artifact", "")), told.get("same_length", True)
    copy = found.artifact(WorkKind.PLAYABLE, name)
    kind = "audio" if name.endswith(".m4a") else "video"
    if copy is None:
        return None
    place = "original" if same else "copy"
    return Cuttable(copy.sha256, {**facts, "kind": kind, "container": "mov", "reason": None, "positions": place})


def next_to_cut(now: datetime) -> Derivative | None:
    """The clip that has waited longest and that nobody works on."""
    free = Q(claimed_until=None) | Q(claimed_until__lte=now)
    waiting = Derivative.objects.filter(free, sha256="", failure="").select_related("recording", "by")
    return waiting.order_by("attempts", "pk").first()


def being_cut() -> Iterator[tuple[int, int]]:
    """Each clip somebody works on or was killed at (key, attempts); what nobody has taken over since counts as well."""
    claimed = Derivative.objects.filter(sha256="", failure="", claimed_until__isnull=False)
    yield from claimed.values_list("pk", "attempts").iterator()


def content_type(clip: Derivative) -> str:
    """The type under which a clip is given out."""
    return CONTENT_TYPES.get(str(clip.result.get("artifact")), "application/octet-stream")


def kept_digests() -> Iterator[str]:
    """The digest of every clip this room keeps in the vault."""
    yield from Derivative.objects.exclude(sha256="").values_list("sha256", flat=True).iterator()
