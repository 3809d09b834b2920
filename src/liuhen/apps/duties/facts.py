"""Rows → the whole dossier of a case, and what the law says of it: the only door between the rooms and the law."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, TypedDict

from liuhen.apps.cases.queries import facts_of
from liuhen.apps.devices.facts import device_facts
from liuhen.apps.duties.models import Determination
from liuhen.apps.lawlib.queries import adopted_by, numbers_of, texts_binding
from liuhen.apps.recordings.facts import recording_facts
from liuhen.core.continuity.coverage import coverage
from liuhen.core.duties.evaluate import Standing, evaluate, standings
from liuhen.core.duties.verdict_json import verdict_json
from liuhen.core.terms import facts
from liuhen.core.terms.labels import Medium
from liuhen.core.terms.verdict import Obligation
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case, Step
    from liuhen.apps.people.models import Agency
    from liuhen.apps.recordings.models import Recording


def verdict_at(case: Case, now: datetime) -> tuple[Obligation, ...]:
    """What the texts that bind the agency say of the case at a moment."""
    return evaluate(dossier_of(case), texts_binding(case.agency), now, calendar=outside().law.calendar())


def verdict_with_standings(case: Case, now: datetime) -> tuple[tuple[Obligation, ...], tuple[Standing, ...]]:
    """The same, with how each bound text stands to the case."""
    dossier, texts = dossier_of(case), texts_binding(case.agency)
    owed = evaluate(dossier, texts, now, calendar=outside().law.calendar())
    return owed, standings(dossier, texts, now)


def verdict_data(case: Case, now: datetime) -> dict[str, Any]:
    """The verdict in the one shape it leaves the house (docs/formats/verdict.md)."""
    owed, standing = verdict_with_standings(case, now)
    return verdict_json(owed, now=now, standings=standing, case=case.number)


def dossier_of(case: Case) -> facts.Dossier:
    """Everything the law may look at, from all rooms, in a fixed number of queries."""
    own = facts_of(case.pk)
    filmed = recording_facts(case.pk)
    steps = [int(step.id.partition(":")[2]) for step in own.steps]
    first_step = min((step.start for step in own.steps), default=case.opened_at)
    equipment = device_facts(filmed.devices, steps, first_step)
    return facts.Dossier(
        agency=_agency(case.agency),
        case=own.case,
        acts=own.acts,
        steps=own.steps,
        documents=own.documents,
        recordings=filmed.recordings,
        marks=filmed.marks,
        interruptions=own.interruptions,
        reports=own.reports,
        devices=equipment.devices,
        checks=equipment.checks,
        faults=equipment.faults,
        situations=own.situations,
        determinations=_determinations(case),
    )


def _agency(agency: Agency) -> facts.Agency:
    return facts.Agency(
        id=agency.code,
        name=agency.name,
        territory=agency.territory,
        field=agency.field,
        numbers=numbers_of(agency),
        adopts=adopted_by(agency),
    )


def _determinations(case: Case) -> tuple[facts.Determination, ...]:
    rows = Determination.objects.filter(case=case).select_related("by").order_by("at", "pk")
    return tuple(
        facts.Determination(
            id=f"determination:{row.pk}",
            duty=row.duty,
            subject=row.subject,
            outcome=row.outcome,
            reason=row.reason,
            by=row.by.certificate or row.by.name,
            at=row.at,
        )
        for row in rows
    )


Span = TypedDict("Span", {"from": int, "to": int, "kind": str, "label": str})
"""A stretch of a step on its coverage bar: from and to in ms from its beginning, and what it is."""

_SECOND = timedelta(seconds=1)
_MARGIN = timedelta(seconds=60)
"""People write the minute at which recording broke off; an interruption explains a gap this much beyond its ends."""


def spans_of(step: Step, films: Sequence[Recording]) -> tuple[list[Span], int]:
    """What of a step is covered by recordings, what is explained, what is missing; and the step's length in ms."""
    moving = [film for film in films if film.medium != Medium.STILL and film.parent_id is None]
    window = _window(step, moving)
    if window is None:
        return [], 0
    found = coverage(window, [_moving(film) for film in moving], _breaks(step), slack=_MARGIN, tolerance=_SECOND)
    spans = [_span(window, part.start, part.end, "covered") for part in found.covered]
    spans += [_span(window, gap.start, gap.end, "explained") for gap in found.explained]
    spans += [_span(window, gap.start, gap.end, "gap") for gap in found.unexplained]
    spans += [_span(window, gap.start, gap.end, "plain") for gap in found.doubtful]
    return sorted(spans, key=lambda span: span["from"]), int((window.end - window.start).total_seconds() * 1000)


def _window(step: Step, films: Sequence[Recording]) -> facts.Interval | None:
    """From arrival (or start) to departure (or end); a step still open ends with its last recording."""
    start = step.arrival or step.start
    end = step.departure or step.end or max((film.end for film in films), default=None)
    return facts.Interval(start=start, end=end) if end and end > start else None


def _moving(film: Recording) -> facts.Recording:
    return facts.Recording(
        id=f"recording:{film.pk}",
        medium=Medium(film.medium),
        start=film.start,
        end=film.end,
        error=timedelta(milliseconds=film.error_ms),
        device=f"device:{film.device_id}",
    )


def _breaks(step: Step) -> list[facts.Interruption]:
    return [
        facts.Interruption(id=f"interruption:{found.pk}", step=f"step:{step.pk}", start=found.start, end=found.end)
        for found in step.interruptions.all()
    ]


_WORDS = {"covered": "已覆盖", "explained": "有中止说明", "gap": "缺口", "plain": "在时钟误差之内"}


def _span(window: facts.Interval, start: datetime, end: datetime, kind: str) -> Span:
    begin, finish = ((moment - window.start).total_seconds() for moment in (start, end))
    minutes, seconds = divmod(round(finish - begin), 60)
    length = f"{minutes} 分 {seconds} 秒" if minutes else f"{seconds} 秒"
    return {"from": int(begin * 1000), "to": int(finish * 1000), "kind": kind, "label": f"{_WORDS[kind]} {length}"}
