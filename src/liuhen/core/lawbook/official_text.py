"""What an official document says, as parsed: chapters, articles 条, paragraphs 款 and items 项, all as printed."""

from __future__ import annotations

from dataclasses import dataclass, field

from liuhen.core.lawbook.numerals import value_of
from liuhen.core.terms.labels import Numbering


@dataclass(frozen=True, slots=True)
class OfficialItem:
    """One item 项: position counted from 1 within its paragraph, label as printed, wording."""

    position: int
    label: str
    text: str
    line: int

    @property
    def misnumbered(self) -> bool:
        """Whether the printed number is not that of its position."""
        try:
            return value_of(self.label.strip("（）()、.． ")) != self.position
        except ValueError:
            return not self.label.isnumeric()  # ① and the like print what they mean


@dataclass(frozen=True, slots=True)
class OfficialParagraph:
    """One paragraph 款 with the items it introduces."""

    text: str
    line: int
    items: tuple[OfficialItem, ...] = ()


@dataclass(frozen=True, slots=True)
class OfficialArticle:
    """One article (or numbered item, or row): its number, how that is printed, and its paragraphs."""

    number: int
    label: str
    line: int
    paragraphs: tuple[OfficialParagraph, ...]
    heading: str = ""

    @property
    def items(self) -> tuple[OfficialItem, ...]:
        """The items of all its paragraphs, in order."""
        return tuple(item for paragraph in self.paragraphs for item in paragraph.items)

    @property
    def text(self) -> str:
        """The whole wording, a line per paragraph and item."""
        return "\n".join(
            part
            for paragraph in self.paragraphs
            for part in (paragraph.text, *(f"{item.label}{item.text}" for item in paragraph.items))
            if part
        )


@dataclass(frozen=True, slots=True)
class OfficialChapter:
    """A chapter and the articles it spans; `label` is empty where its number is not printed."""

    title: str
    label: str
    first: int
    last: int


@dataclass(frozen=True, slots=True, order=True)
class Remark:
    """Something a person should compare with the document: the line, and what was found there."""

    line: int
    text: str

    def __str__(self) -> str:
        """As a list for people prints it."""
        return f"第 {self.line} 行：{self.text}" if self.line else self.text


@dataclass(frozen=True, slots=True)
class OfficialText:
    """An official document as parsed; `tail` is what follows the last article, `annexes` what is attached to it."""

    title: str
    numbering: Numbering
    articles: tuple[OfficialArticle, ...]
    chapters: tuple[OfficialChapter, ...] = ()
    preamble: tuple[str, ...] = ()
    tail: tuple[str, ...] = ()
    annexes: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = field(default=())

    def article(self, number: int) -> OfficialArticle | None:
        """The first article printed with this number, if there is one."""
        return next((article for article in self.articles if article.number == number), None)

    @property
    def items(self) -> int:
        """How many items all articles have together."""
        return sum(len(article.items) for article in self.articles)
