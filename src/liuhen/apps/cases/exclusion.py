"""Who is kept out of a case 回避, known in a room above, which registers itself here (site/wiring.py).

Whoever is kept out handles, writes, checks, signs and decides nothing in the case from the decision on
(cn-transport-procedure-2021 art. 14); and nobody decides on a request that is about himself.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Approval, Case
    from liuhen.apps.people.models import Person

KeptOut = Callable[["Case"], Mapping[int, datetime]]
"""Given a case, tells the keys of the people kept out of it, and since when."""
Concerned = Callable[["Approval"], Collection[int]]
"""Tells the keys of the people a request for approval is about."""
_kept_out: list[KeptOut] = []
_concerned: list[Concerned] = []


def exclude(kept_out: KeptOut, concerned: Concerned) -> None:
    """Let a higher room say who is kept out of a case, and whom a request is about."""
    if kept_out not in _kept_out:
        _kept_out.append(kept_out)
        _concerned.append(concerned)


def people_kept_out(case: Case) -> dict[int, datetime]:
    """The keys of the people kept out of a case, and since when."""
    found: dict[int, datetime] = {}
    for tells in _kept_out:
        found |= tells(case)
    return found


def is_kept_out(person: Person, case: Case) -> bool:
    """Whether the person may not take part in the case any more."""
    return person.pk in people_kept_out(case)


def is_concerned(person: Person, approval: Approval) -> bool:
    """Whether a request for approval is about the person."""
    return any(person.pk in tells(approval) for tells in _concerned)


def none_kept_out(field: str, case: Case, people: Iterable[Person], at: datetime | None = None) -> None:
    """Stop where somebody would take part who is kept out, at a time after that was decided; no time: now."""
    since = people_kept_out(case)
    names = [one.name for one in people if one.pk in since and (at is None or at >= since[one.pk])]
    if names:
        told = f"{'、'.join(names)}已被决定回避，不得再参加本案（程序规定第十四条），请换人办理。"
        raise ValidationError({field: told})
