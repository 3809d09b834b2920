"""Tables that leave the house, as CSV or XLSX, in which no cell can be taken for a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from typing import IO, Any, TextIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""With one of these a cell begins that a spreadsheet takes for a formula."""
_HIDDEN = dict.fromkeys([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0xFFFE, 0xFFFF])
"""Signs that no XML file may hold."""
_WIDEST = 60


def harmless(value: object) -> str:
    """The value as a text that no spreadsheet reckons with."""
    text = str(value)
    return f"'{text}" if text.startswith(_STARTS) else text


def write_csv(file: TextIO, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table as CSV; the file is opened with newline="" and utf-8-sig, so that spreadsheets read it right."""
    lines = csv.writer(file)
    lines.writerow(headings)
    lines.writerows([value if isinstance(value, int) else harmless(value) for value in row] for row in rows)


def write_xlsx(file: IO[bytes], title: str, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table as an XLSX workbook of one sheet; texts are texts, whatever they begin with."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for number, heading in enumerate(headings):
        width = min(_WIDEST, max(8, 2 * len(heading) + 8))
        sheet.column_dimensions[chr(ord("A") + number)].width = width
    sheet.append([_cell(sheet, heading, bold=True) for heading in headings])
    for row in rows:
        sheet.append([value if isinstance(value, int) else _cell(sheet, str(value)) for value in row])
    book.save(file)


def _cell(sheet: Any, text: str, *, bold: bool = False) -> Any:
    cell = WriteOnlyCell(sheet, value="")
    cell.value = text.translate(_HIDDEN)
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell
