"""A document as a file to be edited elsewhere (.docx, ISO/IEC 29500), in the layout of its printed paper.

It is a copy for working on: no signature, seal, square code or recording's digest goes into it, and its head says so on
every page. All words are text; nothing in them is read as a field or markup.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from liuhen.adapters.form_layout import Segment, segments
from liuhen.ports.press import FormSheet, Place, PlaceKind, PressFailed

if TYPE_CHECKING:
    from docx.document import Document as Paper
    from docx.table import Table, _Cell

FONT = "宋体"
TICKED, OPEN = "☑", "☐"
MARGINS = {"top_margin": 26, "bottom_margin": 26, "left_margin": 25, "right_margin": 23}
ROW = (28, 53, 28, 53)
"""Widths in mm of label and value, twice: the room between the margins of A4."""
LONGEST_CELL = 100_000
"""Signs in one cell; more is no form."""


def docx_of(sheet: FormSheet) -> bytes:
    """The document as .docx. Raises PressFailed for what a file of this kind can't hold."""
    paper = _blank(sheet)
    _head(paper, sheet)
    for segment in segments(sheet.cells):
        _SEGMENTS[segment["kind"]](paper, segment)
    _places(paper, sheet.places)
    for line in sheet.lines:
        _line(paper, line, size=8)
    return _saved(paper)


def _blank(sheet: FormSheet) -> Paper:
    """An empty A4 page with the head that tells what the file is, and the foot of the paper."""
    paper = Document()
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for name, width in MARGINS.items():
        setattr(section, name, Mm(width))
    font = paper.styles["Normal"].font
    font.name, font.size = FONT, Pt(12)
    paper.styles["Normal"].element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    _line(
        section.header,
        f"{sheet.across or '副本'}：本文件供修改、核对用，不是文书原件；定稿请在系统内填写、签名、编号。",
        size=9,
    )
    _line(section.footer, sheet.foot, size=9)
    about = paper.core_properties
    about.title, about.author, about.comments = sheet.title, sheet.issuer, ""
    about.created = about.modified = sheet.made_at.replace(tzinfo=None)
    return paper


def _head(paper: Paper, sheet: FormSheet) -> None:
    _line(paper, sheet.issuer, size=15, middle=True)
    _line(paper, sheet.title, size=21, bold=True, middle=True)
    named = (("文号", sheet.number), ("案号", sheet.case_number))
    if told := [f"{label}：{value}" for label, value in named if value]:
        _line(paper, "　　".join(told), size=11)


def _fields(paper: Paper, segment: Segment) -> None:
    """Label and value side by side, ruled; a value alone in its row takes the row."""
    for group in segment["groups"]:
        if group["name"]:
            _line(paper, group["name"], bold=True)
        table = _ruled(paper, ROW)
        for row in group["rows"]:
            cells = _new_row(table)
            if len(row) == 1:
                cells = [cells[0], cells[1].merge(cells[3])]
            for place, field in enumerate(row):
                _write(cells[2 * place], field["label"])
                _write(cells[2 * place + 1], _said(field))


def _said(field: Segment) -> str:
    """What stands in a field: its text, its choices each with a box, an opinion with who gave it."""
    if field["kind"] == "ticks":
        return "　".join(f"{TICKED if ticked else OPEN}{option}" for option, ticked in field["options"])
    place: Place | None = field["place"]
    return "\n".join(part for part in (field["text"], _signing(place) if place else "") if part)


def _long(paper: Paper, segment: Segment) -> None:
    _line(paper, segment["label"], bold=True)
    for part in segment["text"].split("\n"):
        _line(paper, part)


def _listing(paper: Paper, segment: Segment) -> None:
    _line(paper, segment["label"], bold=True)
    whole = sum(ROW) / sum(segment["widths"])
    table = _ruled(paper, [share * whole for share in segment["widths"]])
    for row in (segment["heads"], *segment["rows"]):
        for cell, text in zip(_new_row(table), row, strict=True):
            _write(cell, text)


def _dialogue(paper: Paper, segment: Segment) -> None:
    _line(paper, segment["label"], bold=True)
    for question, answer in segment["rows"]:
        _line(paper, f"问：{question}")
        _line(paper, f"答：{answer}")


_SEGMENTS = {"fields": _fields, "long": _long, "table": _listing, "dialogue": _dialogue}


def _places(paper: Paper, places: Sequence[Place]) -> None:
    """Where people sign and seals are put, each on a line of its own; who has signed is told, not shown."""
    if places:
        _line(paper, "签名、盖章", bold=True)
    for place in places:
        note = f"（{place.note}）" if place.note else ""
        _line(paper, f"{place.who}{note}：{_signing(place)}", right=place.kind is PlaceKind.SEAL)


def _signing(place: Place) -> str:
    told = [
        f"拒绝签名：{one.refusal}；见证人：{one.witness}；{one.when}" if one.refusal else one.when
        for one in place.signed
    ]
    return "；".join(f"{one}（见原件）" for one in told) or "＿＿＿＿＿＿＿＿　　　年　月　日"


# the file


def _new_row(table: Table) -> Any:
    """The cells of a row added at the end (python-docx states no types)."""
    return table.add_row().cells  # type: ignore[no-untyped-call]


def _ruled(paper: Paper, widths: Iterable[float]) -> Table:
    """An empty ruled table with columns of these widths in mm."""
    wide = [*widths]
    table: Table = paper.add_table(rows=0, cols=len(wide))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, wide, strict=True):
        column.width = Mm(width)
    return table


def _write(cell: _Cell, text: str) -> None:
    if len(text) > LONGEST_CELL:
        raise PressFailed(f"有一格超过 {LONGEST_CELL} 字，不能生成可编辑的文件。请预览 PDF。")
    cell.text = text
    for paragraph in cell.paragraphs:
        paragraph.paragraph_format.space_after = Pt(0)


def _line(
    place: Any, text: str, *, size: int = 12, bold: bool = False, middle: bool = False, right: bool = False
) -> None:
    """A line of its own in a paper, its head or its foot."""
    first = place.paragraphs[0] if getattr(place, "is_linked_to_previous", None) is not None else None
    paragraph = first if first is not None and not first.text else place.add_paragraph()
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(size)
    paragraph.paragraph_format.space_before = Pt(6 if bold and not middle else 0)
    paragraph.paragraph_format.space_after = Pt(4)
    if middle or right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if middle else WD_ALIGN_PARAGRAPH.RIGHT


def _saved(paper: Paper) -> bytes:
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()
