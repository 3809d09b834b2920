"""A small agency with a journal and a log in memory, which builds true packages for tests and benches."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, BinaryIO

from liuhen.core.package import (
    BUILD_KIND,
    INTAKE_KIND,
    Contents,
    CustodyEntry,
    FileRecord,
    Manifest,
    PackageFile,
    Role,
    Seal,
    write_package,
)
from liuhen.core.tlog import (
    EMPTY_ROOT,
    Checkpoint,
    append_leaves,
    canonical_json,
    commitment,
    format_time,
    leaf_bytes,
    prove_leaves,
    sign_checkpoint,
)
from liuhen.core.tlog.tests.keys import FixedSigner

CASE = "粤交执〔2026〕00017号"
START = datetime(2026, 3, 1, 0, 30, tzinfo=UTC)


class SampleAgency:
    """Keeps journal entries, publishes them to its log, and packs a case. Salts are counted, not random, on purpose."""

    def __init__(self) -> None:
        self.signer = FixedSigner()
        self.journal: list[CustodyEntry] = []
        self.files: dict[str, bytes] = {}

    def enter(self, kind: str, *, number: int | None = None, **data: Any) -> CustodyEntry:
        """Journal one act, under the next number unless told a false one."""
        seq = number or len(self.journal) + 1
        at = START + timedelta(minutes=seq)
        entry = {"seq": seq, "kind": kind, "at": format_time(at), "actor": "张三 粤A0001", "data": data}
        salt = hashlib.sha256(b"salt %d" % seq).digest()
        leaf = leaf_bytes(kind=kind, at=at, seq=seq, commitment=commitment(salt, entry))
        self.journal.append(CustodyEntry(entry, salt, leaf))
        return self.journal[-1]

    def publish(self) -> bytes:
        """Build the whole log anew and sign it."""
        nothing: dict[str, bytes] = {}
        grown = append_leaves(nothing.get, 0, [entry.leaf for entry in self.journal], expected_root=EMPTY_ROOT)
        self.files = grown.files
        return sign_checkpoint(Checkpoint(self.signer.name, grown.size, grown.root), self.signer)

    def seal_for(self, custody: Sequence[CustodyEntry]) -> Callable[[str], Seal]:
        """A sealer that journals the manifest's digest, publishes, and proves every entry of the package."""

        def seal(manifest_sha256: str) -> Seal:
            entry = self.enter(BUILD_KIND, case_number=CASE, manifest_sha256=manifest_sha256)
            checkpoint = self.publish()
            proofs = prove_leaves(self.files.get, checkpoint, [e.seq - 1 for e in [*custody, entry]])
            return Seal(entry, checkpoint, {index + 1: proof for index, proof in proofs.items()})

        return seal

    def contents(self, files: Sequence[PackageFile], custody: Sequence[CustodyEntry]) -> Contents:
        """What the package of the sample case holds."""
        return Contents(
            agency="某市交通运输综合行政执法支队",
            case_number=CASE,
            made_at=START,
            made_by="李四 粤A0002",
            log_key=str(self.signer.verifier),
            files=files,
            custody=custody,
        )

    def take_in(self, name: str, sha256: str, size: int, opener: Callable[[], BinaryIO]) -> list[PackageFile]:
        """Journal the intake of a recording; give the original and its metadata file."""
        entry = self.enter(INTAKE_KIND, sha256=sha256, size=size)
        recording = f"r{entry.seq}"
        path = f"originals/{sha256}.mp4"
        record = FileRecord(path, Role.ORIGINAL, size, sha256, None, recording, name, entry.seq)
        about = canonical_json({"id": recording, "name": name})
        metadata = PackageFile.from_bytes(f"metadata/recordings/{recording}.json", Role.METADATA, about)
        return [PackageFile(record, opener), metadata]


def papers() -> list[PackageFile]:
    """Case metadata, one document and the verdict."""
    case = canonical_json({"number": CASE})
    return [
        PackageFile.from_bytes("metadata/case.json", Role.METADATA, case),
        PackageFile.from_bytes("documents/0001.pdf", Role.DOCUMENT, b"%PDF-1.4 sample"),
        PackageFile.from_bytes("verdict.json", Role.METADATA, canonical_json({"obligations": []})),
    ]


def build(
    out: BinaryIO, agency: SampleAgency | None = None, *, videos: Sequence[bytes] = (b"one" * 99, b"two")
) -> Manifest:
    """Write a true package of a case with these videos, views of them, and entries of other cases in between."""
    agency = agency or SampleAgency()
    files = papers()
    custody = []
    for number, video in enumerate(videos):
        agency.enter("case.open", about="another case")
        files += agency.take_in(f"录像{number}.mp4", hashlib.sha256(video).hexdigest(), len(video), _opener(video))
        custody.append(agency.journal[-1])
        custody.append(agency.enter("recording.view", purpose="核对"))
    return write_package(out, agency.contents(files, custody), agency.seal_for(custody))


def _opener(data: bytes) -> Callable[[], BinaryIO]:
    return lambda: io.BytesIO(data)
