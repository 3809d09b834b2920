"""The things a gate may ask for, each looked up as it stood at a moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from liuhen.core.duties.docket import APPROVED
from liuhen.core.duties.running import running
from liuhen.core.duties.scope import Scope
from liuhen.core.duties.standins import papers
from liuhen.core.duties.words import moment
from liuhen.core.lawbook.needs import Requirement
from liuhen.core.lawbook.text import LawText
from liuhen.core.terms.facts import Approval
from liuhen.core.terms.labels import SubjectKind
from liuhen.core.terms.records import record
from liuhen.core.terms.verdict import Reason


@record
class Need:
    """One requirement at a moment: its name, whether it was fulfilled, why, on what evidence, codes that mend it."""

    name: str
    held: bool
    reason: Reason
    evidence: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


Needed = Callable[[Scope, datetime], Need]
"""Looks a requirement up for a subject, as things stood at a moment."""


def prepare_need(asked: Requirement, law: LawText) -> Needed:
    """The one thing the requirement names, prepared."""
    if asked.documents:
        return _documents(asked, law)
    if asked.approvals or asked.passed:
        return _approvals(asked, law)
    if asked.steps:
        return _steps(asked, law)
    return _milestones(asked, law) if asked.milestones else _elapsed(asked, law)


def _name(asked: Requirement, law: LawText, words: str, codes: tuple[str, ...]) -> str:
    return asked.title or law.vocabulary.labels(words, codes, between="或者")


def _need(name: str, at: datetime | None, until: datetime, *, ids: Iterable[str], codes: tuple[str, ...]) -> Need:
    """Fulfilled when it came about at `at`, not after `until`."""
    if at is None:
        return Need(name, False, Reason(f"没有{name}", False), tuple(ids), codes)
    held = at <= until
    text = f"{name}：{moment(at)}" + ("" if held else f"，晚于{moment(until)}")
    return Need(name, held, Reason(text, held), tuple(ids), codes)


def _documents(asked: Requirement, law: LawText) -> Needed:
    """A document of the subject's steps; where they have none, any of the case; or what counts as one."""
    kinds, name = frozenset(asked.documents), _name(asked, law, "documents", asked.documents)

    def need(scope: Scope, until: datetime) -> Need:
        there = [d for step in scope.steps for d in scope.docket.documents_of(step.id) if d.kind in kinds]
        if not there:
            there = [d for kind in asked.documents for d in scope.docket.documents_of_kind(kind)[:1]]
        if scope.docket.standins:
            counted = papers(scope, law.id, whole_case=scope.kind is SubjectKind.CASE)
            there += [d for d in counted if d.kind in kinds]
        first = min((d.made_at for d in there), default=None)
        return _need(name, first, until, ids=(d.id for d in there), codes=asked.documents)

    return need


def _approvals(asked: Requirement, law: LawText) -> Needed:
    """An approval that was given; `passed`: the last decision of its kind must be one."""
    codes, roles, last_counts = asked.approvals or asked.passed, frozenset(asked.roles), bool(asked.passed)
    name = _name(asked, law, "approvals", codes)

    def need(scope: Scope, until: datetime) -> Need:
        decided = [a for a in scope.approvals() if a.kind in codes and (not roles or a.role in roles)]
        if last_counts:
            decided = _last_of_each([a for a in decided if a.at <= until] or decided)
        given = [a for a in decided if a.outcome == APPROVED]
        if decided and not given:
            reason = Reason(f"{name}于{moment(decided[-1].at)}不予批准", False)
            return Need(name, False, reason, tuple(a.id for a in decided), codes)
        return _need(name, min((a.at for a in given), default=None), until, ids=(a.id for a in given), codes=codes)

    return need


def _last_of_each(decided: list[Approval]) -> list[Approval]:
    """The last decision of each kind, by time."""
    return sorted({a.kind: a for a in decided}.values(), key=lambda a: a.at)


def _steps(asked: Requirement, law: LawText) -> Needed:
    """A step, or a meeting, of one of these kinds that has ended."""
    name = _name(asked, law, "steps", asked.steps)

    def need(scope: Scope, until: datetime) -> Need:
        firsts = [first for kind in asked.steps for first in scope.docket.ended(kind)[:1]]
        at = min((end for end, _ in firsts), default=None)
        return _need(name, at, until, ids=(step.id for _, step in firsts), codes=asked.steps)

    return need


def _milestones(asked: Requirement, law: LawText) -> Needed:
    name = _name(asked, law, "milestones", asked.milestones)

    def need(scope: Scope, until: datetime) -> Need:
        reached = [at for code in asked.milestones if (at := scope.docket.milestone(code)) and at <= scope.docket.now]
        return _need(name, min(reached, default=None), until, ids=(), codes=asked.milestones)

    return need


def _elapsed(asked: Requirement, law: LawText) -> Needed:
    """A period that must be over, whatever else is there."""
    assert asked.elapsed is not None  # noqa: S101  a requirement names exactly one thing
    run, name = running(asked.elapsed, law), asked.title or "期间届满"

    def need(scope: Scope, until: datetime) -> Need:
        over = run(scope)
        if over.at is None:
            return Need(name, False, Reason(over.reason.text, False))
        held = over.at <= until
        return Need(name, held, Reason(over.reason.text + ("，已届满" if held else "，尚未届满"), held))

    return need
