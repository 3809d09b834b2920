"""One subject as conditions and deadlines see it: its facets (sets of codes) and its events (moments)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from operator import attrgetter
from typing import Any

from liuhen.core.duties.docket import Docket
from liuhen.core.terms.facts import Recording, Step
from liuhen.core.terms.labels import MarkKind, Medium, SubjectKind
from liuhen.core.terms.records import record
from liuhen.core.terms.verdict import Subject

Facet = Callable[["Scope"], Iterable[str]]


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
        "label",
        "moment",
        "shown",
        "stage",
        "step",
        "steps",
        "subject",
        "tags",
    )

    def __init__(self, docket: Docket, kind: SubjectKind, fact: Any, *, id: str, label: str, moment: datetime) -> None:
        """Hold the subject's fact, and read its facets into tags."""
        self.docket = docket
        self.kind = kind
        self.fact = fact
        self.id = id
        self.itself = (id,)  # evidence where the subject speaks for itself
        self.label = label
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
        docket = self.docket
        if docket.shared_tags is None:
            docket.shared_tags = frozenset(_tagged(SHARED_FACETS, self))
        of_steps = [_step_tags(docket, step) for step in self.steps]
        return docket.shared_tags.union(*of_steps, _tagged(OWN_FACETS[self.kind], self))


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


def _tagged(facets: Mapping[str, Facet], scope: Scope) -> list[str]:
    return [f"{name}:{code}" for name, read in facets.items() for code in read(scope) if code]


def _of_case(field: str) -> Facet:
    def read(scope: Scope) -> Iterable[str]:
        case = scope.docket.dossier.case
        return (getattr(case, field),) if case else ()

    return read


def _of_agency(field: str) -> Facet:
    return lambda scope: (getattr(scope.docket.dossier.agency, field),)


def _own(field: str) -> Facet:
    """A single code of the fact itself."""
    return lambda scope: (getattr(scope.fact, field),)


def _of_recordings(field: str) -> Facet:
    """What the original recordings of a step are."""
    return lambda scope: {getattr(recording, field) for recording in scope.docket.originals_of(scope.id)}


def _case_features(scope: Scope) -> Iterable[str]:
    case = scope.docket.dossier.case
    return case.features if case else ()


def _step_tags(docket: Docket, step: Step) -> frozenset[str]:
    """What a step's subjects see of it, read once for all of them."""
    tags = docket.step_tags.get(step.id)
    if tags is None:
        sets = {
            "step": (step.kind,),
            "stage": (step.stage,),
            "act": (docket.act_kinds.get(step.act or "", ""),),
            "feature": step.features,
            "circumstance": step.circumstances,
            "matter": step.matters,
            "situation": docket.situations_about(step.id),
        }
        tags = frozenset(f"{name}:{code}" for name, codes in sets.items() for code in codes if code)
        docket.step_tags[step.id] = tags
    return tags


def _all_acts(scope: Scope) -> Iterable[str]:
    return scope.docket.act_kinds.values()


def _situations(scope: Scope) -> Iterable[str]:
    return scope.docket.situations_about(scope.id)


def _all_situations(scope: Scope) -> Iterable[str]:
    return scope.docket.all_situations


def _milestones(scope: Scope) -> Iterable[str]:
    case = scope.docket.dossier.case
    return [code for code, at in case.milestones.items() if at <= scope.docket.now] if case else ()


def _documents_of_step(scope: Scope) -> Iterable[str]:
    return {document.kind for document in scope.docket.documents_of(scope.id)}


def _documents_about(scope: Scope) -> Iterable[str]:
    return {document.kind for document in scope.docket.documents_about(scope.id)}


def _all_documents(scope: Scope) -> Iterable[str]:
    return {document.kind for document in scope.docket.documents}


def _devices(scope: Scope) -> Iterable[str]:
    """The kinds of the devices used in the steps of the subject."""
    docket = scope.docket
    used = {recording.device for step in scope.steps for recording in docket.originals_of(step.id)}
    return {docket.device_by_id[id].kind for id in used if id in docket.device_by_id}


def _past(at: datetime | None, now: datetime) -> bool:
    return at is not None and at <= now


