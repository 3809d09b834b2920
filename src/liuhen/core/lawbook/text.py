"""A regulation: what is known about it, from when it binds, how it relates to others, how articles are answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator

from liuhen.core.deadlines.units import Unit
from liuhen.core.lawbook.duty import AnyDuty
from liuhen.core.lawbook.fields import Code, Codes, Day, Model, Slug, Text, Whole, parse_day, word
from liuhen.core.lawbook.vocabulary import Vocabulary
from liuhen.core.terms.labels import CoverageKind, Numbering

CERTAINTIES = ("stated", "derived", "disputed", "unknown")
RELATIONS = ("based_on", "special_to", "repeals", "repealed_by")


def _day_or_unknown(text: object) -> object:
    if isinstance(text, str):
        return None if text == "unknown" else parse_day(text)
    return text


class Turn(Model):
    """The day a text begins to bind, or the first day it no longer does, with where the date comes from."""

    from_: Annotated[date | None, BeforeValidator(_day_or_unknown)] = Field(alias="from")
    basis: Text
    certainty: str = "stated"
    candidates: tuple[Day, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Turn:
        if self.certainty not in CERTAINTIES:
            raise ValueError(f"certainty 应为其中之一：{'、'.join(CERTAINTIES)}")
        if (self.from_ is None) != (self.certainty == "unknown"):
            raise ValueError("日期不明时请同时写 from: unknown 和 certainty: unknown")
        if self.certainty == "disputed" and len(self.candidates) < 2:
            raise ValueError("日期有争议时请在 candidates 写出至少两个日期")
        return self

    @property
    def earliest(self) -> date | None:
        """The first day in question."""
        return min(self.candidates) if self.candidates else self.from_

    @property
    def latest(self) -> date | None:
        """The last day in question."""
        return max(self.candidates) if self.candidates else self.from_


class Relation(Model):
    """How this text stands to another, in the folder (`text`) or outside it (`title`)."""

    kind: str
    text: Slug | None = None
    title: str = ""
    on: Day | None = None
    basis: str = ""

    @model_validator(mode="after")
    def _known(self) -> Relation:
        if self.kind not in RELATIONS:
            raise ValueError(f"kind 应为其中之一：{'、'.join(RELATIONS)}")
        if not (self.text or self.title):
            raise ValueError("请写 text（本文件夹中的文本）或 title（文本名称）")
        return self


class Yield(Model):
    """A priority clause 从其规定: to which texts or ranks this text gives way, on which topics (none named: on all)."""

    article: Whole
    to: Text
    texts: tuple[Slug, ...] = ()
    ranks: Codes = ()
    topics: Codes = ()
    note: str = ""


class SetNumber(Model):
    """A number this text sets, which others borrow as `law:KEY`."""

    key: Code
    amount: Whole
    unit: Annotated[Unit, word(Unit)]
    article: Whole
    note: str = ""


class Chapter(Model):
    """A chapter and the articles it spans."""

    title: Text
    first: Whole
    last: Whole


class SourceNote(Model):
    """Where the wording was read, and when it was last checked."""

    title: Text
    checked_on: Day | None = None


class TextInfo(Model):
    """text.yaml: who issued the regulation, for whom, and from when to when it binds."""

    id: Slug
    title: Text
    short: Text
    issuer: Text
    number: str = ""
    rank: Code
    territories: Codes = ()
    fields: Codes = ()
    articles: Whole
    numbering: Annotated[Numbering, word(Numbering)] = Numbering.ARTICLES
    in_force: Turn
    until: Turn | None = None
    relations: tuple[Relation, ...] = ()
    yields: tuple[Yield, ...] = ()
    numbers: tuple[SetNumber, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    sources: tuple[SourceNote, ...] = ()


class CoverageEntry(Model):
    """How one article is answered for, and why so."""

    article: Whole
    as_: Annotated[CoverageKind, word(CoverageKind)] = Field(alias="as")
    also: tuple[Annotated[CoverageKind, word(CoverageKind)], ...] = ()
    reason: Text
    duties: tuple[Slug, ...] = ()

    @model_validator(mode="after")
    def _duties_named(self) -> CoverageEntry:
        is_duty = CoverageKind.DUTY in (self.as_, *self.also)
        if is_duty != bool(self.duties):
            raise ValueError("as（或 also）为 duty 时应在 duties 列出义务标识，否则不应列出")
        return self


@dataclass(frozen=True, slots=True, eq=False)
class LawText:
    """One regulation, read and checked: its particulars, its duties (items spread out), the answer for each article."""

    info: TextInfo
    duties: tuple[AnyDuty, ...]
    coverage: tuple[CoverageEntry, ...]
    vocabulary: Vocabulary
    digest: str = ""  # SHA-256 of its files, where it was read from files

    @property
    def id(self) -> str:
        """The id other files cite it by."""
        return self.info.id

    def duty(self, id: str) -> AnyDuty | None:
        """The duty of this (expanded) id, if there is one."""
        return next((duty for duty in self.duties if duty.id == id), None)
