"""All writes of the room but intake: marks, evidence, viewing, SM3; from their own files also links and times."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from liuhen.apps.journal.actions import About, Purpose, What, record
from liuhen.apps.recordings import entries
from liuhen.apps.recordings.attaching import (
    accept,
    accept_session,
    end_link,
    end_session_links,
    link,
    link_if_sure,
    link_what_fits,
    note_sweep,
)
from liuhen.apps.recordings.companions import Correction, end_pairing, name_film
from liuhen.apps.recordings.export import note_copies
from liuhen.apps.recordings.films import channel_told, film_that_counts, length_ms
from liuhen.apps.recordings.intake import about_recording
from liuhen.apps.recordings.models import Link, Mark, Recording, Rejected
from liuhen.apps.recordings.names import safe_text
from liuhen.apps.recordings.permissions import (
    REJECTED_LANE,
    Ground,
    may_keep,
    needs_purpose,
    require,
    require_work,
    takes_part,
    view_ground,
)
from liuhen.apps.recordings.refusal import RecordingRefused
from liuhen.apps.recordings.time_statements import NewTime, state_time
from liuhen.core.terms.labels import MarkKind
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person

__all__ = [
    "Correction",
    "NewMark",
    "NewTime",
    "RecordingRefused",
    "Viewing",
    "accept",
    "accept_session",
    "add_sm3",
    "case_of",
    "end_link",
    "end_pairing",
    "end_session_links",
    "fetch_rejected",
    "file_recording",
    "link",
    "link_if_sure",
    "link_what_fits",
    "make_mark",
    "name_film",
    "note_copies",
    "note_sweep",
    "set_keeping",
    "state_time",
    "use_as_evidence",
    "view",
    "view_page",
    "withdraw_mark",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMark:
    """A statement of what is seen or heard `offset_ms` into the recording; `content` is a code for key contents.

    With `end_ms` it holds from there until then. `proposed_by` names the tool whose candidate the person confirms.
    `channel` names the channel of a capture in whose time both count; empty: the first or only one, and kept
    under its own name.
    """

    kind: MarkKind
    offset_ms: int
    end_ms: int | None = None
    content: str = ""
    step: int | None = None
    note: str = ""
    proposed_by: str = ""
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Viewing:
    """A viewing as it was journalled: its ground and the number of its entry."""

    ground: Ground
    entry: int


@transaction.atomic
def make_mark(by: Person, recording: Recording, new: NewMark) -> Mark:
    """State what is seen or heard at a moment; RecordingRefused outside the recording or without a needed content.

    So too while the film is unknown in which its position counts.
    """
    require_work(by, recording)
    film = film_that_counts(recording, new.channel)
    _check_mark(recording, new, length_ms(recording, film))
    starts_ms = film.starts_ms if film else 0
    step = new.step if new.step is not None else _step_during(recording, starts_ms + new.offset_ms)
    mark = Mark.objects.create(
        recording=recording,
        step_id=step,
        kind=new.kind.value,
        content=new.content,
        channel=film.channel if film else "",
        starts_ms=starts_ms,
        offset_ms=new.offset_ms,
        end_ms=new.end_ms,
        note=safe_text(new.note.strip()),
        proposed_by=safe_text(new.proposed_by, 80),
        by=by,
        made_at=outside().clock.now(),
    )
    about = about_recording(recording, case_of(recording, step))
    record(entries.MARK_MADE, by, about, What(data=_said_of(mark), rows=[mark]))
    return mark


def _step_during(recording: Recording, ms: int) -> int | None:
    """The one linked step that was going on so far into the recording; None when there is none, or more than one."""
    links = Link.objects.filter(recording=recording, ended_at=None).select_related("step")
    if len(links) < 2:
        return None
    at, now = recording.start + timedelta(milliseconds=ms), outside().clock.now()
    during = [link.step_id for link in links if link.step.start <= at <= (link.step.end or now)]
    return during[0] if len(during) == 1 else None


def _said_of(mark: Mark) -> dict[str, Any]:
    """What the journal keeps of a mark; what was not said is left out."""
    said = {"kind": mark.kind, "content": mark.content, "offset_ms": mark.offset_ms, "note": mark.note}
    more = {"end_ms": mark.end_ms, "proposed_by": mark.proposed_by}
    more |= {"starts_ms": mark.starts_ms, **channel_told(mark.recording, mark.channel)}
    return said | {key: value for key, value in more.items() if value}


def _check_mark(recording: Recording, new: NewMark, length: int | None) -> None:
    if new.offset_ms < 0 or (length is not None and new.offset_ms > length):
        raise RecordingRefused("标记的位置不在这份音像记录之内，请重新定位后再标记。")
    if new.end_ms is not None and not new.offset_ms < new.end_ms <= (new.end_ms if length is None else length):
        raise RecordingRefused("标记的终点须在起点之后、记录结束之前，请重新定位后再标记。")
    if new.kind is MarkKind.KEY_CONTENT and not new.content:
        raise RecordingRefused("请选择所标记的重点摄录内容。")
    if new.content and not _known_content(new.content):
        raise RecordingRefused(f"“{new.content}”不是已知的摄录内容，请从列表中选择。")
    linked = Link.objects.filter(recording=recording, step=new.step, ended_at=None)
    if new.step is not None and not linked.exists():
        raise RecordingRefused("这份音像记录没有关联到该环节，请先关联再标记。")


def _known_content(code: str) -> bool:
    return outside().law.vocabulary().knows("contents", code)


@transaction.atomic
def withdraw_mark(by: Person, mark: Mark, reason: str) -> Mark:
    """Withdraw a mark, saying why; only by who made it, or who works on a case the recording is linked to."""
    require_work(by, mark.recording)
    if mark.by_id != by.pk and not takes_part(by, mark.recording):
        raise PermissionDenied("只有作出标记的人和所关联案件的办案人员可以撤回标记。")
    if not reason.strip():
        raise RecordingRefused("请写明撤回标记的理由。")
    if mark.withdrawn_at is not None:
        raise RecordingRefused("这个标记早已撤回。")
    mark.withdrawn_at = outside().clock.now()
    mark.save(update_fields=["withdrawn_at"])
    data = {"mark": mark.pk, "reason": reason.strip()}
    about = about_recording(mark.recording, case_of(mark.recording, mark.step_id))
    record(entries.MARK_WITHDRAWN, by, about, What(data=data, rows=[mark]))
    return mark


@transaction.atomic
def use_as_evidence(by: Person, recording: Recording) -> Recording:
    """Say that the recording is used as evidence 作为证据: an explanation note and long keeping are then owed."""
    require_work(by, recording)
    case = case_of(recording)
    if not case:
        raise RecordingRefused("请先把音像记录关联到案件的执法环节，再作为证据使用。")
    if recording.used_as_evidence:
        raise RecordingRefused("这份音像记录已经作为证据使用。")
    recording.used_as_evidence = True
    recording.save(update_fields=["used_as_evidence"])
    record(entries.USED_AS_EVIDENCE, by, about_recording(recording, case), What(rows=[recording]))
    return recording


@transaction.atomic
def file_recording(by: Person, recording: Recording, at: datetime) -> Recording:
    """Say when the recording was attached to the case file 附卷 (gd-transport-2019 art. 28)."""
    require_work(by, recording)
    if not recording.used_as_evidence:
        raise RecordingRefused("只有作为证据使用的音像记录才需要附卷，请先确定作为证据。")
    if recording.filed_at is not None:
        raise RecordingRefused("这份音像记录已经附卷。")
    if at > outside().clock.now():
        raise RecordingRefused("附卷时间晚于现在，请核对。")
    recording.filed_at = at
    recording.save(update_fields=["filed_at"])
    about = about_recording(recording, case_of(recording))
    record(entries.RECORDING_FILED, by, about, What(data={"at": at.isoformat()}, rows=[recording]))
    return recording


@transaction.atomic
def set_keeping(by: Person, recording: Recording, *, until: datetime | None, long_term: bool = False) -> Recording:
    """Set how long the recording is kept 保存期限; it may be lengthened, never shortened, and long-term stays so."""
    if not may_keep(by, recording):
        raise PermissionDenied("保存期限由资料管理员，或者所关联案件的办案人员确定。")
    if until is None and not long_term:
        raise RecordingRefused("请填写保存至何时，或者选择长期保存。")
    if recording.kept_long_term and not long_term:
        raise RecordingRefused("这份音像记录已确定长期保存，不能改为定期保存。")
    if recording.kept_until and until and until < recording.kept_until:
        raise RecordingRefused(f"保存期限只能延长，现为 {recording.kept_until:%Y-%m-%d}。")
    recording.kept_until, recording.kept_long_term = until or recording.kept_until, long_term
    recording.save(update_fields=["kept_until", "kept_long_term"])
    data = {"until": until.isoformat() if until else None, "long_term": long_term}
    about = about_recording(recording, case_of(recording))
    record(entries.KEEPING_SET, by, about, What(data=data, rows=[recording]))
    return recording


@transaction.atomic
def view_page(by: Person, recording: Recording, step: int | None = None) -> None:
    """Journal that a person opened the recording's page: place, marks and custody are data of the recording too.

    `step` (its key) tells which case the page speaks of, where the recording belongs to several.
    """
    record(entries.PAGE_VIEWED, by, about_recording(recording, case_of(recording, step)))


@transaction.atomic
def view(by: Person, recording: Recording, purpose: str = "", *, channel: str = "") -> Viewing:
    """Journal a viewing before a byte is shown; PermissionDenied without a ground, RecordingRefused with no purpose.

    `channel` names the channel of a capture that is seen; empty: the first or only one.
    """
    ground = view_ground(by, recording)
    if ground is None:
        raise PermissionDenied("查阅这份音像记录须经批准。请先提出调阅申请。")
    if needs_purpose(ground) and not purpose.strip():
        raise RecordingRefused("请写明查阅用途，用途将记入日志。")
    stated = Purpose(purpose=safe_text(purpose.strip()) or ground.label)
    about = about_recording(recording, case_of(recording))
    data = {"ground": ground.value, **channel_told(recording, channel)}
    entry = record(entries.RECORDING_VIEWED, by, about, What(data=data), stated)
    return Viewing(ground, entry.seq)


@transaction.atomic
def fetch_rejected(by: Person, row: Rejected, purpose: str) -> None:
    """Journal that the bytes of a rejected file are handed out; PermissionDenied without the right."""
    require(by, REJECTED_LANE)
    if not purpose.strip():
        raise RecordingRefused("请写明取出用途，用途将记入日志。")
    about = About(kind="rejected", id=str(row.pk), label=row.original_name[:80])
    record(
        entries.REJECTED_FETCHED,
        by,
        about,
        What(data={"sha256": row.sha256}),
        Purpose(purpose=safe_text(purpose.strip())),
    )


@transaction.atomic
def add_sm3(recording: Recording, sm3: str) -> bool:
    """Complete the recording with its SM3; False when somebody else did so meanwhile."""
    fresh = Recording.objects.select_for_update().get(pk=recording.pk)
    if fresh.sm3:
        return False
    fresh.sm3 = sm3
    fresh.save(update_fields=["sm3"])
    record(entries.SM3_ADDED, None, about_recording(fresh), What(data={"sm3": sm3}, rows=[fresh]))
    return True


def case_of(recording: Recording, step: int | None = None) -> str:
    """The number of the case the recording is linked to (by this step, if one is named); empty when to none."""
    links = Link.objects.filter(recording=recording, ended_at=None).order_by("pk")
    if step is not None:
        links = links.filter(step=step)
    return links.values_list("step__case__number", flat=True).first() or ""
