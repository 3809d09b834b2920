"""Uninterrupted recording 全过程无间断音像记录: from arrival to leaving, every second, by one device or a relay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from liuhen.core.continuity.coverage import Coverage, Gap, coverage
from liuhen.core.duties.conditions import Test
from liuhen.core.duties.docket import Docket
from liuhen.core.duties.finding import Finding, Judge, worst
from liuhen.core.duties.footage import Awaited, awaited
from liuhen.core.duties.kinds import interruption_loop
from liuhen.core.duties.kinds.interruption_loop import loop_of
from liuhen.core.duties.scope import Scope
from liuhen.core.duties.timing import event_reader
from liuhen.core.duties.words import clock, moment, stretch
from liuhen.core.lawbook.duty import Duty
from liuhen.core.lawbook.needs import UninterruptedNeeds
from liuhen.core.lawbook.text import LawText
from liuhen.core.lawbook.vocabulary import Vocabulary
from liuhen.core.terms.facts import Interruption, Interval
from liuhen.core.terms.labels import State
from liuhen.core.terms.verdict import Reason

SHOWN_GAPS = 3

Loop = Callable[[Docket, Interruption], Finding]
"""How the break stands under the text's own interruption duties."""


def prepare(duty: Duty[UninterruptedNeeds], law: LawText) -> Judge:
    """A judge for the coverage of a step."""
    needs = duty.needs
    assert needs is not None  # noqa: S101  the registry prepares only duties with needs
    window_of, media = _window(needs, law), frozenset(needs.media)
    tolerance, slack = timedelta(seconds=needs.tolerance_seconds), timedelta(seconds=needs.cause_slack_seconds)
    causes, loop, awaits = frozenset(needs.lawful_causes), _loop(needs, law), awaited(duty, law)

    def judge(scope: Scope) -> Finding:
        window = window_of(scope)
        if window is None:
            return Finding(
                State.OPEN, "缺到达、离开现场时间", parts=(Reason(text="环节的起止时间尚未登记", holds=False),)
            )
        clips = [r for r in scope.docket.originals_of(scope.id) if r.medium in media]
        breaks = [i for i in scope.docket.interruptions_of(scope.id) if i.cause in causes]
        found = coverage(window, clips, breaks, tolerance=tolerance, slack=slack)
        finding = _weigh(found, scope, awaits, loop, law.vocabulary)
        return replace(finding, evidence=(*(r.id for r in clips), *finding.evidence))

    return judge


def _window(needs: UninterruptedNeeds, law: LawText) -> Callable[[Scope], Interval | None]:
    """From the first known start event to the first known end event, or to now while the step goes on."""
    starts = [event_reader(name, law) for name in needs.from_]
    ends = [event_reader(name, law) for name in needs.to]

    def window(scope: Scope) -> Interval | None:
        start = _first_known(starts, scope)
        end = min(_first_known(ends, scope) or scope.docket.now, scope.docket.now)
        return Interval(start=start, end=end) if start and start <= end else None

    return window


def _first_known(readers: list[Callable[[Scope], datetime | None]], scope: Scope) -> datetime | None:
    return next((at for read in readers if (at := read(scope)) is not None), None)


def _loop(needs: UninterruptedNeeds, law: LawText) -> Loop | None:
    """The text's own interruption duties, which together decide whether an explained gap is excused."""
    links: list[tuple[Test, Judge]] = []
    for id in needs.loop:
        duty: Any = law.duty(id)
        links += [(interruption_loop.trigger(duty), interruption_loop.prepare(duty, law))] if duty else []
    return loop_of(links) if links else None


def _weigh(found: Coverage, scope: Scope, awaits: Awaited, loop: Loop | None, words: Vocabulary) -> Finding:
    parts = (_window_reason(found), *_gap_reasons(found, words))
    if found.unexplained:
        state, due = awaits(scope)
        missing = _missing(found.unexplained, bool(found.covered))
        return Finding(state, missing, due.at, (), (*parts, due.reason) if due.reason else parts)
    if not found.explained:
        return Finding(State.MET, parts=parts)
    return _explained(found, scope, loop, parts)


def _explained(found: Coverage, scope: Scope, loop: Loop | None, parts: tuple[Reason, ...]) -> Finding:
    """Gaps with lawful causes are excused once their loop is closed; until then they stand as the loop stands."""
    breaks = {gap.interruption.id: gap.interruption for gap in found.explained if gap.interruption}
    loops = [loop(scope.docket, break_) for break_ in breaks.values()] if loop else []
    ids = (*breaks, *(id for finding in loops for id in finding.evidence))
    states = [f.state for f in loops if f.missing]
    if not states:
        return Finding(
            State.EXCUSED, evidence=ids, parts=(*parts, Reason(text="中断有客观原因，并已说明或报告", holds=True))
        )
    missing = "；".join(f.missing for f in loops if f.missing)
    due = min((f.due_at for f in loops if f.missing and f.due_at), default=None)
    reasons = tuple(part for finding in loops for part in finding.parts)
    return Finding(worst(states), missing, due, ids, (*parts, *reasons))


def _window_reason(found: Coverage) -> Reason:
    covered = sum(((part.end - part.start) for part in found.covered), timedelta())
    length = found.window.end - found.window.start
    text = (
        f"应记录{moment(found.window.start)}至{moment(found.window.end)}，共{stretch(length)}，已录{stretch(covered)}"
    )
    return Reason(text=text, holds=found.whole)


def _gap_reasons(found: Coverage, words: Vocabulary) -> tuple[Reason, ...]:
    explained = [(gap, f"中断原因：{_cause(gap, words)}", None) for gap in found.explained]
    unexplained = [(gap, "没有说明原因", False) for gap in found.unexplained]
    doubtful = [(gap, "在时钟误差范围内，不计为中断", True) for gap in found.doubtful]
    listed = sorted([*explained, *unexplained, *doubtful], key=lambda entry: entry[0].start)
    return tuple(Reason(text=f"{_span(gap)}无录像，{why}", holds=holds) for gap, why, holds in listed)


def _cause(gap: Gap, words: Vocabulary) -> str:
    return words.label("causes", gap.interruption.cause) if gap.interruption else ""


def _span(gap: Gap) -> str:
    return f"{clock(gap.start)}–{clock(gap.end)}（{stretch(gap.length)}）"


def _missing(gaps: tuple[Gap, ...], any_footage: bool) -> str:
    if not any_footage:
        return "缺全过程录像"
    more = f"等{len(gaps)}处" if len(gaps) > SHOWN_GAPS else ""
    return f"录像中断：{'、'.join(_span(gap) for gap in gaps[:SHOWN_GAPS])}{more}"
