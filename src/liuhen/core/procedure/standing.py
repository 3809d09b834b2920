"""Where a case stands in a procedure, which steps are lawful next, and what bars the others.

It follows from the facts alone. What happened in another order than the procedure allows is kept as `astray`, so that
a case brought from elsewhere shows what was done too early or never.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from liuhen.core.procedure.procedure import Procedure, State, Transition
from liuhen.core.terms.facts import Dossier
from liuhen.core.terms.labels import Term


class BarKind(Term):
    """Why a step can't be taken yet."""

    GATE = "gate", "法定前置条件未满足"
    DOCUMENT = "document", "缺少文书"
    APPROVAL = "approval", "未经批准"
    REFUSED = "refused", "审批未同意"


@dataclass(frozen=True, slots=True)
class Gate:
    """A gate of a regulation that is shut: the duty ("text/duty"), its title, and what is missing."""

    duty: str
    title: str
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One thing in the way: which, and by what name (a code of the vocabulary, or a duty)."""

    kind: BarKind
    code: str
    gate: Gate | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was taken, and when. `state` is where it led."""

    transition: Transition
    at: datetime
    state: str


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


Gates = Mapping[str, Sequence[Gate]]
"""Shut gates by the event they stand before ("milestone:decided")."""


def standing_in(procedure: Procedure, dossier: Dossier, gates: Gates | None = None) -> Standing:
    """Walk the procedure along what happened, in order of time."""
    state, taken, astray = procedure.states[0].id, list[Taken](), list[Taken]()
    for at, event in _happened(procedure, dossier):
        found = _leading(procedure, state, event, dossier)
        if found:
            state = found.to
            taken.append(Taken(found, at, state))
        elif other := next((one for one in procedure.transitions if one.event == event), None):
            astray.append(Taken(other, at, state))
    onward = [one for one in procedure.transitions if state in one.from_ and _fits(one, dossier)]
    return Standing(
        procedure=procedure,
        state=procedure.state(state),
        taken=tuple(taken),
        following=tuple(NextStep(one, tuple(_bars(one, dossier, gates or {}))) for one in onward),
        astray=tuple(astray),
    )


def _leading(procedure: Procedure, state: str, event: str, dossier: Dossier) -> Transition | None:
    fitting = (one for one in procedure.transitions if one.event == event and state in one.from_)
    return next((one for one in fitting if _fits(one, dossier)), None)


def _fits(transition: Transition, dossier: Dossier) -> bool:
    features = dossier.case.features if dossier.case else frozenset()
    return (not transition.when or bool(features & {*transition.when})) and not features & {*transition.unless}


def _happened(procedure: Procedure, dossier: Dossier) -> list[tuple[datetime, str]]:
    """Every happening the procedure speaks of, in order of time; at one moment in the order of the transitions."""
    order = {one.event: place for place, one in reversed([*enumerate(procedure.transitions)])}
    found = [(at, event) for at, event in _events(dossier) if event in order]
    return sorted(found, key=lambda one: (one[0], order[one[1]]))


def _events(dossier: Dossier) -> Iterator[tuple[datetime, str]]:
    if dossier.case:
        yield from ((at, f"milestone:{kind}") for kind, at in dossier.case.milestones.items())
    yield from ((step.start, f"step:{step.kind}") for step in dossier.steps)
    yield from ((document.made_at, f"document:{document.kind}") for document in dossier.documents)
    yield from ((one.at, f"passed:{one.kind}") for one in dossier.approvals if one.outcome == "approved")


def _bars(transition: Transition, dossier: Dossier, gates: Gates) -> Iterator[Bar]:
    for gate in gates.get(transition.event, ()):
        yield Bar(BarKind.GATE, gate.duty, gate)
    made = {document.kind for document in dossier.documents}
    for code in transition.documents:
        if code not in made:
            yield Bar(BarKind.DOCUMENT, code)
    if transition.approval:
        outcomes = [one.outcome for one in dossier.approvals if one.kind == transition.approval]
        if "approved" not in outcomes:
            yield Bar(BarKind.REFUSED if "refused" in outcomes else BarKind.APPROVAL, transition.approval)