def _step_flags(scope: Scope) -> Iterable[str]:
    media = {recording.medium for recording in scope.docket.originals_of(scope.id)}
    return (
        "recorded" if Medium.VIDEO in media or Medium.AUDIO in media else "",
        "filmed" if Medium.VIDEO in media else "",
        "ended" if _past(scope.fact.end, scope.docket.now) else "",
    )


def _recording_flags(scope: Scope) -> Iterable[str]:
    fact, now = scope.fact, scope.docket.now
    return (
        "recorded" if fact.medium is not Medium.STILL else "",
        "filmed" if fact.medium is Medium.VIDEO else "",
        "evidence" if fact.used_as_evidence else "",
        "stored" if _past(fact.stored_at, now) else "",
        "filed" if _past(fact.filed_at, now) else "",
        "long_term" if fact.kept_long_term else "",
    )


def _document_flags(scope: Scope) -> Iterable[str]:
    fact = scope.fact
    return ("evidence" if fact.used_as_evidence else "", "filed" if _past(fact.filed_at, scope.docket.now) else "")


def _interruption_flags(scope: Scope) -> Iterable[str]:
    return ("resumed" if _past(scope.fact.end, scope.docket.now) else "not_resumed",)


def _case_flags(scope: Scope) -> Iterable[str]:
    return ("closed" if scope.docket.closed else "",)


def _fault_flags(scope: Scope) -> Iterable[str]:
    return ("reported" if _past(scope.fact.reported_at, scope.docket.now) else "",)


def _disclosure_flags(scope: Scope) -> Iterable[str]:
    return ("approved" if _past(scope.fact.approved_at, scope.fact.at) else "unapproved",)


def _request_flags(scope: Scope) -> Iterable[str]:
    fact, now = scope.fact, scope.docket.now
    return ("provided" if _past(fact.provided_at, now) else "", "refused" if _past(fact.refused_at, now) else "")


SHARED_FACETS: Mapping[str, Facet] = {
    "origin": _of_case("origin"),
    "procedure": _of_case("procedure"),
    "milestone": _milestones,
    "feature": _case_features,
    "situation": lambda scope: scope.docket.case_situations,
    "territory": _of_agency("territory"),
    "field": _of_agency("field"),
    "attribute": lambda scope: scope.docket.dossier.agency.attributes,
}
"""Facets of the case and the agency, which every subject sees."""

_WHOLE: Mapping[str, Facet] = {"act": _all_acts, "situation": _all_situations, "document": _all_documents}

OWN_FACETS: Mapping[SubjectKind, Mapping[str, Facet]] = {
    SubjectKind.STEP: {
        "is": _step_flags,
        "source": _of_recordings("source"),
        "medium": _of_recordings("medium"),
        "document": _documents_of_step,
        "device": _devices,
    },
    SubjectKind.RECORDING: {
        "is": _recording_flags,
        "situation": _situations,
        "circumstance": lambda scope: scope.fact.circumstances,
        "source": _own("source"),
        "medium": _own("medium"),
        "store": _own("store"),
        "document": _documents_about,
        "device": _devices,
    },
    SubjectKind.DOCUMENT: {
        "is": _document_flags,
        "situation": _situations,
        "matter": lambda scope: scope.fact.matters,
        "document": _own("kind"),
    },
    SubjectKind.INTERRUPTION: {
        "is": _interruption_flags,
        "situation": _situations,
        "cause": _own("cause"),
        "document": _documents_about,
    },
    SubjectKind.CASE: {**_WHOLE, "is": _case_flags},
    SubjectKind.AGENCY: _WHOLE,
    SubjectKind.DEVICE: {"device": _own("kind"), "situation": _situations},
    SubjectKind.FAULT: {"situation": _situations, "is": _fault_flags},
    SubjectKind.REQUEST: {"body": _own("by"), "ground": _own("ground"), "situation": _situations, "is": _request_flags},
    SubjectKind.DISCLOSURE: {"disclosure": _own("kind"), "situation": _situations, "is": _disclosure_flags},
    SubjectKind.SITUATION: {"situation": _own("kind")},
}
"""How each facet of a subject itself is read, by kind of subject; `_step_tags` adds what it sees of its steps."""


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
