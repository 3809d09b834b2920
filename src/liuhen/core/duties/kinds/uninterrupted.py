"""Uninterrupted recording 全过程无间断音像记录: from arrival to leaving, every second, by one device or a relay.

A gap with an accepted cause is excused once its loop is closed. Where a text lets key parts stand for the whole, those
are judged, and the gaps are listed as what need not be covered. Any other proven gap breaks the duty.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from liuhen.core.continuity.coverage import Coverage, attributed, coverage
from liuhen.core.duties.conditions import all_test, compiled
from liuhen.core.duties.docket import Docket
from liuhen.core.duties.finding import Finding, Judge
from liuhen.core.duties.footage import awaited
from liuhen.core.duties.judging import excusing
from liuhen.core.duties.kinds import gaps, interruption_loop
from liuhen.core.duties.kinds.interruption_loop import Link, loop_of
from liuhen.core.duties.kinds.key_parts import leave_of
from liuhen.core.duties.scope import Scope
from liuhen.core.duties.timing import event_reader
from liuhen.core.lawbook.duty import AnyDuty, Duty
from liuhen.core.lawbook.needs import UninterruptedNeeds
from liuhen.core.lawbook.text import LawText
from liuhen.core.terms.facts import Interruption, Interval, Recording
from liuhen.core.terms.labels import Modality, State
from liuhen.core.terms.records import changed
from liuhen.core.terms.verdict import Reason

Loop = Callable[[Docket, Interruption], Finding]
"""How the break stands under the text's own interruption duties."""

_NO_WINDOW = Finding(State.OPEN, "缺到达、离开现场时间", parts=(Reason("环节的起止时间尚未登记", False),))
_CLOSED = Reason("中断有客观原因，并已说明或报告", True)
_SOFT = frozenset({Modality.MAY, Modality.SHOULD})


def prepare(duty: Duty[UninterruptedNeeds], law: LawText) -> Judge:
    """A judge for the coverage of a step."""
    needs = duty.needs
    assert needs is not None  # noqa: S101  the registry prepares only duties with needs
    return _Continuity(needs, duty, law).judge


