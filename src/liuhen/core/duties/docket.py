"""The dossier, indexed once per verdict: what belongs to which step, what is about what, and only what exists by now.

Facts dated after `now` are left out here, so that no kind of duty has to think of it: a verdict for an earlier moment
sees the dossier as it was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from liuhen.core.deadlines.calendar import WorkCalendar
from liuhen.core.terms.facts import (
    Determination,
    Device,
    Document,
    Dossier,
    Interruption,
    Mark,
    Recording,
    Report,
    Situation,
    Step,
)
from liuhen.core.terms.labels import MarkKind

CLOSED = "closed"
"""The milestone after which a case is not worked on any more (vocabulary milestones)."""


class _OfSteps(Protocol):
    @property
    def steps(self) -> tuple[str, ...]: ...


S = TypeVar("S", bound=_OfSteps)


class Docket:
    """Look-ups over one dossier at one moment."""

    def __init__(self, dossier: Dossier, now: datetime, calendar: WorkCalendar) -> None:
        """Index everything that exists by `now`."""
        self.dossier = dossier
        self.now = now
        self.calendar = calendar
        self.steps = tuple(step for step in dossier.steps if step.start <= now)
        self.documents = tuple(document for document in dossier.documents if document.made_at <= now)
        self.originals = tuple(r for r in dossier.recordings if r.parent is None and r.start <= now)
        self.interruptions = tuple(i for i in dossier.interruptions if i.start <= now)
        self.step_by_id = {step.id: step for step in self.steps}
        self.recording_by_id = {recording.id: recording for recording in self.originals}
        self.device_by_id: dict[str, Device] = {device.id: device for device in dossier.devices}
        self.step_tags: dict[str, frozenset[str]] = {}  # filled as subjects of the steps are met
        self.shared_tags: frozenset[str] | None = None  # filled by the first scope that needs them
        self.act_kinds = {act.id: act.kind for act in dossier.acts}
        self._documents_of = _by_step(self.documents)
        self._originals_of = _by_step(self.originals)
        self._documents_about = _about(self.documents)
        self._reports_about: dict[str, list[Report]] = defaultdict(list)
        for report in dossier.reports:
            if report.at <= now:
                self._reports_about[report.about].append(report)
        closed_at = self.milestone(CLOSED)
        self.closed = closed_at is not None and closed_at <= now
        self._index_marks()
        self._index_situations()
        self._determinations = {(d.duty, d.subject): d for d in dossier.determinations if d.at <= now}

    def milestone(self, code: str) -> datetime | None:
        """When the case reached a milestone."""
        return self.dossier.case.milestones.get(code) if self.dossier.case else None

    def documents_of(self, step: str) -> list[Document]:
        """Documents linked to a step, by time."""
        return self._documents_of.get(step, [])

    def documents_about(self, id: str) -> list[Document]:
        """Documents that say they concern this fact, by time."""
        return self._documents_about.get(id, [])

    def originals_of(self, step: str) -> list[Recording]:
        """Original recordings linked to a step."""
        return self._originals_of.get(step, [])

    def interruptions_of(self, step: str) -> list[Interruption]:
        """Breaks in the recording of a step."""
        return [i for i in self.interruptions if i.step == step]

    def reports_about(self, id: str) -> list[Report]:
        """Reports about a fact."""
        return self._reports_about.get(id, [])

    def marks(self, place: str, kind: MarkKind) -> list[Mark]:
        """Marks of one kind in the original recordings of a step, or in one recording; `place` is the id of either."""
        return self._marks.get((place, kind), [])

    def determination(self, duty: str, subject: str) -> Determination | None:
        """A person's decision on a duty for a subject, or for the whole case."""
        if not self._determinations:
            return None
        case = self.dossier.case.number if self.dossier.case else ""
        return self._determinations.get((duty, subject)) or self._determinations.get((duty, case))

    def situations_about(self, id: str) -> frozenset[str]:
        """Kinds of the situations about one fact; those about the case as a whole are `case_situations`."""
        return self._situations_about.get(id, _NO_CODES)

    def _index_marks(self) -> None:
        self._marks: dict[tuple[str, MarkKind], list[Mark]] = defaultdict(list)
        for mark in self.dossier.marks:
            recording = self.recording_by_id.get(mark.recording)
            if recording is None or not _within(mark.at, recording):
                continue
            self._marks[recording.id, mark.kind].append(mark)
            for step in self._steps_of_mark(mark, recording):
                self._marks[step, mark.kind].append(mark)

    def _steps_of_mark(self, mark: Mark, recording: Recording) -> tuple[str, ...]:
        """The named step; else the steps of the recording during which it was set; else all its steps."""
        if mark.step is not None:
            return (mark.step,)
        if len(recording.steps) < 2:
            return recording.steps
        during = [id for id in recording.steps if id in self.step_by_id and _during(mark.at, self.step_by_id[id])]
        return tuple(during) or recording.steps

    def _index_situations(self) -> None:
        current = [s for s in self.dossier.situations if s.since <= self.now]
        case = self.dossier.case.number if self.dossier.case else None
        self.all_situations = frozenset(s.kind for s in current)
        self.case_situations = frozenset(s.kind for s in current if not s.about or case in s.about)
        self._situations_about: dict[str, frozenset[str]] = {}
        for situation in current:
            for id in situation.about:
                self._situations_about[id] = self._situations_about.get(id, frozenset()) | {situation.kind}

    def current_situations(self) -> tuple[Situation, ...]:
        """The situations that have arisen by now."""
        return tuple(s for s in self.dossier.situations if s.since <= self.now)


def _by_step(things: Iterable[S]) -> dict[str, list[S]]:
    result: dict[str, list[S]] = defaultdict(list)
    for thing in things:
        for step in thing.steps:
            result[step].append(thing)
    return result


def _about(documents: Iterable[Document]) -> dict[str, list[Document]]:
    result: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        for id in document.about:
            result[id].append(document)
    return result


_NO_CODES: frozenset[str] = frozenset()
_SECOND = timedelta(seconds=1)


def _within(at: datetime, recording: Recording) -> bool:
    """A mark lies in its recording; a second of rounding is allowed at either end."""
    return recording.start - _SECOND <= at <= recording.end + _SECOND


def _during(at: datetime, step: Step) -> bool:
    return step.start <= at and (step.end is None or at <= step.end)
