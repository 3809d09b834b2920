"""Keeping 保存期限: a recording is set to be kept long enough, or long-term."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from liuhen.core.deadlines.counting import last_moment
from liuhen.core.deadlines.units import Unit
from liuhen.core.duties.finding import Finding, Judge
from liuhen.core.duties.scope import Scope
from liuhen.core.duties.timing import event_reader, number_reader
from liuhen.core.duties.words import UNIT_WORDS, moment
from liuhen.core.lawbook.duty import Duty
from liuhen.core.lawbook.needs import KeepingNeeds
from liuhen.core.lawbook.periods import Period
from liuhen.core.lawbook.text import LawText
from liuhen.core.terms.facts import Recording
from liuhen.core.terms.labels import State
from liuhen.core.terms.verdict import Reason

_RUNNING = frozenset({Unit.SECONDS, Unit.MINUTES, Unit.HOURS})
_LONG_TERM = (Reason("已设为长期保存", True),)
_NOT_LONG_TERM = (Reason("未设为长期保存", False),)


def prepare(duty: Duty[KeepingNeeds], law: LawText) -> Judge:
    """A judge for how long a recording is kept."""
    assert duty.needs is not None  # noqa: S101  the registry prepares only duties with needs
    return _at_least(duty.needs.at_least, law) if duty.needs.at_least else _long_term


def _long_term(scope: Scope) -> Finding:
    if scope.fact.kept_long_term:
        return Finding(State.MET, "", None, scope.itself, _LONG_TERM)
    state = _short_of(scope.fact, scope.docket.now)
    return Finding(state, "缺长期保存", scope.fact.kept_until, scope.itself, _NOT_LONG_TERM)


def _at_least(period: Period, law: LawText) -> Judge:
    required_until = _required(period, law)
    length = f"{period.amount.number or ''}{UNIT_WORDS[period.unit]}" if period.amount else ""

    def judge(scope: Scope) -> Finding:
        fact, evidence = scope.fact, scope.itself
        if fact.kept_long_term:
            return Finding(State.MET, "", None, evidence, _LONG_TERM)
        required = required_until(scope)
        if fact.kept_until is None:
            return Finding(State.OPEN, "缺保存期限", None, evidence, (_reason(required, "没有设定保存期限", False),))
        kept = f"设定保存至{moment(fact.kept_until)}"
        if required is None or fact.kept_until >= required:
            return Finding(State.MET, "", None, evidence, (_reason(required, kept, True),))
        missing = f"保存期限应延至{moment(required)}"
        short = _reason(required, f"{kept}，短于要求", False)
        return Finding(_short_of(fact, scope.docket.now), missing, fact.kept_until, evidence, (short,))

    def _reason(required: datetime | None, text: str, holds: bool) -> Reason:
        if required is None:
            return Reason(f"{text}；期限由本单位确定", holds)
        return Reason(f"{text}；至少保存{length}，至{moment(required)}", holds)

    return judge


def _required(period: Period, law: LawText) -> Callable[[Scope], datetime | None]:
    """Until when it must be kept: the beginning of the last day, so that a date alone is enough to name it."""
    start_of = event_reader(period.from_, law)
    number_of = number_reader(period.amount) if period.amount else None
    unit, rolls = period.unit, period.rolls
    back = timedelta() if unit in _RUNNING else timedelta(days=1)

    def required(scope: Scope) -> datetime | None:
        start = start_of(scope)
        number = number_of(scope) if number_of else None
        if start is None or number is None:
            return None
        return last_moment(start, number, unit, calendar=scope.docket.calendar, rolls=rolls) - back

    return required


def _short_of(recording: Recording, now: datetime) -> State:
    """Too short is mended by extending, until the time set has run out and the recording may be gone."""
    return State.BREACHED if recording.kept_until is not None and recording.kept_until < now else State.OPEN
