"""How an official document fits the text written down from it: articles and items that only one of them has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from liuhen.core.lawbook.official_text import OfficialArticle, OfficialText
from liuhen.core.lawbook.text import LawText


@dataclass(frozen=True, slots=True)
class ItemMismatch:
    """A duty cites an item that the document does not print so; `printed` is empty where there is no such item."""

    article: int
    duty: str
    position: int
    label: str
    printed: str

    def __str__(self) -> str:
        """What differs, in Chinese."""
        found = f"原文印的是{self.printed}" if self.printed else "原文没有这一项"
        return f"第{self.article}条第 {self.position} 项：义务 {self.duty} 写的是{self.label}，{found}"


@dataclass(frozen=True, slots=True)
class Fit:
    """What only one side has: articles of the document which coverage.yaml lacks (`uncovered`), and the reverse."""

    uncovered: tuple[int, ...]
    absent: tuple[int, ...]
    items: tuple[ItemMismatch, ...]

    @property
    def whole(self) -> bool:
        """Whether nothing differs."""
        return not (self.uncovered or self.absent or self.items)


def fit(official: OfficialText, law: LawText) -> Fit:
    """Hold the document against the text."""
    printed = {article.number: article for article in official.articles}
    answered = {entry.article for entry in law.coverage}
    return Fit(
        uncovered=tuple(sorted(set(printed) - answered)),
        absent=tuple(sorted(answered - set(printed))),
        items=tuple(_items(printed, law)),
    )


def _items(printed: dict[int, OfficialArticle], law: LawText) -> Iterator[ItemMismatch]:
    for duty in law.duties:
        article = printed.get(duty.article)
        if duty.item is None or article is None:
            continue
        place = (duty.article, duty.entry, duty.item.position, duty.item.label)
        labels = _labels_at(article, duty.paragraph, duty.item.position)
        if not any(_plain(label) == _plain(duty.item.label) for label in labels):
            yield ItemMismatch(*place, labels[0] if labels else "")


def _labels_at(article: OfficialArticle, paragraph: int | None, position: int) -> list[str]:
    """What is printed at this position: in the named paragraph, else in any paragraph that has so many items."""
    paragraphs = article.paragraphs[paragraph - 1 : paragraph] if paragraph else article.paragraphs
    return [found.items[position - 1].label for found in paragraphs if len(found.items) >= position]


def _plain(label: str) -> str:
    """Brackets of either width are the same number."""
    return label.replace("(", "（").replace(")", "）").replace(" ", "")
