"""What has happened to a subject, its steps or its case, by kind: the events a deadline names as `NAME:CODE`.

A situation or an approval counts when it is about the subject, one of its steps or the case as a whole (situations that
name nobody are about the case); the case and the agency see all of them. A report counts when it is about the subject.
A document counts when it is linked to a step of the subject; where no such document exists, when it is any of the case.
Everything is read from the docket, so nothing dated after `now` has happened yet; only a step planned for later is
known in advance, to those who count back from it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection
from datetime import datetime
from functools import lru_cache
from operator import attrgetter

from liuhen.core.duties.docket import APPROVED, Docket
from liuhen.core.duties.scope import Scope
from liuhen.core.terms.facts import Approval, Document, Situation, Step
from liuhen.core.terms.labels import SubjectKind

EventReader = Callable[[Scope], datetime | None]

_SEES_ALL = frozenset({SubjectKind.CASE, SubjectKind.AGENCY})
_SINCE, _MADE, _START = attrgetter("since"), attrgetter("made_at"), attrgetter("start")


def situations(scope: Scope, kinds: Collection[str]) -> list[Situation]:
    """The situations of these kinds that concern the subject, by their beginning."""
    docket = scope.docket
    if not docket.situations:
        return []
    if scope.kind in _SEES_ALL:
        return [s for s in docket.situations if s.kind in kinds]
    found = {s.id: s for id in scope.concerns for s in docket.situations_about(id) if s.kind in kinds}
    return sorted(found.values(), key=_SINCE)


def grants(scope: Scope, kind: str) -> list[Approval]:
    """The approvals of this kind that were given and concern the subject, by time."""
    return [a for a in scope.approvals() if a.kind == kind and a.outcome == APPROVED]


def documents(scope: Scope, kind: str) -> list[Document]:
    """The documents of this kind of the subject's steps; where there are none, those of the case; by time."""
    of_kind = _by_kind(scope.docket).documents.get(kind, [])
    steps = {step.id for step in scope.steps}
    return [d for d in of_kind if not steps.isdisjoint(d.steps)] or of_kind


def occasions(docket: Docket, kind: str) -> list[Step]:
    """The steps, patrols and meetings of this kind by their start, planned ones among them."""
    return _by_kind(docket).occasions.get(kind, [])


def ever(at: datetime | None, now: datetime) -> datetime | None:
    """The moment, if it has come."""
    return at if at is not None and at <= now else None


def named_event(name: str, code: str, *, planned: bool = False) -> EventReader:
    """Reads the event NAME:CODE; `planned`: a step that has not begun yet counts with the time set for it."""
    if name in _OF_OCCASIONS:
        return _OF_OCCASIONS[name](code, planned)
    return _READERS[name](code)


class _ByKind:
    """One docket's documents and occasions by kind and time."""

    def __init__(self, docket: Docket) -> None:
        dossier = docket.dossier
        self.documents: dict[str, list[Document]] = defaultdict(list)
        for document in sorted(docket.papers, key=_MADE):
            self.documents[document.kind].append(document)
        self.occasions: dict[str, list[Step]] = defaultdict(list)
        for step in sorted((*dossier.steps, *dossier.patrols, *dossier.meetings), key=_START):
            self.occasions[step.kind].append(step)


_by_kind: Callable[[Docket], _ByKind] = lru_cache(maxsize=4)(_ByKind)
"""A docket's index, made when first asked for."""


def _since(code: str) -> EventReader:
    def read(scope: Scope) -> datetime | None:
        return next((s.since for s in situations(scope, (code,))), None)

    return read


def _until(code: str) -> EventReader:
    def read(scope: Scope) -> datetime | None:
        return next((ever(s.until, scope.docket.now) for s in situations(scope, (code,))), None)

    return read


def _milestone(code: str) -> EventReader:
    return lambda scope: scope.docket.milestone(code)


def _approval(code: str) -> EventReader:
    return lambda scope: next((a.at for a in grants(scope, code)), None)


def _report(code: str) -> EventReader:
    def read(scope: Scope) -> datetime | None:
        return min((r.at for r in scope.docket.reports_about(scope.id) if r.kind == code), default=None)

    return read


def _document(code: str) -> EventReader:
    return lambda scope: next((d.made_at for d in documents(scope, code)), None)


def _filed_document(code: str) -> EventReader:
    def read(scope: Scope) -> datetime | None:
        filed = (ever(d.filed_at, scope.docket.now) for d in documents(scope, code))
        return min((at for at in filed if at), default=None)

    return read


def _step_start(code: str, planned: bool) -> EventReader:
    def read(scope: Scope) -> datetime | None:
        first = next((step.start for step in occasions(scope.docket, code)), None)
        return first if planned else ever(first, scope.docket.now)

    return read


def _step_end(code: str, planned: bool) -> EventReader:
    def read(scope: Scope) -> datetime | None:
        now = scope.docket.now
        last = next((s.end for s in reversed(occasions(scope.docket, code)) if planned or s.start <= now), None)
        return last if planned else ever(last, now)

    return read


_OF_OCCASIONS: dict[str, Callable[[str, bool], EventReader]] = {"step_start": _step_start, "step_end": _step_end}
_READERS: dict[str, Callable[[str], EventReader]] = {
    "milestone": _milestone,
    "since": _since,
    "until": _until,
    "document": _document,
    "filed_document": _filed_document,
    "approval": _approval,
    "report": _report,
}
