"""Periodic register 定期登记 and publication 公开: the agency keeps what the text asks for, renews and publishes it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from liuhen.core.deadlines.counting import last_moment
from liuhen.core.duties.finding import Finding, Judge
from liuhen.core.duties.scope import Scope
from liuhen.core.duties.timing import number_reader, settle, timed_reasons, timing_of
from liuhen.core.lawbook.duty import AnyDuty, Duty
from liuhen.core.lawbook.needs import PublicationNeeds, RegisterNeeds
from liuhen.core.lawbook.periods import Period
from liuhen.core.lawbook.text import LawText
from liuhen.core.terms.facts import Register
from liuhen.core.terms.verdict import Reason

DoneAt = Callable[[Register, Scope], datetime | None]


def prepare_register(duty: Duty[RegisterNeeds], law: LawText) -> Judge:
    """A judge for registers that must exist, and be renewed where the text says how often."""
    assert duty.needs is not None  # noqa: S101  the registry prepares only duties with needs
    return _judge(duty, law, duty.needs.registers, _kept(duty.needs.every), "缺")


def prepare_publication(duty: Duty[PublicationNeeds], law: LawText) -> Judge:
    """A judge for registers that must be published."""
    assert duty.needs is not None  # noqa: S101  the registry prepares only duties with needs
    return _judge(duty, law, duty.needs.registers, _published, "未公开：")


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


def _published(register: Register, scope: Scope) -> datetime | None:
    at = register.published_at
    return at if at and at <= scope.docket.now else None


def _judge(duty: AnyDuty, law: LawText, kinds: tuple[str, ...], done_at: DoneAt, lack: str) -> Judge:
    timing = timing_of(duty.deadline, law)

    def judge(scope: Scope) -> Finding:
        standing = [r for r in scope.docket.dossier.registers if _in_force(r, scope.docket.now)]
        done = {kind: [at for r in standing if r.kind == kind and (at := done_at(r, scope))] for kind in kinds}
        absent = tuple(kind for kind in kinds if not done[kind])
        finished = None if absent else max(min(times) for times in done.values())
        due = timing(scope)
        names = law.vocabulary.labels("registers", absent or kinds)
        reason = Reason(text=f"{lack}{names}" if absent else f"已有{names}", holds=not absent)
        evidence = tuple(r.id for r in standing if r.kind in kinds)
        missing = f"{lack}{names}" if absent else ""
        parts = (reason, *timed_reasons(finished, due, scope))
        return Finding(settle(finished, due, scope), missing, due.at, evidence, parts, absent)

    return judge


def _in_force(register: Register, now: datetime) -> bool:
    return register.since <= now and (register.until is None or now < register.until)
