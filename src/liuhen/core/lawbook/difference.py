"""What changed between two versions of a text: duties that are new, gone or changed, field by field, in Chinese."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from liuhen.core.lawbook.codes import codes_of
from liuhen.core.lawbook.duty import AnyDuty
from liuhen.core.lawbook.text import LawText
from liuhen.core.lawbook.vocabulary import Vocabulary
from liuhen.core.lawbook.words import field_words, is_amount, value_words
from liuhen.core.terms.labels import Numbering, Term

_NOT_OF_THE_LAW = frozenset({"source", "mend"})
"""Fields that say how a duty is written or helped, not what it asks."""


class Change(Term):
    """What happened to a duty."""

    NEW = "new", "新增"
    GONE = "gone", "删去"
    CHANGED = "changed", "修改"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field: its path as in the YAML, its Chinese name, the value before and after (empty: not there)."""

    path: str
    label: str
    old: str
    new: str

    def __str__(self) -> str:
        """As a list for people prints it."""
        return f"{self.label}：{self.old or '（无）'} → {self.new or '（无）'}"


@dataclass(frozen=True, slots=True)
class DutyChange:
    """One duty (by expanded id) that differs; `fields` is empty unless it changed."""

    change: Change
    duty: str
    article: int
    title: str
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class TextDifference:
    """All that differs: the particulars of text.yaml, the duties, and how articles are answered."""

    old: str
    new: str
    numbering: Numbering
    particulars: tuple[FieldChange, ...]
    duties: tuple[DutyChange, ...]
    coverage: tuple[FieldChange, ...]

    @property
    def none(self) -> bool:
        """Whether the versions say the same."""
        return not (self.particulars or self.duties or self.coverage)

    def of(self, change: Change) -> tuple[DutyChange, ...]:
        """The duties to which this happened."""
        return tuple(duty for duty in self.duties if duty.change is change)


def difference(old: LawText, new: LawText) -> TextDifference:
    """What differs, duties by article; a duty is the same one when it has the same id."""
    return TextDifference(
        old=old.id,
        new=new.id,
        numbering=new.info.numbering,
        particulars=tuple(_changes(_dump(old.info), _dump(new.info), {}, "")),
        duties=tuple(sorted(_duties(old, new), key=lambda change: (change.article, change.duty))),
        coverage=tuple(_coverage(old, new)),
    )


def _duties(old: LawText, new: LawText) -> Iterator[DutyChange]:
    before, after = ({duty.id: duty for duty in law.duties} for law in (old, new))
    for id, duty in before.items():
        if id not in after:
            yield DutyChange(Change.GONE, id, duty.article, duty.title)
    for id, duty in after.items():
        if id not in before:
            yield DutyChange(Change.NEW, id, duty.article, duty.title)
        elif fields := tuple(_fields(before[id], duty, old.vocabulary, new.vocabulary)):
            yield DutyChange(Change.CHANGED, id, duty.article, duty.title, fields)


def _fields(old: AnyDuty, new: AnyDuty, old_words: Vocabulary, new_words: Vocabulary) -> Iterator[FieldChange]:
    terms = {code: old_words.label(name, code) for name, code in codes_of(old)}
    terms |= {code: new_words.label(name, code) for name, code in codes_of(new)}
    yield from _changes(_dump(old), _dump(new), terms, "")


def _dump(model: Any) -> dict[str, Any]:
    dumped: dict[str, Any] = model.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return {key: value for key, value in dumped.items() if key not in _NOT_OF_THE_LAW}


def _changes(
    old: Mapping[str, Any], new: Mapping[str, Any], terms: Mapping[str, str], path: str
) -> Iterator[FieldChange]:
    """The fields that differ; mappings on both sides are entered, anything else is shown whole."""
    for key in dict.fromkeys((*old, *new)):
        before, after = old.get(key), new.get(key)
        here = f"{path}.{key}" if path else key
        if before == after:
            continue
        if isinstance(before, Mapping) and isinstance(after, Mapping) and not is_amount({**before, **after}):
            yield from _changes(before, after, terms, here)
        else:
            yield FieldChange(here, field_words(here), value_words(before, terms), value_words(after, terms))


def _coverage(old: LawText, new: LawText) -> Iterator[FieldChange]:
    before, after = ({entry.article: entry for entry in law.coverage} for law in (old, new))
    for article in sorted({*before, *after}):
        ours, theirs = (
            f"{entry.as_.label}：{entry.reason}" if (entry := side.get(article)) else "" for side in (before, after)
        )
        if ours != theirs:
            yield FieldChange(f"articles.{article}", f"第{article}{new.info.numbering.label}的着落", ours, theirs)


def in_place_of(new: LawText, old: LawText) -> LawText:
    """The new version as if it had been in force instead of the old: what a change would do before it takes effect."""
    turns = {"in_force": old.info.in_force, "until": old.info.until}
    return replace(new, info=new.info.model_copy(update=turns))
