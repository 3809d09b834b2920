"""Judging: from the facts of cases to the rows that have to change, and the writing of those.

Reading and comparing need no lock; writing does. One case after an event is read and written under the lock of its
judgement (`actions.judge`). Many cases (`judge_many`) are read first and written afterwards in one short transaction,
so that several processes can work side by side and nobody waits; a case judged by somebody else meanwhile is left
alone, which `revision` tells.
"""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from liuhen.apps.duties import appointments, keeping
from liuhen.apps.duties.facts import Docket, dockets_of
from liuhen.apps.duties.models import Appointment, Judgement, Keeping, Obligation, Reminder
from liuhen.apps.duties.rows import COLUMNS, Difference, Values, difference, next_turn, positions, row_of, values_of
from liuhen.apps.journal.prepared import Prepared
from liuhen.apps.journal.queries import count

ARCHIVED = "archived"
"""The milestone after which a case is not worked on any more."""
_JUST_AFTER = timedelta(microseconds=1)
_NOTED = ("judged_at", "judge_again_at", "texts", "law", "archived", "journal_seq", "revision")


_ROWS = Prepared(
    lambda keys: Obligation.objects.filter(case__in=keys).order_by("case_id", "position"), "case_id", "pk", *COLUMNS
)


@dataclass(frozen=True, slots=True)
class Judged:
    """One case judged: the rows that have to change, and what its judgement has to say."""

    case: int
    rows: Difference
    keeping: list[Keeping]
    note: dict[str, Any]
    gone_days: list[int]
    new_days: list[Appointment]


def judged(keys: Collection[int], now: datetime) -> list[Judged]:
    """Judge each of these cases that exists, and compare with what is kept; nothing is written."""
    seq = count() - 1
    there, kept, days = _rows(keys), keeping.standing_of(keys), appointments.standing_of(keys)
    return [
        _judged(docket, _Kept(key, there[key], kept[key], days[key]), now, seq)
        for key, docket in dockets_of(keys).items()
    ]


def _rows(keys: Collection[int]) -> defaultdict[int, list[Values]]:
    """The rows of each case: primary key, then COLUMNS."""
    found = defaultdict[int, list[Values]](list)
    for row in _ROWS.rows(keys):
        found[row.case_id].append(row[1:])
    return found


@dataclass(frozen=True, slots=True)
class _Kept:
    """What is kept of a case: its obligations, how long each recording is kept, and the days its documents set."""

    case: int
    rows: list[Values]
    keeping: dict[int, keeping.Standing]
    days: appointments.Standing


def _judged(docket: Docket, kept: _Kept, now: datetime, seq: int) -> Judged:
    owed = docket.verdict(now)
    archived = docket.has_reached(ARCHIVED)
    places = positions(docket.law.texts, owed)
    wanted = [values_of(docket.agency, one, place, archived=archived) for one, place in zip(owed, places, strict=True)]
    lasting = [at for one in docket.arisen for at in (one.since, one.until)]
    turn = next_turn(owed, now, lasting)
    note = {
        "judged_at": now,
        "judge_again_at": turn + _JUST_AFTER if turn else None,
        "texts": docket.law.names,
        "law": docket.law.digest,
        "archived": archived,
        "journal_seq": seq,
    }
    extents = keeping.changes(kept.case, kept.keeping, docket.keeping(now), now)
    new_days = kept.days.new(kept.case, docket.agency)
    return Judged(kept.case, difference(kept.rows, wanted), extents, note, kept.days.gone, new_days)


def write(verdicts: Collection[Judged], standing: Mapping[int, Judgement]) -> None:
    """Write what changed, within the caller's transaction that holds these judgements locked, by case."""
    if gone := [pk for one in verdicts for pk in one.rows.gone]:
        Reminder.objects.filter(obligation__in=gone).delete()
        Obligation.objects.filter(pk__in=gone).delete()
    changed = [row_of(one.case, values, pk) for one in verdicts for pk, values in one.rows.changed.items()]
    Obligation.objects.bulk_create(changed, update_conflicts=True, unique_fields=["pk"], update_fields=COLUMNS)
    Obligation.objects.bulk_create(row_of(one.case, values) for one in verdicts for values in one.rows.new)
    keeping.write(row for one in verdicts for row in one.keeping)
    appointments.write(
        [key for one in verdicts for key in one.gone_days], [d for one in verdicts for d in one.new_days]
    )
    for one in verdicts:
        _note(standing[one.case], one.note)


def _note(judgement: Judgement, note: Mapping[str, Any]) -> None:
    judgement.revision += 1
    for name, value in note.items():
        setattr(judgement, name, value)
    judgement.save(update_fields=_NOTED)


def judge_many(keys: Collection[int], now: datetime) -> int:
    """Judge these cases and keep what they owe; give how many were kept, leaving out those judged meanwhile."""
    with _no_collecting():
        return _judge_many(keys, now)


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Hundreds of thousands of small records live until they are written, and none of them is a cycle.

    Looking through them for cycles, again and again as they become more, took two fifths of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _judge_many(keys: Collection[int], now: datetime) -> int:
    seen = dict(Judgement.objects.filter(case__in=keys).values_list("case_id", "revision"))
    verdicts = judged(keys, now)
    with transaction.atomic():
        fresh = [Judgement(case_id=one.case, judged_at=now) for one in verdicts if one.case not in seen]
        Judgement.objects.bulk_create(fresh, ignore_conflicts=True)
        standing = {one.case_id: one for one in Judgement.objects.select_for_update().filter(case__in=keys)}
        mine = {case: one for case, one in standing.items() if one.revision == seen.get(case, 0)}
        write([one for one in verdicts if one.case in mine], mine)
    return len(mine)
