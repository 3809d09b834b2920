"""What a room above does with what was stated when a case was opened: it registers itself here (site/wiring.py)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from liuhen.apps.cases.inputs import NewCase
    from liuhen.apps.cases.models import Case
    from liuhen.apps.people.models import Person

Then = Callable[["Person", "Case", "NewCase"], None]
"""Goes on with a case just opened, in the same transaction; ValidationError names fields of `NewCase`."""
_then: list[Then] = []


def when_opened(then: Then) -> None:
    """Have a room go on with every case that is opened."""
    if then not in _then:
        _then.append(then)


def opened(by: Person, case: Case, new: NewCase) -> None:
    """Let every room that asked for it go on with a case just opened."""
    for then in _then:
        then(by, case, new)
