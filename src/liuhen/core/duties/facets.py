"""What conditions can ask of a subject: each facet as codes, read from the facts once, for every kind of subject."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from liuhen.core.duties.docket import Docket
from liuhen.core.terms.facts import Officer, Step
from liuhen.core.terms.labels import Medium, SubjectKind

if TYPE_CHECKING:
    from liuhen.core.duties.scope import Scope

Facet = Callable[["Scope"], Iterable[str]]

SEES_ALL = frozenset({SubjectKind.CASE, SubjectKind.AGENCY})
"""What sees all that is said of anything in the dossier."""


def tagged(facets: Mapping[str, Facet], scope: Scope) -> list[str]:
    """The codes of these facets of a subject, as "facet:code"."""
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


def step_tags(docket: Docket, step: Step) -> frozenset[str]:
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
        }
        own = [f"{name}:{code}" for name, codes in sets.items() for code in codes if code]
        tags = docket.said_about(step.id).union(own)
        docket.step_tags[step.id] = tags
    return tags


def _all_acts(scope: Scope) -> Iterable[str]:
    return scope.docket.act_kinds.values()


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


def certified(officer: Officer, at: datetime) -> bool | None:
    """Whether the certificate is valid at a moment and not suspended; None where neither of its dates is registered."""
    since, until = officer.certified_from, officer.certified_until
    if suspended(officer, at):
        return False
    if since is None and until is None:
        return None
    return (since is None or since <= at) and (until is None or at <= until)


def suspended(officer: Officer, at: datetime) -> bool:
    """Whether the certificate is suspended 暂扣 at a moment."""
    return any(interval.start <= at < interval.end for interval in officer.suspended)


def _officer_flags(scope: Scope) -> Iterable[str]:
    officer, now = scope.fact, scope.docket.now
    return ("certified" if certified(officer, now) else "", "suspended" if suspended(officer, now) else "")


def _publication_flags(scope: Scope) -> Iterable[str]:
    return ("withdrawn" if _past(scope.fact.withdrawn_at, scope.docket.now) else "",)


def _published_documents(scope: Scope) -> Iterable[str]:
    return {document.kind for document in scope.docket.documents if document.id in scope.fact.about}


SHARED_FACETS: Mapping[str, Facet] = {
    "origin": _of_case("origin"),
    "procedure": _of_case("procedure"),
    "milestone": _milestones,
    "feature": _case_features,
    "territory": _of_agency("territory"),
    "field": _of_agency("field"),
    "attribute": lambda scope: scope.docket.dossier.agency.attributes,
}
"""Facets of the case and the agency, which every subject sees."""

_WHOLE: Mapping[str, Facet] = {"act": _all_acts, "document": _all_documents}

_OCCASION: Mapping[str, Facet] = {
    "is": _step_flags,
    "source": _of_recordings("source"),
    "medium": _of_recordings("medium"),
    "document": _documents_of_step,
    "device": _devices,
}

OWN_FACETS: Mapping[SubjectKind, Mapping[str, Facet]] = {
    SubjectKind.STEP: _OCCASION,
    SubjectKind.PATROL: _OCCASION,
    SubjectKind.MEETING: _OCCASION,
    SubjectKind.RECORDING: {
        "is": _recording_flags,
        "circumstance": lambda scope: scope.fact.circumstances,
        "source": _own("source"),
        "medium": _own("medium"),
        "store": _own("store"),
        "document": _documents_about,
        "device": _devices,
    },
    SubjectKind.DOCUMENT: {
        "is": _document_flags,
        "matter": lambda scope: scope.fact.matters,
        "document": _own("kind"),
    },
    SubjectKind.INTERRUPTION: {
        "is": _interruption_flags,
        "cause": _own("cause"),
        "document": _documents_about,
    },
    SubjectKind.CASE: {**_WHOLE, "is": _case_flags},
    SubjectKind.AGENCY: _WHOLE,
    SubjectKind.DEVICE: {"device": _own("kind")},
    SubjectKind.FAULT: {"is": _fault_flags},
    SubjectKind.REQUEST: {"body": _own("by"), "ground": _own("ground"), "is": _request_flags},
    SubjectKind.DISCLOSURE: {"disclosure": _own("kind"), "is": _disclosure_flags},
    SubjectKind.SITUATION: {"situation": _own("kind")},
    SubjectKind.OFFICER: {"is": _officer_flags, "qualification": lambda scope: scope.fact.qualifications},
    SubjectKind.PUBLICATION: {"is": _publication_flags, "publication": _own("kind"), "document": _published_documents},
}
"""How each facet of a subject itself is read, by kind of subject; `_step_tags` adds what it sees of its steps."""
