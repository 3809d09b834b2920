"""Finds the articles of an official document line by line, then puts them together."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from liuhen.core.lawbook.numerals import value_of
from liuhen.core.lawbook.official_build import Block, articles_of, title_of
from liuhen.core.lawbook.official_lines import (
    ANNEX,
    ARTICLE,
    CHAPTER,
    CITED,
    ITEM,
    POINT,
    TAIL,
    Layout,
    Line,
    layout_of,
    split_inline,
)
from liuhen.core.lawbook.official_text import OfficialChapter, OfficialText, Remark
from liuhen.core.terms.labels import Numbering

_CITING = "第条款项章节、，,和及或与至照据按依由在对违反"
OPENING = frozenset({"总则", "一般规定", "基本规定"})
"""What a chapter without a number is called when it opens the text; any other line there is the text's title."""


def articles_in(lines: list[Line]) -> OfficialText | None:
    """The document by its articles; None when it has none."""
    reader = _Reader(lines)
    reader.read()
    if not reader.last:
        return None
    body, tail = _without_tail(reader.blocks)
    articles, remarks = articles_of(body)
    return OfficialText(
        title=title_of(reader.preamble),
        numbering=Numbering.ARTICLES,
        articles=articles,
        chapters=_chapters(body),
        preamble=tuple(line.text for line in reader.preamble),
        tail=tuple(block.text for block in tail),
        annexes=tuple(reader.annexes),
        remarks=tuple(sorted((*reader.remarks, *remarks))),
    )


@dataclass(slots=True)
class _Reader:
    """Walks the lines once; knows the last article number, so that a cited article is not taken for a new one."""

    lines: list[Line]
    layout: Layout = field(init=False)
    blocks: list[Block] = field(default_factory=list)
    preamble: list[Line] = field(default_factory=list)
    annexes: list[str] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    last: int = 0
    point: int = 0
    before: Line | None = None

    def __post_init__(self) -> None:
        self.layout = layout_of(self.lines)

    def read(self) -> None:
        """Turn every line into a block, part of one, preamble or annex."""
        for index, line in enumerate(self.lines):
            following = self.lines[index + 1] if index + 1 < len(self.lines) else None
            if self.last and self._annexed(line):
                self.annexes = [later.text for later in self.lines[index:]]
                self.remarks.append(Remark(line.number, f"从“{line.text[:20]}”起是附件或另一份文件，没有拆分条文"))
                return
            for part, at_start in split_inline(line):
                self._take(part, at_start, following)
                self.before = part

    def _annexed(self, line: Line) -> bool:
        if not self._sentence_over(line):
            return False
        again = ARTICLE.fullmatch(line.text)
        restarted = again is not None and value_of(again[1]) == 1 and self.last > 1 and bool(again["gap"])
        return restarted or (bool(ANNEX.fullmatch(line.text)) and not line.ends)

    def _take(self, line: Line, at_start: bool, following: Line | None) -> None:
        if self._chapter(line) or self._article(line, at_start) or self._bare_chapter(line, following):
            return
        if not self.last:
            if not self._title_of_chapter(line):
                self.preamble.append(line)
        elif not self._title_of_chapter(line):
            self._inside(line)

    def _sentence_over(self, line: Line) -> bool:
        if self.before is None or line.ruled or (self.blocks and self.blocks[-1].kind in ("chapter", "section")):
            return True
        return not self.layout.goes_on(self.before, line) or (self.layout.wrapped and self.before.ends)

    def _chapter(self, line: Line) -> bool:
        found = CHAPTER.fullmatch(line.text)
        if found is None or (line.ends and not line.text.endswith(("）", ")"))) or len(line.text) > 40:
            return False
        if self.last and not self._sentence_over(line) and self._citing():
            return False
        kind: Literal["chapter", "section"] = "chapter" if found["level"] == "章" else "section"
        label = line.text[: found.start("gap")].replace(" ", "")
        self.blocks.append(Block(kind, line.number, _squeezed(found["rest"]), label))
        return True

    def _article(self, line: Line, at_start: bool) -> bool:
        found = ARTICLE.fullmatch(line.text)
        if found is None:
            return False
        number, spaced = value_of(found[1]), bool(found["gap"]) or not found["rest"]
        if not spaced and CITED.match(found["rest"]):
            return False
        if not self._begins(line, number, spaced=spaced, at_start=at_start):
            return False
        inserted = found[2] or ""
        if number != self.last + 1 and not (inserted and number == self.last):
            self.remarks.append(
                Remark(line.number, f"条号不连续：第{self.last}条之后是“{found.group(0)[:8].strip()}…”")
            )
        self.last, self.point = number, 0
        self.blocks.append(Block("article", line.number, found["rest"], _label(line.text), number))
        return True

    def _begins(self, line: Line, number: int, *, spaced: bool, at_start: bool) -> bool:
        """An article begins where a sentence is over; out of turn, only with a blank after it at the line's start."""
        if not self.last and number != 1 and not spaced:
            return False
        over = not self.last or self._sentence_over(line)
        if number == self.last + 1:
            return over or (spaced and at_start and not self._citing())
        return over and spaced and at_start

    def _bare_chapter(self, line: Line, following: Line | None) -> bool:
        """A heading without a number: short, alone, and right before the next article."""
        found = ARTICLE.fullmatch(following.text) if following else None
        if found is None or value_of(found[1]) != self.last + 1 or not line.heading_like:
            return False
        title = _squeezed(line.text)
        if (self.last and not self._sentence_over(line)) or (not self.last and title not in OPENING):
            return False
        if ITEM.fullmatch(line.text) or self._heading_lacks_title():
            return False
        self.blocks.append(Block("chapter", line.number, title, ""))
        self.remarks.append(Remark(line.number, f"“{title}”没有印出章的序号，按章名处理"))
        return True

    def _heading_lacks_title(self) -> bool:
        return bool(self.blocks) and self.blocks[-1].kind in ("chapter", "section") and not self.blocks[-1].text

    def _title_of_chapter(self, line: Line) -> bool:
        """The title of a chapter whose number stands on a line of its own."""
        if not (self._heading_lacks_title() and line.heading_like):
            return False
        self.blocks[-1].text = _squeezed(line.text)
        return True

    def _inside(self, line: Line) -> None:
        """An item, a new paragraph, or the rest of what the line before began."""
        item = ITEM.fullmatch(line.text)
        current = self.blocks[-1]
        if item and not self._cited_item(current):
            self.blocks.append(Block("item", line.number, item["rest"], item["label"].replace(" ", "")))
        elif not self._next_point(line) and self._carries_on(current, line):
            current.text += _joint(current.text, line.text) + line.text
        else:
            self.blocks.append(Block("text", line.number, line.text, ruled=line.ruled))

    def _cited_item(self, current: Block) -> bool:
        """Whether the line before breaks off where an item is cited, not begun: 依照第三条第 …"""
        if self.before is None or self.before.ends or current.kind == "item" or not current.text:
            return False
        return self._citing()

    def _citing(self) -> bool:
        """Whether the line before breaks off in a way that a number of an article or item goes on: 依照, 第, 和 …"""
        return self.before is not None and self.before.text[-1] in _CITING

    def _next_point(self, line: Line) -> bool:
        """Whether the line carries the next number of a list 1. 2. 3., whatever the line before ends with."""
        point = POINT.fullmatch(line.text)
        number = value_of(point["label"].strip("、.． ")) if point and point["label"][0].isdecimal() else 0
        follows = number > 1 and number == self.point + 1
        if follows or (number == 1 and self.before is not None and self.before.ends):
            self.point = number
            return True
        return False

    def _carries_on(self, current: Block, line: Line) -> bool:
        if current.kind in ("chapter", "section") or line.ruled:
            return False
        if not current.text:
            return True
        if self.before is None or not self.layout.goes_on(self.before, line):
            return False
        if not self.before.ends and line.number - self.before.number > 1:
            self.remarks.append(Remark(line.number, f"句子被分页隔断，已与上文接上（“…{self.before.text[-6:]}”之后）"))
        return True


