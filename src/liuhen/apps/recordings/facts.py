"""Rows → facts: what the law may know of a case from this room. Ids look like "recording:12", "mark:3"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from liuhen.apps.recordings.models import Link, Mark, Recording
from liuhen.apps.recordings.queries import recordings_of_case
from liuhen.core.terms import facts
from liuhen.core.terms.labels import MarkKind, Medium


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingFacts:
    """The part of a dossier that comes from this room; `devices` are primary keys of the devices that recorded."""

    recordings: tuple[facts.Recording, ...]
    marks: tuple[facts.Mark, ...]
    devices: frozenset[int]


def recording_facts(case: int) -> RecordingFacts:
    """Recordings linked to the case's steps, and the marks that stand on them, in three queries."""
    rows = {row.pk: row for row in recordings_of_case(case)}
    steps = _steps(case)
    marks = Mark.objects.filter(recording__in=rows, withdrawn_at=None).order_by("pk")
    return RecordingFacts(
        recordings=tuple(_recording(row, steps.get(row.pk, ())) for row in rows.values()),
        marks=tuple(_mark(mark, rows[mark.recording_id]) for mark in marks),
        devices=frozenset(row.device_id for row in rows.values()),
    )


def _steps(case: int) -> dict[int, tuple[str, ...]]:
    links = Link.objects.filter(step__case=case, ended_at=None).order_by("pk").values_list("recording_id", "step_id")
    found: dict[int, tuple[str, ...]] = {}
    for recording, step in links:
        found[recording] = (*found.get(recording, ()), f"step:{step}")
    return found


def _recording(row: Recording, steps: tuple[str, ...]) -> facts.Recording:
    return facts.Recording(
        id=f"recording:{row.pk}",
        medium=Medium(row.medium),
        start=row.start,
        end=row.end,
        error=timedelta(milliseconds=row.error_ms),
        steps=steps,
        device=f"device:{row.device_id}",
        officer=row.officer.certificate,
        source=row.source,
        parent=f"recording:{row.parent_id}" if row.parent_id else None,
        stored_at=row.stored_at,
        store=row.store,
        returned_at=row.intake.returned_at,
        used_as_evidence=row.used_as_evidence,
        filed_at=row.filed_at,
        kept_until=row.kept_until,
        kept_long_term=row.kept_long_term,
    )


def _mark(mark: Mark, row: Recording) -> facts.Mark:
    return facts.Mark(
        id=f"mark:{mark.pk}",
        recording=f"recording:{row.pk}",
        kind=MarkKind(mark.kind),
        at=row.start + timedelta(milliseconds=mark.offset_ms),
        content=mark.content,
        step=f"step:{mark.step_id}" if mark.step_id else None,
    )
