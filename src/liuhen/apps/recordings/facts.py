"""Rows → facts: what the law may know of cases from this room. Ids look like "recording:12", "mark:3"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from liuhen.apps.journal.prepared import Prepared, Row
from liuhen.apps.recordings.models import Link, Mark
from liuhen.core.terms import facts
from liuhen.core.terms.labels import MarkKind, Medium

_MILLISECOND = timedelta(milliseconds=1)
_FILM = (
    *("medium", "start", "end", "error_ms", "device_id", "officer__certificate", "source", "parent_id", "stored_at"),
    *("store", "intake__returned_at", "used_as_evidence", "filed_at", "kept_until", "kept_long_term"),
)
# The standing links of the cases' steps with what they link: recordings in time order, the earliest link first.
_LINKED = Prepared(
    lambda keys: Link.objects.filter(step__case__in=keys, ended_at=None).order_by(
        "recording__start", "recording_id", "pk"
    ),
    *("step__case_id", "step_id", "recording_id", *(f"recording__{column}" for column in _FILM)),
)
_MARKS = Prepared(
    lambda keys: Mark.objects.filter(recording__in=keys, withdrawn_at=None).order_by("pk"),
    *("pk", "recording_id", "kind", "content", "starts_ms", "offset_ms", "step_id"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingFacts:
    """The part of a dossier that comes from this room; `devices` are primary keys of the devices that recorded."""

    recordings: tuple[facts.Recording, ...] = ()
    marks: tuple[facts.Mark, ...] = ()
    devices: frozenset[int] = frozenset()


def recording_facts(case: int) -> RecordingFacts:
    """Recordings linked to the case's steps, and the marks that stand on them."""
    return recordings_of_cases([case])[case]


def recordings_of_cases(keys: Collection[int]) -> defaultdict[int, RecordingFacts]:
    """The same for many cases, in two queries; a case without recordings has no facts here."""
    found: dict[int, dict[int, facts.Recording]] = {}
    devices = defaultdict[int, set[int]](set)
    for row in _LINKED.rows(keys):
        films = found.setdefault(row.step__case_id, {})
        known = films.get(row.recording_id)
        films[row.recording_id] = replace(known, steps=(*known.steps, _step(row))) if known else _recording(row)
        devices[row.step__case_id].add(row.recording__device_id)
    marks = _marks({key: film.start for films in found.values() for key, film in films.items()})
    facts_of = defaultdict[int, RecordingFacts](RecordingFacts)
    for case, films in found.items():
        facts_of[case] = RecordingFacts(
            recordings=tuple(films.values()),
            marks=tuple(sorted((mark for key in films for mark in marks[key]), key=_number)),
            devices=frozenset(devices[case]),
        )
    return facts_of


def _step(row: Row) -> str:
    return f"step:{row.step_id}"


def _recording(row: Row) -> facts.Recording:
    return facts.Recording(
        id=f"recording:{row.recording_id}",
        medium=Medium(row.recording__medium),
        start=row.recording__start,
        end=row.recording__end,
        error=timedelta(milliseconds=row.recording__error_ms),
        steps=(_step(row),),
        device=f"device:{row.recording__device_id}",
        officer=row.recording__officer__certificate,
        source=row.recording__source,
        parent=f"recording:{row.recording__parent_id}" if row.recording__parent_id else None,
        stored_at=row.recording__stored_at,
        store=row.recording__store,
        returned_at=row.recording__intake__returned_at,
        used_as_evidence=row.recording__used_as_evidence,
        filed_at=row.recording__filed_at,
        kept_until=row.recording__kept_until,
        kept_long_term=row.recording__kept_long_term,
    )


def _marks(starts: Mapping[int, datetime]) -> defaultdict[int, list[facts.Mark]]:
    """The standing marks of these recordings (key → corrected start), by recording."""
    found = defaultdict[int, list[facts.Mark]](list)
    for row in _MARKS.rows(starts):
        found[row.recording_id].append(_mark(row, starts[row.recording_id]))
    return found


def _mark(row: Row, start: datetime) -> facts.Mark:
    return facts.Mark(
        id=f"mark:{row.pk}",
        recording=f"recording:{row.recording_id}",
        kind=MarkKind(row.kind),
        at=start + (row.starts_ms + row.offset_ms) * _MILLISECOND,
        content=row.content,
        step=f"step:{row.step_id}" if row.step_id else None,
    )


def _number(mark: facts.Mark) -> int:
    """Marks stand in the order in which they were made."""
    return int(mark.id.partition(":")[2])
