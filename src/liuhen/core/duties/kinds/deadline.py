"""Deadline 期限: an event of the subject happens in time (stored, filed, gathered, reported …)."""

from __future__ import annotations

from datetime import datetime

from liuhen.core.duties.finding import Finding, Judge
from liuhen.core.duties.scope import Scope
from liuhen.core.duties.timing import event_reader, event_words, settle, timed_reasons, timing_of
from liuhen.core.lawbook.duty import Duty
from liuhen.core.lawbook.needs import DeadlineNeeds
from liuhen.core.lawbook.text import LawText
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

    def judge(scope: Scope) -> Finding:
        done_at, reason = _done(scope)
        due = timing(scope)
        parts = (reason, *timed_reasons(done_at, due, scope))
        missing, state = "" if done_at else lack, settle(done_at, due, scope)
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
