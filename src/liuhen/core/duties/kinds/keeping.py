"""Keeping 保存期限: a recording is set to be kept long enough, or long-term."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from liuhen.core.deadlines.counting import last_moment
from liuhen.core.deadlines.units import Unit
from liuhen.core.duties.finding import Finding, Judge
from liuhen.core.duties.scope import Scope
from liuhen.core.duties.timing import event_reader, number_of
from liuhen.core.duties.words import UNIT_WORDS, moment
from liuhen.core.lawbook.duty import Duty
from liuhen.core.lawbook.needs import KeepingNeeds
from liuhen.core.lawbook.periods import Period
from liuhen.core.lawbook.text import LawText
from liuhen.core.terms.facts import Recording
from liuhen.core.terms.labels import State
from liuhen.core.terms.verdict import Reason

_RUNNING = frozenset({Unit.SECONDS, Unit.MINUTES, Unit.HOURS})


def prepare(duty: Duty[KeepingNeeds], law: LawText) -> Judge:
    """A judge for how long a recording is kept."""
    assert duty.needs is not None  # noqa: S101  the registry prepares only duties with needs
    return _at_least(duty.needs.at_least, law) if duty.needs.at_least else _long_term


def _long_term(scope: Scope) -> Finding:
    if scope.fact.kept_long_term:
        return Finding(State.MET, evidence=(scope.id,), parts=(Reason(text="已设为长期保存", holds=True),))
    state = _short_of(scope.fact, scope.docket.now)
    return Finding(
        state, "缺长期保存", scope.fact.kept_until, (scope.id,), (Reason(text="未设为长期保存", holds=False),)
    )


def _at_least(period: Period, law: LawText) -> Judge:
    required_until = _required(period, law)

    def judge(scope: Scope) -> Finding:
        required = required_until(scope)
        fact, evidence = scope.fact, (scope.id,)
        if fact.kept_long_term:
            return Finding(State.MET, evidence=evidence, parts=(Reason(text="已设为长期保存", holds=True),))
        if fact.kept_until is None:
            return Finding(State.OPEN, "缺保存期限", None, evidence, (_reason(required, "没有设定保存期限", False),))
        if required is None or fact.kept_until >= required:
            kept = _reason(required, f"设定保存至{moment(fact.kept_until)}", True)
            return Finding(State.MET, evidence=evidence, parts=(kept,))
        short = _reason(required, f"设定保存至{moment(fact.kept_until)}，短于要求", False)
        missing = f"保存期限应延至{moment(required)}"
        return Finding(_short_of(fact, scope.docket.now), missing, fact.kept_until, evidence, (short,))

    def _reason(required: datetime | None, text: str, holds: bool) -> Reason:
        if required is None:
            return Reason(text=f"{text}；期限由本单位确定", holds=holds)
        length = f"{period.amount.number or ''}{UNIT_WORDS[period.unit]}" if period.amount else ""
        return Reason(text=f"{text}；至少保存{length}，至{moment(required)}", holds=holds)

    return judge


def _required(period: Period, law: LawText) -> Callable[[Scope], datetime | None]:
    """Until when it must be kept: the beginning of the last day, so that a date alone is enough to name it."""
    start_of = event_reader(period.from_, law)

    def required(scope: Scope) -> datetime | None:
        start = start_of(scope)
        number = number_of(period.amount, scope) if period.amount else None
        if start is None or number is None:
            return None
        end = last_moment(start, number, period.unit, calendar=scope.docket.calendar, rolls=period.rolls)
        return end if period.unit in _RUNNING else end - timedelta(days=1)

    return required


def _short_of(recording: Recording, now: datetime) -> State:
    """Too short is mended by extending, until the time set has run out and the recording may be gone."""
    return State.BREACHED if recording.kept_until is not None and recording.kept_until < now else State.OPEN
