"""Official documents that number items or rows instead of articles: opinions, lists, tables."""

from __future__ import annotations

import re
from dataclasses import replace

from liuhen.core.lawbook.numerals import value_of
from liuhen.core.lawbook.official_build import Block, articles_of, title_of
from liuhen.core.lawbook.official_lines import HEAD, ITEM, POINT, Line, layout_of
from liuhen.core.lawbook.official_text import OfficialArticle, OfficialParagraph, OfficialText, Remark
from liuhen.core.terms.labels import Numbering

_ROW = re.compile(r"\|(?P<cells>.+)\|")
_DIVIDER = re.compile(r"\|[\s:|-]+\|")


def units_in(lines: list[Line]) -> OfficialText | None:
    """The document by its numbered items: 一、 二、 …, else 1. 2. …; None when fewer than two stand in order."""
    for pattern in (HEAD, POINT):
        heads = _in_order(lines, pattern)
        if len(heads) >= 2:
            return _by_units(lines, heads, pattern)
    return None


def _in_order(lines: list[Line], pattern: re.Pattern[str]) -> list[int]:
    """The indexes of the lines which carry 1, 2, 3 … one after another."""
    found: list[int] = []
    for index, line in enumerate(lines):
        match = pattern.fullmatch(line.text)
        if match and _number(match["label"]) == len(found) + 1:
            found.append(index)
    return found


def _number(label: str) -> int:
    try:
        return value_of(label.strip("、.． "))
    except ValueError:
        return 0


def _by_units(lines: list[Line], heads: list[int], pattern: re.Pattern[str]) -> OfficialText:
    layout = layout_of(lines)
    blocks: list[Block] = []
    for index in range(heads[0], len(lines)):
        line, before = lines[index], lines[index - 1] if index else lines[index]
        if index in heads:
            match = pattern.fullmatch(line.text)
            assert match is not None  # noqa: S101  _in_order matched it
            blocks.append(Block("article", line.number, match["rest"], match["label"].strip(), heads.index(index) + 1))
        elif item := ITEM.fullmatch(line.text):
            blocks.append(Block("item", line.number, item["rest"], item["label"]))
        elif layout.goes_on(before, line) and not before.heading_like:
            blocks[-1].text += line.text
        else:
            blocks.append(Block("text", line.number, line.text))
    articles, remarks = articles_of(blocks)
    preamble = lines[: heads[0]]
    return _whole(Numbering.ITEMS, preamble, articles, remarks)


def rows_in(lines: list[Line]) -> OfficialText | None:
    """The document by the rows of its table; None when it has none."""
    rows = [(line, _cells(line.text)) for line in lines if _ROW.fullmatch(line.text) or "\t" in line.text]
    rows = [(line, cells) for line, cells in rows if cells and not _DIVIDER.fullmatch(line.text)]
    if len(rows) < 2:
        return None
    numbered = [(line, cells) for line, cells in rows if cells[0].isdecimal()]
    body = numbered if len(numbered) >= 1 else rows[1:]
    articles = tuple(_row(number, line, cells) for number, (line, cells) in enumerate(body, 1))
    first = rows[0][0].number
    return _whole(Numbering.ROWS, [line for line in lines if line.number < first], articles, [])


def _cells(text: str) -> list[str]:
    row = _ROW.fullmatch(text)
    return [cell.strip() for cell in (row["cells"].split("|") if row else text.split("\t"))]


def _row(number: int, line: Line, cells: list[str]) -> OfficialArticle:
    label = cells[0] if cells[0].isdecimal() else str(number)
    words = cells[1:] if cells[0].isdecimal() else cells
    paragraphs = tuple(OfficialParagraph(cell, line.number) for cell in words if cell)
    return OfficialArticle(number, label, line.number, paragraphs)


def _whole(
    numbering: Numbering, preamble: list[Line], articles: tuple[OfficialArticle, ...], remarks: list[Remark]
) -> OfficialText:
    told = f"没有“第一条”这样的条号，按第几{numbering.label}编号（text.yaml 请写 numbering: {numbering}）"
    note = Remark(articles[0].line, told)
    whole = OfficialText(title_of(preamble), numbering, articles, remarks=(note, *remarks))
    return replace(whole, preamble=tuple(line.text for line in preamble))
