"""How a document ends on paper: the seal with its agency's whole name, and never on a page without text."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

from liuhen.adapters.typst_press import TypstPress
from liuhen.ports.press import Cell, CellKind, FormSheet, Place, PlaceKind, Signed

FONTS = Path(__file__).parents[4] / "build/fonts"
MOMENT = datetime(2026, 11, 20, 2, 45, tzinfo=UTC)

pytestmark = pytest.mark.skipif(not any(FONTS.glob("*.ttf")), reason="no fonts to print with: run `make setup`")


@pytest.fixture(scope="module")
def press() -> TypstPress:
    return TypstPress(FONTS)


def _image() -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (60, 20), "black").save(out, "PNG")
    return out.getvalue()


SIGNED = [Signed(image=_image(), when="今日")]


def _sheet(*cells: Cell, **more: Any) -> FormSheet:
    return FormSheet(issuer="广州市交通运输局", title="现场笔录", made_at=MOMENT, cells=cells, **more)


def _lines(printed: bytes) -> dict[float, str]:
    """The text of the last page by how high it stands; what is set smaller or centred stands on its own line."""
    found: dict[float, str] = {}

    def keep(text: str, matrix: list[float], placed: list[float], *_font: Any) -> None:
        height = round(placed[5] if placed[5] else matrix[5], 1)
        found[height] = found.get(height, "") + text.strip()

    PdfReader(io.BytesIO(printed)).pages[-1].extract_text(visitor_text=keep)
    return found


def _pages(printed: bytes) -> list[str]:
    return [re.sub(r"\s", "", page.extract_text()) for page in PdfReader(io.BytesIO(printed)).pages]


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("南岭市交通运输综合行政执法局（演示）", ["南岭市交通运输综合行政执法局（演示）"]),
        ("南岭壮族瑶族自治县交通运输综合行政执法大队", ["南岭壮族瑶族自治县交通运输综合行政执法大队"]),
        (
            "南岭壮族瑶族自治县交通运输综合行政执法大队（第三中队）",
            ["南岭壮族瑶族自治县交通", "运输综合行政执法大队", "（第三中队）"],
        ),
    ],
)
def test_where_the_seal_stands_a_long_name_is_set_smaller_or_on_even_lines(press, name, lines):
    printed = press.print_form(_sheet(Cell(label="备注"), places=[Place(who=name, kind=PlaceKind.SEAL, signed=SIGNED)]))
    shown = [words for words in _lines(printed).values() if words and words in name]
    assert shown == lines


def _sentences(count: int) -> str:
    return "".join(f"第{number}句写明现场的情况。" for number in range(count))


def _rows(count: int) -> list[tuple[str, str]]:
    return [(f"第{number}句？", f"第{number}句。") for number in range(count)]


OPINION = Place(who="负责人", kind=PlaceKind.OPINION, signed=SIGNED)
LAST: dict[str, Callable[[int], Cell]] = {
    "long text": lambda count: Cell(label="情况", kind=CellKind.LONG, text=_sentences(count)),
    "paragraphs": lambda count: Cell(label="情况", kind=CellKind.LONG, text=_sentences(count).replace("。", "。\n")),
    "no sentence": lambda count: Cell(label="情况", kind=CellKind.LONG, text=_sentences(count).replace("。", "，")),
    "table": lambda count: Cell(label="清单", kind=CellKind.TABLE, heads=["问", "答"], rows=_rows(count)),
    "long row": lambda count: Cell(label="清单", kind=CellKind.TABLE, heads=["问"], rows=[[_sentences(count)]]),
    "talk": lambda count: Cell(label="问答", kind=CellKind.DIALOGUE, rows=_rows(count)),
    "long answer": lambda count: Cell(label="问答", kind=CellKind.DIALOGUE, rows=[("第零句？", _sentences(count))]),
    "opinion": lambda count: Cell(label="意见", kind=CellKind.OPINION, text=_sentences(count), place=OPINION),
    "grouped field": lambda count: Cell(label="情况", group="当事人（个人）", text=_sentences(count)),
}
COUNTS = {
    "paragraphs": range(18, 32),
    "table": range(18, 30),
    "talk": range(12, 22),
    "long row": range(90, 124, 3),
}
SENTENCES = range(62, 96, 3)
"""How many sentences fill a page to its end."""


def _endings(press: TypstPress, last: str) -> Iterator[tuple[int, list[str]]]:
    """Every way the last part may end near the foot of a page, with the pages printed."""
    signed = [Place(who=f"签名人{number}", signed=SIGNED) for number in range(2)]
    places = [*signed, Place(who="盖章机关", kind=PlaceKind.SEAL, signed=SIGNED)]
    for count in COUNTS.get(last, SENTENCES):
        yield count, _pages(press.print_form(_sheet(LAST[last](count), places=places, blank="/", lines=["内容摘要"])))


@pytest.mark.parametrize("last", LAST)
def test_a_seal_never_stands_alone_whatever_the_document_ends_with(press, last):
    moved = 0
    for count, pages in _endings(press, last):
        [sealed] = [page for page in pages if "盖章机关" in page]
        assert re.search(r"第\d+句|清单|以下空白", sealed), f"{count} sentences"
        assert "".join(pages).count(f"第{count - 1}句") in (1, 2), "not a word twice or lost"
        moved += len(pages) > 1 and len(re.findall(r"第\d+句", sealed)) <= 20
    assert moved, "no ending lay near the foot of a page"


def test_what_goes_over_with_the_seal_is_told_once_and_in_order(press):
    for count, pages in _endings(press, "long text"):
        told = re.findall(r"第(\d+)句写明现场的情况。", re.sub(r"第\d+页，共\d+页", "", "".join(pages)))
        assert [int(number) for number in told] == [*range(count)]