class _Continuity:
    """One duty's window, footage, causes, alternatives and loop."""

    def __init__(self, needs: UninterruptedNeeds, duty: AnyDuty, law: LawText) -> None:
        self._window_of = _window(needs, law)
        self._media, self._relay = frozenset(needs.media), needs.relay
        self._tolerance = timedelta(seconds=needs.tolerance_seconds)
        self._slack = timedelta(seconds=needs.cause_slack_seconds)
        self._causes, self._leave = frozenset(needs.lawful_causes), leave_of(needs.instead, law)
        self._loop, self._awaits, self._words = _loop(needs, law), awaited(duty, law), law.vocabulary

    def judge(self, scope: Scope) -> Finding:
        window = self._window_of(scope)
        if window is None:
            return _NO_WINDOW
        breaks = scope.docket.interruptions_of(scope.id)
        found, clips = self._covered(window, scope, [i for i in breaks if i.cause in self._causes])
        finding = self._weigh(found, scope, clips, breaks)
        parts = (gaps.window_reason(found), *self._joined(clips), *finding.parts)
        ids = (*[r.id for r in clips], *finding.evidence)
        return Finding(finding.state, finding.missing, finding.due_at, ids, parts, finding.codes, finding.raise_at)

    def _covered(self, window: Interval, scope: Scope, lawful: list[Interruption]) -> tuple[Coverage, list[Recording]]:
        """All footage laid over the window, or without relay that of the one device which leaves least open."""
        clips = [r for r in scope.docket.originals_of(scope.id) if r.medium in self._media]
        lots = [clips] if self._relay else (list(_by_device(clips).values()) or [clips])
        laid = [coverage(window, lot, lawful, tolerance=self._tolerance, slack=self._slack) for lot in lots]
        best = min(range(len(lots)), key=lambda n: _proven(laid[n]))
        return laid[best], lots[best]

    def _joined(self, clips: list[Recording]) -> tuple[Reason, ...]:
        devices = len({clip.device or clip.id for clip in clips})
        if not self._relay and clips:
            return (Reason(f"不允许多台设备接力，按一台设备（{clips[0].device or clips[0].id}）计算"),)
        return (Reason(f"由{devices}台设备接续记录", True),) if devices > 1 else ()

    def _weigh(self, found: Coverage, scope: Scope, clips: list[Recording], breaks: list[Interruption]) -> Finding:
        leave = None if found.whole else self._leave(scope)
        unlawful = attributed(found.unexplained, [i for i in breaks if i.cause not in self._causes], slack=self._slack)
        listed = gaps.gap_reasons(found, unlawful, self._words, leave.reason if leave else "")
        if leave:
            parts = leave.judge(scope, clips, self._awaits)
            return changed(parts, parts=(*listed, *parts.parts))
        if found.unexplained:
            state, due = self._awaits(scope)
            missing = gaps.missing(found.unexplained, any_footage=bool(found.covered))
            reasons = (*listed, due.reason) if due.reason else listed
            return Finding(state, missing, due.at, (), reasons, (), due.raise_at)
        return self._explained(found, scope, listed) if found.explained else Finding(State.MET, parts=listed)

    def _explained(self, found: Coverage, scope: Scope, listed: tuple[Reason, ...]) -> Finding:
        """Gaps with lawful causes are excused once their loop is closed; until then they stand as the loop stands."""
        breaks = {gap.interruption.id: gap.interruption for gap in found.explained if gap.interruption}
        loops = [self._loop(scope.docket, break_) for break_ in breaks.values()] if self._loop else []
        ids = (*breaks, *(id for finding in loops for id in finding.evidence))
        still = [finding for finding in loops if finding.missing]
        if not still:
            return Finding(State.EXCUSED, evidence=ids, parts=(*listed, _CLOSED))
        open_ = interruption_loop.together(still)
        parts = tuple(part for finding in loops for part in finding.parts)
        return changed(open_, evidence=ids, parts=(*listed, *parts))


def _proven(found: Coverage) -> timedelta:
    return sum((gap.length for gap in (*found.explained, *found.unexplained)), timedelta())


def _by_device(clips: list[Recording]) -> dict[str, list[Recording]]:
    lots: dict[str, list[Recording]] = {}
    for clip in clips:
        lots.setdefault(clip.device or clip.id, []).append(clip)
    return lots


def _window(needs: UninterruptedNeeds, law: LawText) -> Callable[[Scope], Interval | None]:
    """From the first known start event to the first known end event, or to now while the step goes on."""
    starts = [event_reader(name, law) for name in needs.from_]
    ends = [event_reader(name, law) for name in needs.to]

    def window(scope: Scope) -> Interval | None:
        start = first_known(starts, scope)
        end = min(first_known(ends, scope) or scope.docket.now, scope.docket.now)
        return Interval(start=start, end=end) if start and start <= end else None

    return window


def first_known(readers: list[Callable[[Scope], datetime | None]], scope: Scope) -> datetime | None:
    """The first of several events that is known."""
    return next((at for read in readers if (at := read(scope)) is not None), None)


def _loop(needs: UninterruptedNeeds, law: LawText) -> Loop | None:
    """The text's own interruption duties, which together decide whether an explained gap is excused.

    What a text only recommends does not keep a gap from being excused.
    """
    duties = [duty for id in needs.loop if (duty := law.duty(id)) and duty.modality not in _SOFT]
    return loop_of([_link(duty, law) for duty in duties]) if duties else None


def _link(duty: Any, law: LawText) -> Link:
    tests = [interruption_loop.trigger(duty), *([compiled(duty.when)] if duty.when else [])]
    judge = interruption_loop.prepare(duty, law)
    if duty.unless:
        reasons = [(compiled(e.when), Reason(f"法定例外：{e.reason}", True)) for e in duty.unless]
        judge = excusing(judge, tuple(reasons))
    return all_test(tests), judge
