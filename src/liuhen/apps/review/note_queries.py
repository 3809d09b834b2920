"""Reads of notes of evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F

from liuhen.apps.review.models import EvidenceNote

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from liuhen.apps.recordings.models import Recording


def notes_of(recording: Recording) -> QuerySet[EvidenceNote]:
    """The notes made of a recording, the one that stands first; each with `replaced_by_id`."""
    notes = EvidenceNote.objects.filter(recording=recording).select_related("document", "by")
    return notes.annotate(replaced_by_id=F("replaced_by")).order_by("-pk")
