"""Deadline 期限: an event of the subject happens in time (stored, filed, gathered, reported …).

What is due before another event (`ahead_of`: a notice before the hearing) cannot be mended once that has happened.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from liuhen.core.duties.conditions import Test, compiled
from liuhen.core.duties.finding import Finding, Judge
from liuhen.core.duties.scope import Scope
from liuhen.core.duties.timing import event_reader, event_words, settle, timed_reasons, timing_of
from liuhen.core.duties.words import moment
from liuhen.core.lawbook.duty import Duty
from liuhen.core.lawbook.needs import DeadlineNeeds
from liuhen.core.lawbook.periods import Deadline, Instead
from liuhen.core.lawbook.text import LawText
from liuhen.core.terms.labels import State
from liuhen.core.terms.verdict import Reason


def prepare(duty: Duty[DeadlineNeeds], law: LawText) -> Judge:
    """A judge for one event against the text's deadline."""
    needs = duty.needs
    assert needs is not None  # noqa: S101  the registry prepares only duties with needs
    event, name = event_reader(needs.event, law), event_words(needs.event, law)
    stores, timing = frozenset(needs.stores), timing_of(duty.deadline, law, warn=duty.warn)
    absent, present = Reason(f"尚无{name}时间", False), Reason(f"已有{name}时间", True)
    places = law.vocabulary.labels("stores", needs.stores, between="或者")
    lack = f"缺{name}记录" + (f"（应存入{places}）" if places else "")
    too_late = _too_late(duty.deadline, law)

    def judge(scope: Scope) -> Finding:
        done_at, reason = _done(scope)
        due = timing(scope)
        parts = (reason, *timed_reasons(done_at, due, scope))
        missing, state = "" if done_at else lack, settle(done_at, due, scope)
        if state is State.OVERDUE and (over := too_late(scope)):
            state, parts = State.BREACHED, (*parts, over)
        return Finding(state, missing, due.at, scope.itself, parts, (), due.raise_at)

    def _done(scope: Scope) -> tuple[datetime | None, Reason]:
        """When it happened in a way that counts."""
        at = event(scope)
        if at is None or at > scope.docket.now:
            return None, absent
        if stores and scope.fact.store not in stores:
            place = law.vocabulary.label("stores", scope.fact.store) or "未登记的位置"
            return None, Reason(text=f"存放于{place}，应存入{places}", holds=False)
        return at, present

    return judge


def _too_late(deadline: Deadline | None, law: LawText) -> Callable[[Scope], Reason | None]:
    """Why it can no longer be done: the event it was due before has happened."""
    if deadline is None:
        return lambda scope: None
    choices: list[tuple[Test | None, Callable[[Scope], Reason | None]]] = [
        (compiled(period.when) if isinstance(period, Instead) else None, _happened(period.ahead_of, law))
        for period in (*deadline.instead, deadline)
    ]

    def over(scope: Scope) -> Reason | None:
        return next(happened(scope) for holds, happened in choices if holds is None or holds(scope))

    return over


def _happened(event: str, law: LawText) -> Callable[[Scope], Reason | None]:
    if not event:
        return lambda scope: None
    read, name = event_reader(event, law), event_words(event, law)

    def happened(scope: Scope) -> Reason | None:
        at = read(scope)
        if at is None or at > scope.docket.now:
            return None
        return Reason(f"{name}（{moment(at)}）已经发生，在此之前应做的不能再补", holds=False)

    return happened
