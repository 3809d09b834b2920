"""What the ledger of seized goods says, as rows for a document's table. Given to filling.py.

A document about certain things ("item:5") lists these, one of a step in which goods were taken what was taken there.
Any other lists what the agency still holds of the case; a table that asks for the outcome 去向 lists all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from liuhen.apps.goods.queries import Line, items_of, lines, taken_in
from liuhen.core.deadlines.units import CHINA
from liuhen.core.forms.form import Field, FieldKind

if TYPE_CHECKING:
    from liuhen.apps.documents.known import Known

SOURCE = "涉案财物台账"
OUTCOME = "outcome"
_ABOUT = "item:"


def goods_rows(field: Field, known: Known) -> Iterator[tuple[list[dict[str, str]], str]]:
    """The rows of goods for a table, and where they come from; nothing where the ledger has none that fit."""
    if field.kind is FieldKind.TABLE and (chosen := _chosen(field, known)):
        yield [_row(field, place, line) for place, line in enumerate(chosen, 1)], SOURCE


def _chosen(field: Field, known: Known) -> Sequence[Line]:
    everything = lines(items_of(known.case.pk))
    if named := {name for name in known.about if name.startswith(_ABOUT)}:
        return [line for line in everything if f"{_ABOUT}{line.item.pk}" in named]
    if any(column.key == OUTCOME for column in field.columns):
        return everything
    if known.step is not None and taken_in(known.step):
        return [line for line in everything if line.item.step_id == known.step.pk]
    return [line for line in everything if line.held]


def _row(field: Field, place: int, line: Line) -> dict[str, str]:
    """A thing as a row; a column of numbers counts, one of text tells the number in the ledger."""
    counts = any(column.key == "number" and column.kind is FieldKind.WHOLE for column in field.columns)
    return {"number": str(place) if counts else line.item.number, **{key: say(line) for key, say in _SAYS.items()}}


_SAYS: dict[str, Callable[[Line], str]] = {
    "name": lambda line: line.item.described.name,
    "specification": lambda line: line.item.described.specification,
    "quantity": lambda line: line.quantity.replace(" ", ""),
    "unit": lambda line: line.item.described.unit,
    "condition": lambda line: line.item.described.condition,
    "owner": lambda line: line.item.described.owner,
    "source": lambda line: f"{_day(line.item.taken_at)}{line.measure}",
    "place": lambda line: line.item.place,
    "keeper": lambda line: line.item.keeper.name if line.item.keeper else "",
    "entered": lambda line: _day(line.item.entered_at),
    OUTCOME: lambda line: line.state,
    "remark": lambda line: line.item.described.remark,
}
"""What a column of this name says of a thing."""


def _day(moment: datetime) -> str:
    local = moment.astimezone(CHINA)
    return f"{local.year}年{local.month}月{local.day}日"
