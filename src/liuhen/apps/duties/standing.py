"""How an agency stands towards a text: counts by article and state, and the cases in which an article is lacking."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Count, QuerySet

from liuhen.apps.cases.queries import visible_to
from liuhen.apps.duties.models import Obligation
from liuhen.apps.duties.rows import LACKING
from liuhen.core.terms.labels import State

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person


@dataclass(slots=True)
class Standing:
    """One article: how many obligations are in each state."""

    article: int
    states: dict[State, int] = field(default_factory=dict)

    @property
    def lacking(self) -> int:
        """How many obligations are not fulfilled."""
        return sum(number for state, number in self.states.items() if state in LACKING)

    @property
    def total(self) -> int:
        """How many obligations there are."""
        return sum(self.states.values())


def standing_by_article(person: Person, text: str) -> list[Standing]:
    """The articles of a text that bear on cases the person may see, in order."""
    rows = _of_text(person, text).order_by().values_list("article", "state").annotate(number=Count("pk"))
    return sorted(_gather(rows).values(), key=lambda standing: standing.article)


def standing_of_article(person: Person, text: str, article: int) -> Standing:
    """One article; all counts are zero when no case the person may see is concerned."""
    rows = _of_text(person, text).filter(article=article).order_by()
    counted = rows.values_list("article", "state").annotate(number=Count("pk"))
    return _gather(counted).get(article, Standing(article))


def lacking_under(person: Person, text: str, article: int) -> QuerySet[Obligation]:
    """What is lacking under one article, the earliest due first."""
    lacking = _of_text(person, text).filter(article=article, state__in=[*LACKING])
    return lacking.select_related("case").order_by("due_at", "case_id", "position")


def _of_text(person: Person, text: str) -> QuerySet[Obligation]:
    return Obligation.objects.filter(text=text, case__in=visible_to(person).values("pk"))


def _gather(rows: Iterable[tuple[int, str, int]]) -> dict[int, Standing]:
    standings: dict[int, Standing] = {}
    for article, state, number in rows:
        standings.setdefault(article, Standing(article)).states[State(state)] = number
    return standings