def _without_tail(blocks: list[Block]) -> tuple[list[Block], list[Block]]:
    """The blocks, and what follows the last article without being part of it: signatures, printers' notes."""
    last = max(index for index, block in enumerate(blocks) if block.kind == "article")
    for index in range(last + 1, len(blocks)):
        block = blocks[index]
        if block.kind == "text" and (block.ruled or TAIL.fullmatch(block.text)):
            return blocks[:index], blocks[index:]
    return blocks, []


def _chapters(blocks: list[Block]) -> tuple[OfficialChapter, ...]:
    """The chapters that hold articles; those of a table of contents hold none."""
    result: list[OfficialChapter] = []
    heading: Block | None = None
    numbers: list[int] = []
    for block in (*blocks, Block("chapter", 0, "", "")):
        if block.kind == "chapter":
            if heading is not None and numbers:
                result.append(OfficialChapter(heading.text, heading.label, numbers[0], numbers[-1]))
            heading, numbers = block, []
        elif block.kind == "article":
            numbers.append(block.number)
    return tuple(result)


def _label(text: str) -> str:
    found = re.match(r"第[^条]*条(之[一二三四五六七八九十]+)?", text)
    return "".join(found.group(0).split()) if found else ""


def _joint(left: str, right: str) -> str:
    """A blank between two words of Latin letters; nothing between Chinese characters."""
    return " " if left[-1:].isascii() and left[-1:].isalnum() and right[:1].isascii() and right[:1].isalnum() else ""


def _squeezed(text: str) -> str:
    """A heading without the blanks that space its characters, and without the dots and page of a contents list."""
    return re.sub(r"[.…·\s]*[0-9]*$", "", "".join(text.split()))
