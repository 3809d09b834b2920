"""Periodic register 定期登记: the agency keeps what the text asks for (for each officer or device), and renews it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from liuhen.core.deadlines.counting import last_moment
from liuhen.core.duties.finding import Finding, Judge
from liuhen.core.duties.scope import Scope
from liuhen.core.duties.timing import number_reader, settle, timed_reasons, timing_of
from liuhen.core.lawbook.duty import AnyDuty, Duty
from liuhen.core.lawbook.needs import RegisterNeeds
from liuhen.core.lawbook.periods import Period
from liuhen.core.lawbook.text import LawText
from liuhen.core.terms.facts import Register
from liuhen.core.terms.labels import SubjectKind
from liuhen.core.terms.verdict import Reason

DoneAt = Callable[[Register, Scope], datetime | None]

ONE_EACH = frozenset({SubjectKind.OFFICER, SubjectKind.DEVICE})
"""Subjects for each of which a register must name them in `about`; the agency's own need name nobody."""


def prepare(duty: Duty[RegisterNeeds], law: LawText) -> Judge:
    """A judge for registers that must exist, and be renewed where the text says how often."""
    assert duty.needs is not None  # noqa: S101  the registry prepares only duties with needs
    return registers_judge(duty, law, duty.needs.registers, done_at=_kept(duty.needs.every), lack="缺")


def _kept(every: Period | None) -> DoneAt:
    if every is None or every.amount is None:
        return lambda register, scope: register.since
    number_of, unit, rolls = number_reader(every.amount), every.unit, every.rolls

    def done_at(register: Register, scope: Scope) -> datetime | None:
        number = number_of(scope)
        if number is None:
            return register.since
        stale = last_moment(register.since, number, unit, calendar=scope.docket.calendar, rolls=rolls)
        return register.since if scope.docket.now <= stale else None

    return done_at


def registers_judge(duty: AnyDuty, law: LawText, kinds: tuple[str, ...], *, done_at: DoneAt, lack: str) -> Judge:
    """A judge which asks for a register of each kind in force; `done_at` says since when one counts."""
    timing, one_each = timing_of(duty.deadline, law, warn=duty.warn), duty.subject in ONE_EACH

    def judge(scope: Scope) -> Finding:
        standing = [r for k in kinds for r in scope.docket.registers_of(k) if not one_each or scope.id in r.about]
        done = {kind: [at for r in standing if r.kind == kind and (at := done_at(r, scope))] for kind in kinds}
        absent = tuple(kind for kind in kinds if not done[kind])
        finished = None if absent else max(min(times) for times in done.values())
        due = timing(scope)
        names = law.vocabulary.labels("registers", absent or kinds)
        parts = (
            Reason(f"{lack}{names}" if absent else f"已有{names}", not absent),
            *timed_reasons(finished, due, scope),
        )
        missing, evidence = f"{lack}{names}" if absent else "", tuple(r.id for r in standing)
        return Finding(settle(finished, due, scope), missing, due.at, evidence, parts, absent, due.raise_at)

    return judge
