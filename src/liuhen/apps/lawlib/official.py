"""The official wording as it is kept and shown: parsed articles as plain data and back, and where it and we differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from liuhen.core.lawbook.official import (
    OfficialArticle,
    OfficialChapter,
    OfficialItem,
    OfficialParagraph,
    OfficialText,
    Remark,
)

if TYPE_CHECKING:
    from liuhen.apps.lawlib.models import OfficialWording
    from liuhen.core.lawbook.text import LawText


@dataclass(frozen=True, slots=True)
class Wording:
    """An attached document with what was found in it."""

    row: OfficialWording
    official: OfficialText

    def article(self, number: int) -> OfficialArticle | None:
        """The article's wording, if the document has it."""
        return self.official.article(number)


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Articles that only one of the two has: the document or what we say of the text."""

    only_document: Sequence[int]
    only_coverage: Sequence[int]

    def __bool__(self) -> bool:
        """Whether they differ at all."""
        return bool(self.only_document or self.only_coverage)


def mismatch(law: LawText, official: OfficialText) -> Mismatch:
    """The articles the coverage lacks, and those the document lacks."""
    printed = {article.number for article in official.articles}
    answered = {entry.article for entry in law.coverage}
    return Mismatch(sorted(printed - answered), sorted(answered - printed))


def wording_from(row: OfficialWording) -> Wording:
    """The row with its articles put together again."""
    return Wording(row, official_from(row.parsed))


def as_data(official: OfficialText) -> dict[str, Any]:
    """The parsed document as plain data."""
    return asdict(official)


def official_from(data: Mapping[str, Any]) -> OfficialText:
    """The parsed document from plain data."""
    return OfficialText(
        title=data["title"],
        numbering=data["numbering"],
        articles=tuple(_article(found) for found in data["articles"]),
        chapters=tuple(OfficialChapter(**found) for found in data["chapters"]),
        preamble=tuple(data["preamble"]),
        tail=tuple(data["tail"]),
        annexes=tuple(data["annexes"]),
        remarks=tuple(Remark(**found) for found in data["remarks"]),
    )


def _article(data: Mapping[str, Any]) -> OfficialArticle:
    return OfficialArticle(**{**data, "paragraphs": tuple(_paragraph(found) for found in data["paragraphs"])})


def _paragraph(data: Mapping[str, Any]) -> OfficialParagraph:
    return OfficialParagraph(**{**data, "items": tuple(OfficialItem(**found) for found in data["items"])})
