"""One subject as conditions and deadlines see it: its facets (sets of codes) and its events (moments)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from liuhen.core.duties.docket import Docket
from liuhen.core.terms.facts import Step
from liuhen.core.terms.labels import Medium, SubjectKind

_NONE: frozenset[str] = frozenset()


class Scope:
    """A subject in its docket. `moment` is when it happened, by which the version of a text is chosen."""

    __slots__ = ("_facets", "docket", "fact", "id", "kind", "label", "moment", "steps")

    def __init__(self, docket: Docket, kind: SubjectKind, fact: Any, *, id: str, label: str, moment: datetime) -> None:
        """Hold the subject's fact; facets are read when asked for, and then kept."""
        self.docket = docket
        self.kind = kind
        self.fact = fact
        self.id = id
        self.label = label
        self.moment = moment
        self.steps: tuple[Step, ...] = _STEPS_OF.get(kind, _no_steps)(docket, fact)
        self._facets: dict[str, frozenset[str]] = {}

    @property
    def step(self) -> Step | None:
        """The step it belongs to (the first, where there are several)."""
        return self.steps[0] if self.steps else None

    def facet(self, name: str) -> frozenset[str]:
        """The codes of one facet."""
        found = self._facets.get(name)
        if found is None:
            found = self._facets[name] = FACETS[name](self)
        return found

    def event(self, name: str) -> datetime | None:
        """When an event of this subject happened, or will by what is known; None when not known."""
        if name.startswith("milestone:"):
            return self.docket.milestone(name[10:])
        return EVENTS[name](self)


def _no_steps(docket: Docket, fact: Any) -> tuple[Step, ...]:
    return ()


def _itself(docket: Docket, fact: Any) -> tuple[Step, ...]:
    return (fact,)


def _linked(docket: Docket, fact: Any) -> tuple[Step, ...]:
    return tuple(docket.step_by_id[id] for id in fact.steps if id in docket.step_by_id)


def _single(docket: Docket, fact: Any) -> tuple[Step, ...]:
    step = docket.step_by_id.get(fact.step)
    return (step,) if step else ()


_STEPS_OF: dict[SubjectKind, Callable[[Docket, Any], tuple[Step, ...]]] = {
    SubjectKind.STEP: _itself,
    SubjectKind.RECORDING: _linked,
    SubjectKind.DOCUMENT: _linked,
    SubjectKind.INTERRUPTION: _single,
}


def _case_set(field: str) -> Callable[[Scope], frozenset[str]]:
    def read(scope: Scope) -> frozenset[str]:
        case = scope.docket.dossier.case
        value = getattr(case, field) if case else ""
        return frozenset({value}) if value else _NONE

    return read


def _agency_set(field: str) -> Callable[[Scope], frozenset[str]]:
    def read(scope: Scope) -> frozenset[str]:
        value = getattr(scope.docket.dossier.agency, field)
        return value if isinstance(value, frozenset) else frozenset({value} if value else ())

    return read


def _own(kind: SubjectKind, field: str) -> Callable[[Scope], frozenset[str]]:
    def read(scope: Scope) -> frozenset[str]:
        value = getattr(scope.fact, field) if scope.kind is kind else ""
        return frozenset({value}) if value else _NONE

    return read


def _of_recordings(field: str) -> Callable[[Scope], frozenset[str]]:
    """A recording's own value; a step has those of its original recordings."""

    def read(scope: Scope) -> frozenset[str]:
        if scope.kind is SubjectKind.RECORDING:
            return frozenset({getattr(scope.fact, field)} - {""})
        if scope.kind is SubjectKind.STEP:
            return frozenset({getattr(recording, field) for recording in scope.docket.originals_of(scope.id)} - {""})
        return _NONE

    return read


def _features(scope: Scope) -> frozenset[str]:
    case = scope.docket.dossier.case
    return (case.features if case else _NONE).union(*(step.features for step in scope.steps))


def _circumstances(scope: Scope) -> frozenset[str]:
    own = scope.fact.circumstances if scope.kind is SubjectKind.RECORDING else _NONE
    return frozenset(own.union(*(step.circumstances for step in scope.steps)))


def _matters(scope: Scope) -> frozenset[str]:
    own = scope.fact.matters if scope.kind is SubjectKind.DOCUMENT else _NONE
    return frozenset(own.union(*(step.matters for step in scope.steps)))


def _acts(scope: Scope) -> frozenset[str]:
    kinds = scope.docket.act_kinds
    if scope.kind in (SubjectKind.CASE, SubjectKind.AGENCY):
        return frozenset(kinds.values())
    return frozenset(kinds[step.act] for step in scope.steps if step.act in kinds)


def _situations(scope: Scope) -> frozenset[str]:
    if scope.kind is SubjectKind.SITUATION:
        return frozenset({scope.fact.kind})
    if scope.kind in (SubjectKind.CASE, SubjectKind.AGENCY):
        return scope.docket.all_situations
    return scope.docket.situations((scope.id, *(step.id for step in scope.steps)))


