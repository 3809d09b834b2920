"""What is in the way of a step: gates that are shut, papers and approvals that are not there, hands it is not for.

A paper or an approval counts for the step it was made for: not one of later, and not one that another step of the same
event was already taken with. Papers are counted by days, as they are dated; an approval of something done at a moment
must be earlier than that moment.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from liuhen.core.deadlines.counting import day_of
from liuhen.core.procedure.procedure import Transition
from liuhen.core.terms.facts import Approval, Document, Dossier
from liuhen.core.terms.labels import Term


class BarKind(Term):
    """Why a step can't be taken yet."""

    GATE = "gate", "法定前置条件未满足"
    DOCUMENT = "document", "缺少文书"
    APPROVAL = "approval", "未经批准"
    REFUSED = "refused", "审批未同意"
    ROLE = "role", "不由其办理"


@dataclass(frozen=True, slots=True)
class Gate:
    """A gate of a regulation that is shut: the duty ("text/duty"), its title, and what is missing."""

    duty: str
    title: str
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One thing in the way: which, and by what name (a code of the vocabulary, or a duty).

    `instead` are codes of which any would do as well.
    """

    kind: BarKind
    code: str
    gate: Gate | None = None
    instead: tuple[str, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """All that would do."""
        return self.code, *self.instead


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was taken, and when. `state` is where it led; `by_exception`: out of order, as was approved."""

    transition: Transition
    at: datetime
    state: str
    by_exception: bool = False


Gates = Mapping[str, Sequence[Gate]]
"""Shut gates by the event they stand before ("milestone:decided")."""


def bars_before(
    transition: Transition,
    dossier: Dossier,
    gates: Gates,
    *,
    at: datetime | None = None,
    taken: Sequence[Taken] = (),
) -> Iterator[Bar]:
    """What is in the way of a step at a moment (None: whenever it is), after the steps that were `taken`."""
    for gate in gates.get(transition.event, ()):
        yield Bar(BarKind.GATE, gate.duty, gate)
    before = [one for one in taken if one.transition.event == transition.event]
    for codes in transition.papers:
        if _left(_papers(dossier, codes), [one.at for one in before if _asks(one.transition, codes)], at) is None:
            yield Bar(BarKind.DOCUMENT, codes[0], instead=codes[1:])
    yield from _records(transition, dossier, at, taken)
    if transition.approval:
        kind = _approval(transition, dossier, at, before)
        if kind:
            yield Bar(kind, transition.approval)


def wrong_hands(transition: Transition, hands: Collection[str]) -> Iterator[Bar]:
    """A bar when none of the roles in play may take the step; where an approval is asked for, that settles it."""
    if transition.approval is None and not {*transition.by} & {*hands}:
        yield Bar(BarKind.ROLE, transition.by[0], instead=transition.by[1:])


def _asks(transition: Transition, codes: Sequence[str]) -> bool:
    return any({*codes} & {*asked} for asked in transition.papers)


def _papers(dossier: Dossier, codes: Collection[str]) -> list[datetime]:
    """When papers of these kinds were made, a correction counting as the one it takes the place of."""
    known = {one.id: one for one in dossier.documents}
    return sorted(one.made_at for one in dossier.documents if one.kind in codes and not _corrects(one, known))


def _corrects(one: Document, known: Mapping[str, Document]) -> bool:
    return one.corrects in known


def _left(made: Iterable[datetime], used: Iterable[datetime], at: datetime | None) -> datetime | None:
    """The first of these that no earlier step was taken with and that is not of a later day."""
    left = sorted(made)
    for moment in sorted(used):
        taken = next((one for one in left if day_of(one) <= day_of(moment)), None)
        if taken:
            left.remove(taken)
    return next((one for one in left if at is None or day_of(one) <= day_of(at)), None)


def _records(transition: Transition, dossier: Dossier, at: datetime | None, taken: Sequence[Taken]) -> Iterator[Bar]:
    """Papers that record the step itself are made with it or after it, and not before what they tell of."""
    since = [one.at for one in taken if at is None or one.at <= at]
    for codes in transition.papers:
        since += [made for made in _papers(dossier, codes) if at is None or day_of(made) <= day_of(at)][-1:]
    first = day_of(max(since)) if since else None
    for code in transition.records:
        if not any(first is None or day_of(made) >= first for made in _proving(transition, dossier, code)):
            yield Bar(BarKind.DOCUMENT, code)


def _proving(transition: Transition, dossier: Dossier, code: str) -> list[datetime]:
    """When records of this kind were made, without those that name other documents of the case than the step serves."""
    known = {one.id: one for one in dossier.documents}
    found = [one for one in dossier.documents if one.kind == code and not _corrects(one, known)]
    named = [(one.made_at, {known[name].kind for name in one.about if name in known}) for one in found]
    return [at for at, kinds in named if not kinds or not transition.serves or kinds & {*transition.serves}]


def _approval(transition: Transition, dossier: Dossier, at: datetime | None, before: Sequence[Taken]) -> BarKind | None:
    """What is wrong with the approval: the last decision counts, and one that was given is used up by one step."""
    decided = sorted(_decided(transition, dossier, at), key=lambda one: one.at)
    if decided and decided[-1].outcome == "refused":
        return BarKind.REFUSED
    given = [one.at for one in decided if one.outcome == "approved"]
    used = [one.at for one in before if one.transition.approval == transition.approval]
    return None if _left(given, used, at) else BarKind.APPROVAL


def _decided(transition: Transition, dossier: Dossier, at: datetime | None) -> Iterator[Approval]:
    exact = transition.event_kind == "step"
    for one in dossier.approvals:
        in_time = at is None or (one.at <= at if exact else day_of(one.at) <= day_of(at))
        if one.kind == transition.approval and in_time:
            yield one
