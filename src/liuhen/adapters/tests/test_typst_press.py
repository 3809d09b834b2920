"""The press prints PDF/A with every character, the same bytes each time, and takes nothing as markup."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from liuhen.adapters.typst_press import TypstPress
from liuhen.ports.press import PressFailed, Sheet

FONTS = Path(__file__).parents[4] / "build/fonts"
MOMENT = datetime(2026, 11, 18, 1, 30, tzinfo=UTC)
WORDS = {"made": "制作于 2026年11月18日", "sign": "签名"}

pytestmark = pytest.mark.skipif(not any(FONTS.glob("*.ttf")), reason="no fonts to print with: run `make setup`")


@pytest.fixture(scope="module")
def press() -> TypstPress:
    return TypstPress(FONTS)


def _sheet(*rows: tuple[str, str], mark: str = "") -> Sheet:
    return Sheet(
        issuer="广州市交通运输局",
        title="文字说明材料",
        made_at=MOMENT,
        rows=rows,
        signatures=["取证人员"],
        mark=mark,
        lines=["SHA-256 00"],
        words=WORDS,
    )


def _text(printed: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(printed)).pages)


def test_a_sheet_is_pdf_a_and_holds_its_words(press):
    printed = press.print_sheet(_sheet(("证明对象", "当事人驾驶小型客车搭载乘客"), mark="sha256:00"))
    assert b"<pdfaid:part>2</pdfaid:part>" in printed
    assert "搭载乘客" in _text(printed)


def test_the_same_sheet_gives_the_same_bytes(press):
    assert press.print_sheet(_sheet(("地点", "广州南站"))) == press.print_sheet(_sheet(("地点", "广州南站")))


def test_rare_characters_of_names_are_printed(press):
    assert "䶮" in _text(press.print_sheet(_sheet(("姓名", "䶮㛃䥽"))))


@pytest.mark.parametrize("words", ["#panic()", "$x^2$", "*粗* _斜_", '#import "x.typ"', "\\u{41}", "= 标题", "<标签>"])
def test_markup_is_printed_as_text(press, words):
    assert words.replace(" ", "") in _text(press.print_sheet(_sheet(("备注", words)))).replace(" ", "").replace(
        "\n", ""
    )


def test_a_character_no_font_holds_is_refused_with_advice(press):
    with pytest.raises(PressFailed, match="没有的字"):
        press.print_sheet(_sheet(("备注", "\U0001f600")))


def test_long_content_goes_on_to_further_pages(press):
    printed = press.print_sheet(_sheet(("情况", "现场情况。" * 1500)))
    assert len(PdfReader(io.BytesIO(printed)).pages) > 2


def test_without_fonts_it_says_what_to_run(tmp_path):
    with pytest.raises(PressFailed, match="make assets"):
        TypstPress(tmp_path).print_sheet(_sheet(("地点", "广州南站")))


def test_an_image_is_read_to_its_end_to_tell_whether_it_can_be_printed(press):
    out = io.BytesIO()
    Image.effect_noise((600, 400), 80).convert("RGB").save(out, "JPEG")
    whole = out.getvalue()
    assert press.image_fault(whole) == ""
    assert "读不出来" in press.image_fault(whole[: len(whole) // 2])
    assert "读不出来" in press.image_fault(b"no image")
