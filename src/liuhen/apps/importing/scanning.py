"""Scans of a folder attached to the cases they belong to, told by their names; each file is answered for.

Only to cases that were brought from the mapping's source, and only what was made before they were: what happens here is
registered on the page of the case, where the procedure is asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from django.db import transaction

from liuhen.apps.cases.actions import BroughtDocument, lay_down_document
from liuhen.apps.importing import entries
from liuhen.apps.importing.actions import require_bring
from liuhen.apps.importing.models import Scan, ScanOutcome
from liuhen.apps.importing.queries import brought_case, is_attached
from liuhen.apps.journal.actions import About, What, record
from liuhen.apps.lawlib.queries import term
from liuhen.core.importing.scans import ScanNames, ScanNaming, StatedScan
from liuhen.ports.outside import outside
from liuhen.ports.scans import ScanRefused

__all__ = ["Kept", "ScanOutcome", "ScanResult", "attach", "attach_scans", "keep", "place_of"]

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case
    from liuhen.apps.importing.models import Brought
    from liuhen.apps.people.models import Person
    from liuhen.core.importing.mapping import MappingFile

_PDF = b"%PDF-"
ENDINGS = frozenset({".pdf", ".jpg", ".jpeg", ".tif", ".tiff"})
NO_SCAN = "不是 PDF、JPG 或者 TIFF 文件"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanResult:
    """One file: what became of it, the number of its case, and why where it was refused."""

    path: str
    outcome: ScanOutcome
    case: str = ""
    reason: str = ""


def attach_scans(by: Person, folder: Path, mapping: MappingFile, *, trial: bool) -> Iterator[ScanResult]:
    """Attach every scan below the folder, each in a transaction of its own; `trial`: say what would become of it.

    PermissionDenied; ValueError where the mapping does not say how scans are named.
    """
    require_bring(by)
    names = ScanNames(mapping.scans, mapping.times.zone, outside().law.vocabulary())
    root = folder.resolve()
    for path in sorted(root.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            told = path.relative_to(root).as_posix()
            try:
                yield _attached(by, path, told, (names, mapping.source, trial))
            except (ValueError, ScanRefused) as error:
                yield ScanResult(path=told, outcome=ScanOutcome.REFUSED, reason=str(error))


def _attached(by: Person, path: Path, told: str, how: tuple[ScanNaming, str, bool]) -> ScanResult:
    names, source, trial = how
    if path.is_symlink():
        raise ValueError(NO_SCAN)
    brought, stated = place_of(by, told, names, source)
    result = ScanResult(path=told, outcome=ScanOutcome.FITTING, case=brought.case.number)
    return result if trial else _kept(by, path, result, (brought, stated))


def place_of(by: Person, told: str, names: ScanNaming, source: str = "") -> tuple[Brought, StatedScan]:
    """Where a scan belongs, by its name: to which brought case, as what. ValueError says why nowhere.

    `source`: only cases from this other system; else from any.
    """
    if PurePosixPath(told).suffix.lower() not in ENDINGS:
        raise ValueError(NO_SCAN)
    stated = names.read(told)
    brought = brought_case(by, source, stated.case)
    if brought is None:
        whence = "这个来源" if source else "其他系统"
        raise ValueError(f"没有从{whence}导入过标识或者案号为“{stated.case}”的案件，请先导入案件")
    if stated.made_at > brought.run.begun_at:
        raise ValueError("文书的日期晚于案件导入之时，请在案件页登记这份文书")
    return brought, stated


def _kept(by: Person, path: Path, result: ScanResult, found: tuple[Brought, StatedScan]) -> ScanResult:
    """Keep the bytes as they were scanned, and the PDF made of them; then write the document."""
    brought, stated = found
    kept = keep(path)
    if is_attached(brought.case_id, kept.sha256):
        return ScanResult(path=result.path, outcome=ScanOutcome.KNOWN, case=result.case)
    attach(by, brought.case, stated, kept=replace(kept, path=result.path))
    return ScanResult(path=result.path, outcome=ScanOutcome.ATTACHED, case=result.case)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A scan whose bytes are in the vault, and the PDF made of them, which is the same where they were one."""

    path: str
    sha256: str
    size: int
    pdf_sha256: str
    pdf_size: int


def keep(path: Path) -> Kept:
    """Put a scan into the vault, as it is and as a PDF. ScanRefused for a picture that is none."""
    vault = outside().vault
    made = None if _is_pdf(path) else outside().scans.as_pdf(path, name=path.name)
    scanned = vault.commit(vault.stage(path))
    pdf = vault.commit(vault.stage([made])) if made else scanned
    return Kept(path=path.name, sha256=scanned.sha256, size=scanned.size, pdf_sha256=pdf.sha256, pdf_size=pdf.size)


@transaction.atomic
def attach(by: Person, case: Case, stated: StatedScan, *, kept: Kept) -> Scan:
    """Write a scan that is in the vault as a document of its case. IntegrityError: it is one already."""
    require_bring(by)
    name = PurePosixPath(kept.path).name
    document = BroughtDocument(
        kind=stated.kind, made_at=stated.made_at, sha256=kept.pdf_sha256, size=kept.pdf_size, name=name
    )
    row = lay_down_document(by, case, document)
    scan = Scan.objects.create(
        case=case, document=row, path=kept.path[:255], sha256=kept.sha256, size=kept.size, by=by,
        at=outside().clock.now(),
    )  # fmt: skip
    about = About(kind="document", id=str(row.pk), label=term("documents", stated.kind), case=case.number)
    record(entries.SCAN_ATTACHED, by, about, What(data={"sha256": kept.sha256}, rows=[row, scan]))
    return scan


def _is_pdf(path: Path) -> bool:
    with path.open("rb") as head:
        return head.read(len(_PDF)) == _PDF
