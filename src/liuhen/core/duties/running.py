"""How a text's period runs for a subject: from which moment to which, what held it up, what made it longer.

The steps are exact, and each is said in the explanation:

1. it runs from its event (whose day is left out where it is counted in days), or back from it (`ahead_of`);
2. it stands still while a situation of `pauses` lasts (liuhen.core.deadlines.pauses);
3. each extension is added, in the order the text lists them, when an approval of its kind, by one of its roles, was
   given before the period was over as it stood then; it runs on from the last day, and an approval lengthens but once;
4. with `rolls`, a last day that is a day off gives way to the next working day (counted back: to the one before).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from liuhen.core.deadlines.calendar import WorkCalendar
from liuhen.core.deadlines.counting import day_of, last_day_of, last_moment, latest_before, rolled
from liuhen.core.deadlines.pauses import Pause, paused_days, paused_moment
from liuhen.core.deadlines.units import RUNNING, Unit
from liuhen.core.duties.events import event_reader, event_words
from liuhen.core.duties.happenings import ever, grants, situations
from liuhen.core.duties.numbers import Counted, length_reader, nobody_set
from liuhen.core.duties.scope import Scope
from liuhen.core.duties.words import UNIT_WORDS, last_day_words, moment, stretch
from liuhen.core.lawbook.periods import Amount, Extension, Period
from liuhen.core.lawbook.text import LawText
from liuhen.core.lawbook.vocabulary import Vocabulary
from liuhen.core.terms.facts import Approval
from liuhen.core.terms.records import record
from liuhen.core.terms.verdict import Reason

RECORDING_END = "recording_end"
_INSTANT = timedelta(microseconds=1)
_BY_CALENDAR = frozenset({Unit.WORKING_DAYS, Unit.END_OF_WORKING_DAY})


@record
class Run:
    """When a period is over (None: not known), and why so."""

    at: datetime | None
    reason: Reason


Running = Callable[[Scope], Run]


def running(period: Period, law: LawText, because: str = "", *, keeping: bool = False) -> Running:
    """The period as a function of the subject; `because` says why it is this one and not another.

    `keeping`: how long something is kept, which in doubt is longer; everything else is due sooner.
    """
    head = f"{because}：" if because else ""
    count = _back(period, law, head) if period.ahead_of else _forward(period, law, head)
    length_of = length_reader(period.amount or Amount(number=0), period.unit)
    start_of = event_reader(period.event, law, planned=bool(period.ahead_of), keeping=keeping)
    by_clock = period.event == RECORDING_END
    unknown = Run(None, Reason(f"{head}{_unknown(period, law)}"))
    unset = Run(None, Reason(f"{head}{nobody_set(period.amount, law.vocabulary)}")) if period.amount else unknown

    def run(scope: Scope) -> Run:
        start = start_of(scope)
        if start is None:
            return unknown
        length = length_of(scope)
        found = count(scope, start, length) if length else unset
        return _with_bar(found, scope, keeping) if by_clock and length else found

    return run


def _with_bar(found: Run, scope: Scope, keeping: bool) -> Run:
    """The same, saying by how much and to which side the device's clock may be wrong."""
    bar = scope.fact.bar
    if not bar:
        return found
    reason = found.reason
    note = Reason((_bar_words, bar, keeping))
    return Run(found.at, Reason((_same, reason), reason.holds, (*reason.parts, note)))


def _same(reason: Reason) -> str:
    return reason.text


def _bar_words(bar: timedelta, keeping: bool) -> str:
    side = "最晚" if keeping else "最早"
    return f"设备时钟误差{stretch(bar)}已计入，按{side}可能的结束时间起算"


def length_words(length: Counted, *, counted: bool = True) -> str:
    """A length as people say it: 24小时, 3个工作日, 立即 (`counted`: whether the text gives an amount)."""
    number, unit = length
    return f"{number}{UNIT_WORDS[unit]}" if counted else UNIT_WORDS[unit]


_Count = Callable[[Scope, datetime, Counted], Run]


def _unknown(period: Period, law: LawText) -> str:
    name = event_words(period.event, law)
    if period.ahead_of:
        return f"在{name}之前，{name}的时间尚未登记"
    return f"自{name}起算，{name}的时间尚未登记"


def _back(period: Period, law: LawText, head: str) -> _Count:
    name, rolls = event_words(period.ahead_of, law), period.rolls

    def count(scope: Scope, event: datetime, length: Counted) -> Run:
        calendar = scope.docket.calendar
        end = latest_before(event, *length, calendar=calendar, rolls=rolls)
        note = calendar_note(calendar, end, event) if rolls or length[1] in _BY_CALENDAR else ""
        text = f"{head}{name}（{moment(event)}）{length_words(length)}前，不晚于{moment(end)}{note}"
        return Run(end, Reason(text))

    return count


def _forward(period: Period, law: LawText, head: str) -> _Count:
    head = f"{head}自{event_words(period.from_, law)}"
    if period.pauses or period.extensions:
        return _Changing(period, law.vocabulary, head).count
    rolls, counted = period.rolls, period.amount is not None

    def count(scope: Scope, start: datetime, length: Counted) -> Run:
        calendar = scope.docket.calendar
        end = last_moment(start, *length, calendar=calendar)
        if not rolls and length[1] not in _BY_CALENDAR:
            return Run(end, Reason((_ran, head, start, length, counted, end, "")))
        final = rolled(end, calendar) if rolls and length[1] not in RUNNING else end
        note = calendar_note(calendar, start, final)
        return Run(final, Reason((_ran, head, start, length, counted, final, note), None, _rolled_words(end, final)))

    return count


