"""How a text is laid out on a page: its tree of chapters and articles, and one article with its duties in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from liuhen.apps.lawlib.wording import condition_words, period_words
from liuhen.core.lawbook.duty import AnyDuty
from liuhen.core.lawbook.text import CoverageEntry, LawText


@dataclass(frozen=True, slots=True)
class Leaf:
    """An article in the tree: how it is answered for, and whether it is the one shown."""

    number: int
    entry: CoverageEntry | None
    here: bool


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


@dataclass(frozen=True, slots=True)
class DutyCard:
    """A duty in words: when it applies, by when, what excuses, what only a person can say."""

    duty: AnyDuty
    applies: str
    due: Sequence[str]
    excuses: Sequence[str]


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """One article: its answer, its duties in the order of items, and the neighbours to turn to."""

    number: int
    entry: CoverageEntry | None
    duties: Sequence[DutyCard]
    before: int | None
    after: int | None


def outline(law: LawText, *, here: int | None = None) -> list[Branch]:
    """The tree of a text, the article `here` marked."""
    entries = {entry.article: entry for entry in law.coverage}
    chapters = [(chapter.title, chapter.first, chapter.last) for chapter in law.info.chapters]
    return [
        Branch(number, title, [Leaf(n, entries.get(n), n == here) for n in range(first, last + 1)])
        for number, (title, first, last) in enumerate(chapters or [("", 1, law.info.articles)], start=1)
    ]


def article_page(law: LawText, number: int) -> ArticlePage:
    """One article of a text; `number` must be one of its articles."""
    duties = sorted((duty for duty in law.duties if duty.article == number), key=_place)
    return ArticlePage(
        number,
        next((entry for entry in law.coverage if entry.article == number), None),
        [_card(law, duty) for duty in duties],
        number - 1 or None,
        number + 1 if number < law.info.articles else None,
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
    )
