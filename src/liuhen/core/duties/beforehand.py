"""What must be known before the other duties are judged: what counts as what, what has lapsed, what has fallen away.

Duties of the kinds `effect` and `release` are judged first, for all texts. Effects come before releases and see no
effects themselves, so that nothing goes round in circles. What a text counts as present, and the effects it lets come
to pass, hold under that text alone; a release names the duties it ends, of its own text or of another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from liuhen.core.duties.binding import Binding, Force
from liuhen.core.duties.docket import WHOLE
from liuhen.core.duties.facets import SEES_ALL
from liuhen.core.duties.finding import FULFILLED, Finding
from liuhen.core.duties.kinds import effect
from liuhen.core.duties.plan import PreparedDuty, plan_of
from liuhen.core.duties.reading import Reading
from liuhen.core.duties.scope import Scope
from liuhen.core.duties.standins import Standin
from liuhen.core.duties.words import citation
from liuhen.core.lawbook.duty import AnyDuty
from liuhen.core.lawbook.needs import EffectNeeds, ReleaseNeeds
from liuhen.core.lawbook.text import LawText
from liuhen.core.terms.labels import DutyKind, State, SubjectKind
from liuhen.core.terms.records import changed, record
from liuhen.core.terms.verdict import Item, Obligation, Reason

JUDGED_FIRST = frozenset({DutyKind.EFFECT, DutyKind.RELEASE})


@dataclass(frozen=True, slots=True)
class Early:
    """An effect or release of a text: its place in the plan, the duty as written and prepared, and its citation."""

    index: int
    duty: AnyDuty
    prepared: PreparedDuty
    cited: str


@record
class Judged:
    """An early duty as it was found for one subject."""

    early: Early
    scope: Scope
    bound: Binding
    finding: Finding


@record
class Release:
    """A release in force, with the subject it is about."""

    scope: Scope
    reason: Reason


Releases = Mapping[str, Sequence[Release]]
"""The releases in force, by the duty they end ("text/duty")."""


def judged_first(readings: Sequence[Reading]) -> Releases:
    """Judge effects and releases of all texts, keep them in their readings, and say which duties fall away."""
    for reading in readings:
        if any(early.duty.kind is DutyKind.EFFECT for early in early_duties(reading.law)):
            _take_effect(reading)
    released: dict[str, list[Release]] = defaultdict(list)
    for reading in readings:
        for found in _judged(reading, DutyKind.RELEASE):
            if found.finding.state is State.MET:
                release = Release(found.scope, Reason(f"{found.early.cited}：{found.early.duty.title}，不再要求", True))
                for name in _names(found.early.duty, reading, readings):
                    released[name].append(release)
    return released


@lru_cache(maxsize=64)
def early_duties(law: LawText) -> tuple[Early, ...]:
    """The effects and releases of a text."""
    plan = plan_of(law)
    return tuple(
        Early(index, duty, prepared, _cited(duty, law))
        for index, (duty, prepared) in enumerate(zip(law.duties, plan.duties, strict=True))
        if duty.kind in JUDGED_FIRST
    )


def let_go(obligation: Obligation, scope: Scope, releases: Sequence[Release]) -> Obligation:
    """The obligation, excused where a release covers its subject and it is not fulfilled anyway."""
    release = next((r for r in releases if _covers(r.scope, scope)), None)
    if release is None or obligation.state in FULFILLED or obligation.state is State.CONFLICT:
        return obligation
    told = obligation.explanation
    return changed(
        obligation,
        state=State.EXCUSED,
        missing="",
        mend=None,
        raise_at=None,
        explanation=Reason(told.text, True, (*told.parts, release.reason)),
    )


def _covers(released: Scope, scope: Scope) -> bool:
    """A release of a case covers everything, of a step what belongs to the step, of anything else only itself."""
    if released.kind in SEES_ALL or released.id == scope.id:
        return True
    return any(step.id == released.id for step in scope.steps)


def _judged(reading: Reading, kind: DutyKind) -> Iterator[Judged]:
    """What the early duties of one kind are found to be, kept as well among what the reading has judged."""
    for early in early_duties(reading.law):
        if early.duty.kind is kind:
            for scope in reading.subjects.of(early.duty.subject):
                bound = reading.binding(scope.moment)
                if bound.force in reading.JUDGED and _concerns(early.prepared, scope):
                    disputed = bound.force is Force.DISPUTED
                    finding = reading.CONFLICT if disputed else early.prepared.judge(scope)
                    reading.early.setdefault(early.index, []).append((scope, bound, finding))
                    yield Judged(early, scope, bound, finding)


def _concerns(prepared: PreparedDuty, scope: Scope) -> bool:
    tags, holds = prepared.narrowest, prepared.holds
    return (tags is None or not tags.isdisjoint(scope.tags)) and (holds is None or holds(scope))


def _take_effect(reading: Reading) -> None:
    standins: list[Standin] = []
    effects: dict[str, set[str]] = defaultdict(set)
    for found in _judged(reading, DutyKind.EFFECT):
        needs, scope = found.early.duty.needs, found.scope
        if not isinstance(needs, EffectNeeds):
            continue
        if needs.lapses and effect.in_force(found.finding, scope):
            effects[WHOLE if scope.kind in SEES_ALL else scope.id].add(f"effect:{needs.lapses}")
        elif needs.counts_as and found.finding.state is State.MET:
            standin = needs.counts_as
            matters = frozenset(standin.matters)
            standins.append(
                Standin(scope.id, scope.moment, _places(scope), standin.documents, matters, found.early.cited)
            )
    if standins:
        reading.subjects.docket.standins[reading.law.id] = standins
    if effects:
        reading.subjects = reading.subjects.affected(effects)


def _places(scope: Scope) -> tuple[str, ...]:
    """Where something counts: in the steps it belongs to; what belongs to none (as a case) counts in all of them."""
    if scope.kind in SEES_ALL:
        return ()
    if scope.kind is SubjectKind.SITUATION:
        return tuple(id for id in scope.fact.about if id in scope.docket.step_by_id)
    return tuple(step.id for step in scope.steps) or (scope.id,)


def _names(duty: AnyDuty, reading: Reading, readings: Sequence[Reading]) -> Iterator[str]:
    """The duties a release names, items spread out, as "text/duty"."""
    for name in duty.needs.duties if isinstance(duty.needs, ReleaseNeeds) else ():
        text, _, id = name.rpartition("/")
        for other in readings:
            if other.law.id == (text or reading.law.id):
                yield from (f"{other.law.id}/{found}" for found in _spread(other.law, id))


@lru_cache(maxsize=1024)
def _spread(law: LawText, id: str) -> tuple[str, ...]:
    return tuple(duty.id for duty in law.duties if id in (duty.id, duty.entry))


def _cited(duty: AnyDuty, law: LawText) -> str:
    item = Item(duty.item.position, duty.item.label) if duty.item else None
    return citation(law.info.short, duty.article, duty.paragraph, item, numbering=law.info.numbering)
