"""Approval route 审批程序: who must approve, in which order, before something happens or within a time after it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from liuhen.core.duties.docket import APPROVED, REFUSED
from liuhen.core.duties.finding import Finding, Judge
from liuhen.core.duties.scope import Scope
from liuhen.core.duties.timing import SILENT, Due, event_reader, event_words, settle, timed_reasons, timing_of
from liuhen.core.duties.words import moment
from liuhen.core.lawbook.duty import Duty
from liuhen.core.lawbook.needs import ApprovalRouteNeeds, Approver
from liuhen.core.lawbook.text import LawText
from liuhen.core.lawbook.vocabulary import Vocabulary
from liuhen.core.terms.facts import Approval
from liuhen.core.terms.labels import State
from liuhen.core.terms.records import record
from liuhen.core.terms.verdict import Reason


@record
class Station:
    """One station of the route, as asked for: kind and roles (none: whoever may approve), and what people call it."""

    kind: str
    roles: frozenset[str]
    name: str

    def takes(self, approval: Approval) -> bool:
        """Whether the approval was decided at this station."""
        return approval.kind == self.kind and (not self.roles or approval.role in self.roles)


@record
class Walked:
    """How far the route has been gone: when it was done (None: not yet), when it was refused, what is missing."""

    done_at: datetime | None
    refused_at: datetime | None
    evidence: tuple[str, ...]
    parts: tuple[Reason, ...]
    lacking: tuple[Station, ...]


def prepare(duty: Duty[ApprovalRouteNeeds], law: LawText) -> Judge:
    """A judge for the approvals about the subject, its step or the case."""
    needs = duty.needs
    assert needs is not None  # noqa: S101  the registry prepares only duties with needs
    stations = tuple(_station(approver, law.vocabulary) for approver in needs.route)
    happened, name = _event(needs.before, law)
    judged = _in_time if duty.deadline else _beforehand(bool(needs.before), name)
    timing, written = timing_of(duty.deadline, law, warn=duty.warn), needs.written

    def judge(scope: Scope) -> Finding:
        walked = _walk(stations, scope.approvals(), written)
        at = happened(scope)
        event = at if at is not None and at <= scope.docket.now else None
        if walked.refused_at is not None:
            return _refused(walked, event, name, afterwards=duty.deadline is not None)
        return judged(walked, event, timing(scope), scope)

    return judge


def _event(name: str, law: LawText) -> tuple[Callable[[Scope], datetime | None], str]:
    return (event_reader(name, law), event_words(name, law)) if name else (lambda scope: None, "")


def _station(approver: Approver, words: Vocabulary) -> Station:
    name = approver.title or words.label("approvals", approver.approval)
    roles = words.labels("roles", approver.roles, between="或者") or "有权批准的人，条文没有指明"
    return Station(approver.approval, frozenset(approver.roles), f"{name}（{roles}）")


def _walk(stations: Sequence[Station], approvals: Sequence[Approval], written: bool) -> Walked:
    """Go from station to station: each decision must follow the one before it."""
    parts: list[Reason] = []
    evidence: list[str] = []
    after: datetime | None = None
    for index, station in enumerate(stations):
        given = [a for a in approvals if station.takes(a)]
        fitting = next((a for a in given if _counts(a, after, written)), None)
        if fitting is None:
            refused_at = given[-1].at if given and given[-1].outcome == REFUSED else None
            parts.append(Reason(_lack(station, given, after), False))
            evidence += [a.id for a in given]
            return Walked(None, refused_at, tuple(evidence), tuple(parts), tuple(stations[index:]))
        after = fitting.at
        evidence.append(fitting.id)
        parts.append(Reason(f"{station.name}已于{moment(fitting.at)}批准", True))
    return Walked(after, None, tuple(evidence), tuple(parts), ())


def _counts(approval: Approval, after: datetime | None, written: bool) -> bool:
    return (
        approval.outcome == APPROVED and (approval.written or not written) and (after is None or approval.at >= after)
    )


def _lack(station: Station, given: Sequence[Approval], after: datetime | None) -> str:
    """Why the station is not passed, as exactly as the facts allow."""
    if given and given[-1].outcome == REFUSED:
        return f"{station.name}于{moment(given[-1].at)}不予批准"
    approved = [a for a in given if a.outcome == APPROVED]
    if any(after is not None and a.at < after for a in approved):
        return f"{station.name}早于前一环节的批准，次序颠倒"
    return f"{station.name}只有口头批准，应当书面" if approved else f"没有{station.name}"


def _missing(walked: Walked) -> str:
    return f"缺{'、'.join(station.name for station in walked.lacking)}" if walked.lacking else ""


def _codes(walked: Walked) -> tuple[str, ...]:
    return tuple(station.kind for station in walked.lacking)


def _refused(walked: Walked, event: datetime | None, name: str, *, afterwards: bool) -> Finding:
    """Refused: nothing more is owed, unless it was done all the same (after the refusal, where approval may follow)."""
    refused_at = walked.refused_at
    if event is not None and refused_at is not None and (not afterwards or event > refused_at):
        reason = Reason(f"未获批准，仍于{moment(event)}{name}", False)
        return Finding(State.BREACHED, f"未获批准而{name}", event, walked.evidence, (*walked.parts, reason))
    return Finding(State.MET, "", None, walked.evidence, (*walked.parts, _NOT_TO_BE_DONE))


_NOT_TO_BE_DONE = Reason("未获批准，不得办理", True)


def _in_time(walked: Walked, event: datetime | None, due: Due, scope: Scope) -> Finding:
    """Approval may follow, within the deadline."""
    parts = (*walked.parts, *timed_reasons(walked.done_at, due, scope))
    state = settle(walked.done_at, due, scope)
    return Finding(state, _missing(walked), due.at, walked.evidence, parts, _codes(walked), due.raise_at)


def _beforehand(named: bool, name: str) -> Callable[[Walked, datetime | None, Due, Scope], Finding]:
    """Approval comes first: once the thing has happened without it, nothing can make it good."""
    never = Reason(f"结案前没有{name}，无须批准", True)

    def judged(walked: Walked, event: datetime | None, due: Due, scope: Scope) -> Finding:
        if event is not None:
            return _at_the_event(walked, event)
        state = settle(walked.done_at, SILENT, scope)
        if named and state is State.OVERDUE:
            return Finding(State.MET, "", None, walked.evidence, (*walked.parts, never))
        return Finding(state, _missing(walked), None, walked.evidence, walked.parts, _codes(walked))

    return judged


def _at_the_event(walked: Walked, event: datetime) -> Finding:
    done_at = walked.done_at
    if done_at is not None and done_at <= event:
        return Finding(State.MET, "", event, walked.evidence, walked.parts)
    text = f"于{moment(event)}已经办理" + (f"，批准在{moment(done_at)}，属事后补批" if done_at else "，当时未经批准")
    missing = _missing(walked) or "未经事先批准"
    parts = (*walked.parts, Reason(text, False))
    return Finding(State.BREACHED, missing, event, walked.evidence, parts, _codes(walked))
