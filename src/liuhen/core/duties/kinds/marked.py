"""Shared by the kinds that a mark in a recording fulfils: key contents, spoken notice, spoken explanation.

What was filmed or said cannot be made up for, but a mark can: someone watches the recording and stamps the second. So
footage without the mark leaves the duty open (until the case is closed), and a step without footage breaches it.
"""

from __future__ import annotations

from collections.abc import Callable

from liuhen.core.duties.finding import Finding, Judge
from liuhen.core.duties.footage import awaited, footage, no_footage, shown, shown_in
from liuhen.core.duties.scope import Scope
from liuhen.core.duties.timing import settle, timed_reasons, timing_of
from liuhen.core.lawbook.duty import AnyDuty
from liuhen.core.lawbook.text import LawText
from liuhen.core.terms.facts import Recording
from liuhen.core.terms.labels import MarkKind
from liuhen.core.terms.verdict import Reason

Absent = Callable[[frozenset[str]], list[str]]
"""Which of the things asked for are not among the contents of the marks, by their Chinese names."""


def marked_judge(
    duty: AnyDuty,
    law: LawText,
    kind: MarkKind,
    *,
    absent: Absent,
    counts: Callable[[Recording], bool] | None = None,
    codes: tuple[str, ...] = (),
) -> Judge:
    """A judge which asks for marks of a kind in the footage of the subject, as far as the footage `counts`."""
    awaits, timing = awaited(duty, law), timing_of(duty.deadline, law)
    unfilmed = f"缺音像记录：{duty.title}"

    def judge(scope: Scope) -> Finding:
        clips = footage(scope)
        fitting = [clip for clip in clips if counts(clip)] if counts else clips
        if not fitting:
            state, due, parts = no_footage(scope, awaits)
            return Finding(state, unfilmed, due.at, (), parts, codes)
        found = shown_in(fitting, scope, kind) if counts else shown(scope, kind)
        lacking, due = "、".join(absent(found.contents)), timing(scope)
        done_at = None if lacking else found.last
        reason = Reason(f"音像记录中没有标记：{lacking}", False) if lacking else _SHOWN
        parts = (reason, *timed_reasons(done_at, due, scope))
        missing = f"缺标记：{lacking}" if lacking else ""
        return Finding(settle(done_at, due, scope), missing, due.at, found.ids, parts, codes)

    return judge


_SHOWN = Reason("音像记录中已有标记", True)
