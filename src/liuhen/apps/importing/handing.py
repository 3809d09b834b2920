"""Scans handed in on the page: each is tried as it comes, and those that fit are attached once somebody says so."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from liuhen.apps.importing import entries
from liuhen.apps.importing.actions import require_bring
from liuhen.apps.importing.models import BatchState, ScanBatch, ScanFile, ScanOutcome
from liuhen.apps.importing.queries import batches_waiting, is_attached
from liuhen.apps.importing.scanning import Kept, attach, keep, place_of
from liuhen.apps.journal.actions import About, What, record
from liuhen.core.importing.mapping import Scans
from liuhen.core.importing.scans import ScanList, ScanNames, ScanNaming, StatedScan
from liuhen.ports.outside import outside
from liuhen.ports.scans import ScanRefused

if TYPE_CHECKING:
    from liuhen.apps.importing.models import Brought
    from liuhen.apps.people.models import Person

ZONE = "+08:00"
MOST_BYTES = 100 << 20
"""A scan may be as large."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBatch:
    """By what the scans are known: a pattern of their names, or a list (name → case, document, day)."""

    name: str = ""
    list_name: str = ""
    listed: Mapping[str, Sequence[str]] = field(default_factory=dict)


@transaction.atomic
def open_batch(by: Person, new: NewBatch) -> ScanBatch:
    """Begin a batch. ValidationError where neither a pattern that can do nor a list is given."""
    require_bring(by)
    batch = ScanBatch(
        agency=by.unit.agency,
        by=by,
        name="" if new.listed else new.name,
        list_name=new.list_name[:255],
        listed={name: [*said] for name, said in new.listed.items()},
        begun_at=outside().clock.now(),
        state=BatchState.OPEN.value,
    )
    try:
        _naming(batch)
    except ValueError as error:
        raise ValidationError({"name": str(error)}) from None
    batch.save()
    record(entries.SCANS_BEGUN, by, _named(batch), What(data={"listed": len(batch.listed)}, rows=[batch]))
    return batch


def take_file(by: Person, batch: ScanBatch, name: str, pieces: Iterable[bytes]) -> ScanFile:
    """Try a file that is handed in, and keep its bytes if it fits; the same name again takes the place of the first.

    ValidationError once the batch is being attached.
    """
    require_bring(by)
    if batch.state != BatchState.OPEN.value:
        raise ValidationError("这一批已经开始附入，请另开一批提交。")
    path = PurePosixPath(name.replace("\\", "/")).name[:255] or "无名文件"
    told = _tried(by, batch, path, pieces)
    with transaction.atomic():
        ScanFile.objects.filter(batch=batch, path=path).delete()
        return ScanFile.objects.create(batch=batch, path=path, **told)


def _tried(by: Person, batch: ScanBatch, path: str, pieces: Iterable[bytes]) -> dict[str, Any]:
    with TemporaryDirectory(prefix="liuhen-scan-") as folder:
        try:
            brought, stated = place_of(by, path, _naming(batch))
            file = Path(folder) / f"scan{PurePosixPath(path).suffix}"
            digest = _written(file, pieces)
            return {"case": brought.case, "kind": stated.kind, "made_at": stated.made_at} | _fitting(
                batch, brought, file, digest, path
            )
        except (ValueError, ScanRefused) as error:
            why = str(error).replace("scans.name", "文件名写法")
            return {"outcome": ScanOutcome.REFUSED.value, "reason": why[:300]}


def _written(file: Path, pieces: Iterable[bytes]) -> str:
    """Lay the bytes down and give their digest; ValueError for too many."""
    digest, size = hashlib.sha256(), 0
    with file.open("wb") as into:
        for piece in pieces:
            size += len(piece)
            if size > MOST_BYTES:
                raise ValueError(f"文件超过 {MOST_BYTES >> 20} MB，请分成几份或者降低扫描分辨率")
            digest.update(piece)
            into.write(piece)
    if not size:
        raise ValueError("文件是空的")
    return digest.hexdigest()


def _fitting(batch: ScanBatch, brought: Brought, file: Path, digest: str, path: str) -> dict[str, Any]:
    if is_attached(brought.case_id, digest):
        return {"outcome": ScanOutcome.KNOWN.value}
    same = ScanFile.objects.filter(batch=batch, case=brought.case, sha256=digest).exclude(path=path).first()
    if same:
        raise ValueError(f"与“{same.path}”是同一份扫描件")
    kept = keep(file)
    return {
        "outcome": ScanOutcome.FITTING.value,
        "sha256": kept.sha256,
        "size": kept.size,
        "pdf_sha256": kept.pdf_sha256,
        "pdf_size": kept.pdf_size,
    }


@transaction.atomic
def begin_attaching(by: Person, batch: ScanBatch) -> None:
    """Say that the scans that fit are to be attached; the worker does it."""
    require_bring(by)
    fitting = ScanFile.objects.filter(batch=batch, outcome=ScanOutcome.FITTING.value).count()
    if not fitting:
        raise ValidationError("没有可以附入的扫描件。")
    waiting = ScanBatch.objects.filter(pk=batch.pk, state=BatchState.OPEN.value)
    if not waiting.update(state=BatchState.RUNNING.value):
        raise ValidationError("这一批已经在附入或者已经附入过，请刷新页面查看。")
    record(entries.SCANS_ASKED, by, _named(batch), What(data={"files": fitting}))


def attach_waiting() -> int:
    """Attach every batch that waits for it; give how many there were. May be stopped and run again."""
    waiting = list(batches_waiting())
    for batch in waiting:
        for file in ScanFile.objects.filter(batch=batch, outcome=ScanOutcome.FITTING.value).order_by("path"):
            _attach(batch.by, file)
        ScanBatch.objects.filter(pk=batch.pk).update(state=BatchState.ENDED.value)
    return len(waiting)


def _attach(by: Person, file: ScanFile) -> None:
    assert file.case and file.made_at  # noqa: S101  it fits
    kept = Kept(path=file.path, sha256=file.sha256, size=file.size, pdf_sha256=file.pdf_sha256, pdf_size=file.pdf_size)
    stated = StatedScan(case=file.case.number, kind=file.kind, made_at=file.made_at)
    outcome, reason = ScanOutcome.ATTACHED, ""
    try:
        with transaction.atomic():
            attach(by, file.case, stated, kept=kept)
    except IntegrityError:
        outcome = ScanOutcome.KNOWN
    except ValidationError as error:
        outcome, reason = ScanOutcome.REFUSED, "；".join(error.messages)
    ScanFile.objects.filter(pk=file.pk).update(outcome=outcome.value, reason=reason[:300])


def _naming(batch: ScanBatch) -> ScanNaming:
    words = outside().law.vocabulary()
    return ScanList(batch.listed, words) if batch.listed else ScanNames(Scans(name=batch.name), ZONE, words)


def _named(batch: ScanBatch) -> About:
    return About(kind="scans", id=str(batch.pk), label=batch.list_name or batch.name)
