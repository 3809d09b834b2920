"""How a text is laid out on a page: its tree of chapters and articles, and one article with its duties in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from liuhen.core.lawbook.duty import AnyDuty
from liuhen.core.lawbook.wording import condition_words, period_words, warning_words

if TYPE_CHECKING:
    from liuhen.core.lawbook.official import OfficialArticle, OfficialText
    from liuhen.core.lawbook.text import CoverageEntry, LawText


@dataclass(frozen=True, slots=True)
class Leaf:
    """An article in the tree: how it is answered for, whether it is the one shown, and where it is lacking."""

    number: int
    entry: CoverageEntry | None
    here: bool
    not_in_document: bool = False

    @property
    def not_answered(self) -> bool:
        """Whether the coverage says nothing of it: the document has an article of which nobody spoke."""
        return self.entry is None


@dataclass(frozen=True, slots=True)
class Branch:
    """A chapter with its articles; a text without chapters is one nameless branch."""

    number: int
    title: str
    leaves: Sequence[Leaf]

    @property
    def here(self) -> bool:
        """Whether the article shown is in this chapter."""
        return any(leaf.here for leaf in self.leaves)

    @property
    def lacking(self) -> int:
        """How many of its articles the coverage or the document lacks."""
        return sum(leaf.not_answered or leaf.not_in_document for leaf in self.leaves)


@dataclass(frozen=True, slots=True)
class DutyCard:
    """A duty in words: when it applies, by when, what excuses, when it is raised, which question it answers."""

    duty: AnyDuty
    applies: str
    due: Sequence[str]
    excuses: Sequence[str]
    warned: str
    topic: str


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """One article: its wording if attached, its answer, its duties in the order of items, the neighbours to turn to."""

    number: int
    wording: OfficialArticle | None
    entry: CoverageEntry | None
    duties: Sequence[DutyCard]
    before: int | None
    after: int | None


def numbers_in(law: LawText, official: OfficialText | None = None) -> list[int]:
    """The numbers of all articles: those the text is said to have, and those its document has besides."""
    printed = {article.number for article in official.articles} if official else set[int]()
    return sorted({*range(1, law.info.articles + 1), *printed})


def outline(law: LawText, *, here: int | None = None, official: OfficialText | None = None) -> list[Branch]:
    """The tree of a text, the article `here` marked; articles only its document has stand in a branch of their own."""
    entries = {entry.article: entry for entry in law.coverage}
    printed = {article.number for article in official.articles} if official else None
    chapters = [(chapter.title, chapter.first, chapter.last) for chapter in law.info.chapters]

    def leaf(number: int) -> Leaf:
        lacking = printed is not None and number not in printed
        return Leaf(number, entries.get(number), number == here, lacking)

    branches = [
        Branch(number, title, [leaf(n) for n in range(first, last + 1)])
        for number, (title, first, last) in enumerate(chapters or [("", 1, law.info.articles)], start=1)
    ]
    beyond = [number for number in numbers_in(law, official) if number > law.info.articles]
    return [*branches, Branch(0, "", [leaf(number) for number in beyond])] if beyond else branches


def article_page(law: LawText, number: int, official: OfficialText | None = None) -> ArticlePage:
    """One article of a text; `number` must be one of its articles or of its document's."""
    duties = sorted((duty for duty in law.duties if duty.article == number), key=_place)
    numbers = numbers_in(law, official)
    place = numbers.index(number)
    return ArticlePage(
        number,
        official.article(number) if official else None,
        next((entry for entry in law.coverage if entry.article == number), None),
        [_card(law, duty) for duty in duties],
        numbers[place - 1] if place else None,
        numbers[place + 1] if place + 1 < len(numbers) else None,
    )


def _place(duty: AnyDuty) -> tuple[int, int]:
    return duty.paragraph or 0, duty.item.position if duty.item else 0


def _card(law: LawText, duty: AnyDuty) -> DutyCard:
    words = law.vocabulary
    return DutyCard(
        duty,
        condition_words(duty.when, words) if duty.when else "",
        [period_words(period, words) for period in duty.deadline.periods()] if duty.deadline else [],
        [excuse.reason for excuse in duty.unless],
        warning_words(duty.warn, words) if duty.warn else "",
        words.label("topics", duty.topic) if duty.topic else "",
    )
