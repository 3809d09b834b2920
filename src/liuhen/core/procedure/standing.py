"""Where a case stands in a procedure, which steps are lawful next, and what bars the others.

It follows from the facts alone. What happened in another order than the procedure allows is kept as `astray`, so that
a case brought from elsewhere shows what was done too early or never.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from liuhen.core.procedure.bars import Bar, BarKind, Gate, Gates, Taken, bars_before
from liuhen.core.procedure.procedure import Procedure, State, Transition
from liuhen.core.terms.facts import Dossier

__all__ = [
    "Bar",
    "BarKind",
    "Excepted",
    "Gate",
    "Gates",
    "NextStep",
    "Standing",
    "Taken",
    "bars_before",
    "begun",
    "fits",
    "fits_so",
    "open_to",
    "standing_in",
]


@dataclass(frozen=True, slots=True)
class NextStep:
    """A step that leads on from here; `bars` empty: it may be taken."""

    transition: Transition
    bars: tuple[Bar, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a case stands. `astray` are steps that happened when the procedure did not lead there."""

    procedure: Procedure
    state: State
    taken: tuple[Taken, ...]
    following: tuple[NextStep, ...]
    astray: tuple[Taken, ...] = ()

    def bars_before(self, event: str) -> tuple[Bar, ...] | None:
        """What bars an event just now; None when no step of the procedure leads on by it from here."""
        steps = [step for step in self.following if step.transition.event == event]
        if not steps:
            return None
        return min((step.bars for step in steps), key=len)


Excepted = Collection[tuple[str, datetime]]
"""Events that an approved exception let through, each with its time."""


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that happened, by which steps are taken: its name ("milestone:decided"), when, the step's own facts."""

    at: datetime
    event: str
    circumstances: frozenset[str] = frozenset()


def standing_in(
    procedure: Procedure,
    dossier: Dossier,
    gates: Gates | None = None,
    *,
    excepted: Excepted = (),
    until: datetime | None = None,
) -> Standing:
    """Walk the procedure along what happened, in order of time.

    `excepted` are the events, with their times, that an approved exception let through: they lead on out of order.
    `until`: only what happened up to that moment.
    """
    state, taken, astray = procedure.states[0].id, list[Taken](), list[Taken]()
    for happened in _happened(procedure, dossier):
        if until and happened.at > until:
            break
        found = _leading(procedure, state, happened, dossier)
        other = found or next((one for one in procedure.transitions if one.event == happened.event), None)
        if found or (other and (happened.event, happened.at) in excepted):
            assert other is not None  # noqa: S101  found, or looked at just now
            state = other.to
            taken.append(Taken(other, happened.at, state, by_exception=found is None))
        elif other:
            astray.append(Taken(other, happened.at, state))
    onward = [one for one in procedure.transitions if state in one.from_ and fits(one, dossier)]
    return Standing(
        procedure=procedure,
        state=procedure.state(state),
        taken=tuple(taken),
        following=tuple(NextStep(one, tuple(_bars(one, dossier, gates, taken))) for one in onward),
        astray=tuple(astray),
    )


def _bars(one: Transition, dossier: Dossier, gates: Gates | None, taken: list[Taken]) -> Iterator[Bar]:
    return bars_before(one, dossier, gates or {}, taken=taken)


def _leading(procedure: Procedure, state: str, happened: Happened, dossier: Dossier) -> Transition | None:
    fitting = (one for one in procedure.transitions if one.event == happened.event and state in one.from_)
    return next((one for one in fitting if fits(one, dossier) and fits_so(one, happened.circumstances)), None)


def fits_so(transition: Transition, circumstances: Collection[str]) -> bool:
    """Whether a step is one that happens in such circumstances."""
    return not transition.circumstances or bool({*circumstances} & {*transition.circumstances})


def fits(transition: Transition, dossier: Dossier) -> bool:
    """Whether a step is one for a case with these features."""
    features = dossier.case.features if dossier.case else frozenset()
    return (not transition.when or bool(features & {*transition.when})) and not features & {*transition.unless}


def _happened(procedure: Procedure, dossier: Dossier) -> list[Happened]:
    """Every happening the procedure speaks of, in order of time; at one moment in the order of the transitions."""
    order = {one.event: place for place, one in reversed([*enumerate(procedure.transitions)])}
    found = [one for one in _events(dossier) if one.event in order]
    return sorted(found, key=lambda one: (one.at, order[one.event]))


def open_to(procedure: Procedure, dossier: Dossier) -> bool:
    """Whether a case can be in it: one that follows this procedure, or for a track of no procedure any case."""
    return not procedure.procedures or bool(dossier.case and dossier.case.procedure in procedure.procedures)


def begun(procedure: Procedure, dossier: Dossier) -> bool:
    """Whether the case is in it: its own procedure begins with it, a track with what `begins_by` names."""
    if not procedure.begins_by:
        return open_to(procedure, dossier)
    return open_to(procedure, dossier) and any(one.event in procedure.begins_by for one in _events(dossier))


def _events(dossier: Dossier) -> Iterator[Happened]:
    if dossier.case:
        yield from (Happened(at, f"milestone:{kind}") for kind, at in dossier.case.milestones.items())
    yield from (Happened(step.start, f"step:{step.kind}", step.circumstances) for step in dossier.steps)
    known = {document.id for document in dossier.documents}
    events = (one for one in dossier.documents if one.corrects not in known)  # a correction is no event of its own
    yield from (Happened(document.made_at, f"document:{document.kind}") for document in events)
    yield from (Happened(one.at, f"passed:{one.kind}") for one in dossier.approvals if one.outcome == "approved")
