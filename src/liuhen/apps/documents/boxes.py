"""What a page shows of a form being filled: one box per field, its value, what is wrong, where it came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from liuhen.apps.documents.sent import ROWS, SEVERAL, columns_of, name_of
from liuhen.core.forms.filled import Content, Fault, Row, Value, moment_of
from liuhen.core.forms.form import Column, FieldKind, Form

if TYPE_CHECKING:
    from liuhen.core.forms.form import Field

_LONG = frozenset({FieldKind.LONG_TEXT, FieldKind.OPINION})
_NUMBERS = frozenset({FieldKind.WHOLE, FieldKind.MONEY})
_PRIVATE = frozenset({FieldKind.IDENTITY_NUMBER, FieldKind.TELEPHONE})
_PEOPLE = frozenset({FieldKind.PEOPLE, FieldKind.OFFICERS})


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing to choose; `near` is somebody of this case, shown first."""

    value: str
    chosen: bool = False
    near: bool = True


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a row: its control's name and what stands in it."""

    name: str
    column: Column
    value: str

    @property
    def control(self) -> str:
        """How it is typed: `long`, `text`, or the browser's own control for days and moments."""
        return control_of(self.column.kind, self.value)

    @property
    def shown(self) -> str:
        """The value as its control takes it."""
        return for_control(self.column.kind, self.value)


