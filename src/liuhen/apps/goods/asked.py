"""What this room asks of rooms above it, which register themselves (site/wiring.py): films, due times, lists."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """That goods of a step wait to be handed over: by when (None: not known), and by which article."""

    at: datetime | None
    overdue: bool
    text: str
    article: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One row of a document's list of goods, as far as it says something."""

    name: str
    specification: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    condition: str = ""
    place: str = ""
    remark: str = ""


Filmed = Callable[[int, int | None, datetime], bool]
"""Tells whether pictures were taken for a case (key), in a step of it (key) or anywhere, before a moment."""
DueTimes = Callable[[Collection[int]], Mapping[int, Due]]
"""The due times of handing over goods, by step (key)."""
Lists = Callable[["Document"], Sequence[Listed]]
"""The goods a document lists."""
_films: list[Filmed] = []
_dues: list[DueTimes] = []
_lists: list[Lists] = []


def ask_films(asker: Filmed) -> None:
    """Let a higher room say what was filmed."""
    if asker not in _films:
        _films.append(asker)


def ask_dues(asker: DueTimes) -> None:
    """Let a higher room say until when goods are to be handed over."""
    if asker not in _dues:
        _dues.append(asker)


def ask_lists(asker: Lists) -> None:
    """Let a higher room read the lists of documents."""
    if asker not in _lists:
        _lists.append(asker)


def is_filmed(case: int, step: int | None, before: datetime) -> bool:
    """Whether photographs or a film were taken before the moment."""
    return any(asker(case, step, before) for asker in _films)


def due_times(steps: Collection[int]) -> dict[int, Due]:
    """Until when the goods of these steps are to be handed over, as the law was last read."""
    return {step: due for asker in _dues for step, due in asker(steps).items()} if steps else {}


def listed_in(document: Document) -> list[Listed]:
    """The goods a document lists."""
    return [row for asker in _lists for row in asker(document)]
