"""Tables that are handed out: cells no spreadsheet takes for a formula, and a workbook made of nothing but text."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from xml.sax.saxutils import escape

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LONGEST_CELL = 32_767
"""Signs a cell of a workbook holds at most."""
_STANDING_STILL = (1980, 1, 1, 0, 0, 0)
"""The same table gives the same bytes, whenever it is made."""
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FIXED = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELATIONS}">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}


def safe_cell(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula: such a one begins with an apostrophe.

    >>> safe_cell("=HYPERLINK(1)"), safe_cell("某公司")
    ("'=HYPERLINK(1)", '某公司')
    """
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def workbook(title: str, rows: Iterable[Sequence[str]]) -> bytes:
    """A workbook (XLSX, ECMA-376) of one sheet in which every cell is text: nothing in it is ever computed."""
    parts = {**_FIXED, "xl/workbook.xml": _book(title), "xl/worksheets/sheet1.xml": _sheet(rows)}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _STANDING_STILL), _HEAD + content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _book(title: str) -> str:
    named = re.sub(r"[\\/?*\[\]:']", "", title)[:31] or "1"
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name="{_text(named)}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )


def _sheet(rows: Iterable[Sequence[str]]) -> str:
    lines = "".join(f"<row>{''.join(_cells(row))}</row>" for row in rows)
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{lines}</sheetData></worksheet>'


def _cells(row: Sequence[str]) -> Iterator[str]:
    for text in row:
        yield f'<c t="inlineStr"><is><t xml:space="preserve">{_text(text)}</t></is></c>'


def _text(text: str) -> str:
    """The text without what XML can't say, at most as long as a cell may be."""
    return escape(_NOT_XML.sub("", text)[:LONGEST_CELL], {'"': "&quot;"})
