"""Intake: files of a device become recordings, each kept and journalled before the next answer is given.

Per file: bytes durable in the vault's staging → looked at by the probe in its child process → kept under their digest
→ one transaction with row and journal entry. It is level-triggered: run again over the same folder after a crash it
finds what is there (`duplicate`), gives a row to what has none, and never makes a second one. While one file is
probed and journalled, the vault is already copying and hashing the next.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from liuhen.apps.journal.actions import About, What, record
from liuhen.apps.recordings import entries
from liuhen.apps.recordings.clocking import clock_columns, measured_for
from liuhen.apps.recordings.found import columns, media_of, particulars, rejected_media
from liuhen.apps.recordings.looking import look_into
from liuhen.apps.recordings.models import Intake, Recording, Rejected
from liuhen.apps.recordings.named import read_name
from liuhen.apps.recordings.names import key_of, plain, safe_text
from liuhen.apps.recordings.permissions import INTAKE, INTAKE_FOR_OTHERS, require
from liuhen.apps.recordings.storage import QuotaReached, count_in, need_quota
from liuhen.apps.recordings.waiting import awaited_by
from liuhen.core.errors import LiuhenError
from liuhen.core.terms.labels import Term
from liuhen.ports.media_probe import ProbeOutcome, ProbeResult
from liuhen.ports.outside import outside
from liuhen.ports.vault import Lane, Leftover, Source, Staged, VaultError, VaultFull

if TYPE_CHECKING:
    from liuhen.apps.devices.models import Device
    from liuhen.apps.people.models import Person

SOURCE_UNREADABLE = "source_unreadable"
ABANDONED_PART = timedelta(minutes=1)
MAX_OFFSET = timedelta(days=3650)


class IntakeRefused(LiuhenError):
    """An intake cannot begin as asked."""


class Outcome(Term):
    """What became of one file."""

    STORED = "stored", "已入库"
    DUPLICATE = "duplicate", "已在库中"
    REJECTED = "rejected", "未收录"


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What holds for all files of an intake. `clock_offset`: how far the device's clock runs ahead of true time."""

    officer: Person
    device: Device
    by: Person | None = None
    clock_offset: timedelta | None = None
    returned_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Incoming:
    """One file to be taken in: where its bytes come from, and the name it came under (text, never a path)."""

    source: Source
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of one file, why, and what was found in it."""

    name: str
    outcome: Outcome
    reason: str = ""
    sha256: str | None = None
    media: dict[str, Any] | None = None
    recording: int | None = None

    def as_json(self) -> dict[str, Any]:
        """One entry of `files` (docs/formats/intake.md)."""
        return {
            "path": self.name,
            "outcome": self.outcome.value,
            "reason": self.reason or None,
            "sha256": self.sha256,
            "media": self.media or {},
        }


@transaction.atomic
def open_intake(batch: Batch) -> Intake:
    """Open the batch; IntakeRefused when device and officer do not belong together or a time cannot be."""
    _check(batch)
    now = outside().clock.now()
    clock = clock_columns(batch.device, batch.clock_offset, now)
    intake = Intake.objects.create(
        agency=batch.device.agency,
        device=batch.device,
        officer=batch.officer,
        by=batch.by,
        started_at=now,
        returned_at=batch.returned_at,
        **clock,
    )
    data = {
        "device": batch.device.number,
        "officer": batch.officer.certificate or "",
        "clock_offset_ms": clock.get("clock_offset_ms"),
        "clock_source": clock.get("clock_source", ""),
    }
    about = About(kind="intake", id=str(intake.pk), label=batch.device.number)
    record(entries.INTAKE_OPENED, batch.by or batch.officer, about, What(data=data, rows=[intake]))
    return intake


def _check(batch: Batch) -> None:
    outside().law.vocabulary()  # one that cannot be read is told of before the first byte, not after
    if batch.by is not None:
        require(batch.by, INTAKE)
        if batch.by != batch.officer:
            require(batch.by, INTAKE_FOR_OTHERS)
    if batch.by is not None and batch.by.unit.agency_id != batch.device.agency_id:
        raise IntakeRefused(f"设备 {batch.device.number} 属于其他机构，不能代为采集。请由该机构的人员采集。")
    if batch.device.agency_id != batch.officer.unit.agency_id:
        raise IntakeRefused(f"设备 {batch.device.number} 与执法人员 {batch.officer.name} 不属于同一机构，请核对。")
    if not batch.device.in_service:
        raise IntakeRefused(f"设备 {batch.device.number} 已停用，不能入库。请核对设备编号，或先恢复使用。")
    if batch.clock_offset is not None and abs(batch.clock_offset) > MAX_OFFSET:
        raise IntakeRefused("时钟偏差超过十年，请核对。单位是秒，设备快为正，慢为负。")
    if batch.returned_at and batch.returned_at > outside().clock.now() + timedelta(minutes=5):
        raise IntakeRefused("返回单位时间晚于现在，请核对。")


def intake_files(intake: Intake, files: Iterable[Incoming]) -> Iterator[Result]:
    """Take the files in, one result each, in order; VaultFull ends it, leaving what was stored intact.

    Whoever stops early loses nothing: what is staged and not yet answered for stays until the next run.
    """
    outside().probe.start()
    clear_abandoned_parts()
    handed: deque[Incoming] = deque()
    full: list[VaultFull] = []
    for outcome in outside().vault.stage_many(_until_full(files, handed, full)):
        incoming = handed.popleft()
        if outcome.staged:
            try:
                yield take_in(intake, outcome.staged, incoming.name)
            except QuotaReached as error:
                outside().vault.abandon(outcome.staged)  # the source still has it
                full.append(error)
        elif isinstance(outcome.error, VaultFull):
            full.append(outcome.error)
        else:
            yield _unreadable(intake, incoming.name, str(outcome.error))
    clear_answered_leftovers()
    if full:
        raise full[0]


def _until_full(files: Iterable[Incoming], handed: deque[Incoming], full: list[VaultFull]) -> Iterator[Source]:
    """Hand out sources until the disk is full; what is on its way by then is still brought to its end."""
    for one in files:
        if full:
            return
        handed.append(one)
        yield one.source


def take_in(intake: Intake, staged: Staged, name: str) -> Result:
    """Give staged bytes their place and their row.

    VaultError, QuotaReached among them, when they can't be kept; they then stay staged.
    """
    name = safe_text(name)
    if known := _standing(intake, staged.sha256):
        outside().vault.commit(staged)  # heals the vault should it have lost the object
        return _duplicate(intake, known, name)
    need_quota(intake.agency, staged.size)
    found = _probe(staged, name)
    if found.outcome is ProbeOutcome.NOT_A_RECORDING:
        outside().vault.commit(staged, lane=Lane.REJECTED)
        return _reject(intake, staged, name, found)
    outside().vault.commit(staged)
    return _keep(intake, staged, name, found)


def answered(intake: Intake, sha256: str, name: str) -> Result | None:
    """What became of these bytes in this intake, for one who asks again because the answer was lost on its way."""
    if recording := Recording.objects.filter(intake=intake, sha256=sha256).first():
        media = media_of(recording)
        return Result(name=name, outcome=Outcome.STORED, sha256=sha256, media=media, recording=recording.pk)
    if row := Rejected.objects.filter(intake=intake, sha256=sha256).first():
        return Result(name=name, outcome=Outcome.REJECTED, reason=row.reason, sha256=sha256, media=rejected_media(row))
    known = _standing(intake, sha256)
    return _seen_before(known, name) if known else None


def _standing(intake: Intake, sha256: str) -> Recording | None:
    return Recording.objects.filter(agency=intake.agency_id, sha256=sha256).first()


def _probe(staged: Staged, name: str) -> ProbeResult:
    modified = None
    if staged.source_mtime_ns is not None:
        modified = _moment(staged.source_mtime_ns)
    return outside().probe.probe(staged.path, original_name=name, modified_at=modified)


def _moment(nanoseconds: int) -> datetime | None:
    """A file's own time; a time no calendar can hold is no time."""
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=nanoseconds // 1000)
    except OverflowError:
        return None


