"""Obligations as rows: what the law said, kept at hand so that lists need not ask it again.

A judging compares what the law says now with the rows there are, and writes the difference alone: after one event a few
of some hundred. A row keeps its primary key as long as the duty and its subject are the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import chain, count
from typing import TYPE_CHECKING, Any

from liuhen.apps.duties.models import Obligation
from liuhen.core.terms.labels import State

if TYPE_CHECKING:
    from liuhen.core.lawbook.text import LawText
    from liuhen.core.terms import verdict

STILL_TO_DO = frozenset({State.OPEN, State.OVERDUE, State.NEEDS_PERSON, State.CONFLICT})
LACKING = STILL_TO_DO | {State.BREACHED}
"""What the case page shows under 欠缺."""

SUBJECTS = 10_000
"""How many subjects a duty may have before its rows mingle with those of the next."""
IDENTITY = ("text", "duty", "subject_id")
"""What makes an obligation the same one from judging to judging; several texts may have versions, so also which."""

Values = tuple[Any, ...]
Key = tuple[str, str, str, int]


def values_of(agency: int, owed: verdict.Obligation, position: int, *, archived: bool) -> Values:
    """One obligation in the order of COLUMNS. A breach is work while it can be mended and the case is not archived."""
    mendable = owed.state is State.BREACHED and owed.mend is not None and not archived
    item, mend, stage = owed.item, owed.mend, owed.stage
    return (
        owed.text,
        owed.duty,
        owed.subject.id,
        position,
        owed.article,
        item.position if item else None,
        item.label if item else "",
        owed.kind.value,
        owed.subject.kind.value,
        owed.subject.label[:200],
        owed.state.value,
        owed.modality.value,
        owed.title[:300],
        owed.missing[:300],
        owed.due_at,
        owed.raise_at,
        owed.topic,
        owed.leads,
        [*owed.evidence],
        reason_as_data(owed.explanation),
        {"action": mend.action, "step": mend.step, "codes": [*mend.codes]} if mend else None,
        stage.value if stage else "",
        owed.owner,
        agency,
        owed.state in STILL_TO_DO or mendable,
    )


COLUMNS = (
    *IDENTITY,
    *("position", "article", "item_position", "item_label", "kind", "subject_kind", "subject_label", "state"),
    *(
        "modality",
        "title",
        "missing",
        "due_at",
        "raise_at",
        "topic",
        "leads",
        "evidence",
        "explanation",
        "mend",
        "stage",
        "owner",
    ),
    *("agency_id", "to_do"),
)


def row_of(case: int, values: Values, key: int | None = None) -> Obligation:
    """The row of these values; `key` is its primary key when it is there already."""
    return Obligation(pk=key, case_id=case, **dict(zip(COLUMNS, values, strict=True)))


def reason_as_data(reason: verdict.Reason) -> dict[str, Any]:
    """The explanation tree as plain data."""
    return {"text": reason.text, "holds": reason.holds, "parts": [reason_as_data(part) for part in reason.parts]}


@dataclass(frozen=True, slots=True)
class Difference:
    """What is to be written of one case: new values, values for rows by primary key, and keys of rows to go."""

    new: list[Values]
    changed: dict[int, Values]
    gone: list[int]


def difference(there: Iterable[Values], wanted: Iterable[Values]) -> Difference:
    """Compare the rows there are (primary key, then COLUMNS) with those the law wants (COLUMNS)."""
    standing = dict(_numbered((row[1:], row[0]) for row in there))
    new, changed = [], {}
    for key, (values, _) in _numbered((values, 0) for values in wanted):
        found = standing.pop(key, None)
        if found is None:
            new.append(values)
        elif found[0] != values:
            changed[found[1]] = values
    return Difference(new, changed, [key for _, key in standing.values()])


def _numbered(rows: Iterable[tuple[Values, int]]) -> Iterator[tuple[Key, tuple[Values, int]]]:
    """Each row under its identity; where several versions of a text say the same, they are told apart by number."""
    met: Counter[Values] = Counter()
    for row in rows:
        text, duty, subject = identity = row[0][:3]
        yield (text, duty, subject, met[identity]), row
        met[identity] += 1


def positions(texts: Iterable[LawText], owed: Iterable[verdict.Obligation]) -> Iterator[int]:
    """The place of each obligation: by text and duty as the law has them, then by subject.

    It leaves room between duties, so that a new subject moves no rows but those of its own duties.
    """
    places = _places(tuple(texts))
    met: dict[int, Iterator[int]] = {}
    for one in owed:
        place = places[one.text, one.duty]
        yield place * SUBJECTS + next(met.setdefault(place, count()))


@lru_cache(maxsize=64)
def _places(texts: tuple[LawText, ...]) -> Mapping[tuple[str, str], int]:
    """The number of each duty, counted through the texts in their order."""
    names = dict.fromkeys((text.id, duty.id) for text in texts for duty in text.duties)
    return {name: place for place, name in enumerate(names)}


def next_turn(
    owed: Iterable[verdict.Obligation], now: datetime, also: Iterable[datetime | None] = ()
) -> datetime | None:
    """The earliest moment at which time alone changes the verdict; `also`: when situations begin and end."""
    turns = chain(also, (moment for obligation in owed for moment in (obligation.due_at, obligation.raise_at)))
    return min((moment for moment in turns if moment and moment > now), default=None)
