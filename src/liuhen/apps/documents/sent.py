"""What a browser sends of a filled form, as content: the names of its controls, and back.

A field's control is called `f.KEY`; a cell of a table `f.KEY.ROW.COLUMN`. Rows come in the order of their numbers,
which need not be without gaps. What is left empty is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from liuhen.core.forms.filled import ANSWER, QUESTION, Value
from liuhen.core.forms.form import Column, Field, FieldKind, Form

if TYPE_CHECKING:
    from collections.abc import Mapping

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""Control characters nobody types and no database or page should be given."""
SEVERAL = frozenset({FieldKind.CHOICES, FieldKind.PEOPLE, FieldKind.OFFICERS})
ROWS = frozenset({FieldKind.TABLE, FieldKind.DIALOGUE})
DIALOGUE = (
    Column(key=QUESTION, label="问", kind=FieldKind.LONG_TEXT),
    Column(key=ANSWER, label="答", kind=FieldKind.LONG_TEXT),
)


class Sent(Protocol):
    """What was posted: names with one or several values each."""

    def getlist(self, key: str) -> list[str]:
        """All values of a name."""

    def __iter__(self) -> Iterator[str]:
        """The names."""


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row to be added to a field, or dropped from it (`row` says which)."""

    key: str
    row: int | None = None


def columns_of(field: Field) -> tuple[Column, ...]:
    """The columns of a field that has rows; a dialogue has question and answer."""
    return DIALOGUE if field.kind is FieldKind.DIALOGUE else field.columns


def name_of(field: Field, row: int | None = None, column: str = "") -> str:
    """How the control of a field, or of one cell of it, is called."""
    return f"f.{field.key}" if row is None else f"f.{field.key}.{row}.{column}"


def content_sent(form: Form, sent: Sent) -> dict[str, Value]:
    """The content a browser sent, by key of the form's fields; anything else that was sent is passed over."""
    found = ((field.key, _value(field, sent)) for field in form.fields if field.kind is not FieldKind.SEAL)
    return {key: value for key, value in found if value}


def with_rows_as_sent(form: Form, sent: Sent, change: RowChange) -> dict[str, Value]:
    """The content as it is to be shown again after a row was added or dropped: rows left empty stay where they are.

    The row to drop is the one whose controls bear its number, whatever stands before it.
    """
    shown = content_sent(form, sent)
    for field in form.fields:
        if field.kind in ROWS:
            dropped = change.row if field.key == change.key else None
            rows = [row for number, row in _numbered(field, sent) if number != dropped]
            shown[field.key] = [*rows, {}] if field.key == change.key and change.row is None else rows
    return shown


def change_sent(value: str) -> RowChange | None:
    """The row a pressed button adds (`add:KEY`) or drops (`drop:KEY:ROW`); None when it says neither."""
    what, _, rest = value.partition(":")
    key, _, row = rest.partition(":")
    if what == "add" and key:
        return RowChange(key)
    return RowChange(key, int(row)) if what == "drop" and row.isascii() and row.isdigit() else None


def _value(field: Field, sent: Sent) -> Value:
    if field.kind in ROWS:
        return _rows(field, sent)
    values = [text for one in sent.getlist(name_of(field)) if (text := cleaned(one))]
    if field.kind in SEVERAL:
        return list(dict.fromkeys(values))
    return values[0] if values else ""


def _rows(field: Field, sent: Sent) -> list[Mapping[str, str]]:
    return [row for _number, row in _numbered(field, sent) if row]


def _numbered(field: Field, sent: Sent) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Every row that was sent with its number, in their order; empty ones too."""
    for number in sorted(set(_row_numbers(field, sent))):
        yield number, _row(field, columns_of(field), number, sent)


def _row_numbers(field: Field, sent: Sent) -> Iterable[int]:
    beginning = f"f.{field.key}."
    for name in sent:
        number = name.removeprefix(beginning).partition(".")[0] if name.startswith(beginning) else ""
        if number.isascii() and number.isdigit() and len(number) <= 6:
            yield int(number)


def _row(field: Field, columns: Sequence[Column], number: int, sent: Sent) -> dict[str, str]:
    cells = ((column.key, sent.getlist(name_of(field, number, column.key))) for column in columns)
    return {key: text for key, values in cells if values and (text := cleaned(values[0]))}


def cleaned(text: str) -> str:
    """Text as it is kept: one kind of line end, no control characters, no blanks at its ends."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
