"""Records that type checking keeps immutable, and that cost little to make."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True)
def record(cls: type[T]) -> type[T]:
    """A dataclass with slots, comparable and hashable; frozen for the type checker only.

    A verdict is thousands of small records, and the initialiser of a frozen dataclass takes three times as long
    (docs/decisions/0103-cheap-records.md). Facts, which other people hand in, stay frozen at run time as well.
    """
    return dataclass(slots=True, unsafe_hash=True)(cls)


def changed(thing: T, **changes: Any) -> T:
    """The same record with other values in these fields; `dataclasses.replace` knows no compiled record."""
    names: tuple[str, ...] = type(thing).__match_args__  # type: ignore[attr-defined]
    return type(thing)(**({name: getattr(thing, name) for name in names} | changes))
