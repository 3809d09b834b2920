"""Documents made from forms are PDF/A with everything that was written, signed and sealed, whatever was typed."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

from liuhen.adapters.typst_press import TypstPress
from liuhen.ports.press import Cell, CellKind, FormSheet, Place, PlaceKind, PressFailed, Proof, Signed

FONTS = Path(__file__).parents[4] / "build/fonts"
MOMENT = datetime(2026, 11, 20, 2, 45, tzinfo=UTC)
PROOF = Proof(name="XZ_0001.MP4", device="执法记录仪 0421", when="9时30分", seconds="第 83–97 秒", sha256="ab" * 32)

pytestmark = pytest.mark.skipif(not any(FONTS.glob("*.ttf")), reason="no fonts to print with: run `make setup`")


@pytest.fixture(scope="module")
def press() -> TypstPress:
    return TypstPress(FONTS)


def _sheet(*cells: Cell, **more: Any) -> FormSheet:
    return FormSheet(issuer="广州市交通运输局", title="现场笔录", made_at=MOMENT, cells=cells, **more)


def _image(form: str = "PNG", mode: str = "RGBA", size: tuple[int, int] = (60, 20)) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "black").save(out, form)
    return out.getvalue()


def _pages(printed: bytes) -> list[str]:
    return [re.sub(r"\s", "", page.extract_text()) for page in PdfReader(io.BytesIO(printed)).pages]


def _images(printed: bytes) -> int:
    return sum(len(page.images) for page in PdfReader(io.BytesIO(printed)).pages)


def _strokes(printed: bytes) -> int:
    """How many lines begin on all pages, also in what they are put together of (operator `m`, ISO 32000-2, 8.5.2)."""
    pages = PdfReader(io.BytesIO(printed)).pages
    resources: list[Any] = [page["/Resources"] for page in pages]
    forms = [form.get_object() for one in resources for form in one.get("/XObject", {}).values()]
    drawn = [content for page in pages if (content := page.get_contents()) is not None]
    streams = [content.get_data() for content in (*drawn, *forms)]
    return sum(len(re.findall(rb"\sm\s", stream)) for stream in streams)


FULL = _sheet(
    Cell(label="姓名", group="当事人（个人）", text="䶮某"),
    Cell(label="性别", kind=CellKind.TICKS, options=[("男", True), ("女", False)]),
    Cell(label="违法事实", kind=CellKind.LONG, text="搭载乘客二人。" * 60),
    Cell(label="清单", kind=CellKind.TABLE, heads=["名称", "数量"], rows=[["车钥匙", "一把"]]),
    Cell(label="问答", kind=CellKind.DIALOGUE, rows=[("看清楚了吗？", "看清楚了。")]),
    Cell(label="负责人意见", kind=CellKind.OPINION, text="同意", place=Place(who="负责人", kind=PlaceKind.OPINION)),
    case_number="某交罚〔2026〕1号",
    number="某罚〔2026〕7号",
    places=[
        Place(who="当事人", signed=[Signed(refusal="对事实有异议", witness="李某", when="10时32分")]),
        Place(who="见证人"),
        Place(who="广州市交通运输局", note="印章", kind=PlaceKind.SEAL, signed=[Signed(image=_image(), when="今日")]),
    ],
    proofs=[PROOF],
    digests=[PROOF],
    digests_title="已入库的音像记录共一份",
    marks=["LIUHEN:1/1/1/0/00-1"],
    lines=["内容摘要"],
    foot="制作于今日",
    blank="/",
)


def test_everything_stands_on_the_paper(press):
    text = "".join(_pages(press.print_form(FULL)))
    wanted = ["䶮某", "√男", "搭载乘客二人", "车钥匙", "答：看清楚了", "同意", "某交罚〔2026〕1号", "某罚〔2026〕7号"]
    wanted += ["拒绝签名：对事实有异议", "见证人：李某", "今日", "XZ_0001.MP4", "第83–97秒", "ab" * 32, "内容摘要"]
    assert [words for words in wanted if words not in text] == []


def test_it_is_pdf_a_with_fonts_inside_and_the_same_bytes_each_time(press):
    printed = press.print_form(FULL)
    assert b"<pdfaid:part>2</pdfaid:part>" in printed
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in printed
    assert b"/FontFile" in printed
    assert printed == press.print_form(FULL)


@pytest.mark.skipif(not shutil.which("qpdf"), reason="qpdf is not installed")
def test_qpdf_finds_no_fault(press, tmp_path):
    path = tmp_path / "form.pdf"
    path.write_bytes(press.print_form(FULL))
    subprocess.run(["qpdf", "--check", str(path)], check=True, capture_output=True)


def test_pages_are_counted_and_the_head_of_a_list_stands_on_each(press):
    rows = [[str(number), "样品"] for number in range(90)]
    pages = _pages(press.print_form(_sheet(Cell(label="物品清单", kind=CellKind.TABLE, heads=["序", "名"], rows=rows))))
    assert len(pages) > 2
    assert all(f"第{number}页，共{len(pages)}页" in page for number, page in enumerate(pages, 1))
    assert all("物品清单" in page for page in pages)


@pytest.mark.parametrize("kind", [CellKind.LONG, CellKind.OPINION, CellKind.LINE])
def test_no_word_of_a_long_text_is_lost_between_pages(press, kind):
    words = "".join(f"第{number}句。" for number in range(1500))
    pages = _pages(press.print_form(_sheet(Cell(label="情况", kind=kind, text=words))))
    assert len(pages) > 2
    assert words in "".join(re.sub(r"第\d+页，共\d+页", "", page) for page in pages)


def test_who_signs_every_page_signs_every_page(press):
    place = Place(who="被询问人", kind=PlaceKind.EACH_PAGE, signed=[Signed(image=_image(), when="10时32分")])
    talk = Cell(label="问答", kind=CellKind.DIALOGUE, rows=[("请说经过。", "我从南站出发。" * 20)] * 20)
    printed = press.print_form(_sheet(talk, places=[place]))
    assert len(_pages(printed)) > 1
    assert all("被询问人（逐页签名）" in page for page in _pages(printed))
    assert _images(printed) == len(_pages(printed))


def test_square_codes_are_drawn_as_lines(press):
    marks = [f"LIUHEN:1/1/1/0/{number:064X}-1" for number in range(9)]
    with_codes = press.print_form(_sheet(digests_title="清单", marks=marks))
    assert _images(with_codes) == 0
    assert _strokes(with_codes) > _strokes(press.print_form(_sheet(digests_title="清单"))) + 9 * 100


def test_an_open_place_has_room_for_as_many_as_must_sign(press):
    place = Place(who="执法人员", note="两名以上", room=3)
    [text] = _pages(press.print_form(_sheet(places=[place])))
    assert "两名以上" in text
    assert text.count("年月日") == 3


@pytest.mark.parametrize("kind", [PlaceKind.SIGNATURE, PlaceKind.SEAL, PlaceKind.OPINION])
def test_a_photograph_of_signed_paper_takes_a_page_at_the_end(press, kind):
    place = Place(who="当事人", kind=kind, signed=[Signed(image=_image("JPEG", "RGB"), photo=True, when="10时32分")])
    cell = Cell(label="意见", kind=CellKind.OPINION, text="同意", place=place if kind is PlaceKind.OPINION else None)
    printed = press.print_form(_sheet(cell, places=[] if cell.place else [place]))
    first, last = _pages(printed)
    assert "照片附后" in first
    assert "附：当事人签名的纸质文书照片" in last
    assert _images(printed) == 1


def test_a_draft_says_so_across_every_page(press):
    printed = press.print_form(_sheet(Cell(label="情况", kind=CellKind.LONG, text="现场情况。" * 900), across="草稿"))
    assert all("草稿" in page for page in _pages(printed))


def test_what_was_left_empty_is_crossed_out_once_it_stands(press):
    empty = [Cell(label="备注"), Cell(label="清单", kind=CellKind.TABLE, heads=["名称"])]
    assert "/" in _pages(press.print_form(_sheet(*empty, blank="/")))[0]
    assert "/" not in _pages(press.print_form(_sheet(*empty)))[0]


HOSTILE = ["#panic()", "$x^2$", "*粗*", '#import "x"', "\\u{41}", "<标签>", "=HYPERLINK(1)", "@ref", "```", "{{7*7}}"]


@pytest.mark.parametrize("words", HOSTILE)
def test_markup_is_printed_as_text_wherever_it_stands(press, words):
    cells = [
        Cell(label=words, group=words, text=words),
        Cell(label="情况", kind=CellKind.LONG, text=words * 60),
        Cell(label="表", kind=CellKind.TABLE, heads=[words], rows=[[words]]),
        Cell(label="问", kind=CellKind.DIALOGUE, rows=[(words, words)]),
        Cell(label="选", kind=CellKind.TICKS, options=[(words, True)]),
    ]
    places = [Place(who=words, signed=[Signed(words=words, when=words)]), Place(who=words, kind=PlaceKind.SEAL)]
    sheet = _sheet(*cells, places=places, number=words, foot=words, lines=[words], proofs=[PROOF])
    text = "".join(_pages(press.print_form(sheet)))
    assert text.count(words.replace(" ", "")) >= 70


@pytest.mark.parametrize(
    ("form", "mode"), [("PNG", "RGBA"), ("PNG", "L"), ("PNG", "P"), ("JPEG", "RGB"), ("JPEG", "CMYK")]
)
def test_images_of_every_sort_are_printed(press, form, mode):
    mode_image = io.BytesIO()
    Image.new(mode, (50, 50)).save(mode_image, form)
    place = Place(who="当事人", signed=[Signed(image=mode_image.getvalue())])
    assert _images(press.print_form(_sheet(Cell(label="备注"), places=[place]))) == 1


@pytest.mark.parametrize("image", [b"GIF89a", b"<svg/>", b"\x89PNG\r\n\x1a\n", b"%!PS", _image()[:60]])
def test_what_is_no_image_is_refused_with_advice(press, image):
    place = Place(who="当事人", signed=[Signed(image=image)])
    with pytest.raises(PressFailed, match="PNG、JPEG"):
        press.print_form(_sheet(Cell(label="备注"), places=[place]))


@pytest.mark.parametrize("side", [4_001, 10_000, 20_000])
def test_an_image_that_would_fill_the_memory_is_not_opened(press, side):
    place = Place(who="当事人", signed=[Signed(image=_image("PNG", "1", (side, side)))])
    with pytest.raises(PressFailed, match="点数太多"):
        press.print_form(_sheet(Cell(label="备注"), places=[place]))


def test_a_photograph_lies_on_paper_as_it_was_taken(press):
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter clockwise
    out = io.BytesIO()
    Image.new("RGB", (6000, 3000), "white").save(out, "JPEG", exif=exif)
    place = Place(who="当事人", signed=[Signed(image=out.getvalue(), photo=True)])
    [image] = PdfReader(io.BytesIO(press.print_form(_sheet(places=[place])))).pages[1].images
    assert image.image is not None
    assert image.image.size == (800, 1600)


def test_a_character_no_font_holds_is_refused_with_advice(press):
    with pytest.raises(PressFailed, match="没有的字"):
        press.print_form(_sheet(Cell(label="备注", text="\U0001f600")))


def test_a_document_without_anything_filled_in_is_printed(press):
    assert _pages(press.print_form(_sheet()))


@pytest.mark.parametrize("signers", [0, 2, 3, 5])
@pytest.mark.parametrize("fields", [44, 46, 48, 50])
def test_a_seal_never_stands_on_a_page_without_text_and_signatures(press, fields, signers):
    cells = [Cell(label=f"栏{number}", text="内容") for number in range(fields)]
    signed = [Place(who=f"签名人{number}", signed=[Signed(image=_image(), when="今日")]) for number in range(signers)]
    seal = Place(who="盖章机关", kind=PlaceKind.SEAL, signed=[Signed(image=_image(), when="今日")])
    pages = _pages(press.print_form(_sheet(*cells, places=[*signed, seal], lines=["内容摘要00"])))
    [sealed] = [page for page in pages if "盖章机关" in page]
    assert f"栏{fields - 1}" in sealed or (signers > 2 and f"签名人{signers - 1}" in sealed)
    assert all("内容摘要00" in page for page in pages)