def _keep(intake: Intake, staged: Staged, name: str, found: ProbeResult) -> Result:
    try:
        recording = _store_row(intake, staged, name, found)
    except IntegrityError:  # another process was first with the same bytes
        known = _standing(intake, staged.sha256)
        if known is None:
            raise
        return _duplicate(intake, known, name)
    return Result(
        name=name,
        outcome=Outcome.STORED,
        reason=found.message or "",
        sha256=staged.sha256,
        media=media_of(recording),
        recording=recording.pk,
    )


@transaction.atomic
def _store_row(intake: Intake, staged: Staged, name: str, found: ProbeResult) -> Recording:
    now = outside().clock.now()
    found, says = read_name(found, name)
    recording = Recording.objects.create(
        agency=intake.agency,
        intake=intake,
        device=intake.device,
        officer=intake.officer,
        sha256=staged.sha256,
        size=staged.size,
        original_name=name,
        source=outside().law.vocabulary().source_of(intake.device.kind),
        stored_at=now,
        unit=intake.officer.unit,
        awaits=awaited_by(found.kind).value,
        name_key=key_of(name),
        **columns(found, now, measured_for(intake), says),
    )
    data = {
        "sha256": staged.sha256,
        "size": staged.size,
        "name": name,
        "device": intake.device.number,
        "officer": intake.officer.certificate or "",
        "unit": intake.officer.unit.name,
        "start": recording.start.isoformat(),
        "end": recording.end.isoformat(),
    }
    look_into(recording)
    count_in(intake.agency, staged.size)
    record(entries.RECORDING_STORED, _actor(intake), about_recording(recording), What(data=data, rows=[recording]))
    return recording


