"""The report of a run: every cell that kept a row from being brought in, as a table to work through."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from liuhen.apps.importing.models import FindingKind
from liuhen.core.cells import safe_cell, workbook
from liuhen.core.importing.rows import RowFault

HEADINGS = ("行号", "结果", "列", "所写", "原因", "怎样改")
TITLE = "导入报告"


def report(findings: Iterable[tuple[str, RowFault]], form: str) -> bytes:
    """The report as "xlsx", else as CSV in UTF-8 with byte order mark; in neither is a cell taken for a formula."""
    rows = [HEADINGS, *(_line(kind, fault) for kind, fault in findings)]
    return workbook(TITLE, rows) if form == "xlsx" else _csv(rows)


def _line(kind: str, fault: RowFault) -> tuple[str, ...]:
    return (str(fault.row), FindingKind(kind).label, fault.column, fault.value, fault.reason, fault.advice)


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([safe_cell(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")
