"""Uploads become recordings: registered by the page that sent them, or by a sweep when nobody came back for them."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from liuhen.apps.journal.actions import About, What, record
from liuhen.apps.journal.queries import body_of, entries_among
from liuhen.apps.recordings import entries
from liuhen.apps.recordings.actions import link_what_fits
from liuhen.apps.recordings.intake import Result, answered, take_in
from liuhen.apps.recordings.models import Intake
from liuhen.apps.recordings.names import safe_text
from liuhen.apps.recordings.queries import recordings_by_key
from liuhen.apps.recordings.storage import QuotaReached, need_quota, room_of
from liuhen.apps.recordings.tickets import KEPT_UNFINISHED, UploadTicket
from liuhen.core.errors import LiuhenError
from liuhen.ports.outside import outside
from liuhen.ports.upload_store import Upload, UploadError, UploadGone, UploadState

if TYPE_CHECKING:
    from datetime import datetime

    from liuhen.apps.people.models import Person

LEFT_ALONE = timedelta(minutes=5)
"""How long after its last byte an upload is left to the page that sent it."""
KEPT_NOTES = timedelta(days=2)
"""How long it is remembered that an upload was taken in, for a page that lost the answer."""
LONGEST_NAME = 4096
_SHA256 = re.compile(r"[0-9a-fA-F]{64}", re.ASCII)
_log = logging.getLogger(__name__)


class DigestStatedDiffers(LiuhenError):
    """The bytes received are not those the sender says it has read."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the sender says of a file: its name (text, never a path) and its own time, nanoseconds since 1970."""

    name: str
    modified_ns: int | None = None


def ticket_for(intake: Intake, person: Person) -> UploadTicket:
    """What lets the person upload into the intake, with what the quota has left now."""
    return UploadTicket(intake.pk, person.pk, room_of(intake.agency), intake.agency_id)


def register_upload(intake: Intake, id: str, sha256: str, told: Told) -> Result:
    """Give a whole upload its row; whoever asks again gets the same answer.

    Raises UploadBusy while another is at it, UploadGone, and VaultError when it can't be kept now: it then waits for
    the next attempt.
    """
    before = answered(intake, sha256, told.name)
    if before is None:  # said before the bytes are touched, so that they can wait as they are
        need_quota(intake.agency, outside().uploads.look(id).length)
    try:
        staged = outside().uploads.claim(id)
    except UploadGone:
        if before is None:
            raise
        return before
    try:
        result = take_in(intake, replace(staged, source_mtime_ns=told.modified_ns), told.name)
    except BaseException:
        outside().vault.let_go(staged)
        raise
    outside().uploads.taken(id)
    if result.recording:
        link_what_fits(recordings_by_key([result.recording]))
    return result


def compare_digest(id: str, sha256: str, stated: str) -> None:
    """Give up an upload whose sender has read other bytes than were received, and raise DigestStatedDiffers."""
    if stated.lower() in ("", sha256):
        return
    if not _SHA256.fullmatch(stated):
        raise DigestStatedDiffers("声明的 sha256 应为 64 位十六进制数，文件没有登记。")
    reason = f"收到的内容（SHA-256 {sha256}）与上传者所读的 {stated} 不符"
    outside().uploads.give_up(id, reason)
    journal_ended()
    raise DigestStatedDiffers(f"{reason}，已清除。请重新上传该文件。")


def unfinished_of(intake: Intake) -> list[Upload]:
    """Uploads of an intake that are on their way or wait to be registered, the latest first."""
    mine = [one for one in outside().uploads.standing() if one.about.get("intake") == intake.pk]
    return sorted(mine, key=lambda one: one.touched_at, reverse=True)


