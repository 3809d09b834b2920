"""All writes of clips 片段: asked for by a person, cut by the workshop, taken out. A clip is never an original."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction

from liuhen.apps.journal.actions import About, Purpose, What, record
from liuhen.apps.recordings.actions import case_of
from liuhen.apps.recordings.names import safe_text
from liuhen.apps.recordings.offers import NO_SUCH_CHANNEL, about_recording, channel_told, length_ms, standing_of
from liuhen.apps.review import entries
from liuhen.apps.review.actions import ReviewRefused
from liuhen.apps.review.clip_queries import Cuttable, can_be_cut, cuttable
from liuhen.apps.review.models import Derivative
from liuhen.apps.review.permissions import TAKE_CLIP, TAKE_ORIGINAL, require
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person
    from liuhen.apps.people.roles import Right
    from liuhen.apps.recordings.models import Recording
    from liuhen.ports.vault import StoredObject
    from liuhen.ports.workshop import Work

CLIP = "clip"
LONGEST_LABEL, LONGEST_PURPOSE = 120, 500


@dataclass(frozen=True, slots=True, kw_only=True)
class NewClip:
    """What is to be cut: positions in milliseconds of the recording, a title, and what the clip is for.

    `channel` names the channel of a capture in whose time they count; empty: the first or only one, and kept
    under its own name.
    """

    from_ms: int
    to_ms: int
    label: str
    purpose: str
    channel: str = ""


@transaction.atomic
def cut(by: Person, recording: Recording, new: NewClip) -> Derivative:
    """Ask for a clip; it is cut by a job. PermissionDenied without a ground to view, ReviewRefused for no such part."""
    _require_ground(by, recording)
    if not can_be_cut(recording):
        raise ReviewRefused("这份记录不能截取片段：只有能播放的录音录像可以截取。")
    source = _source_of(recording, new)
    label, purpose = safe_text(new.label.strip(), LONGEST_LABEL), safe_text(new.purpose.strip(), LONGEST_PURPOSE)
    if not label or not purpose:
        raise ReviewRefused("请写明片段的标题和用途，二者都将记入日志。")
    clip = Derivative.objects.create(
        recording=recording,
        kind=CLIP,
        channel=source.film.channel if source.film else "",
        from_ms=new.from_ms,
        to_ms=new.to_ms,
        label=label,
        purpose=purpose,
        by=by,
        made_at=outside().clock.now(),
    )
    record(entries.CLIP_ASKED, by, _about(recording), What(data=_told(clip), rows=[clip]), Purpose(purpose=purpose))
    return clip


def _source_of(recording: Recording, new: NewClip) -> Cuttable:
    """What the part is cut from; ReviewRefused when there is no such part."""
    if not 0 <= new.from_ms < new.to_ms:
        raise ReviewRefused("片段的止须在起之后，请重新填写起止位置。")
    source = cuttable(recording, new.channel)
    if source is None:
        raise ReviewRefused(NO_SUCH_CHANNEL)
    length = length_ms(recording, source.film)
    if length is not None and new.from_ms >= length:
        raise ReviewRefused("片段的起已超出记录的长度，请重新填写起止位置。")
    return source


@transaction.atomic
def made(clip: Derivative, work: Work, stored: StoredObject) -> bool:
    """Note that the clip was cut and is kept; False when somebody else has done so meanwhile."""
    fresh = _still_waiting(clip)
    if fresh is None:
        return False
    fresh.sha256, fresh.size = stored.sha256, stored.size
    fresh.tool, fresh.result = work.tool[:LONGEST_LABEL], dict(work.result)
    fresh.save(update_fields=["sha256", "size", "tool", "result"])
    data = {**_told(fresh), "sha256": fresh.sha256, "parent": fresh.recording.sha256, "tool": fresh.tool}
    record(entries.CLIP_MADE, None, _about(fresh.recording), What(data=data, rows=[fresh]))
    return True


@transaction.atomic
def failed(clip: Derivative, reason: str) -> None:
    """Note that the clip can't be cut, and why. Whoever wants it asks for another."""
    fresh = _still_waiting(clip)
    if fresh is not None:
        fresh.failure = reason
        fresh.save(update_fields=["failure"])
        data = {**_told(fresh), "reason": reason}
        record(entries.CLIP_FAILED, None, _about(fresh.recording), What(data=data, rows=[fresh]))


def _still_waiting(clip: Derivative) -> Derivative | None:
    fresh = Derivative.objects.select_for_update(of=("self",)).select_related("recording").get(pk=clip.pk)
    return fresh if fresh.waits else None


@transaction.atomic
def take(by: Person, clip: Derivative, purpose: str) -> None:
    """Journal that a clip is taken out; PermissionDenied without right or ground, ReviewRefused while it is not cut."""
    if not clip.sha256:
        raise ReviewRefused("这个片段还没有制成，不能取出。")
    stated = _may_take(by, clip.recording, TAKE_CLIP, purpose)
    data = {**_told(clip), "sha256": clip.sha256, "parent": clip.recording.sha256}
    record(entries.CLIP_TAKEN, by, _about(clip.recording), What(data=data), stated)


@transaction.atomic
def take_original(by: Person, recording: Recording, purpose: str) -> None:
    """Journal that a copy of the original is taken out; PermissionDenied without the right or a ground to view."""
    stated = _may_take(by, recording, TAKE_ORIGINAL, purpose)
    data = {"sha256": recording.sha256, "size": recording.size}
    record(entries.ORIGINAL_TAKEN, by, _about(recording), What(data=data), stated)


def _may_take(by: Person, recording: Recording, right: Right, purpose: str) -> Purpose:
    require(by, right)
    _require_ground(by, recording)
    if not purpose.strip():
        raise ReviewRefused("请写明取出用途，用途将记入日志。")
    return Purpose(purpose=safe_text(purpose.strip(), LONGEST_PURPOSE))


def _require_ground(by: Person, recording: Recording) -> None:
    if standing_of(by, recording).ground is None:
        raise PermissionDenied("查阅这份音像记录须经批准。请先提出调阅申请。")


def _about(recording: Recording) -> About:
    return about_recording(recording, case_of(recording))


def _told(clip: Derivative) -> dict[str, object]:
    told = {"clip": clip.pk, "from_ms": clip.from_ms, "to_ms": clip.to_ms, "label": clip.label}
    return {**told, **channel_told(clip.recording, clip.channel)}
