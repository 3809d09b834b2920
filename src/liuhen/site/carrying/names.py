"""How a row and everything outside the case is called in its file: keys of a database mean nothing elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model

from liuhen.apps.devices.models import Device
from liuhen.apps.people.models import Person, Unit
from liuhen.site.carrying.tables import NAME_OF, Carried

NAMED = re.compile(r"([a-z_]+):([0-9]{1,18})", re.ASCII)
PLACED = re.compile(r"([a-z_]+):#([0-9]{1,9})", re.ASCII)


@dataclass(slots=True)
class Names:
    """How rows and everything outside the case are called in the file. `places`: table → key → place, from 1."""

    places: dict[str, dict[int, int]] = field(default_factory=dict)
    people: dict[int, str] = field(default_factory=dict)
    units: dict[int, str] = field(default_factory=dict)
    devices: dict[int, str] = field(default_factory=dict)

    def of(self, model: type[Model], key: int | None) -> int | str | None:
        """What a foreign key is written as; None where it leads to nothing that is carried."""
        if key is None:
            return None
        if model in NAME_OF:
            return self.places.get(NAME_OF[model], {}).get(key)
        outside: dict[type[Model], dict[int, str]] = {
            Person: self.people,
            Unit: self.units,
            Device: self.devices,
        }
        return outside.get(model, {}).get(key)

    def keyed(self, table: Carried, column: str, value: Any) -> Any:
        """A column that lists things, with places for the keys in it."""
        entry, other = table.keyed[column]
        places = self.places.get(other, {})
        return [{**one, entry: places.get(one[entry])} if entry in one else one for one in value]

    def in_text(self, value: Any) -> Any:
        """A value of a column, the things it names called by their places."""
        match value:
            case str():
                found = NAMED.fullmatch(value)
                return self._named(found) if found else value
            case list():
                return [self.in_text(one) for one in value]
            case dict():
                return {key: self.in_text(one) for key, one in value.items()}
        return value

    def _named(self, found: re.Match[str]) -> str:
        kind, key = found[1], int(found[2])
        if kind == "device":
            return f"device:{self.devices.get(key, '')}"
        return f"{kind}:#{self.places[kind].get(key, 0)}" if kind in self.places else found[0]


def plain(value: Any) -> Any:
    """A value of a column as JSON holds it."""
    match value:
        case datetime() | date():
            return value.isoformat()
        case Decimal():
            return str(value)
    return value
