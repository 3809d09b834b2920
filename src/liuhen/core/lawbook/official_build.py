"""Puts the blocks of a document together: paragraphs under their article, items under their paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from liuhen.core.lawbook.official_lines import POINT, TAIL, Line
from liuhen.core.lawbook.official_text import OfficialArticle, OfficialItem, OfficialParagraph, Remark

_HEADING = re.compile(r"[【\[［](?P<heading>[^】\]］]{1,30})[】\]］]\s*(?P<rest>.*)", re.DOTALL)


@dataclass(slots=True)
class Block:
    """A stretch of the document of one kind, with the number and label it is printed with."""

    kind: Literal["chapter", "section", "article", "item", "text"]
    line: int
    text: str
    label: str = ""
    number: int = 0
    ruled: bool = False


@dataclass(slots=True)
class _Draft:
    """A paragraph that is being put together."""

    text: str
    line: int
    items: list[OfficialItem] = field(default_factory=list)


@dataclass(slots=True)
class _Open:
    """An article that is being put together."""

    block: Block
    paragraphs: list[_Draft] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def add_text(self, text: str, line: int) -> None:
        self.paragraphs.append(_Draft(text, line))

    def add_item(self, label: str, text: str, line: int) -> None:
        if not self.paragraphs:
            self.add_text("", line)
        items = self.paragraphs[-1].items
        item = OfficialItem(len(items) + 1, label, text, line)
        items.append(item)
        if item.misnumbered:
            words = f"{self.block.label}第 {item.position} 项印刷序号是{label}，按位置和印刷序号一并保留"
            self.remarks.append(Remark(line, words))

    @property
    def last_item(self) -> OfficialItem | None:
        return self.paragraphs[-1].items[-1] if self.paragraphs and self.paragraphs[-1].items else None


def articles_of(blocks: Iterable[Block]) -> tuple[tuple[OfficialArticle, ...], list[Remark]]:
    """The articles, and what is odd about their items."""
    result: list[OfficialArticle] = []
    remarks: list[Remark] = []
    current: _Open | None = None
    for block in (*blocks, Block("chapter", 0, "")):
        if block.kind in ("article", "chapter") and current is not None:
            result.append(_closed(current))
            remarks += current.remarks
            current = None
        if block.kind == "article":
            current = _opened(block)
        elif current is not None and block.kind == "item":
            current.add_item(block.label, block.text, block.line)
        elif current is not None and block.kind == "text":
            _add_line(current, block)
    return tuple(result), remarks


def _add_line(article: _Open, block: Block) -> None:
    """Running text; numbered points 1. 2. right under a paragraph are its items, under an item part of its text."""
    point = POINT.fullmatch(block.text)
    if not point:
        article.add_text(block.text, block.line)
        return
    last = article.last_item
    if last is not None and not POINT.fullmatch(last.label):
        article.paragraphs[-1].items[-1] = replace(last, text=f"{last.text}\n{block.text}")
    else:
        article.add_item("".join(point["label"].split()), point["rest"], block.line)


def _opened(block: Block) -> _Open:
    headed = _HEADING.fullmatch(block.text)
    article = _Open(block)
    text = headed["rest"] if headed else block.text
    if text:
        article.add_text(text, block.line)
    return article


def _closed(article: _Open) -> OfficialArticle:
    block = article.block
    headed = _HEADING.fullmatch(block.text)
    heading = headed["heading"] if headed else ""
    paragraphs = tuple(OfficialParagraph(draft.text, draft.line, tuple(draft.items)) for draft in article.paragraphs)
    return OfficialArticle(block.number, block.label, block.line, paragraphs, heading)


def title_of(preamble: list[Line]) -> str:
    """The title: the lines without a full stop right before the first chapter or article, put together."""
    parts: list[str] = []
    for line in reversed(preamble):
        words = "".join(line.text.split())
        if (
            (line.text[-1] in "。；：;:")
            or TAIL.fullmatch(line.text)
            or re.match(r"附件[0-9一二三四五]*$|目录$", words)
        ):
            break
        if not (words.startswith(("（", "(")) and re.search(r"[0-9０-９]{4}年", words)):
            parts.insert(0, words)
        if len(parts) == 3:
            break
    return "".join(parts)
