"""The ledger as a table for other programs. What a cell says is text, whatever it looks like (no formula is run)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from liuhen.apps.lawlib.queries import CHINA
from liuhen.core.cells import safe_cell, workbook

if TYPE_CHECKING:
    from liuhen.apps.goods.lines import Line

TITLE = "涉案财物台账"
HEADINGS = (
    *("编号", "案号", "案由", "财物名称", "规格型号", "数量", "单位", "归属人或者单位", "来源", "提取时间"),
    *("保管状态", "现状", "保管场所", "保管人", "管理人员接收时间", "最近流转时间", "登记时间", "备注"),
)
"""Number, cause, source, state, place and outcome are asked for by cn-transport-procedure-2021 art. 126."""
_MARK = "\ufeff"
"""Spreadsheets take a file with this in front for UTF-8."""


def as_csv(lines: Iterable[Line]) -> bytes:
    """The ledger as CSV (RFC 4180), with cells that no spreadsheet takes for formulas."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADINGS)
    writer.writerows([safe_cell(cell) for cell in row] for row in _rows(lines))
    return (_MARK + text.getvalue()).encode()


def as_workbook(lines: Iterable[Line]) -> bytes:
    """The ledger as XLSX; every cell is text there, so nothing has to be put before it."""
    return workbook(TITLE, [HEADINGS, *_rows(lines)])


def _rows(lines: Iterable[Line]) -> Iterator[list[str]]:
    for line in lines:
        item, words = line.item, line.item.described
        yield [
            *(item.number, item.case.number, item.case.cause, words.name, words.specification),
            *(f"{words.quantity.normalize():f}", words.unit, words.owner, line.measure, _said(item.taken_at)),
            *(words.condition, line.state, item.place, item.keeper.name if item.keeper else ""),
            *(_said(item.received_at), _said(item.moved_at), _said(item.entered_at), words.remark),
        ]


def _said(moment: datetime | None) -> str:
    return f"{moment.astimezone(CHINA):%Y-%m-%d %H:%M}" if moment else ""
