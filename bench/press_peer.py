"""The same words set by ReportLab: what a plain PDF library takes for them, without PDF/A and with fewer rules."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Image, Paragraph, SimpleDocTemplate, Table

from liuhen.ports.press import Cell, FormSheet

STYLE = ParagraphStyle("body", fontName="Serif", fontSize=11.5, leading=17, wordWrap="CJK")
GRID = [("GRID", (0, 0), (-1, -1), 0.6, "black")]
WIDTH = 460


def print_with_reportlab(fonts: Path) -> Callable[[FormSheet], bytes]:
    """Load the font once, as the press does."""
    pdfmetrics.registerFont(TTFont("Serif", str(fonts / "NotoSerifSC_400Regular.ttf")))
    return _print


def _print(sheet: FormSheet) -> bytes:
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A4).build(list(_flow(sheet)))
    return out.getvalue()


def _flow(sheet: FormSheet) -> Iterator[Flowable]:
    yield from (_text(words) for words in (sheet.issuer, sheet.title, sheet.number, sheet.case_number))
    yield from (_table(cell) for cell in sheet.cells)
    for place in sheet.places:
        yield _text(place.who)
        for one in place.signed:
            yield Image(io.BytesIO(one.image), width=90, height=36)
            yield _text(one.when)
    rows = [[_text(f"{one.name} {one.device} {one.when} {one.sha256}")] for one in (*sheet.proofs, *sheet.digests)]
    yield Table(rows, colWidths=[WIDTH], style=GRID)
    yield from (_text(line) for line in (*sheet.marks, *sheet.lines))


def _table(cell: Cell) -> Flowable:
    if cell.heads:
        rows = [[_text(words) for words in row] for row in (cell.heads, *cell.rows)]
        return Table(rows, colWidths=[WIDTH / len(cell.heads)] * len(cell.heads), style=GRID, repeatRows=1)
    if cell.rows:
        return Table([[_text("\n".join(row))] for row in cell.rows], colWidths=[WIDTH], style=GRID)
    words = cell.text or "　".join(f"{'√' if ticked else '□'}{option}" for option, ticked in cell.options)
    return Table([[_text(cell.label), _text(words)]], colWidths=[90, WIDTH - 90], style=GRID)


def _text(words: str) -> Paragraph:
    return Paragraph(escape(words).replace("\n", "<br/>"), STYLE)
