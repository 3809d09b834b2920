"""What the verdict asks of a recording: brings the room of duties to the page of recordings below it."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q

from liuhen.apps.duties.models import Obligation
from liuhen.apps.duties.queries import keepings_of
from liuhen.apps.lawlib.queries import duty_named
from liuhen.apps.recordings.law import Asked, Required
from liuhen.apps.recordings.models import Recording
from liuhen.apps.recordings.queries import cases_of_recording, standing_links
from liuhen.apps.review.note_law import AskedNote
from liuhen.core.lawbook.needs import EvidenceNoteNeeds, KeyContentsNeeds
from liuhen.core.terms.labels import DutyKind, State


def asked_of(recording: Recording) -> list[Asked]:
    """The key contents owed by the recording and by the steps it is linked to, as last judged."""
    steps = [f"step:{link.step_id}" for link in standing_links(recording)]
    about = Q(subject_id__in=steps) | Q(subject_id=f"recording:{recording.pk}")
    owed = Obligation.objects.filter(about, case__in=cases_of_recording(recording.pk), kind=DutyKind.KEY_CONTENTS.value)
    judged = owed.exclude(state=State.EXCUSED.value).order_by("position")
    return [asked for obligation in judged for asked in _contents(obligation)]


def _contents(owed: Obligation) -> Iterator[Asked]:
    duty = duty_named(owed.text, owed.duty)
    if duty is None or not isinstance(duty.needs, KeyContentsNeeds):
        return
    for content in duty.needs.contents:
        yield Asked(
            content=content,
            text=owed.text,
            article=owed.article,
            item_label=owed.item_label,
            item_position=owed.item_position,
            met=owed.state == State.MET.value,
        )


def notes_asked_of(recording: Recording) -> list[AskedNote]:
    """The notes of evidence owed for the recording, as last judged."""
    about = Obligation.objects.filter(subject_id=f"recording:{recording.pk}", kind=DutyKind.EVIDENCE_NOTE.value)
    judged = about.filter(case__in=cases_of_recording(recording.pk)).exclude(state=State.EXCUSED.value)
    return [asked for owed in judged.order_by("position") for asked in _note(owed)]


def _note(owed: Obligation) -> Iterator[AskedNote]:
    duty = duty_named(owed.text, owed.duty)
    if duty is None or not isinstance(duty.needs, EvidenceNoteNeeds):
        return
    yield AskedNote(
        text=owed.text,
        article=owed.article,
        documents=tuple(duty.needs.documents),
        matters=tuple(duty.needs.matters),
        item_label=owed.item_label,
        item_position=owed.item_position,
    )


def required_of(recording: Recording) -> list[Required]:
    """How long the law has the recording kept, for each case that was ever judged with it."""
    return [
        Required(
            case=row.case_id,
            number=row.case.number,
            until=row.until,
            long_term=row.long_term,
            permanent=row.permanent,
            reasons=row.reasons,
        )
        for row in keepings_of(recording.pk)
    ]