def _milestones(scope: Scope) -> frozenset[str]:
    case = scope.docket.dossier.case
    return frozenset(code for code, at in case.milestones.items() if at <= scope.docket.now) if case else _NONE


def _documents(scope: Scope) -> frozenset[str]:
    if scope.kind is SubjectKind.DOCUMENT:
        return frozenset({scope.fact.kind})
    docket = scope.docket
    if scope.kind is SubjectKind.CASE:
        return frozenset(document.kind for document in docket.documents)
    linked = docket.documents_of(scope.id) if scope.kind is SubjectKind.STEP else docket.documents_about(scope.id)
    return frozenset(document.kind for document in linked)


def _devices(scope: Scope) -> frozenset[str]:
    if scope.kind is SubjectKind.DEVICE:
        return frozenset({scope.fact.kind})
    used = {r.device for step in scope.steps for r in scope.docket.originals_of(step.id)}
    devices = scope.docket.device_by_id
    return frozenset(devices[id].kind for id in used if id in devices)


def _flags(scope: Scope) -> frozenset[str]:
    ask = _FLAGS.get(scope.kind)
    return frozenset(name for name, holds in ask(scope).items() if holds) if ask else _NONE


def _past(at: datetime | None, now: datetime) -> bool:
    return at is not None and at <= now


def _step_flags(scope: Scope) -> dict[str, bool]:
    media = scope.facet("medium")
    return {
        "recorded": Medium.VIDEO in media or Medium.AUDIO in media,
        "filmed": Medium.VIDEO in media,
        "ended": _past(scope.fact.end, scope.docket.now),
    }


def _recording_flags(scope: Scope) -> dict[str, bool]:
    fact, now = scope.fact, scope.docket.now
    return {
        "recorded": fact.medium is not Medium.STILL,
        "filmed": fact.medium is Medium.VIDEO,
        "evidence": fact.used_as_evidence,
        "stored": _past(fact.stored_at, now),
        "filed": _past(fact.filed_at, now),
        "long_term": fact.kept_long_term,
    }


def _document_flags(scope: Scope) -> dict[str, bool]:
    return {"evidence": scope.fact.used_as_evidence, "filed": _past(scope.fact.filed_at, scope.docket.now)}


def _interruption_flags(scope: Scope) -> dict[str, bool]:
    resumed = _past(scope.fact.end, scope.docket.now)
    return {"resumed": resumed, "not_resumed": not resumed}


def _disclosure_flags(scope: Scope) -> dict[str, bool]:
    approved = scope.fact.approved_at is not None and scope.fact.approved_at <= scope.fact.at
    return {"approved": approved, "unapproved": not approved}


def _request_flags(scope: Scope) -> dict[str, bool]:
    now = scope.docket.now
    return {"provided": _past(scope.fact.provided_at, now), "refused": _past(scope.fact.refused_at, now)}


_FLAGS: dict[SubjectKind, Callable[[Scope], dict[str, bool]]] = {
    SubjectKind.STEP: _step_flags,
    SubjectKind.RECORDING: _recording_flags,
    SubjectKind.DOCUMENT: _document_flags,
    SubjectKind.INTERRUPTION: _interruption_flags,
    SubjectKind.DISCLOSURE: _disclosure_flags,
    SubjectKind.REQUEST: _request_flags,
    SubjectKind.CASE: lambda scope: {"closed": scope.docket.closed},
    SubjectKind.FAULT: lambda scope: {"reported": _past(scope.fact.reported_at, scope.docket.now)},
}

FACETS: dict[str, Callable[[Scope], frozenset[str]]] = {
    "step": lambda scope: frozenset(step.kind for step in scope.steps),
    "stage": lambda scope: frozenset(step.stage for step in scope.steps),
    "act": _acts,
    "feature": _features,
    "circumstance": _circumstances,
    "matter": _matters,
    "origin": _case_set("origin"),
    "procedure": _case_set("procedure"),
    "source": _of_recordings("source"),
    "medium": _of_recordings("medium"),
    "store": _of_recordings("store"),
    "situation": _situations,
    "milestone": _milestones,
    "document": _documents,
    "device": _devices,
    "cause": _own(SubjectKind.INTERRUPTION, "cause"),
    "body": _own(SubjectKind.REQUEST, "by"),
    "ground": _own(SubjectKind.REQUEST, "ground"),
    "disclosure": _own(SubjectKind.DISCLOSURE, "kind"),
    "territory": _agency_set("territory"),
    "field": _agency_set("field"),
    "attribute": _agency_set("attributes"),
    "is": _flags,
}
"""How each facet a condition may ask about is read from a subject."""


def _fact_event(field: str) -> Callable[[Scope], datetime | None]:
    return lambda scope: getattr(scope.fact, field)


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
    "recording_end": _fact_event("end"),
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
}
"""How each event a deadline may count from is read; lawbook.periods says which subjects know which."""
