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
from liuhen.core.duties.timing import settle, timed_reasons, timing_of
from liuhen.core.duties.words import moment
from liuhen.core.lawbook.duty import Duty
from liuhen.core.lawbook.needs import InterruptionNeeds, NotedNeeds, ReportNeeds
from liuhen.core.lawbook.text import LawText
from liuhen.core.terms.facts import Interruption, Mark
from liuhen.core.terms.labels import MarkKind, State, SubjectKind
from liuhen.core.terms.verdict import Reason

Link = tuple[Test, Judge]
"""One duty of a loop: whether it is about a break at all, and how it stands."""

_NO_CAUSE = Finding(State.OPEN, "缺中止原因", parts=(Reason("没有登记中止原因", False),))


def prepare(duty: Duty[InterruptionNeeds], law: LawText) -> Judge:
    """A judge for one break in a recording: first its cause, then every link that its course calls for.

    While the cause is not registered the links are asked for all the same: what is due falls due without it.
    """
    needs = duty.needs
    assert needs is not None  # noqa: S101  the registry prepares only duties with needs
    causes, words = frozenset(needs.causes), law.vocabulary
    resumed = [_resumed(needs.resumed.mark, duty, law)] if needs.resumed else []
    not_resumed = [_report(report, duty, law) for report in needs.not_resumed]
    always = [_report(report, duty, law) for report in needs.always]
    always += [_noted(needs.noted, duty, law)] if needs.noted else []

    def judge(scope: Scope) -> Finding:
        break_: Interruption = scope.fact
        if break_.cause and causes and break_.cause not in causes:
            reason = Reason(f"中止原因（{words.label('causes', break_.cause)}）不是客观原因", False)
            return Finding(State.BREACHED, "中止没有法定客观原因", parts=(reason,))
        has_resumed = break_.end is not None and break_.end <= scope.docket.now
        links = [*(resumed if has_resumed else not_resumed), *always]
        found = [link(scope) for link in links] or [_NOT_CONCERNED[has_resumed]]
        return together(found if break_.cause else [_NO_CAUSE, *found])

    return judge


def trigger(duty: Duty[InterruptionNeeds]) -> Test:
    """Whether the article is about this break at all: one `only` for some causes leaves others to its neighbours."""
    causes = frozenset(duty.needs.causes) if duty.needs and duty.needs.only else None
    return lambda scope: causes is None or scope.fact.cause in causes


_NOT_CONCERNED = {
    True: Finding(State.MET, parts=(Reason(text="已恢复记录，无须另行处理", holds=True),)),
    False: Finding(State.MET, parts=(Reason(text="没有恢复记录，不适用恢复记录后的要求", holds=True),)),
}


def loop_of(links: Sequence[Link]) -> Callable[[Docket, Interruption], Finding]:
    """The same judges, asked about an interruption from outside (by an uninterrupted recording)."""

    def ask(docket: Docket, break_: Interruption) -> Finding:
        scope = Scope(docket, SubjectKind.INTERRUPTION, break_, id=break_.id, label="", moment=break_.start)
        return together([judge(scope) for concerns, judge in links if concerns(scope)])

    return ask


def _resumed(kind: MarkKind, duty: Duty[InterruptionNeeds], law: LawText) -> Judge:
    """After resuming: a mark of this kind in the footage of the step, before the next break."""
    timing = timing_of(duty.deadline, law, warn=duty.warn)

    def judge(scope: Scope) -> Finding:
        break_: Interruption = scope.fact
        marks, due = _marks_after(scope.docket, break_, kind), timing(scope)
        done_at = min((mark.at for mark in marks), default=None)
        if done_at:
            reason = Reason(f"恢复记录后于{moment(done_at)}说明了中止原因", True)
        else:
            reason = Reason(f"{moment(break_.end) if break_.end else ''}恢复记录后没有标记中止原因语音说明", False)
        parts, ids = (reason, *timed_reasons(done_at, due, scope)), tuple(mark.id for mark in marks)
        missing, state = "" if done_at else f"缺{kind.label}", settle(done_at, due, scope)
        return Finding(state, missing, due.at, ids, parts, (kind.value,), due.raise_at)

    return judge


