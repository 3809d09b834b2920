"""A text tried on a case: what it would say if it bound. Nothing is stored; the case's own verdict stays as it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from liuhen.apps.duties.queries import dossier_of
from liuhen.apps.duties.rows import LACKING, reason_as_data
from liuhen.core.duties.evaluate import evaluate
from liuhen.core.terms.labels import State
from liuhen.core.terms.verdict import Obligation
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case
    from liuhen.core.lawbook.text import LawText


@dataclass(frozen=True, slots=True)
class Tried:
    """One obligation as the page shows it, with its explanation as plain data."""

    o: Obligation
    why: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Trial:
    """What a text says of a case: article by article, and how often each state."""

    law: LawText
    rows: Sequence[Tried]
    counts: Sequence[tuple[State, int]]

    @property
    def lacking(self) -> int:
        """How many obligations are not fulfilled."""
        return sum(number for state, number in self.counts if state in LACKING)


def trial(case: Case, law: LawText, now: datetime) -> Trial:
    """Have the text speak about the case at a moment."""
    owed = evaluate(dossier_of(case), (law,), now, calendar=outside().law.calendar())
    counts = Counter(obligation.state for obligation in owed)
    rows = [Tried(obligation, reason_as_data(obligation.explanation)) for obligation in owed]
    return Trial(law, rows, [(state, counts[state]) for state in State if counts[state]])


@dataclass(frozen=True, slots=True)
class Topic:
    """One question, and what each of the two texts says of it; an empty side is silent 未规定."""

    label: str
    columns: Sequence[tuple[LawText, Sequence[Tried]]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two texts on one case."""

    laws: tuple[LawText, LawText]
    topics: Sequence[Topic]


def comparison(case: Case, laws: tuple[LawText, LawText], now: datetime) -> Comparison:
    """What each text says of the case, each as if it bound, put side by side topic by topic."""
    trials = [trial(case, law, now) for law in laws]
    sides = [_by_topic(each) for each in trials]
    topics = dict.fromkeys([*sides[0], *sides[1]])
    columns = [[(law, side.get(topic, [])) for law, side in zip(laws, sides, strict=True)] for topic in topics]
    return Comparison(laws, [Topic(topic, column) for topic, column in zip(topics, columns, strict=True)])


def _by_topic(tried: Trial) -> dict[str, list[Tried]]:
    found: dict[str, list[Tried]] = {}
    for row in tried.rows:
        found.setdefault(row.o.kind.label, []).append(row)
    return found