def register_finished(now: datetime) -> int:
    """Register what is whole and was left alone; give how many. ExceptionGroup at the end for those that failed.

    One that fails holds up no other: whatever stopped it, the next run looks at it again.
    """
    done, failures = 0, list[Exception]()
    for upload in outside().uploads.standing():
        if upload.offset < upload.length or now - upload.touched_at < LEFT_ALONE:
            continue
        try:
            done += _register_left(upload)
        except (UploadError, QuotaReached) as obstacle:
            _log.info("upload %s waits or has ended: %s", upload.id, obstacle)
        except Exception as failure:  # of the disk, the database or the file itself
            _log.exception("upload %s could not be registered", upload.id)
            failures.append(failure)
    if failures:
        raise ExceptionGroup(f"{len(failures)} 个已传完的文件未能登记", failures)
    return done


def _register_left(upload: Upload) -> int:
    if upload.state is UploadState.OPEN:  # its last byte came just before a crash
        with outside().uploads.receive(upload.id, upload.offset) as receiver:
            upload = receiver.settle()
    intake = _intake_of(upload)
    if intake is None:
        return 0
    register_upload(intake, upload.id, upload.sha256, told_at_creation(upload))
    return 1


def told_at_creation(upload: Upload) -> Told:
    """What was said of the file when its upload began."""
    stated = str(upload.about.get("last_modified", ""))
    return Told(name_told(str(upload.about.get("name", ""))), milliseconds(stated))


def name_told(text: str) -> str:
    """The name a file came under, its path within the dropped folder where one is told."""
    return text.removeprefix("/")[:LONGEST_NAME] or "（无文件名）"


def milliseconds(text: str) -> int | None:
    """A file's own time in nanoseconds, from milliseconds as a browser tells them; None when it tells none."""
    return int(text) * 1_000_000 if text.isascii() and text.isdigit() and len(text) < 16 else None


def end_expired(now: datetime) -> int:
    """Give up unfinished uploads nobody went on with, and journal all that were given up; give how many ran out."""
    ended = 0
    for upload in outside().uploads.standing():
        unfinished = upload.state is UploadState.OPEN and upload.offset < upload.length
        if unfinished and now - upload.touched_at > KEPT_UNFINISHED:
            try:
                outside().uploads.give_up(upload.id, f"停顿超过 {KEPT_UNFINISHED.days} 天")
                ended += 1
            except UploadError:
                continue  # somebody went on with it, or ended it, in this very moment
    journal_ended()
    _forget_taken(now)
    return ended


def journal_ended() -> None:
    """Write one entry for each upload that was given up, and forget it once that entry stands."""
    for upload in outside().uploads.ended():
        if upload.state is UploadState.GIVEN_UP:
            _journal(upload)
            outside().uploads.forget(upload.id)


@transaction.atomic
def _journal(upload: Upload) -> None:
    """Write the entry unless there is one: another process may be at it, or have died before it forgot the upload."""
    intake = _intake_of(upload, held=True)
    if intake is None or _journalled(upload, intake):
        return
    about = About(kind="intake", id=str(intake.pk), label=intake.device.number)
    data = {
        "upload": upload.id,
        "name": safe_text(told_at_creation(upload).name),
        "size": upload.length,
        "reason": upload.reason,
    }
    record(entries.UPLOAD_GIVEN_UP, intake.by or intake.officer, about, What(data=data))


def _journalled(upload: Upload, intake: Intake) -> bool:
    ended = entries_among("intake", [str(intake.pk)], [entries.UPLOAD_GIVEN_UP.code])
    return any(body_of(entry)["data"].get("upload") == upload.id for entry in ended)


def _forget_taken(now: datetime) -> None:
    for upload in outside().uploads.ended():
        if upload.state is UploadState.TAKEN and now - upload.touched_at > KEPT_NOTES:
            outside().uploads.forget(upload.id)


def _intake_of(upload: Upload, *, held: bool = False) -> Intake | None:
    """The intake an upload is for; `held` until the transaction ends."""
    found = Intake.objects.select_related("agency", "device", "officer__unit", "by__unit")
    found = found.select_for_update(of=("self",), no_key=True) if held else found
    return found.filter(pk=upload.about.get("intake", 0)).first()
