"""A document to be edited elsewhere holds every word of its paper, says that it is no original, and runs nothing."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from zipfile import ZipFile

import pytest
from docx import Document

from liuhen.adapters.docx_paper import docx_of
from liuhen.ports.press import Cell, CellKind, FormSheet, Place, PlaceKind, PressFailed, Proof, Signed

SHEET = FormSheet(
    issuer="广州市交通运输局",
    title="询问笔录",
    made_at=datetime(2026, 11, 18, 1, 30, tzinfo=UTC),
    case_number="某交罚〔2026〕1号",
    number="某罚〔2026〕7号",
    cells=[
        Cell(label="姓名", group="当事人（个人）", text="䶮某"),
        Cell(label="性别", group="当事人（个人）", kind=CellKind.TICKS, options=[("男", True), ("女", False)]),
        Cell(label="违法事实", kind=CellKind.LONG, text="搭载乘客二人。" * 60),
        Cell(label="清单", kind=CellKind.TABLE, heads=["名称", "数量"], rows=[["车钥匙", "一把"]]),
        Cell(label="问答", kind=CellKind.DIALOGUE, rows=[("看清楚了吗？", "看清楚了。")]),
        Cell(label="意见", kind=CellKind.OPINION, text="同意", place=Place(who="负责人", kind=PlaceKind.OPINION)),
    ],
    places=[
        Place(who="当事人", signed=[Signed(image=b"picture", when="陈某　10时30分")]),
        Place(who="见证人", signed=[Signed(refusal="有异议", witness="李某", when="10时32分")]),
        Place(who="广州市交通运输局", note="印章", kind=PlaceKind.SEAL),
    ],
    proofs=[Proof(name="film.mp4", device="GD-1", when="今日", seconds="全部", sha256="ab" * 32)],
    lines=["内容摘要 SHA-256 00"],
    foot="询问笔录　草稿",
    across="草稿",
)


def _words(data: bytes) -> str:
    paper = Document(io.BytesIO(data))
    parts = [one.text for one in paper.paragraphs]
    parts += [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    parts += [one.text for one in (*paper.sections[0].header.paragraphs, *paper.sections[0].footer.paragraphs)]
    return "\n".join(parts)


def test_every_word_of_the_paper_stands_in_it():
    words = _words(docx_of(SHEET))
    wanted = [
        "广州市交通运输局",
        "询问笔录",
        "某交罚〔2026〕1号",
        "某罚〔2026〕7号",
        "当事人（个人）",
        "䶮某",
        "☑男　☐女",
    ]
    wanted += [
        "搭载乘客二人。" * 60,
        "名称",
        "车钥匙",
        "问：看清楚了吗？",
        "答：看清楚了。",
        "同意",
        "陈某　10时30分（见原件）",
    ]
    wanted += ["拒绝签名：有异议；见证人：李某", "（印章）", "内容摘要 SHA-256 00", "询问笔录　草稿"]
    assert [one for one in wanted if one not in words] == []


def test_it_says_on_every_page_that_it_is_no_original_and_holds_no_signature():
    data = docx_of(SHEET)
    assert "不是文书原件" in _words(data)
    assert b"picture" not in b"".join(
        ZipFile(io.BytesIO(data)).read(name) for name in ZipFile(io.BytesIO(data)).namelist()
    )
    assert "ab" * 32 not in _words(data)


@pytest.mark.parametrize("typed", ["=1+1", "{ HYPERLINK x }", "<w:p/>", "&amp;", "#panic()", "第一行\n第二行"])
def test_what_was_typed_is_text_and_no_field_or_markup(typed):
    data = docx_of(FormSheet(issuer="局", title="书", made_at=SHEET.made_at, cells=[Cell(label="备注", text=typed)]))
    assert typed in _words(data)
    body = ZipFile(io.BytesIO(data)).read("word/document.xml")
    assert b"w:fldChar" not in body
    assert b"w:hyperlink" not in body


def test_rows_of_five_hundred_lines_are_all_there():
    rows = [[f"物{n}", str(n)] for n in range(500)]
    cell = Cell(label="清单", kind=CellKind.TABLE, heads=["名称", "数量"], rows=rows)
    data = docx_of(FormSheet(issuer="局", title="清单", made_at=SHEET.made_at, cells=[cell]))
    assert len(Document(io.BytesIO(data)).tables[0].rows) == 501


def test_a_cell_beyond_all_measure_is_refused_in_words():
    cell = Cell(label="清单", kind=CellKind.TABLE, heads=["名称"], rows=[["字" * 100_001]])
    with pytest.raises(PressFailed, match="PDF"):
        docx_of(FormSheet(issuer="局", title="清单", made_at=SHEET.made_at, cells=[cell]))
