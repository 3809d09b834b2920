"""Official documents become articles, paragraphs and items, exactly as printed."""

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liuhen.core.duties.words import numeral
from liuhen.core.lawbook.numerals import value_of
from liuhen.core.lawbook.official import MAX_LINES, parse_official

ROOT = Path(__file__).parents[5]
SHARED = Path(os.environ.get("LIUHEN_SHARED", ROOT.parent / "shared")) / "mission/regulations"


def labels(count, **changed):
    """The regular labels （一） to （count）, except where a position is changed: p2="（三）"."""
    return [changed.get(f"p{n}", f"（{numeral(n)}）") for n in range(1, count + 1)]


FOUNDING = {
    "gd-province-2018": (31, {12: labels(12), 13: labels(5), 14: labels(3), 17: labels(6), 27: labels(5)}),
    "gd-transport-2019": (
        35,
        {
            9: [*labels(7), "（七）", "（八）", "（九）", "（十）", "（十一）"],
            21: labels(7),
            22: labels(5),
            23: labels(7),
            24: labels(7),
            30: labels(7),
        },
    ),
    "wendeng-transport": (
        40,
        {
            17: labels(6),
            20: labels(8),
            24: labels(5),
            26: labels(5),
            28: labels(7),
            30: ["（一）", "（三）", "（四）", "（五）", "（六）", "（五）"],
            31: labels(6),
            32: labels(8),
        },
    ),
    "yexian-transport-2017": (25, {13: labels(4), 24: labels(6)}),
    "chongqing-transport-2020": (20, {4: labels(7), 10: ["（一）", "（二）", "(三)", "(四)", "(五)"]}),
}
CHAPTERS = {
    "gd-province-2018": 5,
    "gd-transport-2019": 6,
    "wendeng-transport": 7,
    "yexian-transport-2017": 8,
    "chongqing-transport-2020": 0,
}


@pytest.fixture(scope="module")
def founding():
    if not SHARED.is_dir():
        pytest.skip(f"no founding texts in {SHARED}: set LIUHEN_SHARED")
    return {id: parse_official((SHARED / f"{id}.txt").read_text(encoding="utf-8")) for id in FOUNDING}


@pytest.mark.parametrize("id", FOUNDING)
def test_a_founding_text_gives_every_article_and_item_as_printed(founding, id):
    found, (articles, items) = founding[id], FOUNDING[id]
    assert [article.number for article in found.articles] == list(range(1, articles + 1))
    assert {a.number: [item.label for item in a.items] for a in found.articles if a.items} == items
    assert all([item.position for item in a.items] == list(range(1, len(a.items) + 1)) for a in found.articles)
    assert len(found.chapters) == CHAPTERS[id]


@pytest.mark.parametrize(
    ("id", "article", "paragraphs"),
    [
        ("gd-province-2018", 26, 3),
        ("gd-transport-2019", 30, 2),
        ("wendeng-transport", 33, 2),
        ("yexian-transport-2017", 17, 1),
        ("yexian-transport-2017", 24, 2),
        ("chongqing-transport-2020", 3, 3),
        ("chongqing-transport-2020", 6, 1),
        ("chongqing-transport-2020", 18, 2),
    ],
)
def test_page_breaks_do_not_split_and_paragraphs_are_not_joined(founding, id, article, paragraphs):
    assert len(founding[id].article(article).paragraphs) == paragraphs


def test_covers_and_printers_notes_are_not_articles(founding):
    chongqing = founding["chongqing-transport-2020"]
    assert chongqing.preamble[1].endswith("119号")
    assert len(chongqing.tail) == 1
    assert "印发" in chongqing.tail[0]
    assert chongqing.articles[-1].text.endswith("执行。")


SMALL = """关于印发《甲县记录办法》的通知

各单位：
现予印发。
2020年1月2日

甲县记录办法
（试行）

总 则

**第一条** 为了记录，制定本办法。
第二条以外的事项，依照第三条办理。

第二条除另有规定外，执法人员应当
依照下列顺序记录：
（一）到达；
(二)离开；
（二）其他。

记录管理

第三条　保存不少于
- 3 -
第四条规定的期限。

第 ４ 条：期限为三年。

附件1

第一条 表格填写说明。
"""


