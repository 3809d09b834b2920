"""A text tried on a case: what it would say if it bound. Nothing is stored; the case's own verdict stays as it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from liuhen.apps.duties.queries import dossier_of
from liuhen.apps.duties.rows import LACKING, reason_as_data
from liuhen.core.duties.comparison import Column, TopicRow, Voice, compare
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


def trial(case: Case, law: LawText, now: datetime, *, article: int | None = None) -> Trial:
    """Have the text, or one article of it, speak about the case at a moment."""
    said = evaluate(dossier_of(case), (law,), now, calendar=outside().law.calendar())
    owed = [obligation for obligation in said if article in (None, obligation.article)]
    counts = Counter(obligation.state for obligation in owed)
    rows = [Tried(obligation, reason_as_data(obligation.explanation)) for obligation in owed]
    return Trial(law, rows, [(state, counts[state]) for state in State if counts[state]])


@dataclass(frozen=True, slots=True)
class Compared:
    """The topics on which at least one text says something of the case, and those that do not concern it."""

    concerned: Sequence[TopicRow]
    unconcerned: Sequence[TopicRow]


def comparison(case: Case, laws: tuple[LawText, LawText], now: datetime) -> Compared:
    """What each text says of the case, each alone and as if it bound, put side by side topic by topic.

    They are asked one by one, because two versions of one text have one id.
    """
    dossier, calendar = dossier_of(case), outside().law.calendar()
    said = [{row.topic: row for row in compare(dossier, (law,), now, calendar=calendar).rows} for law in laws]
    order = [*laws[0].vocabulary.lists.get("topics", {}), ""]
    topics = [topic for topic in order if any(topic in rows for rows in said)]
    rows = [_side_by_side(topic, laws, said) for topic in topics]
    return Compared([row for row in rows if _speaks(row)], [row for row in rows if not _speaks(row)])


def _speaks(row: TopicRow) -> bool:
    return any(column.voice is Voice.SPEAKS for column in row.columns)


def _side_by_side(topic: str, laws: Sequence[LawText], said: Sequence[dict[str, TopicRow]]) -> TopicRow:
    label = next(rows[topic].label for rows in said if topic in rows)
    columns = (
        rows[topic].columns[0] if topic in rows else Column(law.id, Voice.SILENT, ())
        for law, rows in zip(laws, said, strict=True)
    )
    return TopicRow(topic, label, tuple(columns))
