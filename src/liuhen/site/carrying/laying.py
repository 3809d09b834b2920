"""Laying down the rows of a case file under keys of this instance, but for those that came with another case before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import connection, models

from liuhen.apps.recordings.models import Recording
from liuhen.apps.recordings.storage import count_in
from liuhen.apps.recordings.waiting import settle
from liuhen.site.carrying.names import PLACED
from liuhen.site.carrying.outsiders import Outsiders
from liuhen.site.carrying.packing import CaseFileRefused
from liuhen.site.carrying.tables import BY_NAME, NAME_OF, TABLES, Carried

if TYPE_CHECKING:
    from django.db.models import Field, Model

    from liuhen.apps.people.models import Agency, Person


@dataclass(slots=True)
class _Keys:
    """The keys that were reserved for the rows, by table and place; `met`: those of rows that were there before."""

    keys: dict[str, list[int]] = field(default_factory=dict)
    met: dict[str, frozenset[int]] = field(default_factory=dict)

    def of(self, table: str, place: int) -> int:
        """The key of a place; CaseFileRefused where the file has no such row."""
        keys = self.keys.get(table, [])
        if not 1 <= place <= len(keys):
            raise CaseFileRefused(f"案件文件不完整：{table} 没有第 {place} 行")
        return keys[place - 1]


def lay_down(by: Person, content: Mapping[str, Any], known: Outsiders) -> list[Model]:
    """Write all rows that are not there yet, under keys of this instance; the case is the first of them."""
    keys = _reserved(by, content["rows"], known)
    made: list[Model] = []
    for table in TABLES:
        said = zip(keys.keys.get(table.name, ()), content["rows"].get(table.name, ()), strict=True)
        met = keys.met.get(table.name, frozenset())
        rows = [_made(table, key, row, (by, keys, known)) for key, row in said if key not in met]
        made += known.numbered(table.name, rows)
        table.model._base_manager.bulk_create(rows, batch_size=200)
        made += rows
    _settle(by.unit.agency, made, keys)
    made.sort(key=lambda row: row._meta.label_lower != "cases.case")
    return made


def _reserved(by: Person, said: Mapping[str, Any], known: Outsiders) -> _Keys:
    """Keys for all rows; where a row came with another case before, the one it has here."""
    keys = _Keys({name: reserve(BY_NAME[name].model, len(rows)) for name, rows in said.items() if _own(name)})
    for table in (one for one in TABLES if one.same and one.name in said):
        rows = said[table.name]
        there = [_there(table, row, (by, keys, known)) for row in rows]
        fresh = iter(reserve(table.model, there.count(None)))
        keys.met[table.name] = frozenset(key for key in there if key)
        keys.keys[table.name] = [key or next(fresh) for key in there]
    return keys


def _own(name: str) -> bool:
    return not BY_NAME[name].same


def _there(table: Carried, row: Mapping[str, Any], around: tuple[Person, _Keys, Outsiders]) -> int | None:
    """The key of the row here that says the same; None where there is none, or it names one that is new itself."""
    asked = [one for one in table.model._meta.concrete_fields if one.name in table.same]
    values = {one.attname: _cell(table, one, row, around) for one in asked}
    return table.model._base_manager.filter(**values).order_by("pk").values_list("pk", flat=True).first()


def _settle(agency: Agency, made: list[Model], keys: _Keys) -> None:
    """What is counted and told of recordings: how much they take, and that those that were there wait no longer."""
    films = [row for row in made if isinstance(row, Recording)]
    count_in(agency, sum(film.size for film in films))
    settle(keys.met.get("recording", ()))


def _made(table: Carried, key: int, row: Mapping[str, Any], around: tuple[Person, _Keys, Outsiders]) -> Model:
    stated = [
        one
        for one in table.model._meta.concrete_fields
        if one.name == "agency" or (one.name in row and one.name not in table.left and not one.primary_key)
    ]
    return table.model(pk=key, **{one.attname: _cell(table, one, row, around) for one in stated})


def _cell(table: Carried, one: Field[Any, Any], row: Mapping[str, Any], around: tuple[Person, _Keys, Outsiders]) -> Any:
    """What one column of a row holds here; CaseFileRefused for what it can't."""
    by, keys, known = around
    if one.name == "agency":
        return by.unit.agency_id
    value = row.get(one.name)
    if one.remote_field:
        return _key_of(one, value, keys, known)
    if one.name in table.keyed:
        return _listed(table, one, value, keys)
    return _value(table, one, value, keys, known)


def _listed(table: Carried, one: Field[Any, Any], value: Any, keys: _Keys) -> Any:
    """A column that lists things, with keys of this instance for the places in it."""
    entry, other = table.keyed[one.name]
    if not isinstance(value, list) or not all(isinstance(thing, dict) for thing in value):
        raise CaseFileRefused(f"案件文件中 {table.name}.{one.name} 的值不合法。")
    return [
        {**thing, entry: keys.of(other, int(thing[entry]))} if thing.get(entry) is not None else thing
        for thing in value
    ]


def _key_of(one: Field[Any, Any], value: Any, keys: _Keys, known: Outsiders) -> int | None:
    if value is None:
        return None
    assert one.remote_field  # noqa: S101  asked before
    model: Any = one.remote_field.model
    if model in NAME_OF:
        return keys.of(NAME_OF[model], int(value))
    return known.key_of(model, str(value))


def _value(table: Carried, one: Field[Any, Any], value: Any, keys: _Keys, known: Outsiders) -> Any:
    """The value as the column holds it; CaseFileRefused for one that it can't."""
    try:
        found = one.to_python(value if one.name in table.verbatim else _in_text(value, keys, known))
    except ValidationError as error:
        raise CaseFileRefused(f"案件文件中 {table.name}.{one.name} 的值不合法：{'；'.join(error.messages)}") from None
    if found is None and not one.null:
        raise CaseFileRefused(f"案件文件中 {table.name}.{one.name} 没有值。")
    if isinstance(found, str) and one.max_length and len(found) > one.max_length:
        raise CaseFileRefused(f"案件文件中 {table.name}.{one.name} 超过 {one.max_length} 个字。")
    return found


def _in_text(value: Any, keys: _Keys, known: Outsiders) -> Any:
    """A value with the things it names called by their keys here."""
    match value:
        case str():
            if found := PLACED.fullmatch(value):
                place = int(found[2])
                return f"{found[1]}:{keys.of(found[1], place) if place else 0}"
            return known.device_in_text(value)
        case list():
            return [_in_text(one, keys, known) for one in value]
        case dict():
            return {key: _in_text(one, keys, known) for key, one in value.items()}
    return value


def reserve(model: type[models.Model], number: int) -> list[int]:
    """Keys for so many new rows, which nobody else gets: rows may then name each other before they are written."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, number]
            )
            return [key for (key,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = (cursor.fetchone() or (0,))[0]
    return [*range(last + 1, last + number + 1)]