def test_a_small_text_with_every_oddity():
    found = parse_official(SMALL)
    assert found.title == "甲县记录办法（试行）"
    assert [(a.number, a.label) for a in found.articles] == [
        (1, "第一条"),
        (2, "第二条"),
        (3, "第三条"),
        (4, "第４条"),
    ]
    assert [len(a.paragraphs) for a in found.articles] == [2, 1, 1, 1]
    assert [(i.position, i.label) for i in found.articles[1].items] == [(1, "（一）"), (2, "(二)"), (3, "（二）")]
    assert found.articles[2].text == "保存不少于第四条规定的期限。"
    assert [(c.title, c.first, c.last) for c in found.chapters] == [("总则", 1, 2), ("记录管理", 3, 4)]
    assert found.annexes == ("附件1", "第一条 表格填写说明。")
    assert any("印刷序号是（二）" in str(remark) for remark in found.remarks)


def test_a_missing_and_a_repeated_number_are_kept_and_remarked():
    found = parse_official("第一条 甲。\n第三条 乙。\n第三条 丙。\n第四条之一 丁。\n")
    assert [a.label for a in found.articles] == ["第一条", "第三条", "第三条", "第四条之一"]
    assert [remark.line for remark in found.remarks] == [2, 3]


def test_articles_and_items_run_together_in_one_line_are_told_apart():
    found = parse_official("第一条 有下列情形：（一）甲；（二）乙，见第二条第（三）项。第二条 保存三年。")
    assert [[i.text for i in a.items] for a in found.articles] == [["甲；", "乙，见第二条第（三）项。"], []]


def test_items_need_no_punctuation_and_points_are_items_where_there_are_no_brackets():
    found = parse_official(
        "第一条 包括以下内容\n（一）甲\n（二）乙\n第二条 如下：\n1.丙\n2.丁\n第三条 依照第一条第\n（一）项办理。\n"
    )
    assert [[i.text for i in a.items] for a in found.articles] == [["甲", "乙"], ["丙", "丁"], []]
    assert found.articles[2].text == "依照第一条第（一）项办理。"


def test_points_under_an_item_belong_to_the_item():
    found = parse_official("第一条 如下：\n（一）甲：\n1.丙；\n2.丁；\n（二）乙。\n")
    assert [i.text for i in found.articles[0].items] == ["甲：\n1.丙；\n2.丁；", "乙。"]


def test_lines_broken_by_the_paper_are_joined():
    """As a PDF gives them: fixed width, paragraphs indented."""
    words = "执法人员应当在到达现场之后立即开启执法记录仪，并且一直记录到离开现场为止，不得中断。"
    paragraph = "　　" + words * 3 + "\n"
    article = "　　第{}条 " + words * 3 + "\n"
    text = "".join(article.format(n) + paragraph for n in "一二三四")
    wrapped = "".join(_wrap(line) for line in text.splitlines(keepends=True))
    found = parse_official(wrapped)
    assert [len(a.paragraphs) for a in found.articles] == [2, 2, 2, 2]
    assert all(p.text == words * 3 for a in found.articles for p in a.paragraphs)


def _wrap(line, width=26):
    body = line.rstrip("\n")
    return "\n".join(body[n : n + width] for n in range(0, len(body), width)) + "\n"


def test_running_heads_of_pages_are_left_out():
    pages = [f"甲县文件\n第{numeral(n)}条 内容{n}。\n- {n} -\n" for n in range(1, 5)]
    found = parse_official("\f".join(pages))
    assert [a.text for a in found.articles] == ["内容1。", "内容2。", "内容3。", "内容4。"]


def test_a_table_of_contents_makes_no_chapters():
    found = parse_official(
        "目 录\n第一章 总则……1\n第二章 附则……2\n第一章 总则\n第一条 甲。\n第二章\n附　则\n第二条 乙。\n"
    )
    assert [(c.label, c.title, c.first) for c in found.chapters] == [("第一章", "总则", 1), ("第二章", "附则", 2)]


SECTIONS = """第一章 总则
第一条目的。
第二章 证据
第一节 一般规定
第二条收集应当全面。
第二节 收集
第三条原件优先。
第三节 登记
第四条登记应当及时。
"""


