"""Reads the plain text of an official regulation into chapters, articles 条, paragraphs 款 and items 项.

Official documents are typed by many hands: article numbers in bold or without a blank after them, chapters without
numbers, items numbered twice the same, a page break in mid-sentence, a cover notice before and a printer's note behind.
Nothing is put right here. What is printed is kept as printed (`label`) beside its place (`position`), and whatever a
reader should look at with his own eyes is a remark with its line.
"""

from __future__ import annotations

from liuhen.core.lawbook.official_articles import articles_in
from liuhen.core.lawbook.official_lines import lines_of
from liuhen.core.lawbook.official_text import (
    UNIT_WORDS,
    Numbering,
    OfficialArticle,
    OfficialChapter,
    OfficialItem,
    OfficialParagraph,
    OfficialText,
    Remark,
)
from liuhen.core.lawbook.official_units import rows_in, units_in

__all__ = [
    "UNIT_WORDS",
    "Numbering",
    "OfficialArticle",
    "OfficialChapter",
    "OfficialItem",
    "OfficialParagraph",
    "OfficialText",
    "Remark",
    "parse_official",
]


def parse_official(text: str) -> OfficialText:
    """The document's structure; a document without any number is one without articles, with a remark that says so."""
    lines = lines_of(text)
    for parse in (articles_in, units_in, rows_in):
        found = parse(lines)
        if found is not None:
            return found
    remark = Remark(0, "没有找到条文：既没有“第一条”这样的条号，也没有编号的项或表格行。请确认文件里有正文文字")
    return OfficialText("", "articles", (), preamble=tuple(line.text for line in lines), remarks=(remark,))
