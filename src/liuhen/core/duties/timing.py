"""When something is due for a subject: the text's period, its lawful alternatives, and the words that explain it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from liuhen.core.deadlines.counting import last_moment, raised_before
from liuhen.core.deadlines.units import Unit
from liuhen.core.duties.conditions import Test, compiled
from liuhen.core.duties.events import event_reader, event_words
from liuhen.core.duties.numbers import Counted, length_reader, number_reader
from liuhen.core.duties.running import running
from liuhen.core.duties.scope import Scope
from liuhen.core.duties.words import UNIT_WORDS, moment, stretch
from liuhen.core.lawbook.periods import Deadline, Length, Period
from liuhen.core.lawbook.text import LawText
from liuhen.core.terms.labels import State
from liuhen.core.terms.records import record
from liuhen.core.terms.verdict import Reason

__all__ = [
    "SILENT",
    "Due",
    "Timing",
    "event_reader",
    "event_words",
    "number_reader",
    "settle",
    "timed_reasons",
    "timing_of",
]


@record
class Due:
    """A due time (None: none known), whether fulfilment after it is late, why it is so, and when to raise it before."""

    at: datetime | None
    strict: bool
    reason: Reason | None
    raise_at: datetime | None = None


SILENT = Due(None, False, None)
Timing = Callable[[Scope], Due]


def timing_of(deadline: Deadline | None, law: LawText, *, warn: Length | None = None) -> Timing:
    """The deadline as a function of the subject; a text that states none is silent about time.

    `warn` says how long before the due time it is raised (`Due.raise_at`), counted in days from the beginning of a day.
    """
    if deadline is None:
        return lambda scope: SILENT
    main = _at_once(deadline, law) if deadline.unit is Unit.AT_ONCE else _counted(deadline, law)
    choices = [(compiled(other.when), _counted(other, law, other.reason)) for other in deadline.instead]
    timing = _chosen(main, choices) if choices else main
    return _warning(timing, warn) if warn else timing


def _chosen(main: Timing, choices: list[tuple[Test, Timing]]) -> Timing:
    def due(scope: Scope) -> Due:
        for holds, timing in choices:
            if holds(scope):
                return timing(scope)
        return main(scope)

    return due


def _warning(timing: Timing, warn: Length) -> Timing:
    length_of = length_reader(warn.amount, warn.unit)

    def due(scope: Scope) -> Due:
        found, length = timing(scope), length_of(scope)
        if found.at is None or length is None:
            return found
        raise_at = raised_before(found.at, *length, calendar=scope.docket.calendar)
        return Due(found.at, found.strict, found.reason, raise_at)

    return due


def _counted(period: Period, law: LawText, because: str = "") -> Timing:
    run = running(period, law, because)

    def due(scope: Scope) -> Due:
        found = run(scope)
        return Due(found.at, True, found.reason)

    return due


def _at_once(deadline: Deadline, law: LawText) -> Timing:
    start_of, start_name = event_reader(deadline.from_, law), event_words(deadline.from_, law)
    reading = deadline.read_as
    length_of = length_reader(reading.amount, reading.unit) if reading else None
    unknown = Due(None, False, Reason(f"{start_name}后立即履行，{start_name}的时间尚未登记"))

    def due(scope: Scope) -> Due:
        start = start_of(scope)
        if start is None:
            return unknown
        read_as = length_of(scope) if length_of else None
        if read_as is None:
            return Due(start, False, Reason((_at_once_unmeasured, start_name, start)))
        end = last_moment(start, *read_as, calendar=scope.docket.calendar)
        return Due(end, True, Reason((_at_once_measured, start_name, start, read_as, end)))

    return due


def _at_once_unmeasured(start_name: str, start: datetime) -> str:
    return f"{start_name}（{moment(start)}）后立即履行，文本未规定具体时限"


def _at_once_measured(start_name: str, start: datetime, length: Counted, end: datetime) -> str:
    measure = f"{length[0]}{UNIT_WORDS[length[1]]}"
    return f"{start_name}（{moment(start)}）后立即履行，“立即”按{measure}计，至{moment(end)}"


def settle(done_at: datetime | None, due: Due, scope: Scope) -> State:
    """Where something stands that can still be done: met, late, open or overdue.

    Where the text is silent about time, what is missing is open until the case is closed, and overdue from then on.
    """
    now = scope.docket.now
    if done_at is not None and done_at <= now:
        return State.LATE if due.strict and due.at is not None and done_at > due.at else State.MET
    if due.at is not None:
        return State.OPEN if now <= due.at else State.OVERDUE
    return State.OVERDUE if due is SILENT and scope.docket.closed else State.OPEN


def timed_reasons(done_at: datetime | None, due: Due, scope: Scope) -> tuple[Reason, ...]:
    """Why the due time is so, and how the fulfilment stands to it."""
    if due.reason is None:
        return ()
    if done_at is None or due.at is None or done_at > scope.docket.now:
        return (due.reason,)
    if done_at <= due.at:
        return (due.reason, Reason((_in_time, done_at), True))
    return (due.reason, Reason((_after, done_at, due.at), False if due.strict else None))


def _in_time(done_at: datetime) -> str:
    return f"于{moment(done_at)}完成，在期限内"


def _after(done_at: datetime, due_at: datetime) -> str:
    return f"于{moment(done_at)}完成，距起算或期限{stretch(done_at - due_at)}"