def _ran(head: str, start: datetime, length: Counted, counted: bool, end: datetime, note: str) -> str:
    return f"{head}（{moment(start)}）起{length_words(length, counted=counted)}，至{moment(end)}{note}"


class _Changing:
    """A period that pauses or may be lengthened."""

    def __init__(self, period: Period, words: Vocabulary, head: str) -> None:
        self._period, self._words, self._head = period, words, head
        self._added = [(extension, length_reader(extension.amount, extension.unit)) for extension in period.extensions]

    def count(self, scope: Scope, start: datetime, length: Counted) -> Run:
        calendar, pauses = scope.docket.calendar, self._pauses(scope)
        leg = _Leg(scope, [pause for pause, _ in pauses], self._period.rolls)
        end = leg.over(start, length)
        added: list[Reason] = []
        if end:
            end, added = self._lengthened(leg, end)
        final = leg.rolled(end) if end else None
        by_calendar = self._period.rolls or length[1] in _BY_CALENDAR
        note = calendar_note(calendar, start, final) if final and by_calendar else ""
        until = f"，至{moment(final)}{note}" if final else "，现暂停计算"
        held = [self._held(pause, kind) for pause, kind in pauses if _touches(pause, start, end)]
        late = _rolled_words(end, final) if end and final else ()
        text = (
            f"{self._head}（{moment(start)}）起{length_words(length, counted=self._period.amount is not None)}{until}"
        )
        return Run(final, Reason(text, None, (*held, *added, *late)))

    def _pauses(self, scope: Scope) -> list[tuple[Pause, str]]:
        now, label = scope.docket.now, self._words.label
        found = situations(scope, self._period.pauses)
        return [(Pause(s.since, ever(s.until, now)), label("situations", s.kind)) for s in found]

    def _held(self, pause: Pause, kind: str) -> Reason:
        if pause.end is None:
            return Reason(f"{kind}自{moment(pause.start)}开始，尚未结束，期限暂停计算")
        unit = self._period.unit
        days = "" if unit in RUNNING else f"（{paused_days(pause.start, pause.end)}日）"
        return Reason(f"{kind}期间不计算：{moment(pause.start)}至{moment(pause.end)}{days}")

    def _lengthened(self, leg: _Leg, end: datetime) -> tuple[datetime | None, list[Reason]]:
        """The end after all extensions that were granted in time, and what is to be said of each."""
        reasons: list[Reason] = []
        spent: set[str] = set()
        longer: datetime | None = end
        for extension, length_of in self._added:
            if longer is None:
                break
            grant, why = _grant(extension, leg, longer, spent, self._words)
            length = length_of(leg.scope)
            if grant and length:
                spent.add(grant.id)
                longer = leg.over(_runs_on(longer, length[1]), length)
                until = f"，至{moment(longer)}" if longer else ""
                why = f"{extension.reason}：{moment(grant.at)}批准，延长{length[0]}{UNIT_WORDS[length[1]]}{until}"
            elif grant:
                why = f"{extension.reason}：{nobody_set(extension.amount, self._words)}"
            reasons += [Reason(why)] if why else []
        return longer, reasons


class _Leg:
    """One stretch after another of a period, under the same pauses."""

    def __init__(self, scope: Scope, pauses: list[Pause], rolls: bool) -> None:
        self.scope, self._pauses, self._rolls = scope, pauses, rolls

    def over(self, start: datetime, length: Counted) -> datetime | None:
        """When the stretch is over."""
        return paused_moment(start, *length, calendar=self.scope.docket.calendar, pauses=self._pauses)

    def rolled(self, end: datetime) -> datetime:
        """When what ends then is over, if it rolls; what ends within a day does not."""
        by_days = day_of(end) != last_day_of(end)
        return rolled(end, self.scope.docket.calendar) if self._rolls and by_days else end


def _grant(
    extension: Extension, leg: _Leg, end: datetime, spent: set[str], words: Vocabulary
) -> tuple[Approval | None, str]:
    """The approval that lengthens a period ending then, or why one that was given does not."""
    why = ""
    for approval in grants(leg.scope, extension.approval):
        if approval.id in spent:
            continue
        if extension.roles and approval.role not in extension.roles:
            roles = words.labels("roles", extension.roles, between="或者")
            why = f"{moment(approval.at)}的延长批准不是由{roles}作出，不计"
        elif approval.at > leg.rolled(end):
            why = f"{moment(approval.at)}批准延长时期限已经届满，不计"
        else:
            return approval, ""
    return None, why


def _runs_on(end: datetime, unit: Unit) -> datetime:
    """Where an extension starts: at the very end for hours, on the last day for days, which is then left out."""
    return end if unit in RUNNING else end - _INSTANT


def _touches(pause: Pause, start: datetime, end: datetime | None) -> bool:
    """Whether the pause lies in the period at all."""
    return (end is None or pause.start < end) and (pause.end is None or pause.end > start)


def _rolled_words(end: datetime, final: datetime) -> tuple[Reason, ...]:
    if end == final:
        return ()
    return (Reason(f"期限末日{last_day_words(end)}是休息日，顺延至{last_day_words(final)}"),)


def calendar_note(calendar: WorkCalendar, first: datetime, last: datetime) -> str:
    """Says when days off of a year are not known; empty when they are."""
    if calendar.known(first.date()) and calendar.known(last.date()):
        return ""
    return "（没有当年的节假日数据，按周一至周五为工作日计算）"
