"""What would be if something happened now: the question every act asks before it is done.

An attempt is laid over the facts as if it had happened, and the procedure is walked once more. So the answer is the
same that the standing will give afterwards, also for what is registered with a time that is past.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from liuhen.core.procedure.bars import Bar, bars_before, wrong_hands
from liuhen.core.procedure.procedure import Procedure, Transition
from liuhen.core.procedure.standing import Excepted, Standing, fits, fits_so, standing_in
from liuhen.core.terms.facts import Approval, Document, Dossier, Step
from liuhen.core.terms.labels import Stage

Fact = Document | Step | Approval
AS_IF = "0"
"""The key of a fact that is only tried: no row has it."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """Something about to happen: its name ("document:penalty_decision"), when, and the fact (a milestone has none).

    `replaces`: it is a correction, of the fact with this id or of the milestone of this name. `hands` are the roles in
    play (vocabulary `roles`) by whom it would be done; None where nobody asks that.
    """

    event: str
    at: datetime
    fact: Fact | None = None
    replaces: str = ""
    hands: frozenset[str] | None = None

    @property
    def kind(self) -> str:
        """milestone, step, document or passed."""
        return self.event.partition(":")[0]

    @property
    def code(self) -> str:
        """Which of them."""
        return self.event.partition(":")[2]


def attempt_of(event: str, at: datetime) -> Attempt:
    """An attempt of which nothing but name and time is known yet: for showing what would bar it."""
    kind, _, code = event.partition(":")
    match kind:
        case "document":
            return Attempt(event, at, Document(id=f"document:{AS_IF}", kind=code, made_at=at))
        case "step":
            return Attempt(event, at, Step(id=f"step:{AS_IF}", kind=code, start=at, stage=Stage.INVESTIGATION))
        case "passed":
            return Attempt(event, at, Approval(id=f"approval:{AS_IF}", kind=code, about=(), at=at))
    return Attempt(event, at)


def as_if(dossier: Dossier, attempt: Attempt) -> Dossier:
    """The dossier as it would be if the attempt had happened."""
    dossier = without(dossier, attempt)
    match attempt.fact:
        case Document() as document:
            return dataclasses.replace(dossier, documents=(*dossier.documents, document))
        case Step() as step:
            return dataclasses.replace(dossier, steps=(*dossier.steps, step))
        case Approval() as approval:
            return dataclasses.replace(dossier, approvals=(*dossier.approvals, approval))
    if dossier.case is None or attempt.kind != "milestone":
        return dossier
    reached = {**dossier.case.milestones, attempt.code: attempt.at}
    return dataclasses.replace(dossier, case=dataclasses.replace(dossier.case, milestones=reached))


def without(dossier: Dossier, attempt: Attempt) -> Dossier:
    """The dossier without what the attempt would correct."""
    if not attempt.replaces:
        return dossier
    steps = tuple(one for one in dossier.steps if one.id != attempt.replaces)
    case = dossier.case
    if case and attempt.kind == "milestone":
        reached = {kind: at for kind, at in case.milestones.items() if kind != attempt.replaces}
        case = dataclasses.replace(case, milestones=reached)
    return dataclasses.replace(dossier, steps=steps, case=case)


@dataclass(frozen=True, slots=True)
class Barred:
    """One thing that bars an attempt: its name, the same as long as it is the same thing, and the sentence telling it.

    The sentence names the article and says what to do.
    """

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a procedure says of an attempt.

    `step` is the step it would be, as the procedure describes it; `led`: the procedure leads there from where the case
    stood at its time (`before`); `bars`: what is in the way nevertheless. `upsets` are steps done already that would
    lose the ground they stand on, because it is given an earlier time than theirs; then it is not led to either.
    """

    procedure: Procedure
    before: Standing
    step: Transition
    led: bool
    bars: tuple[Bar, ...] = ()
    upsets: tuple[Transition, ...] = ()
    past: bool = False
    """Whether the case stood elsewhere at its time than it does now."""

    @property
    def open(self) -> bool:
        """Whether nothing speaks against it."""
        return self.led and not self.bars


def tried(procedure: Procedure, dossier: Dossier, attempt: Attempt, *, excepted: Excepted = ()) -> Outcome | None:
    """Try an attempt in a procedure; None where the procedure does not speak of such an event.

    An attempt that would put something astray, itself or what was done later, is not led to. A correction of what was
    astray already is not judged.
    """
    if not procedure.knows(attempt.event):
        return None
    rest = without(dossier, attempt)
    there, base = (standing_in(procedure, facts, excepted=excepted) for facts in (dossier, rest))
    if attempt.replaces and _times(there, attempt) == _times(base, attempt):
        return None
    then = standing_in(procedure, rest, excepted=excepted, until=attempt.at)
    after = standing_in(procedure, as_if(dossier, attempt), excepted=excepted)
    step = next(_taken_by(after, attempt), None) if _times(after, attempt) > _times(base, attempt) else None
    meant = step or _nearest(procedure, attempt, rest, then)
    bars = (*bars_before(meant, rest, {}, at=attempt.at, taken=base.taken), *_hands(meant, attempt))
    found = Outcome(procedure, then, meant, led=False, bars=bars)
    if step is None:
        return dataclasses.replace(found, past=then.state != base.state)
    if len(after.astray) > len(there.astray):
        upset = tuple(one.transition for one in after.astray if one not in there.astray)
        return dataclasses.replace(found, upsets=upset)
    return dataclasses.replace(found, led=True)


def _hands(step: Transition, attempt: Attempt) -> Iterator[Bar]:
    return iter(()) if attempt.hands is None else wrong_hands(step, attempt.hands)


def _taken_by(after: Standing, attempt: Attempt) -> Iterator[Transition]:
    """The step the attempt would be, if the procedure leads to it; the last of its event at its time."""
    return (
        taken.transition
        for taken in reversed(after.taken)
        if taken.transition.event == attempt.event and taken.at == attempt.at and not taken.by_exception
    )


def _times(standing: Standing, attempt: Attempt) -> int:
    """How many steps were taken by this event."""
    return sum(taken.transition.event == attempt.event for taken in standing.taken)


def _nearest(procedure: Procedure, attempt: Attempt, dossier: Dossier, standing: Standing) -> Transition:
    """The step of this event that fits the case and its circumstances, from where it stands if there is one."""
    steps = [one for one in procedure.transitions if one.event == attempt.event]
    circumstances = attempt.fact.circumstances if isinstance(attempt.fact, Step) else ()
    fitting = [one for one in steps if fits(one, dossier) and fits_so(one, circumstances)] or steps
    here = (one for one in fitting if standing.state.id in one.from_)
    return next(here, next((one for one in fitting if not one.circumstances), fitting[0]))