def test_the_first_article_of_a_section_is_found_where_no_blank_follows_its_number():
    found = parse_official(SECTIONS)
    assert [a.text for a in found.articles] == ["目的。", "收集应当全面。", "原件优先。", "登记应当及时。"]
    assert [(c.title, c.first, c.last) for c in found.chapters] == [("总则", 1, 1), ("证据", 2, 4)]
    assert not found.remarks


def test_a_text_of_numbered_items_or_rows_is_a_text_too():
    items = parse_official("甲县意见\n一、总体要求\n记录全过程。\n二、主要任务\n（一）配备设备。\n（二）培训人员。\n")
    assert (items.numbering, [a.label for a in items.articles]) == ("items", ["一、", "二、"])
    assert len(items.articles[1].items) == 2
    rows = parse_official("记录清单\n| 序号 | 事项 | 方式 |\n|---|---|---|\n| 1 | 检查 | 录像 |\n| 2 | 送达 | 照片 |\n")
    assert (rows.numbering, [a.text for a in rows.articles]) == ("rows", ["检查\n录像", "送达\n照片"])


def test_what_has_no_number_at_all_is_said_to_have_none():
    found = parse_official("只有一段话。\n")
    assert found.articles == ()
    assert "没有找到条文" in found.remarks[0].text


def test_what_is_far_too_long_is_not_parsed():
    found = parse_official("第一条 甲\n" + "乙\n" * MAX_LINES)
    assert found.articles == ()
    assert "不像是一部法规" in found.remarks[0].text


@given(st.integers(1, 9999))
def test_a_number_survives_being_printed(number):
    assert value_of(str(number)) == number
    if number < 1000:
        assert value_of(numeral(number)) == number


WORDS = st.text("记录执法人员设备保存应当及时检查", min_size=2, max_size=60)
SENTENCE = WORDS.map(lambda words: words + "。")
PARAGRAPH = st.tuples(SENTENCE, st.lists(WORDS, max_size=4))
ARTICLES = st.lists(st.lists(PARAGRAPH, min_size=1, max_size=3), min_size=1, max_size=9)


def printed(articles, gap, brackets, chapter_every):
    """A document of these articles; also the lines of each part, for whoever breaks them."""
    lines = []
    for number, paragraphs in enumerate(articles, 1):
        if (number - 1) % chapter_every == 0:
            lines.append(f"第{numeral((number - 1) // chapter_every + 1)}章 名称")
        for place, (text, items) in enumerate(paragraphs):
            lines.append(f"第{numeral(number)}条{gap}{text}" if place == 0 else text)
            lines += [f"{brackets[0]}{numeral(n)}{brackets[1]}{item}；" for n, item in enumerate(items, 1)]
    return "\n".join(lines)


@settings(max_examples=60)
@given(ARTICLES, st.sampled_from([" ", "　", "  ", "\n"]), st.sampled_from(["（）", "()"]), st.integers(1, 4))
def test_what_was_printed_is_what_is_read(articles, gap, brackets, chapter_every):
    found = parse_official(printed(articles, gap, brackets, chapter_every))
    assert [a.number for a in found.articles] == list(range(1, len(articles) + 1))
    read = [[(p.text, [i.text.rstrip("；") for i in p.items]) for p in a.paragraphs] for a in found.articles]
    assert read == articles
    assert [c.first for c in found.chapters] == list(range(1, len(articles) + 1, chapter_every))
    assert not found.remarks


@settings(max_examples=60)
@given(ARTICLES, st.data())
def test_a_page_break_inside_a_sentence_changes_nothing(articles, data):
    text = printed(articles, " ", "（）", 9)
    inside = [
        n for n in range(1, len(text)) if text[n - 1] in "记录执法人员设备保存应当及时检查" and text[n] not in "。；\n"
    ]
    place = data.draw(st.sampled_from(inside))
    broken = f"{text[:place]}\n\n- 7 -\n\n{text[place:]}"
    assert [a.text for a in parse_official(broken).articles] == [a.text for a in parse_official(text).articles]


@given(st.text("第一二三四五条章节款项（）()、。；：\n\f\t| -*#１2a", max_size=300))
def test_whatever_it_is_given_it_answers(text):
    found = parse_official(text)
    assert all(a.paragraphs or not a.text for a in found.articles)
