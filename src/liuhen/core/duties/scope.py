"""One subject as conditions and deadlines see it: its facets (sets of codes) and its events (moments)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from operator import attrgetter
from typing import Any

from liuhen.core.duties.docket import WHOLE, Docket
from liuhen.core.duties.facets import SEES_ALL, own_tags, shared_tags, step_tags
from liuhen.core.terms.facts import Approval, Recording, Step
from liuhen.core.terms.labels import MarkKind, SubjectKind
from liuhen.core.terms.records import record
from liuhen.core.terms.verdict import Sentence, Subject


@record
class Shown:
    """What the marks of one kind in some footage come to: their ids and contents, and the moment of the last."""

    ids: tuple[str, ...]
    contents: frozenset[str]
    last: datetime | None


class Scope:
    """A subject in its docket. `moment` is when it happened, by which the version of a text is chosen.

    `step` is the step it belongs to (the first, where there are several).
    """

    __slots__ = (
        "clips",
        "docket",
        "fact",
        "id",
        "itself",
        "kind",
        "moment",
        "shown",
        "stage",
        "step",
        "steps",
        "subject",
        "tags",
    )

    def __init__(
        self, docket: Docket, kind: SubjectKind, fact: Any, *, id: str, label: Sentence, moment: datetime
    ) -> None:
        """Hold the subject's fact, and read its facets into tags."""
        self.docket: Docket = docket
        self.kind = kind
        self.fact: Any = fact
        self.id = id
        self.itself = (id,)  # evidence where the subject speaks for itself
        self.moment = moment
        self.steps: tuple[Step, ...] = _STEPS_OF.get(kind, _no_steps)(docket, fact)
        self.step = self.steps[0] if self.steps else None
        self.stage = self.step.stage if self.step else None
        self.subject = Subject(kind, id, label)
        self.clips: list[Recording] | None = None  # filled by footage(), which many duties ask for
        self.shown: dict[MarkKind, Shown] = {}  # filled by shown(), likewise
        self.tags = self._read_tags()

    def _read_tags(self) -> frozenset[str]:
        """All codes of all facets as "facet:code": those every subject sees, those of its steps, and its own."""
        docket, steps = self.docket, self.steps
        said = docket.said_anywhere if self.kind in SEES_ALL else docket.said_about(self.id)
        shared, own = shared_tags(docket), own_tags(self)
        if self.kind in _OF_ITSELF:
            shared = frozenset(tag for tag in shared if not tag.startswith(_OF_ITSELF[self.kind]))
        if len(steps) == 1:  # as most subjects have
            return shared.union(step_tags(docket, steps[0]), said, own)
        return shared.union(*[step_tags(docket, step) for step in steps], said, own)

    def seeing(self, tags: Iterable[str]) -> Scope:
        """The same subject with more tags, which only the text that says so sees."""
        label = self.subject.label
        other = Scope(self.docket, self.kind, self.fact, id=self.id, label=label, moment=self.moment)
        other.tags = self.tags.union(tags)
        return other

    @property
    def concerns(self) -> tuple[str, ...]:
        """What the subject is part of, nearest first: itself, its steps, the case as a whole."""
        return (self.id, *[step.id for step in self.steps if step.id != self.id], WHOLE)

    def approvals(self) -> list[Approval]:
        """Decisions of approvers about the subject, its steps or the case as a whole, by time; the case sees all."""
        docket = self.docket
        if not docket.approvals or self.kind in SEES_ALL:
            return list(docket.approvals)
        found = {approval.id: approval for id in self.concerns for approval in docket.approvals_about(id)}
        return sorted(found.values(), key=attrgetter("at"))


_OF_ITSELF = {SubjectKind.SITUATION: "situation:", SubjectKind.PUBLICATION: "publication:"}
"""A situation is asked what it is itself, not what else there is in the case; a publication likewise."""


def _no_steps(docket: Docket, fact: Any) -> tuple[Step, ...]:
    return ()


def _itself(docket: Docket, fact: Any) -> tuple[Step, ...]:
    return (fact,)


def _linked(docket: Docket, fact: Any) -> tuple[Step, ...]:
    known = docket.step_by_id
    return tuple([known[id] for id in fact.steps if id in known])


def _single(docket: Docket, fact: Any) -> tuple[Step, ...]:
    step = docket.step_by_id.get(fact.step)
    return (step,) if step else ()


def _of_what_is_published(docket: Docket, fact: Any) -> tuple[Step, ...]:
    """The steps that were made public, or whose documents were."""
    papers = [docket.document_by_id[id] for id in fact.about if id in docket.document_by_id]
    ids = dict.fromkeys((*fact.about, *[step for document in papers for step in document.steps]))
    return tuple([docket.step_by_id[id] for id in ids if id in docket.step_by_id])


_STEPS_OF: dict[SubjectKind, Callable[[Docket, Any], tuple[Step, ...]]] = {
    SubjectKind.STEP: _itself,
    SubjectKind.PATROL: _itself,
    SubjectKind.MEETING: _itself,
    SubjectKind.RECORDING: _linked,
    SubjectKind.DOCUMENT: _linked,
    SubjectKind.INTERRUPTION: _single,
    SubjectKind.PUBLICATION: _of_what_is_published,
}


def _fact_event(field: str) -> Callable[[Scope], datetime | None]:
    return attrgetter(f"fact.{field}")


def _step_event(field: str) -> Callable[[Scope], datetime | None]:
    def read(scope: Scope) -> datetime | None:
        step = scope.step
        return getattr(step, field) if step else None

    return read


def _returned(scope: Scope) -> datetime | None:
    own: datetime | None = getattr(scope.fact, "returned_at", None)
    return own or (scope.step.returned_at if scope.step else None)


EVENTS: dict[str, Callable[[Scope], datetime | None]] = {
    "step_start": _step_event("start"),
    "step_end": _step_event("end"),
    "arrival": _step_event("arrival"),
    "departure": _step_event("departure"),
    "returned_to_unit": _returned,
    "recording_start": _fact_event("start"),
    "recording_end": _fact_event("ended_first"),
    "stored": _fact_event("stored_at"),
    "filed": _fact_event("filed_at"),
    "made": _fact_event("made_at"),
    "gathered": _fact_event("gathered_at"),
    "interrupted": _fact_event("start"),
    "resumed": _fact_event("end"),
    "found": _fact_event("found_at"),
    "reported": _fact_event("reported_at"),
    "asked": _fact_event("asked_at"),
    "provided": _fact_event("provided_at"),
    "refused": _fact_event("refused_at"),
    "disclosed": _fact_event("at"),
    "approved": _fact_event("approved_at"),
    "since": _fact_event("since"),
    "until": _fact_event("until"),
    "published": _fact_event("at"),
    "withdrawn": _fact_event("withdrawn_at"),
    "certified_from": _fact_event("certified_from"),
    "certified_until": _fact_event("certified_until"),
}
"""How each event a deadline may count from is read; lawbook.periods says which subjects know which."""

KEPT_FROM: dict[str, Callable[[Scope], datetime | None]] = {"recording_end": _fact_event("ended_last")}
"""Events which keeping counts from the other end of their error bar: in doubt a recording is kept longer."""
