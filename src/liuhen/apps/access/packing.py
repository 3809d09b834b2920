"""What goes into an evidence package, gathered from all rooms, and the seal that closes it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from liuhen.apps.cases.queries import whole_case
from liuhen.apps.duties.queries import dossier_of, keeping_data, plain_data, verdict_data
from liuhen.apps.journal.queries import body_of, entries_about, entries_of_case
from liuhen.apps.recordings.queries import recordings_of_case
from liuhen.core.package import Contents, CustodyEntry, FileRecord, PackageError, PackageFile, Role, Seal
from liuhen.core.package import names as path_of
from liuhen.core.tlog import CHECKPOINT_PATH, prove_leaves
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case, Document
    from liuhen.apps.journal.models import Entry
    from liuhen.apps.recordings.models import Recording

_EXTENSION = re.compile(r"\.([A-Za-z0-9]{1,8})$", re.ASCII)


def contents_of(case: Case, made_by: str, now: datetime) -> Contents:
    """Metadata, verdict, documents, originals and custody entries of the case at this moment."""
    recordings = list(recordings_of_case(case.pk))
    entries = _custody(case, recordings)
    documents = [document for document in whole_case(case.pk).documents.all() if document.sha256]
    files = [
        *_metadata(case, recordings, now),
        *(_document(document, entries) for document in documents),
        *(_original(recording, entries) for recording in recordings),
    ]
    return Contents(
        agency=case.agency.name,
        case_number=case.number,
        made_at=now,
        made_by=made_by,
        log_key=outside().signer.verifier_key,
        files=files,
        custody=[_carried(entry) for entry in entries],
    )


def seal_with(contents: Contents, entry: Entry) -> Seal:
    """The seal: the entry that names the manifest, the checkpoint that now stands, and a proof for every entry."""
    log = outside().log
    checkpoint = log.fetch(CHECKPOINT_PATH)
    if checkpoint is None:
        raise PackageError("日志尚未发布，不能封装证据包。请运行 liuhen log publish 后重试。")
    numbers = [*(carried.seq for carried in contents.custody), entry.seq]
    return Seal(_carried(entry), checkpoint, prove_leaves(log.fetch, checkpoint, numbers))


def _custody(case: Case, recordings: Sequence[Recording]) -> list[Entry]:
    """The case's entries and those of its recordings' own history, but nothing that belongs to another case."""
    found = {entry.seq: entry for entry in entries_of_case(case.number)}
    for recording in recordings:
        own = entries_about("recording", str(recording.pk))
        found |= {entry.seq: entry for entry in own if entry.case_number in ("", case.number)}
    return [found[seq] for seq in sorted(found)]


def _carried(entry: Entry) -> CustodyEntry:
    return CustodyEntry(body_of(entry), bytes(entry.salt), bytes(entry.leaf))


def _metadata(case: Case, recordings: Sequence[Recording], now: datetime) -> list[PackageFile]:
    dossier = plain_data(dossier_of(case))
    about = {"party": case.party, "plate": case.plate, "unit": case.unit.name}
    files = {path_of.CASE: {**dossier, "registered": about}, path_of.VERDICT: verdict_data(case, now)}
    keeping = keeping_data(case)
    for recording in recordings:
        data = {**_recording_data(recording), "keeping": keeping.get(recording.pk)}
        files[path_of.recording_path(_name(recording))] = data
    return [PackageFile.from_bytes(path, Role.METADATA, _json(data)) for path, data in files.items()]


def _json(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True).encode()


def _name(recording: Recording) -> str:
    return f"recording-{recording.pk}"


_SHOWN = (
    *("sha256", "sm3", "size", "original_name", "medium", "container", "duration_ms", "error_ms"),
    *("width", "height", "orientation", "latitude", "longitude", "make", "model", "serial"),
    *("tracks", "clocks", "faults", "time_basis", "source", "store", "used_as_evidence"),
)


def _recording_data(recording: Recording) -> dict[str, Any]:
    """What is known of a recording; times as text in UTC."""
    data = {name: getattr(recording, name) for name in _SHOWN}
    for name in ("start", "end", "stored_at", "filed_at"):
        moment = getattr(recording, name)
        data[name] = moment.isoformat() if moment else None
    officer = recording.officer
    return {
        **data,
        "device": recording.device.number,
        "officer": {"name": officer.name, "certificate": officer.certificate or ""},
    }


def _document(document: Document, entries: Sequence[Entry]) -> PackageFile:
    record = FileRecord(
        path=f"documents/{document.pk:06d}-{document.kind}.pdf",
        role=Role.DOCUMENT,
        size=document.size,
        sha256=document.sha256,
        original_name=document.original_name or None,
        entry=_first(entries, "document", document.pk, document.sha256),
    )
    return PackageFile(record, lambda: outside().vault.open(document.sha256))


def _original(recording: Recording, entries: Sequence[Entry]) -> PackageFile:
    extension = _EXTENSION.search(recording.original_name)
    record = FileRecord(
        path=f"originals/{recording.sha256}" + (f".{extension[1].lower()}" if extension else ""),
        role=Role.ORIGINAL,
        size=recording.size,
        sha256=recording.sha256,
        sm3=recording.sm3 or None,
        recording=_name(recording),
        original_name=recording.original_name or None,
        entry=_first(entries, "recording", recording.pk, recording.sha256),
    )
    return PackageFile(record, lambda: outside().vault.open(recording.sha256))


def _first(entries: Sequence[Entry], kind: str, key: int, sha256: str) -> int | None:
    """The number of the entry that took these bytes in: the first about the thing that names their digest."""
    for entry in entries:
        if (
            entry.subject_kind == kind
            and entry.subject_id == str(key)
            and body_of(entry)["data"].get("sha256") == sha256
        ):
            return entry.seq
    return None
