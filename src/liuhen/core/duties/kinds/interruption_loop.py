"""Interruption loop 中止记录的处理: cause, reason spoken on resuming, reports, explanation, note in the document.

A text may state the whole loop as one duty, or each link as a duty of its own with its own owner and due time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from liuhen.core.duties.conditions import Test
from liuhen.core.duties.docket import Docket
from liuhen.core.duties.finding import Finding, Judge, worst
from liuhen.core.duties.scope import Scope
from liuhen.core.duties.timing import Timing, settle, timed_reasons, timing_of
from liuhen.core.duties.words import moment
from liuhen.core.lawbook.duty import Duty
from liuhen.core.lawbook.needs import InterruptionNeeds, NotedNeeds, ReportNeeds
from liuhen.core.lawbook.text import LawText
from liuhen.core.terms.facts import Interruption
from liuhen.core.terms.labels import MarkKind, State, SubjectKind
from liuhen.core.terms.verdict import Reason


def prepare(duty: Duty[InterruptionNeeds], law: LawText) -> Judge:
    """A judge for one break in a recording: first its cause, then the branch that applies."""
    needs = duty.needs
    assert needs is not None  # noqa: S101  the registry prepares only duties with needs
    causes, words = frozenset(needs.causes), law.vocabulary
    resumed = [_resumed(needs.resumed.mark)] if needs.resumed else []
    not_resumed = [_report(report, law) for report in needs.not_resumed]
    always = [_report(report, law) for report in needs.always]
    always += [_noted(needs.noted, duty, law)] if needs.noted else []

    def judge(scope: Scope) -> Finding:
        break_: Interruption = scope.fact
        if not break_.cause:
            return Finding(State.OPEN, "缺中止原因", parts=(Reason(text="没有登记中止原因", holds=False),))
        if causes and break_.cause not in causes:
            reason = Reason(text=f"中止原因（{words.label('causes', break_.cause)}）不是客观原因", holds=False)
            return Finding(State.BREACHED, "中止没有法定客观原因", parts=(reason,))
        has_resumed = break_.end is not None and break_.end <= scope.docket.now
        links = [*(resumed if has_resumed else not_resumed), *always]
        return _together([link(scope) for link in links]) if links else _NOT_CONCERNED[has_resumed]

    return judge


def trigger(duty: Duty[InterruptionNeeds]) -> Test:
    """Whether the article is about this break at all: one `only` for some causes leaves others to its neighbours."""
    causes = frozenset(duty.needs.causes) if duty.needs and duty.needs.only else None
    return lambda scope: causes is None or scope.fact.cause in causes


_NOT_CONCERNED = {
    True: Finding(State.MET, parts=(Reason(text="已恢复记录，无须另行处理", holds=True),)),
    False: Finding(State.MET, parts=(Reason(text="没有恢复记录，不适用恢复记录后的要求", holds=True),)),
}


def loop_of(links: Sequence[tuple[Test, Judge]]) -> Callable[[Docket, Interruption], Finding]:
    """The same judges, asked about an interruption from outside (by an uninterrupted recording)."""

    def ask(docket: Docket, break_: Interruption) -> Finding:
        scope = Scope(docket, SubjectKind.INTERRUPTION, break_, id=break_.id, label="", moment=break_.start)
        return _together([judge(scope) for concerns, judge in links if concerns(scope)])

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


def _noted(needs: NotedNeeds, duty: Duty[InterruptionNeeds], law: LawText) -> Judge:
    """Where the step has a document, one of them sets the break down; without a document nothing is owed yet."""
    kinds, matters, timing = frozenset(needs.documents), frozenset(needs.matters), timing_of(duty.deadline, law)
    what = law.vocabulary.labels("matters", needs.matters)

    def judge(scope: Scope) -> Finding:
        there = [d for d in scope.docket.documents_of(scope.fact.step) if not kinds or d.kind in kinds]
        if not there:
            return Finding(State.MET, parts=(Reason(text="该环节没有执法文书，无须注明", holds=True),))
        noting = [d for d in there if matters <= d.matters | law.vocabulary.matters_of(d.kind)]
        done_at, due = min((d.made_at for d in noting), default=None), timing(scope)
        reason = Reason(text=f"文书中{'已' if noting else '没有'}注明{what}", holds=bool(noting))
        parts = (reason, *timed_reasons(done_at, due, scope))
        missing, ids = "" if noting else f"文书未注明{what}", tuple(d.id for d in noting or there)
        return Finding(settle(done_at, due, scope), missing, due.at, ids, parts, needs.matters)

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
