"""Interruption loop 中止记录的处理: the reason spoken on resuming; else a report at once and a written explanation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from liuhen.core.duties.docket import Docket
from liuhen.core.duties.finding import Finding, Judge, worst
from liuhen.core.duties.scope import Scope
from liuhen.core.duties.timing import Timing, settle, timed_reasons, timing_of
from liuhen.core.duties.words import moment
from liuhen.core.lawbook.duty import Duty
from liuhen.core.lawbook.needs import InterruptionNeeds, ReportNeeds
from liuhen.core.lawbook.text import LawText
from liuhen.core.terms.facts import Interruption
from liuhen.core.terms.labels import MarkKind, State, SubjectKind
from liuhen.core.terms.verdict import Reason


def prepare(duty: Duty[InterruptionNeeds], law: LawText) -> Judge:
    """A judge for one break in a recording: first its cause, then the branch that applies."""
    needs = duty.needs
    assert needs is not None  # noqa: S101  the registry prepares only duties with needs
    causes, words = frozenset(needs.causes), law.vocabulary
    resumed = _resumed(needs.resumed.mark)
    reports = [_report(report, law) for report in needs.not_resumed]

    def judge(scope: Scope) -> Finding:
        break_: Interruption = scope.fact
        if not break_.cause:
            return Finding(State.OPEN, "缺中止原因", parts=(Reason(text="没有登记中止原因", holds=False),))
        if break_.cause not in causes:
            reason = Reason(text=f"中止原因（{words.label('causes', break_.cause)}）不是客观原因", holds=False)
            return Finding(State.BREACHED, "中止没有法定客观原因", parts=(reason,))
        has_resumed = break_.end is not None and break_.end <= scope.docket.now
        return resumed(scope) if has_resumed else _together([report(scope) for report in reports])

    return judge


def loop_of(judge: Judge) -> Callable[[Docket, Interruption], Finding]:
    """The same judge, asked about an interruption from outside (by an uninterrupted recording)."""

    def ask(docket: Docket, break_: Interruption) -> Finding:
        scope = Scope(docket, SubjectKind.INTERRUPTION, break_, id=break_.id, label="", moment=break_.start)
        return judge(scope)

    return ask


def _resumed(kind: MarkKind) -> Judge:
    """After resuming: a mark of this kind in the footage of the step, not before recording went on."""

    def judge(scope: Scope) -> Finding:
        break_: Interruption = scope.fact
        later = _next_break(scope.docket, break_)
        marks = [
            mark
            for mark in scope.docket.marks(break_.step, kind)
            if break_.end is not None and mark.at >= break_.end and (later is None or mark.at < later)
        ]
        if marks:
            reason = Reason(text=f"恢复记录后于{moment(marks[0].at)}说明了中止原因", holds=True)
            return Finding(State.MET, evidence=tuple(mark.id for mark in marks), parts=(reason,))
        state = State.OVERDUE if scope.docket.closed else State.OPEN
        reason = Reason(
            text=f"{moment(break_.end) if break_.end else ''}恢复记录后没有标记中止原因语音说明", holds=False
        )
        return Finding(state, f"缺{kind.label}", parts=(reason,), codes=(kind.value,))

    return judge


def _next_break(docket: Docket, break_: Interruption) -> datetime | None:
    return min((i.start for i in docket.interruptions_of(break_.step) if i.start > break_.start), default=None)


def _report(needs: ReportNeeds, law: LawText) -> Judge:
    """One report about the break, of the right kind, to the right person, in time."""
    kinds, to, timing = frozenset(needs.reports), frozenset(needs.to), timing_of(needs.deadline, law)
    name = law.vocabulary.labels("reports", needs.reports, between="或者")
    addressee = f"（向{law.vocabulary.labels('roles', needs.to, between='或者')}）" if needs.to else ""

    def judge(scope: Scope) -> Finding:
        fitting = [r for r in scope.docket.reports_about(scope.id) if r.kind in kinds and (not to or r.to in to)]
        return _reported(scope, timing, min((r.at for r in fitting), default=None), tuple(r.id for r in fitting))

    def _reported(scope: Scope, timing: Timing, done_at: datetime | None, evidence: tuple[str, ...]) -> Finding:
        due = timing(scope)
        reason = Reason(text=f"{'有' if done_at else '没有'}{name}{addressee}", holds=done_at is not None)
        missing = "" if done_at else f"缺{name}{addressee}"
        parts = (reason, *timed_reasons(done_at, due, scope))
        return Finding(settle(done_at, due, scope), missing, due.at, evidence, parts, needs.reports)

    return judge


def _together(findings: list[Finding]) -> Finding:
    """All reports are owed: the gravest state leads, the earliest open due time counts."""
    open_dues = [f.due_at for f in findings if f.due_at and f.missing]
    return Finding(
        worst(f.state for f in findings),
        "；".join(f.missing for f in findings if f.missing),
        min(open_dues, default=None) or max((f.due_at for f in findings if f.due_at), default=None),
        tuple(id for f in findings for id in f.evidence),
        tuple(part for f in findings for part in f.parts),
        tuple(code for f in findings if f.missing for code in f.codes),
    )
