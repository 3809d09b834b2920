"""When something is due for a subject: the text's period, its lawful alternatives, and the words that explain it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time

from liuhen.core.deadlines.calendar import WorkCalendar
from liuhen.core.deadlines.counting import last_moment
from liuhen.core.deadlines.units import CHINA, Unit
from liuhen.core.duties.conditions import Test, compiled
from liuhen.core.duties.scope import EVENTS, Scope
from liuhen.core.duties.words import EVENT_WORDS, UNIT_WORDS, moment, stretch
from liuhen.core.lawbook.periods import Amount, Deadline, Period
from liuhen.core.lawbook.text import LawText
from liuhen.core.terms.labels import State
from liuhen.core.terms.records import record
from liuhen.core.terms.verdict import Reason


@record
class Due:
    """A due time (None: none known), whether fulfilment after it is late, and why it is so."""

    at: datetime | None
    strict: bool
    reason: Reason | None


SILENT = Due(None, False, None)
Timing = Callable[[Scope], Due]


def timing_of(deadline: Deadline | None, law: LawText) -> Timing:
    """The deadline as a function of the subject; a text that states none is silent about time."""
    if deadline is None:
        return lambda scope: SILENT
    main = _at_once(deadline, law) if deadline.unit is Unit.AT_ONCE else _counted(deadline, law, "")
    choices = [(compiled(other.when), _counted(other, law, other.reason)) for other in deadline.instead]
    return _chosen(main, choices) if choices else main


def _chosen(main: Timing, choices: list[tuple[Test, Timing]]) -> Timing:
    def due(scope: Scope) -> Due:
        for holds, timing in choices:
            if holds(scope):
                return timing(scope)
        return main(scope)

    return due


def number_reader(amount: Amount) -> Callable[[Scope], int | None]:
    """Reads the amount itself, or what the agency has set for it: None when the agency has set nothing usable."""
    number, key = amount.number, amount.key
    if number is not None:
        return lambda scope: number
    return lambda scope: _whole(scope.docket.dossier.agency.numbers.get(key, ""))


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else None


def event_reader(name: str, law: LawText) -> Callable[[Scope], datetime | None]:
    """Reads an event of a subject, a milestone of the case, or the first day of the text itself."""
    if name == "in_force":
        first = law.info.in_force.from_
        begins = datetime.combine(first, time(0), tzinfo=CHINA) if first else None
        return lambda scope: begins
    if name.startswith("milestone:"):
        code = name.removeprefix("milestone:")
        return lambda scope: scope.docket.milestone(code)
    return EVENTS[name]


def event_words(name: str, law: LawText) -> str:
    """What people call an event."""
    if name.startswith("milestone:"):
        return law.vocabulary.label("milestones", name.removeprefix("milestone:"))
    return EVENT_WORDS[name]


def _counted(period: Period, law: LawText, because: str) -> Timing:
    start_of, start_name = event_reader(period.from_, law), event_words(period.from_, law)
    number_of = number_reader(period.amount or Amount(number=0))
    unit, rolls, counted, unit_word = period.unit, period.rolls, period.amount is not None, UNIT_WORDS[period.unit]
    by_calendar = rolls or unit in (Unit.WORKING_DAYS, Unit.END_OF_WORKING_DAY)
    prefix = f"{because}：" if because else ""
    head = f"{prefix}自{start_name}"
    unknown = Due(None, True, Reason(f"{head}起算，{start_name}的时间尚未登记"))
    unset = Due(None, True, Reason(f"{prefix}期限由本单位确定，本单位尚未确定"))

    def due(scope: Scope) -> Due:
        start = start_of(scope)
        if start is None:
            return unknown
        number = number_of(scope)
        if number is None:
            return unset
        calendar = scope.docket.calendar
        end = last_moment(start, number, unit, calendar=calendar, rolls=rolls)
        length = f"{number}{unit_word}" if counted else unit_word
        note = _calendar_note(calendar, start, end) if by_calendar else ""
        return Due(end, True, Reason(f"{head}（{moment(start)}）起{length}，至{moment(end)}{note}"))

    return due


def _calendar_note(calendar: WorkCalendar, first: datetime, last: datetime) -> str:
    if calendar.known(first.date()) and calendar.known(last.date()):
        return ""
    return "（没有当年的节假日数据，按周一至周五为工作日计算）"


def _at_once(deadline: Deadline, law: LawText) -> Timing:
    start_of, start_name = event_reader(deadline.from_, law), event_words(deadline.from_, law)
    reading = deadline.read_as
    number_of = number_reader(reading.amount) if reading else None
    unknown = Due(None, False, Reason(f"{start_name}后立即履行，{start_name}的时间尚未登记"))

    def due(scope: Scope) -> Due:
        start = start_of(scope)
        if start is None:
            return unknown
        number = number_of(scope) if number_of else None
        if reading is None or number is None:
            return Due(start, False, Reason(f"{start_name}（{moment(start)}）后立即履行，文本未规定具体时限"))
        end = last_moment(start, number, reading.unit, calendar=scope.docket.calendar)
        length = f"{number}{UNIT_WORDS[reading.unit]}"
        text = f"{start_name}（{moment(start)}）后立即履行，“立即”按{length}计，至{moment(end)}"
        return Due(end, True, Reason(text))

    return due


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
        return (due.reason, Reason(f"于{moment(done_at)}完成，在期限内", True))
    text = f"于{moment(done_at)}完成，距起算或期限{stretch(done_at - due.at)}"
    return (due.reason, Reason(text, False if due.strict else None))
