"""Who may not do two things in one case: not preside over the hearing of what they investigated (行政处罚法 art. 64).

What the law says of it is known in a room above, which registers itself here (site/wiring.py). No approved exception
leads past it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError

from liuhen.apps.cases.facts import presences_of
from liuhen.core.procedure.attempt import Attempt

if TYPE_CHECKING:
    from liuhen.apps.cases.inputs import Taking
    from liuhen.apps.cases.models import Case

KeptApart = Callable[["Case", Attempt], Mapping[str, Sequence[str]]]
"""Given a case and a step about to be registered, tells whom the law keeps out of it, by certificate or name, and why.
"""
ORDINARY = "officer"
"""The role of who takes part in no capacity of their own."""
_tells: list[KeptApart] = []


def keep_apart(tells: KeptApart) -> None:
    """Let a higher room say who may not take part in a step."""
    if tells not in _tells:
        _tells.append(tells)


def none_kept_apart(case: Case, attempt: Attempt, people: Iterable[Taking], *, field: str = "") -> None:
    """Stop where somebody would take part whom the law keeps out.

    Each sentence stands at `field`; without one at the role the person has in the step, or at "people".
    """
    found: dict[str, list[str]] = {}
    for told in (tells(case, attempt) for tells in _tells):
        for one in presences_of(people):
            place = field or ("people" if one.role == ORDINARY else one.role)
            found.setdefault(place, []).extend(told.get(one.certificate, ()))
    wrong = {place: [*dict.fromkeys(words)] for place, words in found.items() if words}
    if wrong:
        raise ValidationError(wrong)
