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
    OfficialArticle,
    OfficialChapter,
    OfficialItem,
    OfficialParagraph,
    OfficialText,
    Remark,
)
from liuhen.core.lawbook.official_units import rows_in, units_in
from liuhen.core.terms.labels import Numbering

__all__ = [
    "OfficialArticle",
    "OfficialChapter",
    "OfficialItem",
    "OfficialParagraph",
    "OfficialText",
    "Remark",
    "parse_official",
]

MAX_LINES = 30_000
"""Lines that say something; the longest regulations have a tenth of that."""


def parse_official(text: str) -> OfficialText:
    """The document's structure; a document without any number is one without articles, with a remark that says so."""
    lines = lines_of(text)
    if len(lines) > MAX_LINES:
        return _nothing(f"共 {len(lines)} 行，超过 {MAX_LINES} 行，不像是一部法规。请只保留法规正文")
    for parse in (articles_in, units_in, rows_in):
        found = parse(lines)
        if found is not None:
            return found
    return _nothing("没有找到条文：既没有“第一条”这样的条号，也没有编号的项或表格行。请确认文件里有正文文字")


def _nothing(remark: str) -> OfficialText:
    return OfficialText("", Numbering.ARTICLES, (), remarks=(Remark(0, remark),))
