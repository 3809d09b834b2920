"""Effect 法律效果: what counts as what 视为, and what comes to pass when something was not done in time."""

from __future__ import annotations

from liuhen.core.duties.finding import Finding, Judge
from liuhen.core.duties.scope import Scope
from liuhen.core.duties.timing import event_reader, event_words, settle, timed_reasons, timing_of
from liuhen.core.duties.words import moment
from liuhen.core.lawbook.duty import Duty
from liuhen.core.lawbook.needs import EffectNeeds, Standin
from liuhen.core.lawbook.text import LawText
from liuhen.core.terms.labels import State
from liuhen.core.terms.records import changed
from liuhen.core.terms.verdict import Reason


def prepare(duty: Duty[EffectNeeds], law: LawText) -> Judge:
    """A judge for what counts as what, or for an event that keeps the effect off."""
    assert duty.needs is not None  # noqa: S101  the registry prepares only duties with needs
    return _counts(duty.needs.counts_as, law) if duty.needs.counts_as else _lapses(duty, duty.needs, law)


def _counts(standin: Standin, law: LawText) -> Judge:
    words = law.vocabulary
    names = [words.labels("documents", standin.documents), words.labels("matters", standin.matters)]
    finding = Finding(State.MET, parts=(Reason(f"视为已有：{'、'.join(name for name in names if name)}", True),))
    return lambda scope: finding


def _lapses(duty: Duty[EffectNeeds], needs: EffectNeeds, law: LawText) -> Judge:
    """Due like any deadline; when it passes without the event the effect is there, and what follows cannot undo it."""
    event, name = event_reader(needs.event, law), event_words(needs.event, law)
    timing, effect = timing_of(duty.deadline, law, warn=duty.warn), law.vocabulary.label("effects", needs.lapses or "")

    def judge(scope: Scope) -> Finding:
        at, due = event(scope), timing(scope)
        done_at = at if at is not None and at <= scope.docket.now else None
        state = settle(done_at, due, scope)
        reason = Reason(f"已于{moment(done_at)}{name}" if done_at else f"尚未{name}", done_at is not None)
        parts = (reason, *timed_reasons(done_at, due, scope))
        finding = Finding(state, "" if done_at else f"缺{name}", due.at, scope.itself, parts, (), due.raise_at)
        if in_force(finding, scope):
            return changed(finding, parts=(*parts, Reason(f"逾期，发生法律效果：{effect}", False)))
        return finding

    return judge


def in_force(finding: Finding, scope: Scope) -> bool:
    """Whether the time has passed without the event (a person's decision or an excuse may have kept the effect off)."""
    passed = finding.due_at is not None and finding.due_at < scope.docket.now
    return passed and finding.state in _UNDONE


_UNDONE = frozenset({State.OVERDUE, State.LATE, State.ADVISED})