def _marks_after(docket: Docket, break_: Interruption, kind: MarkKind) -> list[Mark]:
    """The marks between the end of the break and the next break."""
    end, later = break_.end, _next_break(docket, break_)
    if end is None:
        return []
    return [m for m in docket.marks(break_.step, kind) if m.at >= end and (later is None or m.at < later)]


def _noted(needs: NotedNeeds, duty: Duty[InterruptionNeeds], law: LawText) -> Judge:
    """Where the step has a document, one of them sets the break down; without a document nothing is owed yet."""
    kinds, matters = frozenset(needs.documents), frozenset(needs.matters)
    timing, what = timing_of(duty.deadline, law, warn=duty.warn), law.vocabulary.labels("matters", needs.matters)

    def judge(scope: Scope) -> Finding:
        there = [d for d in scope.docket.documents_of(scope.fact.step) if not kinds or d.kind in kinds]
        if not there:
            return Finding(State.MET, parts=(Reason("该环节没有执法文书，无须注明", True),))
        noting = [d for d in there if matters <= d.matters | law.vocabulary.matters_of(d.kind)]
        done_at, due = min((d.made_at for d in noting), default=None), timing(scope)
        reason = Reason(f"文书中{'已' if noting else '没有'}注明{what}", bool(noting))
        parts = (reason, *timed_reasons(done_at, due, scope))
        missing, ids = "" if noting else f"文书未注明{what}", tuple(d.id for d in noting or there)
        return Finding(settle(done_at, due, scope), missing, due.at, ids, parts, needs.matters, due.raise_at)

    return judge


def _next_break(docket: Docket, break_: Interruption) -> datetime | None:
    return min((i.start for i in docket.interruptions_of(break_.step) if i.start > break_.start), default=None)


def _report(needs: ReportNeeds, duty: Duty[InterruptionNeeds], law: LawText) -> Judge:
    """One report about the break, of the right kind, to the right person, in time.

    A report without a deadline of its own has the duty's.
    """
    kinds, to = frozenset(needs.reports), frozenset(needs.to)
    timing = timing_of(needs.deadline or duty.deadline, law, warn=duty.warn)
    name = law.vocabulary.labels("reports", needs.reports, between="或者")
    addressee = f"（向{law.vocabulary.labels('roles', needs.to, between='或者')}）" if needs.to else ""

    def judge(scope: Scope) -> Finding:
        fitting = [r for r in scope.docket.reports_about(scope.id) if r.kind in kinds and (not to or r.to in to)]
        done_at, due = min((r.at for r in fitting), default=None), timing(scope)
        reason = Reason(f"{'有' if done_at else '没有'}{name}{addressee}", done_at is not None)
        parts, ids = (reason, *timed_reasons(done_at, due, scope)), tuple(r.id for r in fitting)
        missing, state = "" if done_at else f"缺{name}{addressee}", settle(done_at, due, scope)
        return Finding(state, missing, due.at, ids, parts, needs.reports, due.raise_at)

    return judge


def together(findings: list[Finding]) -> Finding:
    """All links are owed: the gravest state leads, the earliest due time and warning of what is missing count."""
    lacking = [f for f in findings if f.missing]
    done = max((f.due_at for f in findings if f.due_at), default=None)
    return Finding(
        worst(f.state for f in findings),
        "；".join(f.missing for f in lacking),
        min((f.due_at for f in lacking if f.due_at), default=None) if lacking else done,
        tuple(id for f in findings for id in f.evidence),
        tuple(part for f in findings for part in f.parts),
        tuple(code for f in lacking for code in f.codes),
        min((f.raise_at for f in lacking if f.raise_at), default=None),
    )
