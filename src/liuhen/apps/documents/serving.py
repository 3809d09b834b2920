"""Documents that others prove the service of: whichever is named in a row of the proof is what that is about.

Which column names documents, and of which kinds, is data (`names`, docs/formats/form.md). So a proof of service follows
its document into the volume, and it is known which documents still wait to be served.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from liuhen.apps.documents.known import day_words
from liuhen.apps.lawlib.queries import term

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case, Document
    from liuhen.core.forms.filled import Content, Row, Value
    from liuhen.core.forms.form import Column, Field, Form

PREFIX = "document:"


@dataclass(frozen=True, slots=True)
class Served:
    """A document of the case that can be named: by its title and number, or day; `waiting`: no proof names it yet."""

    name: str
    title: str
    number: str
    words: str
    waiting: bool


def naming_column(form: Form) -> tuple[Field, Column] | None:
    """The column of the form in which documents are named, with its field."""
    return next(((field, column) for field in form.fields for column in field.columns if column.names), None)


def can_be_named(form: Form, case: Case, *, replaces: int | None = None) -> list[Served]:
    """The documents of the case that can be named in the form: those in the last wording, that still wait first.

    `replaces`: the proof that is being corrected, which counts no more.
    """
    found = naming_column(form)
    if found is None:
        return []
    kinds = {*found[1].names}
    papers = list(case.documents.filter(kind__in={*kinds, form.document}, replaced_by=None).select_related("paper"))
    proved = {name for one in papers if one.kind == form.document and one.pk != replaces for name in one.about}
    several = [_served(one, proved) for one in papers if one.kind in kinds]
    return sorted(reversed(several), key=lambda one: not one.waiting)


def _served(document: Document, proved: Collection[str]) -> Served:
    title, name = term("documents", document.kind), f"{PREFIX}{document.pk}"
    number = document.paper.number if hasattr(document, "paper") else ""
    words = f"《{title}》{number or f'（{day_words(document.made_at)}）'}"
    return Served(name, title, number, words, waiting=name not in proved)


def first_rows(form: Form, case: Case, about: Sequence[str]) -> dict[str, Value]:
    """What a proof begins with: the documents it is about, else the only one that waits."""
    found = naming_column(form)
    offered = can_be_named(form, case)
    named = [one for one in offered if one.name in about] or [one for one in offered if one.waiting]
    if found is None or not named or (len(named) > 1 and not any(one.name in about for one in named)):
        return {}
    field, column = found
    return {field.key: [{column.key: one.words} for one in named]}


def about_with_named(
    form: Form, case: Case, *, content: Content, about: Sequence[str], replaces: int | None = None
) -> list[str]:
    """What the proof is about once its rows are read; rows that name no document of the case leave that as it is."""
    found = naming_column(form)
    rows = content.get(found[0].key) if found else None
    if found is None or not rows or isinstance(rows, str):
        return [*about]
    offered = can_be_named(form, case, replaces=replaces)
    named = [name for row in rows for name in _named_in(row, found[1].key, offered)]
    if not named:
        return [*about]
    can_be = {one.name for one in offered}
    return list(dict.fromkeys((*(one for one in about if one not in can_be), *named)))


def _named_in(row: Row | str, key: str, offered: Sequence[Served]) -> list[str]:
    """The documents a cell names, in its order: by number, else by title; of one title the first that is offered."""
    text = row.get(key, "") if isinstance(row, Mapping) else ""
    found: dict[int, str] = {}
    for one in offered:
        for words in filter(None, (one.words, f"{one.title}{one.number}" if one.number else "", one.number)):
            if one.name not in found.values():
                text = _taken(text, words, one, found)
    for one in sorted(offered, key=lambda each: -len(each.title)):
        text = _taken(text, one.title, one, found)
    return [found[place] for place in sorted(found)]


def _taken(text: str, words: str, one: Served, found: dict[int, str]) -> str:
    """The text with these words blotted out where they stand, which is kept for what they name."""
    place = text.find(words)
    if place < 0:
        return text
    found[place] = one.name
    return text.replace(words, "\0" * len(words))
