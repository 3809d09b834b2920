"""What the room offers to the page a recording is watched on: on which ground, with which forms, asked for what.

The page itself is made by the room of review, above. What is posted from these forms comes back to this room's views.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from liuhen.apps.cases.queries import latest_steps_of
from liuhen.apps.recordings import forms
from liuhen.apps.recordings.beside import film_panel
from liuhen.apps.recordings.films import NO_SUCH_CHANNEL, Film, channel_told, film_called, films_of, kept_as, length_ms
from liuhen.apps.recordings.found import time_known
from liuhen.apps.recordings.intake import about_recording
from liuhen.apps.recordings.law import Asked, asked_contents, required_keeping
from liuhen.apps.recordings.linking import Suggestion, window
from liuhen.apps.recordings.linking_offers import offered_to
from liuhen.apps.recordings.looking import facts_of
from liuhen.apps.recordings.permissions import (
    Ground,
    approved_until,
    may_keep,
    may_work,
    needs_purpose,
    require_work,
    view_ground,
)
from liuhen.apps.recordings.queries import time_statements_of
from liuhen.apps.recordings.scene import contents_marked, marks_by_key, other_cameras, parts_of, sidecar_digests
from liuhen.apps.recordings.serving import content_type, media_address
from liuhen.apps.recordings.tickets import MediaTicket
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from liuhen.apps.cases.models import Step
    from liuhen.apps.people.models import Person
    from liuhen.apps.recordings.models import Recording

__all__ = [
    "NO_SUCH_CHANNEL",
    "Asked",
    "Film",
    "MediaTicket",
    "Standing",
    "about_recording",
    "asked_contents",
    "channel_told",
    "content_type",
    "contents_marked",
    "facts_of",
    "film_called",
    "films_of",
    "kept_as",
    "length_ms",
    "marks_by_key",
    "media_address",
    "other_cameras",
    "panels",
    "parts_of",
    "require_work",
    "sidecar_digests",
    "standing_of",
    "steps_on_offer",
    "time_known",
    "window",
]
STEPS_ON_OFFER = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a person stands to a recording: the ground to view it (None: only when approved), and what else they may."""

    ground: Ground | None
    approved_until: datetime | None
    needs_purpose: bool
    works: bool
    """May link and mark it."""


def standing_of(person: Person, recording: Recording) -> Standing:
    """On which ground the person may view the recording, and whether they may work with it."""
    ground = view_ground(person, recording)
    return Standing(
        ground=ground,
        approved_until=approved_until(person, recording) if ground is Ground.APPROVED else None,
        needs_purpose=ground is not None and needs_purpose(ground),
        works=may_work(person, recording),
    )


def panels(person: Person, recording: Recording, *, works: bool) -> dict[str, Any]:
    """What the templates `_links`, `_film`, `_evidence`, `_keeping`, `_time_statement` of the room show."""
    return {
        "suggestions": suggested_to(person, recording) if works else [],
        "link_form": forms.LinkForm(steps_on_offer(person, recording)) if works else None,
        "filed_form": forms.FiledForm(initial={"at": outside().clock.now()}),
        "required_keeping": required_keeping(recording),
        "time_statements": list(time_statements_of(recording)),
        **film_panel(person, recording),
        "keeping_form": forms.KeepingForm() if may_keep(person, recording) else None,
    }


def steps_on_offer(person: Person, recording: Recording) -> QuerySet[Step]:
    """The steps a person may attach the recording to by hand, latest first."""
    return latest_steps_of(person, recording.agency_id, STEPS_ON_OFFER)


def suggested_to(person: Person, recording: Recording) -> list[Suggestion]:
    """The steps that fit the recording and that the person may know of, the best first."""
    return offered_to(person, [recording]).get(recording.pk, [])
