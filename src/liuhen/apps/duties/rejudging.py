"""Judging many cases anew, portion by portion: after the law has changed, and whatever the sweep finds due.

Which cases a changed law concerns is written down nowhere: it shows in the digest that each judgement keeps of the law
it was made by. So the work may stop at any moment and goes on where it stopped, and several processes can share it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

from django.db.models import Q

from liuhen.apps.cases.queries import all_cases
from liuhen.apps.duties.judging import judge_many
from liuhen.apps.duties.laws import present_law
from liuhen.apps.duties.models import Judgement

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from liuhen.apps.cases.models import Case

PORTION = 50
"""How many cases are read, judged and written together: enough to share the queries, few enough to hold up nobody."""
WINDOW = 2000
"""How many keys are looked up at a time, so that no reader stands in the way of the database's own upkeep."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which cases to judge anew: not archived and judged by another law than the present one, unless more is asked.

    `archived`: those archived, too; `current`: those judged by the present law, too; `after`: with a higher key only.
    """

    archived: bool = False
    current: bool = False
    after: int = 0


def wanted_cases(wanted: Wanted) -> QuerySet[Case]:
    """The cases, in the order of their keys.

    Agencies are left out and never listed: with a list of them the database would sort all cases for each window.
    """
    law = present_law()
    found = all_cases().filter(pk__gt=wanted.after).order_by("pk")
    if law.unreadable:
        found = found.exclude(agency__in=law.unreadable)
    if not wanted.archived:
        found = found.exclude(milestones__kind="archived")
    if not wanted.current:
        found = found.filter(Q(judgement=None) | ~Q(judgement__law__in=law.digests))
    return found


def portions_of(cases: QuerySet[Case], size: int = PORTION) -> Iterator[list[int]]:
    """The keys of these cases in portions, looked up window by window as they are needed."""
    last = 0
    while window := list(cases.filter(pk__gt=last).values_list("pk", flat=True)[:WINDOW]):
        yield from portions(window, size)
        last = window[-1]


def portions(keys: Iterable[int], size: int = PORTION) -> Iterator[list[int]]:
    """The keys in lists of this size."""
    left = iter(keys)
    while portion := list(islice(left, size)):
        yield portion


@dataclass(frozen=True, slots=True)
class Failure:
    """A case, by its key, that could not be judged, and why; the error carries the key as a note."""

    case: int
    error: Exception


def judge_portion(keys: Sequence[int], now: datetime) -> list[Failure]:
    """Judge these cases; where one fails each is judged alone, and the failures are given."""
    try:
        judge_many(keys, now)
    except Exception as error:
        if len(keys) > 1:
            return [found for key in keys for found in judge_portion([key], now)]
        error.add_note(f"case {keys[0]}")
        return [Failure(keys[0], error)]
    return []


def outdated(after: int, limit: int) -> list[int]:
    """Keys of cases judged and not archived whose judgement rests on another law than the present.

    Both questions are answered from the index by law alone, so that asking each minute costs next to nothing.
    """
    law = present_law()
    judged = Judgement.objects.filter(archived=False)
    former = set(judged.order_by().values_list("law", flat=True).distinct()) - law.digests
    if not former:
        return []
    found = judged.filter(law__in=former, case__gt=after)
    if law.unreadable:
        found = found.exclude(case__agency__in=law.unreadable)
    return list(found.order_by("case_id").values_list("case_id", flat=True)[:limit])