@transaction.atomic
def _duplicate(intake: Intake, known: Recording, name: str) -> Result:
    data = {"sha256": known.sha256, "name": name, "intake": intake.pk}
    record(entries.DUPLICATE_SEEN, _actor(intake), about_recording(known), What(data=data))
    return _seen_before(known, name)


def _seen_before(known: Recording, name: str) -> Result:
    reason = f"此文件已于 {_local(known.stored_at)} 入库（{known.original_name}），未重复存储。"
    return Result(
        name=name,
        outcome=Outcome.DUPLICATE,
        reason=reason,
        sha256=known.sha256,
        media=media_of(known),
        recording=known.pk,
    )


@transaction.atomic
def _reject(intake: Intake, staged: Staged, name: str, found: ProbeResult) -> Result:
    """Keep the reason; the same bytes from the same agency have one row in the lane, however often they are brought."""
    row = Rejected.objects.filter(intake__agency=intake.agency_id, sha256=staged.sha256).first()
    if row:
        data = {"sha256": row.sha256, "name": name, "intake": intake.pk}
        record(entries.REJECTED_AGAIN, _actor(intake), about_rejected(row), What(data=data))
    else:
        row = _reject_row(intake, staged, name, found)
    return Result(
        name=name,
        outcome=Outcome.REJECTED,
        reason=row.reason,
        sha256=staged.sha256,
        media=rejected_media(row),
    )


def _reject_row(intake: Intake, staged: Staged, name: str, found: ProbeResult) -> Rejected:
    row = Rejected.objects.create(
        intake=intake,
        sha256=staged.sha256,
        size=staged.size,
        original_name=name,
        code=str(found.reason or ""),
        reason=found.message or "认不出这是什么文件。原字节已另行保存，请核对来源。",
        found=plain(particulars(found)),
        at=outside().clock.now(),
    )
    data = {"sha256": row.sha256, "size": row.size, "name": name, "code": row.code}
    count_in(intake.agency, staged.size)
    record(entries.FILE_REJECTED, _actor(intake), about_rejected(row), What(data=data, rows=[row]))
    return row


def about_rejected(row: Rejected) -> About:
    """Name a file of the rejected lane in the journal."""
    return About(kind="rejected", id=str(row.pk), label=row.original_name[:80])


@transaction.atomic
def _unreadable(intake: Intake, name: str, reason: str) -> Result:
    """Journal a source that could not be read; there are no bytes to keep."""
    name = safe_text(name)
    about = About(kind="intake", id=str(intake.pk), label=intake.device.number)
    record(entries.FILE_UNREADABLE, _actor(intake), about, What(data={"name": name, "reason": safe_text(reason)}))
    return Result(name=name, outcome=Outcome.REJECTED, reason=reason)


def about_recording(recording: Recording, case: str = "") -> About:
    """Name the recording in the journal, with the case it is linked to, if any."""
    return About(kind="recording", id=str(recording.pk), label=recording.original_name[:80], case=case)


def clear_abandoned_parts() -> None:
    """Remove half-copied files of dead processes: never answered for, and their source is still there."""
    now = outside().clock.now()
    for leftover in outside().vault.leftovers():
        if not leftover.complete and _older(leftover, now):
            _discard(leftover)


def clear_answered_leftovers() -> None:
    """Remove complete leftovers of a crash whose bytes are kept and have their row by now."""
    for leftover in outside().vault.leftovers():
        if leftover.complete and _has_row(leftover.name[:64]):
            _discard(leftover)


def _has_row(sha256: str) -> bool:
    known = any(model.objects.filter(sha256=sha256).exists() for model in (Recording, Rejected))
    return known and outside().vault.exists(sha256)


def _older(leftover: Leftover, now: datetime) -> bool:
    try:
        return now - datetime.fromtimestamp(leftover.path.stat().st_mtime, UTC) > ABANDONED_PART
    except FileNotFoundError:
        return False


def _discard(leftover: Leftover) -> None:
    try:
        outside().vault.discard(leftover)
    except (VaultError, FileNotFoundError):
        return  # somebody else is at it; it will be looked at again on the next run


def _actor(intake: Intake) -> Person:
    return intake.by or intake.officer


def _local(moment: datetime) -> str:
    from django.utils import timezone

    return timezone.localtime(moment).strftime("%Y年%m月%d日 %H:%M")
