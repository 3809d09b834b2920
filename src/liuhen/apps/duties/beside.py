"""What rooms above this one put on the page of a case: they know of duties, and duties does not know of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case
    from liuhen.apps.people.models import Person

Part: TypeAlias = tuple[str, Mapping[str, Any]]
"""A part of the page: its template, and what that shows (as `part`)."""
Show = Callable[["Person", "Case"], Part]
"""What somebody sees of a case that was read whole; a fixed number of queries."""
_shown: list[Show] = []


def show_beside(show: Show) -> None:
    """Have a part shown on every case page, after those told before (site/wiring.py)."""
    if show not in _shown:
        _shown.append(show)


def parts_of(person: Person, case: Case) -> list[Part]:
    """The parts of the page of a case."""
    return [show(person, case) for show in _shown]
