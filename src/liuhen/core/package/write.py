"""Writing a package as a stream: every byte is hashed on its way and must be what was promised.

Order in the file: payload, custody, manifest, and last the seal. The manifest covers all payload and custody; its
SHA-256 is then journalled as `package.build`, and that entry, its proof and the checkpoint are the seal, which no
manifest can cover because it comes after.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from liuhen.core.package import names
from liuhen.core.package.custody import CustodyEntry
from liuhen.core.package.errors import PackageError
from liuhen.core.package.manifest import CustodyClaim, FileRecord, Manifest, Role, check_record
from liuhen.core.package.readme import README_TEXT
from liuhen.core.tlog import LogProof, MalformedError, format_proof, format_time

_STEP = 1 << 18
_MOMENT = (1980, 1, 1, 0, 0, 0)  # the same for every member and every run: time is in the manifest, in UTC


@dataclass(frozen=True, slots=True)
class PackageFile:
    """A file to put in: what the vault says of it, and how to open its bytes for reading from the start."""

    record: FileRecord
    open: Callable[[], BinaryIO]

    @classmethod
    def from_bytes(cls, path: str, role: Role, data: bytes, *, entry: int | None = None) -> PackageFile:
        """A small file from memory (metadata, a document, the verdict)."""
        record = FileRecord(path, role, len(data), hashlib.sha256(data).hexdigest(), entry=entry)
        return cls(record, lambda: io.BytesIO(data))


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """All that goes into a package before it is sealed; `custody` ascends by entry number."""

    agency: str
    case_number: str
    made_at: datetime
    made_by: str
    log_key: str
    files: Sequence[PackageFile]
    custody: Sequence[CustodyEntry]


@dataclass(frozen=True, slots=True)
class Seal:
    """The `package.build` entry, the signed checkpoint, and a proof in it for every entry's number (the seal's too)."""

    entry: CustodyEntry
    checkpoint: bytes
    proofs: Mapping[int, LogProof]


Sealer = Callable[[str], Seal]
"""Given the manifest's SHA-256 in hex: journals `package.build`, publishes the log, and returns the seal."""


def write_package(out: BinaryIO, contents: Contents, seal: Sealer) -> Manifest:
    """Write a whole package to `out` (writable and seekable, empty) and return its manifest.

    `seal` is called once, after all payload has been written and found to be what it should be. Raises PackageError
    when a file's bytes are not those promised, or a path or entry breaks the format; `out` is then to be thrown away.
    """
    files = [*contents.files, *_own_files(contents)]
    manifest = _manifest(contents, files)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED, allowZip64=True, strict_timestamps=True) as archive:
        for file in files:
            _copy(archive, file)
        raw = manifest.to_bytes()
        _put(archive, names.MANIFEST, raw)
        _write_seal(archive, seal(hashlib.sha256(raw).hexdigest()), contents.custody)
    return manifest


def _own_files(contents: Contents) -> list[PackageFile]:
    readme = README_TEXT.format(
        case_number=contents.case_number,
        agency=contents.agency,
        made_at=format_time(contents.made_at),
        log_key=contents.log_key,
    )
    custody = b"".join(entry.to_bytes() + b"\n" for entry in contents.custody)
    parts = {names.CUSTODY: custody, names.LOG_KEY: contents.log_key.encode() + b"\n", names.README: readme.encode()}
    return [PackageFile.from_bytes(path, Role.METADATA, data) for path, data in parts.items()]


def _manifest(contents: Contents, files: Sequence[PackageFile]) -> Manifest:
    records = sorted((file.record for file in files), key=lambda record: record.path)
    for record in records:
        try:
            check_record(record)
        except MalformedError as error:
            raise PackageError(f"文件 {record.path} 不能放入证据包：{error}") from error
    if len({record.path.lower() for record in records}) != len(records):
        raise PackageError("证据包内有两个文件使用同一路径，请检查文书与录像清单。")
    seqs = [entry.seq for entry in contents.custody]
    if seqs != sorted(set(seqs)):
        raise PackageError("保管记录没有按编号递增排列，不能制作证据包。请运行 liuhen log verify。")
    return Manifest(
        agency=contents.agency,
        case_number=contents.case_number,
        made_at=format_time(contents.made_at),
        made_by=contents.made_by,
        log_key=contents.log_key,
        custody=CustodyClaim(len(seqs), *((seqs[0], seqs[-1]) if seqs else (None, None))),
        files=tuple(records),
    )


def _member(path: str, size: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(path, _MOMENT)
    info.create_system, info.external_attr, info.file_size = 3, 0o100644 << 16, size
    return info


def _put(archive: zipfile.ZipFile, path: str, data: bytes) -> None:
    archive.writestr(_member(path, len(data)), data)


def _copy(archive: zipfile.ZipFile, file: PackageFile) -> None:
    record = file.record
    digest, size = hashlib.sha256(), 0
    with file.open() as source, archive.open(_member(record.path, record.size), "w") as target:
        while piece := source.read(_STEP):
            digest.update(piece)
            size += len(piece)
            if size > record.size:
                break
            target.write(piece)
    if size != record.size or digest.hexdigest() != record.sha256:
        raise PackageError(
            f"文件 {record.original_name or record.path} 的内容与入库时不一致，已停止制作。"
            f"应为 {record.size} 字节、SHA-256 {record.sha256}，实为 {size} 字节、{digest.hexdigest()}。"
            "请运行 liuhen log verify。"
        )


def _write_seal(archive: zipfile.ZipFile, seal: Seal, custody: Sequence[CustodyEntry]) -> None:
    entries = [*custody, seal.entry]
    missing = [str(entry.seq) for entry in entries if entry.seq not in seal.proofs]
    if missing or len(seal.proofs) != len(entries):
        raise PackageError(
            f"日志证明与保管记录不对应（缺：{'、'.join(missing) or '无'}），不能封装证据包。请先发布日志。"
        )
    _put(archive, names.SEAL, seal.entry.to_bytes())
    _put(archive, names.CHECKPOINT, seal.checkpoint)
    for entry in entries:
        _put(archive, names.proof_path(entry.seq), format_proof(seal.proofs[entry.seq]))