@dataclass(frozen=True, slots=True)
class Box:
    """A field as the page shows it. `other` is what somebody else wrote there in the meantime, `mine` that it differs.

    `source` says in plain words where a value came from that nobody typed; `named` what a column of it may name.
    """

    field: Field
    value: Value
    errors: Sequence[str] = ()
    source: str = ""
    offers: Sequence[Offer] = ()
    other: Value = ""
    differs: bool = False
    named: Sequence[str] = ()

    @property
    def name(self) -> str:
        """The control's name, also the anchor of the field on the page."""
        return name_of(self.field)

    @property
    def kind(self) -> str:
        """The part of the page that shows it."""
        if self.field.kind in ROWS:
            return "rows"
        if self.field.kind in SEVERAL:
            return "several"
        if self.field.kind in (FieldKind.CHOICE, FieldKind.PERSON):
            return "one"
        return {FieldKind.TICK: "tick", FieldKind.SEAL: "seal"}.get(self.field.kind, "line")

    @property
    def control(self) -> str:
        """How a line is typed."""
        return control_of(self.field.kind, self.text)

    @property
    def text(self) -> str:
        """The value when it is text."""
        return self.value if isinstance(self.value, str) else ""

    @property
    def shown(self) -> str:
        """The text as its control takes it."""
        return for_control(self.field.kind, self.text)

    @property
    def figures(self) -> bool:
        """Whether a telephone should offer its number keys."""
        return self.field.kind in _NUMBERS

    @property
    def private(self) -> bool:
        """Whether it is a number of a person's own, which is masked once the document is in force."""
        return self.field.kind in _PRIVATE

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of a field with rows."""
        return columns_of(self.field)

    @property
    def rows(self) -> list[list[Cell]]:
        """The rows there are, cell by cell."""
        return [self._row(number, row) for number, row in enumerate(_rows(self.value))]

    @property
    def blank(self) -> list[Cell]:
        """The cells of a row to come, for the script to copy; its number is written 999999 there."""
        return self._row(999999, {})

    def _row(self, number: int, row: Row) -> list[Cell]:
        return [
            Cell(name_of(self.field, number, column.key), column, row.get(column.key, "")) for column in self.columns
        ]

    @property
    def far(self) -> list[Offer]:
        """The people of the agency who have nothing to do with the case and were not chosen."""
        return [one for one in self.offers if not (one.near or one.chosen)]

    @property
    def words(self) -> list[str]:
        """The value for reading, line by line."""
        return lines_of(self.field, self.value)

    @property
    def others(self) -> list[str]:
        """What somebody else wrote there, line by line."""
        return lines_of(self.field, self.other)


@dataclass(frozen=True, slots=True)
class Group:
    """Fields under one heading; the heading is empty for those that stand alone."""

    title: str
    boxes: Sequence[Box] = ()

    @property
    def speaks(self) -> bool:
        """Whether there is anything to read in it: a value, or a field that must have one."""
        return any(box.value or box.field.required for box in self.boxes)


@dataclass(frozen=True, slots=True)
class Offered:
    """The people who can be chosen, as the form writes them: officers with certificate, people by name."""

    officers: Sequence[Offer] = ()
    people: Sequence[Offer] = ()


def boxes_of(form: Form, content: Content, offered: Offered) -> list[Box]:
    """A box for every field of the form."""
    return [
        Box(field, content.get(field.key) or "", offers=_offers(field, content.get(field.key) or "", offered))
        for field in form.fields
    ]


def with_faults(boxes: Sequence[Box], faults: Sequence[Fault]) -> list[Box]:
    """The boxes with what is wrong put beside each."""
    told: dict[str, list[str]] = {}
    for fault in faults:
        told.setdefault(fault.key, []).append(fault.message)
    return [replace(box, errors=told.get(box.field.key, ())) for box in boxes]


def with_sources(boxes: Sequence[Box], sources: Mapping[str, str]) -> list[Box]:
    """The boxes with where their values came from."""
    return [replace(box, source=sources.get(box.field.key, "")) for box in boxes]


def with_named(boxes: Sequence[Box], words: Sequence[str]) -> list[Box]:
    """The boxes with what can be named in the rows of those that name documents."""
    return [replace(box, named=words) if any(column.names for column in box.field.columns) else box for box in boxes]


def with_other(boxes: Sequence[Box], theirs: Content, keys: frozenset[str]) -> list[Box]:
    """The boxes with what somebody else wrote beside those (by key) that both changed."""
    return [
        replace(box, other=theirs.get(box.field.key) or "", differs=True) if box.field.key in keys else box
        for box in boxes
    ]


def grouped(boxes: Sequence[Box]) -> list[Group]:
    """The boxes under their headings, in the order of the form."""
    runs = groupby(boxes, key=lambda box: box.field.group or "")
    return [Group(title, tuple(members)) for title, members in runs]


def lines_of(field: Field, value: Value) -> list[str]:
    """A value in words, for reading: one line for each row or choice."""
    if isinstance(value, str):
        return [in_words(field.kind, line) for line in value.split("\n")] if value else []
    return [one if isinstance(one, str) else _row_words(field, one) for one in value]


def in_words(kind: FieldKind, value: str) -> str:
    """A single value as people write it: days and moments in Chinese, a tick as 是."""
    if kind is FieldKind.TICK:
        return "是"
    moment = moment_of(value) if kind in (FieldKind.DAY, FieldKind.MOMENT) else None
    if moment is None:
        return value
    return f"{moment:%Y年%-m月%-d日}" if kind is FieldKind.DAY else f"{moment:%Y年%-m月%-d日 %H:%M}"


def control_of(kind: FieldKind, value: str) -> str:
    """How a value is typed. What is no date stays a line of text, so that what was typed is not lost."""
    if kind in _LONG:
        return "long"
    if kind in (FieldKind.DAY, FieldKind.MOMENT) and (not value or moment_of(value)):
        return "date" if kind is FieldKind.DAY else "datetime-local"
    return "tel" if kind is FieldKind.TELEPHONE else "text"


def for_control(kind: FieldKind, value: str) -> str:
    """A value as the browser's control takes it: moments in Chinese civil time."""
    moment = moment_of(value) if kind in (FieldKind.DAY, FieldKind.MOMENT) else None
    if moment is None:
        return value
    return f"{moment:%Y-%m-%d}" if kind is FieldKind.DAY else f"{moment:%Y-%m-%dT%H:%M}"


def _rows(value: Value) -> list[Row]:
    return [] if isinstance(value, str) else [row for row in value if not isinstance(row, str)]


def _row_words(field: Field, row: Row) -> str:
    cells = ((column, row.get(column.key, "")) for column in columns_of(field))
    return "；".join(f"{column.label}：{in_words(column.kind, text)}" for column, text in cells if text)


def _offers(field: Field, value: Value, offered: Offered) -> list[Offer]:
    """What can be chosen: the form's choices, or people; what was written and is on no list stays to be chosen."""
    chosen = [value] if isinstance(value, str) else [one for one in value if isinstance(one, str)]
    if field.kind in _PEOPLE or field.kind is FieldKind.PERSON:
        known: Sequence[Offer] = offered.officers if field.kind is FieldKind.OFFICERS else offered.people
    else:
        known = [Offer(one) for one in field.choices]
    there = {one.value for one in known}
    strange = [Offer(one, chosen=True) for one in chosen if one and one not in there]
    return [*strange, *(replace(one, chosen=one.value in chosen) for one in known)]
