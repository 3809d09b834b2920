"""What conditions can ask of a subject, as tags "facet:code", read from the facts once for every kind of subject.

Three sets make up what a subject shows: what everything sees of the case and the agency, what it sees of its steps,
and what it shows itself. Situations, approvals and publications come from the docket (`said_about`). These functions
run for every subject of every verdict, so they are written plainly and put nothing together twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from liuhen.core.duties.docket import WHOLE, Docket
from liuhen.core.terms.facts import Officer, Recording, Step
from liuhen.core.terms.labels import Medium, SubjectKind

if TYPE_CHECKING:
    from liuhen.core.duties.scope import Scope

Tags = list[str]

SEES_ALL = frozenset({SubjectKind.CASE, SubjectKind.AGENCY})
"""What sees all that is said of anything in the dossier."""


def shared_tags(docket: Docket) -> frozenset[str]:
    """What every subject sees: the case, the agency, and what is said about the case as a whole; read once."""
    if docket.shared_tags is None:
        agency, case, now = docket.dossier.agency, docket.dossier.case, docket.now
        tags = [f"attribute:{code}" for code in agency.attributes]
        tags += _filled("territory", agency.territory) + _filled("field", agency.field)
        if case:
            tags += _filled("origin", case.origin) + _filled("procedure", case.procedure)
            tags += [f"feature:{code}" for code in case.features]
            tags += [f"milestone:{code}" for code, at in case.milestones.items() if at <= now]
        docket.shared_tags = docket.said_about(WHOLE).union(tags)
    return docket.shared_tags


def step_tags(docket: Docket, step: Step) -> frozenset[str]:
    """What the subjects of a step see of it, read once for all of them."""
    tags = docket.step_tags.get(step.id)
    if tags is None:
        own = [f"step:{step.kind}"]
        if step.stage:
            own.append(f"stage:{step.stage}")
        if act := docket.act_kinds.get(step.act or ""):
            own.append(f"act:{act}")
        own += [f"feature:{code}" for code in step.features]
        own += [f"circumstance:{code}" for code in step.circumstances]
        own += [f"matter:{code}" for code in step.matters]
        tags = docket.step_tags[step.id] = docket.said_about(step.id).union(own)
    return tags


def own_tags(scope: Scope) -> Tags:
    """What the subject shows itself."""
    return _OWN[scope.kind](scope)


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


def _filled(facet: str, code: str) -> Tags:
    return [f"{facet}:{code}"] if code else []


def _past(at: datetime | None, now: datetime) -> bool:
    return at is not None and at <= now


def _occasion(scope: Scope) -> Tags:
    """A step, patrol or meeting shows its documents, and what its original recordings are."""
    docket, step = scope.docket, scope.fact
    tags = [f"document:{document.kind}" for document in docket.documents_of(step.id)]
    for recording in docket.originals_of(step.id):
        tags += (f"source:{recording.source}", *_MEDIA[recording.medium])
    if step.end is not None and step.end <= docket.now:
        tags.append("is:ended")
    return tags + _devices(docket, step)


_MEDIA = {
    Medium.VIDEO: ("medium:video", "is:recorded", "is:filmed"),
    Medium.AUDIO: ("medium:audio", "is:recorded"),
    Medium.STILL: ("medium:still",),
}


def _devices(docket: Docket, step: Step) -> Tags:
    """The kinds of the devices used in a step."""
    known = docket.device_by_id
    return (
        [f"device:{known[r.device].kind}" for r in docket.originals_of(step.id) if r.device in known] if known else []
    )


def _recording(scope: Scope) -> Tags:
    fact: Recording = scope.fact
    docket = scope.docket
    now = docket.now
    tags = [f"source:{fact.source}", *_MEDIA[fact.medium]]
    if fact.store:
        tags.append(f"store:{fact.store}")
    if fact.used_as_evidence:
        tags.append("is:evidence")
    if _past(fact.stored_at, now):
        tags.append("is:stored")
    if _past(fact.filed_at, now):
        tags.append("is:filed")
    if fact.kept_long_term:
        tags.append("is:long_term")
    tags += [f"circumstance:{code}" for code in fact.circumstances]
    tags += [f"document:{document.kind}" for document in docket.documents_about(fact.id)]
    for step in scope.steps:
        tags += _devices(docket, step)
    return tags


def _document(scope: Scope) -> Tags:
    fact = scope.fact
    tags = [f"document:{fact.kind}", *[f"matter:{code}" for code in fact.matters]]
    if fact.used_as_evidence:
        tags.append("is:evidence")
    if _past(fact.filed_at, scope.docket.now):
        tags.append("is:filed")
    return tags


def _interruption(scope: Scope) -> Tags:
    fact, docket = scope.fact, scope.docket
    tags = ["is:resumed" if _past(fact.end, docket.now) else "is:not_resumed", *_filled("cause", fact.cause)]
    return tags + [f"document:{document.kind}" for document in docket.documents_about(fact.id)]


def _whole(scope: Scope) -> Tags:
    """The case and the agency see all acts and documents."""
    docket = scope.docket
    return [f"act:{kind}" for kind in docket.act_kinds.values()] + [f"document:{d.kind}" for d in docket.documents]


def _case(scope: Scope) -> Tags:
    return [*_whole(scope), "is:closed"] if scope.docket.closed else _whole(scope)


def _device(scope: Scope) -> Tags:
    return _filled("device", scope.fact.kind)


def _fault(scope: Scope) -> Tags:
    return ["is:reported"] if _past(scope.fact.reported_at, scope.docket.now) else []


def _request(scope: Scope) -> Tags:
    fact, now = scope.fact, scope.docket.now
    tags = _filled("body", fact.by) + _filled("ground", fact.ground)
    tags += ["is:provided"] if _past(fact.provided_at, now) else []
    return tags + (["is:refused"] if _past(fact.refused_at, now) else [])


def _disclosure(scope: Scope) -> Tags:
    """Approved is what was approved before it happened."""
    approved = _past(scope.fact.approved_at, scope.fact.at)
    return [f"disclosure:{scope.fact.kind}", "is:approved" if approved else "is:unapproved"]


def _situation(scope: Scope) -> Tags:
    return [f"situation:{scope.fact.kind}"]


def _officer(scope: Scope) -> Tags:
    officer, now = scope.fact, scope.docket.now
    tags = [f"qualification:{code}" for code in officer.qualifications]
    tags += ["is:certified"] if certified(officer, now) else []
    return tags + (["is:suspended"] if suspended(officer, now) else [])


def _publication(scope: Scope) -> Tags:
    """A publication shows its kind and the documents it is about."""
    fact, docket = scope.fact, scope.docket
    papers = [docket.document_by_id[id] for id in fact.about if id in docket.document_by_id]
    tags = [f"publication:{fact.kind}", *[f"document:{document.kind}" for document in papers]]
    return [*tags, "is:withdrawn"] if _past(fact.withdrawn_at, docket.now) else tags


_OWN: Mapping[SubjectKind, Callable[[Scope], Tags]] = {
    SubjectKind.STEP: _occasion,
    SubjectKind.PATROL: _occasion,
    SubjectKind.MEETING: _occasion,
    SubjectKind.RECORDING: _recording,
    SubjectKind.DOCUMENT: _document,
    SubjectKind.INTERRUPTION: _interruption,
    SubjectKind.CASE: _case,
    SubjectKind.AGENCY: _whole,
    SubjectKind.DEVICE: _device,
    SubjectKind.FAULT: _fault,
    SubjectKind.REQUEST: _request,
    SubjectKind.DISCLOSURE: _disclosure,
    SubjectKind.SITUATION: _situation,
    SubjectKind.OFFICER: _officer,
    SubjectKind.PUBLICATION: _publication,
}
