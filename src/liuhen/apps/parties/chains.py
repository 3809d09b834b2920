"""Rows of parties → those that stand, each with the rows it corrects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol, TypeVar


class Link(Protocol):
    """A row that may replace another."""

    @property
    def pk(self) -> int:
        """Its key."""
        ...

    @property
    def replaces_id(self) -> int | None:
        """The key of the row it corrects."""
        ...

    @property
    def withdrawn(self) -> bool:
        """Whether it says that there should have been no such row."""
        ...


L = TypeVar("L", bound=Link)


def standing(rows: Iterable[L]) -> list[tuple[L, tuple[int, ...]]]:
    """The rows nothing replaces and that are not withdrawn, with what they replace, in the order of the first rows."""
    known = list(rows)
    replaces = {row.pk: row.replaces_id for row in known}
    replaced = {key for key in replaces.values() if key is not None}
    found = [(row, former(row.pk, replaces)) for row in known if row.pk not in replaced and not row.withdrawn]
    return sorted(found, key=lambda pair: (*pair[1], pair[0].pk)[0])


def former(key: int, replaces: Mapping[int, int | None]) -> tuple[int, ...]:
    """The keys of the rows that led to this one, the first one first."""
    found: list[int] = []
    before = replaces.get(key)
    while before is not None:
        found.insert(0, before)
        before = replaces.get(before)
    return tuple(found)
