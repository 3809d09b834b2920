"""Shared by the kinds that need recordings: which footage counts, and how long it may still be on its way."""

from __future__ import annotations

from collections.abc import Callable

from liuhen.core.duties.scope import Scope, Shown
from liuhen.core.duties.timing import Due, timing_of
from liuhen.core.lawbook.duty import AnyDuty
from liuhen.core.lawbook.text import LawText
from liuhen.core.terms.facts import Recording
from liuhen.core.terms.labels import MarkKind, State, SubjectKind
from liuhen.core.terms.verdict import Reason

Awaited = Callable[[Scope], tuple[State, Due]]


def awaited(duty: AnyDuty, law: LawText) -> Awaited:
    """The state of footage that is not there: open while it may still be handed in, breached after that."""
    timing, awaits = timing_of(duty.awaits, law, warn=duty.warn), duty.awaits is not None

    def state(scope: Scope) -> tuple[State, Due]:
        due, now = timing(scope), scope.docket.now
        end = scope.fact.end
        running = end is None or now < end
        if running or (awaits and (due.at is None or now <= due.at)):
            return State.OPEN, due
        return State.BREACHED, due

    return state


def footage(scope: Scope) -> list[Recording]:
    """The original recordings of a step that touch its time, or the recording itself."""
    if scope.clips is None:
        scope.clips = [scope.fact] if scope.kind is SubjectKind.RECORDING else _of_step(scope)
    return scope.clips


def _of_step(scope: Scope) -> list[Recording]:
    step = scope.fact
    begins = min(step.start, step.arrival) if step.arrival else step.start
    ends = max((at for at in (step.end, step.departure) if at), default=scope.docket.now)
    return [r for r in scope.docket.originals_of(scope.id) if r.start - r.error <= ends and r.end + r.error >= begins]


def shown(scope: Scope, kind: MarkKind) -> Shown:
    """What the marks of a kind show in all footage of the subject, gathered once for all duties that ask."""
    if kind not in scope.shown:
        scope.shown[kind] = shown_in(footage(scope), scope, kind)
    return scope.shown[kind]


def shown_in(clips: list[Recording], scope: Scope, kind: MarkKind) -> Shown:
    """What the marks of a kind show in these clips of the subject."""
    ids = [clip.id for clip in clips]
    marks = [mark for mark in scope.docket.marks(scope.id, kind) if mark.recording in ids]
    contents = frozenset([mark.content for mark in marks])
    return Shown(tuple([mark.id for mark in marks]), contents, max([mark.at for mark in marks], default=None))


def no_footage(scope: Scope, awaits: Awaited) -> tuple[State, Due, tuple[Reason, ...]]:
    """State, due time and reasons where there is no footage at all."""
    state, due = awaits(scope)
    return state, due, (_NO_FOOTAGE, due.reason) if due.reason else (_NO_FOOTAGE,)


_NO_FOOTAGE = Reason("本环节没有原始音像记录", False)
