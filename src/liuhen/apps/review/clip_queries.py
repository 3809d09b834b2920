"""All reads of clips: those of a recording, those a person may know of, the next one to be cut."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from liuhen.apps.recordings.offers import Film, facts_of, film_called, films_of, standing_of
from liuhen.apps.recordings.queries import visible_to
from liuhen.apps.review.models import Derivative
from liuhen.apps.review.permissions import TAKE_CLIP, TAKE_ORIGINAL
from liuhen.apps.review.showing import channels_among
from liuhen.core.media.playing import copy_counts

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person
    from liuhen.apps.recordings.models import Recording

_FILMS = {"video", "audio"}
CONTENT_TYPES = {"clip.mp4": "video/mp4", "clip.m4a": "audio/mp4"}


@dataclass(frozen=True, slots=True)
class Cuttable:
    """From which kept object a recording's clips are cut, and what is known of it.

    `film` is the film of the playable copy it is, with its own length; None: the original.
    """

    sha256: str
    facts: dict[str, Any]
    film: Film | None = None


def clips_context(person: Person, recording: Recording, channel: str = "") -> dict[str, Any]:
    """What `review/_clips.html` and `review/_take.html` show; `channel` is offered first to be cut from."""
    clips, films = list(clips_of(recording)), films_of(recording)
    where = channels_among(films)
    ground = standing_of(person, recording).ground is not None
    return {
        "clips": [(clip, *where(clip.channel)) for clip in clips],
        "clip_channels": [film for film in films if film.made] if len(films) > 1 else [],
        "clip_channel": channel,
        "cut_from_copy": any(film.counts and not film.same_length for film in films),
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
    channels = [film.channel for film in films_of(recording) if film.made] or [""]
    source = cuttable(recording, channels[0])
    if source is None or source.film is not None:
        return source is not None
    return source.facts["kind"] in _FILMS and recording.playable


def cuttable(recording: Recording, channel: str = "") -> Cuttable | None:
    """The object clips are cut from: what positions count in, the original or a film of its playable copy.

    None when that film is not there (yet).
    """
    facts, films = facts_of(recording), films_of(recording)
    film = film_called(films, channel)
    if film is None or not film.counts:
        alone = not channel and not copy_counts(facts, same_length=True)
        return Cuttable(recording.sha256, facts) if alone else None
    if film.made is None:
        return None
    return Cuttable(film.made.sha256, {**facts, **_told_of(film)}, film)


def _told_of(film: Film) -> dict[str, Any]:
    """What is known of a film of the copy, as far as it is not that of the original."""
    kind = "audio" if film.artifact.endswith(".m4a") else "video"
    positions = "original" if film.same_length else "copy"
    told = {"kind": kind, "container": "mov", "reason": None, "positions": positions}
    return {**told, "channel": film.label} if film.label else told


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
