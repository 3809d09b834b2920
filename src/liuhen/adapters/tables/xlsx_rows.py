"""Rows of an XLSX workbook. Formulas are no values, macros and old formats are refused, size is bounded."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from liuhen.adapters.tables.spoken import EXACT, MOST_COLUMNS, MOST_ROWS, Refusal, Told, check_columns, text_of

MOST_UNPACKED = 1 << 30
MOST_WORDS = 160 << 20
"""Bytes of all parts unpacked, and of the table of texts, which is kept in memory."""
MOST_PARTS = 2000
_WORDS = "xl/sharedStrings.xml"
_HEAD = 4096


def xlsx_rows(file: BinaryIO, *, sheet: str, header: int) -> Iterator[list[str] | Told]:
    """The headings, then the rows with the numbers the spreadsheet shows."""
    _check_parts(file)
    file.seek(0)
    try:
        book = load_workbook(file, read_only=True, data_only=False, keep_links=False)
    except (InvalidFileException, KeyError, ValueError, zipfile.BadZipFile, EOFError, OSError, SyntaxError):
        raise Refusal("工作簿已损坏，请用表格软件打开后另存为 .xlsx 再试") from None
    try:
        yield from _rows(_sheet_of(book, sheet), header)
    finally:
        book.close()


def _check_parts(file: BinaryIO) -> None:
    """Refuse what would burst the memory, holds macros, or defines entities."""
    try:
        with zipfile.ZipFile(file) as parts:
            infos = parts.infolist()
            names = {info.filename for info in infos}
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise Refusal("工作簿含有宏，请另存为不含宏的 .xlsx 再试")
            if "xl/workbook.xml" not in names:
                raise Refusal("压缩包里没有工作簿，请提供 .xlsx、CSV 或者 JSON 文件")
            words = sum(info.file_size for info in infos if info.filename == _WORDS)
            if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > MOST_UNPACKED or words > MOST_WORDS:
                raise Refusal("工作簿展开后太大，请分成几个文件，或者改用 CSV")
            for info in infos:
                _refuse_entities(parts, info)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError):
        raise Refusal("工作簿已损坏或者加密，请另存为不加密的 .xlsx 再试") from None


def _refuse_entities(parts: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    if info.filename.endswith((".xml", ".rels")):
        with parts.open(info) as part:
            if b"<!DOCTYPE" in part.read(_HEAD).upper():
                raise Refusal("工作簿的内部文件含有实体定义，不是表格软件存出来的，请另存后再试")


def _sheet_of(book: Any, name: str) -> Any:
    if name and name not in book.sheetnames:
        raise Refusal(f"没有名为“{name}”的工作表，有：{'、'.join(book.sheetnames)}")
    sheets = [one for one in book.worksheets if not name or one.title == name]
    if not sheets:
        raise Refusal("工作簿里没有工作表")
    return sheets[0]


def _rows(sheet: Any, header: int) -> Iterator[list[str] | Told]:
    sheet.reset_dimensions()  # what a file says of its size need not be true
    columns: list[str] = []
    for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1), 1):
        if number < header:
            continue
        if number == header:
            columns = [text_of(cell.value).strip() for cell in cells]
            check_columns(columns)
            yield columns
        elif number - header > MOST_ROWS:
            raise Refusal(f"超过 {MOST_ROWS} 行，请分成几个文件")
        else:
            yield _told(number, columns, cells)
    if not columns:
        raise Refusal("工作表里没有表头行")


def _told(number: int, columns: list[str], cells: Any) -> Told:
    row = Told(number)
    for column, cell in zip(columns, cells, strict=False):
        if not column or cell.value is None:
            continue
        if cell.data_type in ("f", "e"):
            row.faults[column] = "是公式，不是数值" if cell.data_type == "f" else f"是错误值 {cell.value}"
        elif isinstance(cell.value, int | float) and abs(cell.value) >= EXACT:
            row.faults[column] = "是超过十五位的数字，表格软件已丢失末几位，应设为文本格式后重新填写"
        else:
            row.put(column, text_of(cell.value).strip())
    return row
