"""Attaching recordings to steps 关联: by hand, by accepting suggestions, and by the machine where it is sure.

Every link is an entry of its own, also when many are accepted at once; then all stand or none does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from liuhen.apps.journal.actions import What, record
from liuhen.apps.recordings import entries
from liuhen.apps.recordings.intake import about_recording
from liuhen.apps.recordings.linking import Suggestion, sure_steps
from liuhen.apps.recordings.linking_offers import offered_to
from liuhen.apps.recordings.models import Awaits, Link, LinkSweep, Recording, Session
from liuhen.apps.recordings.permissions import require_work
from liuhen.apps.recordings.refusal import RecordingRefused
from liuhen.apps.recordings.waiting import settle
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from liuhen.apps.cases.models import Step
    from liuhen.apps.people.models import Person

PORTION = 100
"""How many recordings the machine judges at once."""
WITH_THE_REST = "同一次连续摄录的各段一并关联"


@transaction.atomic
def link(by: Person, recording: Recording, step: Step, reasons: Sequence[str] = ()) -> Link:
    """Attach the recording to a step of a case of the same agency; RecordingRefused when it is attached already."""
    require_work(by, recording)
    if recording.is_sidecar:
        raise RecordingRefused("随录数据不是音像记录，不能关联到执法环节；它与所属录像分别保存。")
    if step.case.agency_id != recording.agency_id:
        raise RecordingRefused("该环节属于其他机构的案件，不能关联。")
    return _link(by, recording, step, reasons)


@transaction.atomic
def accept(by: Person, chosen: Sequence[tuple[Recording, int]]) -> list[Link]:
    """Attach each recording to the step (by key) that was suggested for it and that the person has seen; all or none.

    What is attached to that step already is left out. RecordingRefused when a suggestion does not hold any more: then
    the list is to be looked at again.
    """
    for recording, _ in chosen:
        require_work(by, recording)
    standing = _standing([recording.pk for recording, _ in chosen])
    fresh = [(recording, step) for recording, step in chosen if (recording.pk, step) not in standing]
    found = offered_to(by, [recording for recording, _ in fresh])
    return [_accept(by, recording, _suggested(found, recording, step)) for recording, step in fresh]


@transaction.atomic
def accept_session(by: Person, session: Session, step: int) -> list[Link]:
    """Attach every part of a session that still waits to the step (by key) suggested for one of them; all or none."""
    parts = list(Recording.objects.filter(session=session, awaits=Awaits.STEP.value).order_by("part", "pk"))
    for part in parts:
        require_work(by, part)
    found = offered_to(by, parts)
    fitting = {part.pk: one for part in parts for one in found.get(part.pk, []) if one.key == step}
    if not fitting:
        raise RecordingRefused("这次连续摄录的建议已有变化，没有关联任何一段。请刷新页面，重新核对后再接受。")
    target = next(iter(fitting.values())).step
    rest = Suggestion(target, 0, (WITH_THE_REST,))
    return [_accept(by, part, fitting.get(part.pk, rest)) for part in parts]


def _standing(recordings: Sequence[int]) -> set[tuple[int, int]]:
    rows = Link.objects.filter(recording__in=recordings, ended_at=None)
    return set(rows.values_list("recording_id", "step_id"))


def _suggested(found: dict[int, list[Suggestion]], recording: Recording, step: int) -> Suggestion:
    for one in found.get(recording.pk, []):
        if one.key == step:
            return one
    raise RecordingRefused(f"“{recording.shown_name}”的建议已有变化，所选的都没有关联。请刷新页面，重新核对后再接受。")


def _accept(by: Person, recording: Recording, suggestion: Suggestion) -> Link:
    return _link(by, recording, suggestion.step, suggestion.reasons)


def link_if_sure(recording: Recording) -> Link | None:
    """Let the machine attach the recording when exactly one step fits surely; None when a person must decide."""
    return next(iter(link_what_fits([recording])), None)


def link_what_fits(recordings: Iterable[Recording]) -> list[Link]:
    """Attach each recording that fits surely (run after intake and after a step was registered)."""
    waiting, made = iter(recordings), list[Link]()
    while portion := list(islice(waiting, PORTION)):
        made += _link_sure(portion)
    return made


def _link_sure(portion: Sequence[Recording]) -> Iterator[Link]:
    fits = sure_steps([recording for recording in portion if not recording.is_sidecar])
    for recording in portion:
        fit = fits.get(recording.pk)
        if fit and (made := _link_still(recording, fit)):
            yield made


def note_sweep(through: int) -> None:
    """Remember how far the machine has looked; no act, and nothing hangs on it."""
    LinkSweep.objects.update_or_create(pk=1, defaults={"through": through})


@transaction.atomic
def _link_still(recording: Recording, fit: Suggestion) -> Link | None:
    """Attach it unless a person has linked or unlinked it since it was judged."""
    if Link.objects.filter(recording=recording).exists():
        return None
    return _link(None, recording, fit.step, fit.reasons)


def _link(by: Person | None, recording: Recording, step: Step, reasons: Sequence[str]) -> Link:
    try:
        with transaction.atomic():
            made = Link.objects.create(
                recording=recording, step=step, by=by, made_at=outside().clock.now(), reasons=list(reasons)
            )
    except IntegrityError as error:
        raise RecordingRefused("这份音像记录已经关联到该环节。") from error
    settle([recording.pk])
    data = {"step": step.pk, "reasons": list(reasons)}
    about = about_recording(recording, step.case.number)
    record(entries.LINK_MADE, by, about, What(data=data, rows=[made]))
    return made


@transaction.atomic
def end_link(by: Person, standing: Link, reason: str) -> Link:
    """Detach the recording from the step, saying why; the link stays on record as ended."""
    require_work(by, standing.recording)
    if not reason.strip():
        raise RecordingRefused("请写明解除关联的理由。")
    held = next(iter(_held(Link.objects.filter(pk=standing.pk))), None)
    if held is None:
        raise RecordingRefused("这个关联早已解除。")
    return _end(by, held, reason.strip())


def _held(links: QuerySet[Link]) -> list[Link]:
    """Those of the links that stand, each locked: of two people who end the same ones, the second finds none."""
    standing = links.filter(ended_at=None).select_for_update(of=("self",))
    return list(standing.select_related("recording", "step__case").order_by("pk"))


def _end(by: Person, held: Link, reason: str) -> Link:
    held.ended_at = outside().clock.now()
    held.save(update_fields=["ended_at"])
    settle([held.recording_id])
    about = about_recording(held.recording, held.step.case.number)
    record(entries.LINK_ENDED, by, about, What(data={"step": held.step_id, "reason": reason}, rows=[held]))
    return held


@transaction.atomic
def end_session_links(by: Person, standing: Link, reason: str) -> list[Link]:
    """Detach every part of the filming from the case this link leads to, saying why; all or none, each an entry."""
    require_work(by, standing.recording)
    session = standing.recording.session_id
    if session is None:
        raise RecordingRefused("这份音像记录不是连续摄录中的一段，请单独解除关联。")
    if not reason.strip():
        raise RecordingRefused("请写明解除关联的理由。")
    links = _held(Link.objects.filter(recording__session=session, step__case=standing.step.case_id))
    if standing.pk not in {one.pk for one in links}:
        raise RecordingRefused("这个关联早已解除，没有解除其后所作的关联。请刷新页面，核对后再办。")
    for one in links:
        require_work(by, one.recording)
    return [_end(by, one, reason.strip()) for one in sorted(links, key=lambda one: (one.recording.part or 0, one.pk))]
