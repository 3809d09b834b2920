"""Footage of a take: filmed, brought in when the story says so, linked, marked, made evidence and filed."""

from __future__ import annotations

from datetime import timedelta

from liuhen.apps.cases.inputs import NewDocument
from liuhen.apps.cases.models import Step
from liuhen.apps.recordings.actions import (
    NewMark,
    file_recording,
    link,
    link_if_sure,
    make_mark,
    set_keeping,
    use_as_evidence,
)
from liuhen.apps.recordings.intake import Batch, Incoming, intake_files, open_intake
from liuhen.apps.recordings.models import Recording
from liuhen.apps.review.note_law import asked_notes, kinds_asked, matters_asked
from liuhen.apps.review.note_prefill import Known, suggestion
from liuhen.apps.review.notes import NewNote, make_note
from liuhen.core.terms.labels import MarkKind
from liuhen.site.demo.footage import Shot
from liuhen.site.demo.papers import gather_later, put_in_writing
from liuhen.site.demo.script import Scene, Take
from liuhen.site.demo.theatre import Production

AFTER_INTAKE = timedelta(minutes=20)
KEPT = timedelta(days=3 * 366)


def bring_in(production: Production, scene: Scene, step: Step, take: Take) -> None:
    """Set the take's way into the vault, at the time the story gives it."""
    if take.stored_after is None:
        return
    ends = production.begins(scene) + timedelta(minutes=take.start + take.length)
    production.theatre.at(ends + take.stored_after, lambda: _store(production, scene, step, take))


def _store(production: Production, scene: Scene, step: Step, take: Take) -> None:
    recording = _take_in(production, scene, take)
    if link_if_sure(recording) is None:
        link(production.theatre.person(take.by), recording, step, ["由摄录人员关联"])
    theatre = production.theatre
    theatre.at(theatre.clock.now() + AFTER_INTAKE, lambda: _mark(production, step, take, recording))


def shot_of(production: Production, scene: Scene, take: Take) -> Shot:
    """The recording that a take is: filmed beforehand (build.py), found again by its file name."""
    theatre = production.theatre
    return Shot(
        device=theatre.troupe.cameras[take.by].number,
        officer=theatre.person(take.by).certificate or "",
        start=production.begins(scene) + timedelta(minutes=take.start),
        length=timedelta(minutes=take.length),
        scene=scene.background,
        index=production.story.serial + take.part,
        marred=take.marred,
        codec=take.codec,
        clock_ahead=take.clock_ahead,
    )


def _take_in(production: Production, scene: Scene, take: Take) -> Recording:
    theatre = production.theatre
    shot = shot_of(production, scene, take)
    officer, device = theatre.person(take.by), theatre.troupe.cameras[take.by]
    returned = shot.start + shot.length + take.returned_after if take.returned_after else None
    batch = Batch(officer=officer, device=device, by=officer, clock_offset=take.clock_ahead, returned_at=returned)
    path = theatre.footage / shot.file_name
    (result,) = intake_files(open_intake(batch), [Incoming(path, path.name)])
    if result.recording is None:
        raise RuntimeError(f"demonstration footage was not stored: {result.reason}")
    return Recording.objects.get(pk=result.recording)


def _mark(production: Production, step: Step, take: Take, recording: Recording) -> None:
    officer = production.theatre.person(take.by)
    for second, kind, content in take.marks:
        if second * 1000 < (recording.duration_ms or 0):
            new = NewMark(kind=MarkKind(kind), offset_ms=second * 1000, content=content, step=step.pk)
            make_mark(officer, recording, new)
    if take.evidence:
        _make_evidence(production, step, recording)
    if production.story.kept:
        _set_keeping(production, take, Recording.objects.get(pk=recording.pk))


def _set_keeping(production: Production, take: Take, recording: Recording) -> None:
    until = None if take.evidence else recording.end + KEPT
    set_keeping(production.theatre.person("custodian"), recording, until=until, long_term=take.evidence)


def _make_evidence(production: Production, step: Step, recording: Recording) -> None:
    handler = production.theatre.person("handler")
    recording = use_as_evidence(handler, recording)
    _explain(production, step, recording)
    disc = NewDocument(
        kind="disc_copy",
        made_at=production.theatre.clock.now(),
        step=step.pk,
        about=(f"recording:{recording.pk}",),
    )
    put_in_writing(production, disc)
    if production.story.filed_evidence_after is not None:
        moment = production.moment(production.story.filed_evidence_after, "10:00")
        production.theatre.at(moment, lambda: file_recording(handler, Recording.objects.get(pk=recording.pk), moment))


def _explain(production: Production, step: Step, recording: Recording) -> None:
    """Make the written note, with what the form suggests and what the story proves."""
    handler = production.theatre.person("handler")
    known = Known(recording=recording, case=production.opened, step=step, by=handler)
    kind = kinds_asked(asked_notes(recording))[0]
    content = {
        matter.code: suggestion(matter.code, known) or f"证明{production.story.party}{production.story.cause}的事实"
        for matter in matters_asked(asked_notes(recording), kind)
    }
    note = make_note(handler, recording, NewNote(kind=kind, case=production.opened, step=step, content=content))
    gather_later(production, note.document)
