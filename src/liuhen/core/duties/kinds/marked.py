"""Shared by the kinds that a mark in a recording fulfils: key contents, spoken notice, spoken explanation.

What was filmed or said cannot be made up for, but a mark can: someone watches the recording and stamps the second. So
footage without the mark leaves the duty open (until the case is closed), and a step without footage breaches it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from liuhen.core.duties.finding import Finding, Judge
from liuhen.core.duties.footage import awaited, footage, no_footage, shown, shown_in
from liuhen.core.duties.scope import Scope, Shown
from liuhen.core.duties.timing import settle, timed_reasons, timing_of
from liuhen.core.lawbook.duty import AnyDuty
from liuhen.core.lawbook.text import LawText
from liuhen.core.terms.facts import Mark, Recording
from liuhen.core.terms.labels import MarkKind
from liuhen.core.terms.verdict import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which marks are asked for.

    `absent` tells, of the contents of the marks there are, which things asked for are not among them, by their Chinese
    names. `counts`: which footage counts and calls for marks. `disorder`: what is wrong with the order of the marks,
    empty when nothing is. `codes`: what would mend it.
    """

    kind: MarkKind
    absent: Callable[[frozenset[str]], list[str]]
    counts: Callable[[Recording], bool] | None = None
    disorder: Callable[[Sequence[Mark]], str] | None = None
    codes: tuple[str, ...] = ()


def marked_judge(duty: AnyDuty, law: LawText, asked: Asked) -> Judge:
    """A judge which asks for marks of a kind in the footage of the subject, as far as the footage counts."""
    awaits, timing = awaited(duty, law), timing_of(duty.deadline, law, warn=duty.warn)
    unfilmed, counts, codes = f"缺音像记录：{duty.title}", asked.counts, asked.codes

    def judge(scope: Scope) -> Finding:
        clips = footage(scope)
        fitting = [clip for clip in clips if counts(clip)] if counts else clips
        if not fitting:
            state, due, parts = no_footage(scope, awaits)
            return Finding(state, unfilmed, due.at, (), parts, codes, due.raise_at)
        apart = len(fitting) < len(clips)
        found = shown_in(fitting, scope, asked.kind) if apart else shown(scope, asked.kind)
        reason, missing = _weighed(asked, found, scope)
        done_at, due = None if missing else found.last, timing(scope)
        parts = (reason, *timed_reasons(done_at, due, scope))
        return Finding(settle(done_at, due, scope), missing, due.at, found.ids, parts, codes, due.raise_at)

    return judge


def _weighed(asked: Asked, found: Shown, scope: Scope) -> tuple[Reason, str]:
    """What is said of the marks there are, and what is missing."""
    if lacking := "、".join(asked.absent(found.contents)):
        return Reason(f"音像记录中没有标记：{lacking}", False), f"缺标记：{lacking}"
    if asked.disorder:
        marks = [mark for mark in scope.docket.marks(scope.id, asked.kind) if mark.id in found.ids]
        if wrong := asked.disorder(marks):
            return Reason(f"标记齐全，先后不符：{wrong}", False), wrong
    return _SHOWN, ""


_SHOWN = Reason("音像记录中已有标记", True)
