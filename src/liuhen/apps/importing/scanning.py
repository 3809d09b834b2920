"""Scans of a folder attached to the cases they belong to, told by their names; each file is answered for.

Only to cases that were brought from the mapping's source, and only what was made before they were: what happens here is
registered on the page of the case, where the procedure is asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction

from liuhen.apps.cases.actions import BroughtDocument, lay_down_document
from liuhen.apps.importing import entries
from liuhen.apps.importing.actions import require_bring
from liuhen.apps.importing.models import Scan
from liuhen.apps.importing.queries import brought_case, is_attached
from liuhen.apps.journal.actions import About, What, record
from liuhen.apps.lawlib.queries import term
from liuhen.core.importing.scans import ScanNames, StatedScan
from liuhen.core.terms.labels import Term
from liuhen.ports.outside import outside
from liuhen.ports.scans import ScanRefused

if TYPE_CHECKING:
    from liuhen.apps.importing.models import Brought
    from liuhen.apps.people.models import Person
    from liuhen.core.importing.mapping import MappingFile

_PDF = b"%PDF-"
ENDINGS = frozenset({".pdf", ".jpg", ".jpeg", ".tif", ".tiff"})


class ScanOutcome(Term):
    """What became of a file of a folder of scans."""

    ATTACHED = "attached", "已附入"
    FITTING = "fitting", "可以附入"
    KNOWN = "known", "早已附入"
    REFUSED = "refused", "未附入"


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
    names = ScanNames(mapping, outside().law.vocabulary())
    root = folder.resolve()
    for path in sorted(root.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            told = path.relative_to(root).as_posix()
            try:
                yield _attached(by, path, told, (names, mapping.source, trial))
            except (ValueError, ScanRefused) as error:
                yield ScanResult(path=told, outcome=ScanOutcome.REFUSED, reason=str(error))


def _attached(by: Person, path: Path, told: str, how: tuple[ScanNames, str, bool]) -> ScanResult:
    names, source, trial = how
    if path.is_symlink() or path.suffix.lower() not in ENDINGS:
        raise ValueError("不是 PDF、JPG 或者 TIFF 文件")
    stated = names.read(told[: -len(path.suffix)])
    brought = brought_case(by, source, stated.case)
    _check(brought, stated)
    assert brought is not None  # noqa: S101  checked
    result = ScanResult(path=told, outcome=ScanOutcome.FITTING, case=brought.case.number)
    return result if trial else _keep(by, path, result, (brought, stated))


def _check(brought: Brought | None, stated: StatedScan) -> None:
    if brought is None:
        raise ValueError(f"没有从这个来源导入过标识或者案号为“{stated.case}”的案件，请先导入案件")
    if stated.made_at > brought.run.begun_at:
        raise ValueError("文书的日期晚于案件导入之时，请在案件页登记这份文书")


def _keep(by: Person, path: Path, result: ScanResult, found: tuple[Brought, StatedScan]) -> ScanResult:
    """Keep the bytes as they were scanned, and the PDF made of them; then write the document."""
    (brought, stated), vault = found, outside().vault
    scanned = vault.commit(vault.stage(path))
    known = ScanResult(path=result.path, outcome=ScanOutcome.KNOWN, case=result.case)
    if is_attached(brought.case_id, scanned.sha256):
        return known
    pdf = scanned if _is_pdf(path) else vault.commit(vault.stage([outside().scans.as_pdf(path, name=path.name)]))
    document = BroughtDocument(
        kind=stated.kind, made_at=stated.made_at, sha256=pdf.sha256, size=pdf.size, name=path.name
    )
    with transaction.atomic():
        row = lay_down_document(by, brought.case, document)
        scan = Scan.objects.create(
            case=brought.case, document=row, path=result.path[:255], sha256=scanned.sha256, size=scanned.size, by=by,
            at=outside().clock.now(),
        )  # fmt: skip
        label, number = term("documents", stated.kind), brought.case.number
        about = About(kind="document", id=str(row.pk), label=label, case=number)
        record(entries.SCAN_ATTACHED, by, about, What(data={"sha256": scanned.sha256}, rows=[row, scan]))
    return ScanResult(path=result.path, outcome=ScanOutcome.ATTACHED, case=result.case)


def _is_pdf(path: Path) -> bool:
    with path.open("rb") as head:
        return head.read(len(_PDF)) == _PDF
