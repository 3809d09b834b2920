"""The dossier, indexed once per verdict: what belongs to which step, what is about what, and only what exists by now.

Facts dated after `now` are left out here, so that no kind of duty has to think of it: a verdict for an earlier moment
sees the dossier as it was. Indexes that few duties ask for are made when the first one does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import cached_property
from operator import attrgetter
from typing import Protocol, TypeVar

from liuhen.core.deadlines.calendar import WorkCalendar
from liuhen.core.duties.arisen import arisen
from liuhen.core.duties.corrections import in_force
from liuhen.core.duties.standins import Standin
from liuhen.core.lawbook.text import SetNumber
from liuhen.core.terms.facts import (
    Approval,
    Determination,
    Device,
    DeviceCheck,
    Document,
    Dossier,
    Interruption,
    Mark,
    Officer,
    Publication,
    Recording,
    Register,
    Report,
    Situation,
    Step,
)
from liuhen.core.terms.labels import MarkKind

CLOSED = "closed"
"""The milestone after which a case is not worked on any more (vocabulary milestones)."""

APPROVED, REFUSED = "approved", "refused"
"""The outcomes of an approval (core.terms.facts.Approval)."""

WHOLE = ""
"""Stands for the case as a whole, where facts are looked up by what they are about."""


class _OfSteps(Protocol):
    @property
    def steps(self) -> tuple[str, ...]: ...


class _About(Protocol):
    @property
    def about(self) -> tuple[str, ...]: ...


S = TypeVar("S", bound=_OfSteps)
A = TypeVar("A", bound=_About)
T = TypeVar("T")
_AT = attrgetter("at")


class Docket:
    """Look-ups over one dossier at one moment."""

    def __init__(
        self,
        dossier: Dossier,
        now: datetime,
        calendar: WorkCalendar,
        *,
        statutory: Mapping[str, SetNumber] | None = None,
        bound_since: datetime | None = None,
    ) -> None:
        """Index everything that exists by `now`; `statutory` are the numbers set by the texts judged together.

        `bound_since`: a text that binds then binds what is dated earlier too (`binding.bound_since`).
        """
        self.dossier = dossier
        self.now = now
        self.calendar = calendar
        self.bound_since = bound_since
        self.statutory: Mapping[str, SetNumber] = statutory or {}
        self.steps = _begun(dossier.steps, now)
        self.patrols = _begun(dossier.patrols, now)
        self.meetings = _begun(dossier.meetings, now)
        self.documents = tuple([document for document in dossier.documents if document.made_at <= now])
        self.papers, self.chains = in_force(self.documents)
        self.originals = tuple([r for r in dossier.recordings if r.parent is None and r.start <= now])
        self.interruptions = tuple([i for i in dossier.interruptions if i.start <= now])
        self.step_by_id = {step.id: step for step in (*self.steps, *self.patrols, *self.meetings)}
        self.recording_by_id = {recording.id: recording for recording in self.originals}
        self.device_by_id: dict[str, Device] = {device.id: device for device in dossier.devices}
        self.step_tags: dict[str, frozenset[str]] = {}  # filled as subjects of the steps are met
        self.shared_tags: frozenset[str] | None = None  # filled by the first scope that needs them
        self.standins: dict[str, list[Standin]] = {}  # by text: what counts as present under it, once that is known
        self.act_kinds = {act.id: act.kind for act in dossier.acts}
        self.number = dossier.case.number if dossier.case else None
        self._documents_of = _by_step(self.papers)
        self._originals_of = _by_step(self.originals)
        self._documents_about = _by_about(self.papers)
        closed_at = self.milestone(CLOSED)
        self.closed = closed_at is not None and closed_at <= now
        self._index_marks()
        self._determinations = {(d.duty, d.subject): d for d in dossier.determinations if d.at <= now}

    def milestone(self, code: str) -> datetime | None:
        """When the case reached a milestone."""
        return self.dossier.case.milestones.get(code) if self.dossier.case else None

    def documents_of(self, step: str) -> list[Document]:
        """Documents linked to a step, patrol or meeting."""
        return self._documents_of.get(step, [])

    def documents_about(self, id: str) -> list[Document]:
        """Documents that say they concern this fact."""
        return self._documents_about.get(id, [])

    def documents_of_kind(self, kind: str) -> list[Document]:
        """All documents of a kind, by time."""
        return self._documents_by_kind.get(kind, [])

    def ended(self, kind: str) -> list[tuple[datetime, Step]]:
        """The steps, patrols and meetings of a kind that have ended, with their ends, by these."""
        return self._ended.get(kind, [])

    def originals_of(self, step: str) -> list[Recording]:
        """Original recordings linked to a step, patrol or meeting."""
        return self._originals_of.get(step, [])

    def interruptions_of(self, step: str) -> list[Interruption]:
        """Breaks in the recording of a step."""
        return self._interruptions_of.get(step, [])

    def reports_about(self, id: str) -> list[Report]:
        """Reports about a fact."""
        return self._reports_about.get(id, [])

    def approvals_about(self, id: str) -> list[Approval]:
        """Decisions of approvers about one fact, or (`WHOLE`) about the case as a whole, by time."""
        return self._approvals_about.get(id, [])

    def publications_about(self, id: str) -> list[Publication]:
        """What was made public of one fact, or (`WHOLE`) of the case as a whole, by time."""
        return self._publications_about.get(id, [])

    def situations_about(self, id: str) -> list[Situation]:
        """Situations that concern one fact, or (`WHOLE`) the case as a whole, by their beginning."""
        return self._situations_about.get(id, [])

    def registers_of(self, kind: str) -> list[Register]:
        """Registers of a kind that are in force now."""
        return self._registers_of.get(kind, [])

    def checks_for(self, step: str) -> list[DeviceCheck]:
        """Checks of devices made for a step."""
        return self._checks_for.get(step, [])

    def loose_checks_of(self, device: str) -> list[DeviceCheck]:
        """Checks of a device made for no step in particular, by time."""
        return self._loose_checks_of.get(device, [])

    def said_about(self, id: str) -> frozenset[str]:
        """Tags of what situations, approvals and publications say of one fact, or (`WHOLE`) of the whole case."""
        return self._said_about.get(id, _NOTHING)

    @cached_property
    def said_anywhere(self) -> frozenset[str]:
        """The same tags of whatever in the dossier."""
        return frozenset().union(*self._said_about.values())

    def marks(self, place: str, kind: MarkKind) -> list[Mark]:
        """Marks of one kind in the original recordings of a step, or in one recording; `place` is the id of either."""
        return self._marks.get((place, kind), [])

    def determination(self, duty: str, subject: str) -> Determination | None:
        """A person's decision on a duty for a subject, or for the whole case."""
        if not self._determinations:
            return None
        return self._determinations.get((duty, subject)) or self._determinations.get((duty, self.number or ""))

    @cached_property
    def situations(self) -> tuple[Situation, ...]:
        """The situations that have arisen by now, by their beginning."""
        return tuple(sorted((s for s in arisen(self.dossier) if s.since <= self.now), key=attrgetter("since")))

    @cached_property
    def approvals(self) -> tuple[Approval, ...]:
        """What approvers have decided by now, by time."""
        return tuple(sorted((a for a in self.dossier.approvals if a.at <= self.now), key=_AT))

    @cached_property
    def publications(self) -> tuple[Publication, ...]:
        """What has been made public by now, by time."""
        return tuple(sorted((p for p in self.dossier.publications if p.at <= self.now), key=_AT))

    @cached_property
    def officer_by_id(self) -> dict[str, Officer]:
        """Officers by the number of their certificate."""
        return {officer.id: officer for officer in self.dossier.officers}

    @cached_property
    def document_by_id(self) -> dict[str, Document]:
        """Documents by their id."""
        return {document.id: document for document in self.documents}

    @cached_property
    def _documents_by_kind(self) -> dict[str, list[Document]]:
        return _grouped((document.kind, document) for document in sorted(self.papers, key=attrgetter("made_at")))

    @cached_property
    def _ended(self) -> dict[str, list[tuple[datetime, Step]]]:
        ended = [(step.end, step) for step in self.step_by_id.values() if step.end is not None and step.end <= self.now]
        return _grouped((step.kind, (end, step)) for end, step in sorted(ended, key=lambda pair: pair[0]))

    @cached_property
    def _interruptions_of(self) -> dict[str, list[Interruption]]:
        return _grouped((break_.step, break_) for break_ in self.interruptions)

    @cached_property
    def _reports_about(self) -> dict[str, list[Report]]:
        return _grouped((report.about, report) for report in self.dossier.reports if report.at <= self.now)

    @cached_property
    def _approvals_about(self) -> dict[str, list[Approval]]:
        return self._by_concern(self.approvals)

    @cached_property
    def _publications_about(self) -> dict[str, list[Publication]]:
        return self._by_concern(self.publications)

    @cached_property
    def _situations_about(self) -> dict[str, list[Situation]]:
        return self._by_concern(self.situations)

    @cached_property
    def _registers_of(self) -> dict[str, list[Register]]:
        now = self.now
        standing = (r for r in self.dossier.registers if r.since <= now and (r.until is None or now < r.until))
        return _grouped((register.kind, register) for register in standing)

    @cached_property
    def _checks_for(self) -> dict[str, list[DeviceCheck]]:
        return _grouped((check.step, check) for check in self.dossier.checks if check.step is not None)

    @cached_property
    def _loose_checks_of(self) -> dict[str, list[DeviceCheck]]:
        loose = sorted((check for check in self.dossier.checks if check.step is None), key=_AT)
        return _grouped((check.device, check) for check in loose)

    @cached_property
    def _said_about(self) -> dict[str, frozenset[str]]:
        said: dict[str, set[str]] = defaultdict(set)
        for tag, about in self._sayings():
            for id in about or (WHOLE,):
                said[WHOLE if id == self.number else id].add(tag)
        return {id: frozenset(tags) for id, tags in said.items()}

    def _sayings(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        for situation in self.situations:
            yield f"situation:{situation.kind}", situation.about
        for approval in self.approvals:
            if approval.outcome == APPROVED:
                yield f"approval:{approval.kind}", approval.about
        for publication in self.publications:
            yield f"publication:{publication.kind}", publication.about

    def _by_concern(self, things: Iterable[A]) -> dict[str, list[A]]:
        """By the ids they are about; about nothing in particular, or about the case, is about the whole."""
        return _grouped((WHOLE if id == self.number else id, t) for t in things for id in t.about or (WHOLE,))

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


def _begun(steps: tuple[Step, ...], now: datetime) -> tuple[Step, ...]:
    return tuple([step for step in steps if step.start <= now]) if steps else ()


def _by_step(things: Iterable[S]) -> dict[str, list[S]]:
    return _grouped((step, thing) for thing in things for step in thing.steps)


def _by_about(things: Iterable[A]) -> dict[str, list[A]]:
    return _grouped((id, thing) for thing in things for id in thing.about)


def _grouped(pairs: Iterable[tuple[str | None, T]]) -> dict[str, list[T]]:
    result: dict[str, list[T]] = defaultdict(list)
    for key, thing in pairs:
        result[key or ""].append(thing)
    return result


_NOTHING: frozenset[str] = frozenset()
_SECOND = timedelta(seconds=1)


def _within(at: datetime, recording: Recording) -> bool:
    """A mark lies in its recording; a second of rounding is allowed at either end."""
    return recording.start <= at <= recording.end or recording.start - _SECOND <= at <= recording.end + _SECOND


def _during(at: datetime, step: Step) -> bool:
    return step.start <= at and (step.end is None or at <= step.end)
