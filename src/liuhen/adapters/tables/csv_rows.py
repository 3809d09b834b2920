"""Rows of a CSV file, in UTF-8, UTF-16 or GB18030."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from liuhen.adapters.tables.spoken import MOST_ROWS, Refusal, Told, check_columns

_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_KNOWN = ("utf-8", "gb18030")
_DELIMITERS = ",\t;|"
_LONGEST_FIELD = 1 << 20
_PIECE = 1 << 20


def csv_rows(file: BinaryIO, *, encoding: str, delimiter: str, header: int) -> Iterator[list[str] | Told]:
    """The headings, then the rows with the number of the line they begin on."""
    csv.field_size_limit(_LONGEST_FIELD)
    encoding = encoding or _encoding_of(file)
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    try:
        yield from _rows(text, delimiter, header)
    except UnicodeDecodeError as error:
        raise Refusal(f"第 {error.start} 个字节起不是 {encoding} 编码的文字，请以 UTF-8 重新导出") from None
    except LookupError:
        raise Refusal(f"不认识编码“{encoding}”，可写 utf-8 或者 gb18030") from None


def _encoding_of(file: BinaryIO) -> str:
    """By its first bytes, else the first that fits all of it."""
    head = file.read(4)
    if named := next((encoding for mark, encoding in _BOMS.items() if head.startswith(mark)), None):
        return named
    for encoding in _KNOWN:
        if _fits(file, encoding):
            return encoding
    raise Refusal("不是 UTF-8、UTF-16 或者 GB18030 编码的文字，请以 UTF-8 重新导出")


def _fits(file: BinaryIO, encoding: str) -> bool:
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while piece := file.read(_PIECE):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _rows(text: io.TextIOWrapper, delimiter: str, header: int) -> Iterator[list[str] | Told]:
    lines = csv.reader(_checked(text), delimiter=delimiter or _delimiter_of(text, header), strict=True)
    columns: list[str] = []
    line = 1
    try:
        for number, values in enumerate(lines, 1):
            begun, line = line, lines.line_num + 1
            if number < header:
                continue
            if number == header:
                columns = [value.strip() for value in values]
                check_columns(columns)
                yield columns
            elif number - header > MOST_ROWS:
                raise Refusal(f"超过 {MOST_ROWS} 行，请分成几个文件")
            else:
                yield _told(begun, columns, values)
    except csv.Error as error:
        raise Refusal(f"第 {lines.line_num} 行不是规范的 CSV（{_said(error)}），请核对引号和分隔符") from None
    if not columns:
        raise Refusal("文件里没有表头行")


def _checked(text: io.TextIOWrapper) -> Iterator[str]:
    for number, line in enumerate(text, 1):
        if "\x00" in line:
            raise Refusal(f"第 {number} 行含有空字符（NUL），这不是文本文件，请以 CSV 重新导出")
        yield line


def _delimiter_of(text: io.TextIOWrapper, header: int) -> str:
    """The sign that parts the headings most often."""
    for _ in range(header):
        line = text.readline(_LONGEST_FIELD)
    text.seek(0)
    return max(_DELIMITERS, key=line.count)


def _told(number: int, columns: list[str], values: list[str]) -> Told:
    row = Told(number)
    for column, value in zip(columns, values, strict=False):
        if column:
            row.put(column, value.strip())
    beyond = [value for value in values[len(columns) :] if value.strip()]
    if beyond and columns:
        first = next(column for column in columns if column)
        row.faults[first] = f"这一行比表头多 {len(beyond)} 列，可能有多余的分隔符"
    return row


def _said(error: csv.Error) -> str:
    return "引号没有配对" if "quote" in str(error) or "unexpected end" in str(error) else str(error)
