"""`evaluate`: what a dossier owes under its texts at a moment. Pure: the same facts, texts and moment, the same answer.

For each text, each duty (by article and item) and each subject it is about, in this order:

1. does the text bind at the moment the subject happened? (`binding`)
2. does the duty's condition hold? (`conditions`)
3. has a person decided what only a person can? (`judging`)
4. what does the judge of its kind find? (`kinds/`)
5. does a lawful excuse apply to what is not fulfilled?
6. a text that only recommends never leaves more than advice.

What counts as what, what has lapsed and what has fallen away is judged before the rest (`beforehand`).
At last the answers of several texts on one question are set against each other (`precedence`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter

from liuhen.core.deadlines.calendar import WEEKENDS_ONLY, WorkCalendar
from liuhen.core.duties.beforehand import JUDGED_FIRST, Releases, judged_first, let_go
from liuhen.core.duties.binding import Binding, Force, binding_of
from liuhen.core.duties.docket import Docket
from liuhen.core.duties.finding import FULFILLED, Finding
from liuhen.core.duties.numbers import statutory_numbers
from liuhen.core.duties.plan import PreparedDuty
from liuhen.core.duties.precedence import settled
from liuhen.core.duties.reading import Reading
from liuhen.core.duties.scope import Scope
from liuhen.core.duties.subjects import Subjects
from liuhen.core.lawbook.duty import MendSpec
from liuhen.core.lawbook.text import LawText
from liuhen.core.lawbook.vocabulary import Vocabulary
from liuhen.core.terms.facts import Dossier
from liuhen.core.terms.labels import State
from liuhen.core.terms.verdict import Mend, Obligation, Reason

Owed = tuple[int, Scope, Binding, Finding | None]
"""The place of a duty in its plan, a subject it concerns, how it binds, and the finding where it was judged early."""

_PLACE = itemgetter(0)
_DISPUTED = Force.DISPUTED
_JUDGED = (Force.BINDS, _DISPUTED)
_HOLDS = {State.MET: True, State.EXCUSED: True, State.LATE: False, State.OVERDUE: False, State.BREACHED: False}


def evaluate(
    facts: Dossier,
    texts: Sequence[LawText],
    now: datetime,
    *,
    calendar: WorkCalendar = WEEKENDS_ONLY,
    bound_since: datetime | None = None,
) -> tuple[Obligation, ...]:
    """The obligations, ordered by text (as given), article, item and subject (as the dossier lists them).

    `now` must be aware. Facts dated after it do not exist yet. A text that did not bind when a subject happened
    yields nothing for it; `standings` tells which those are. `bound_since`: for what is about to be done, a text that
    binds then binds what is dated earlier too.
    """
    if now.tzinfo is None:
        raise ValueError("evaluate needs a time with a zone")
    docket = Docket(facts, now, calendar, statutory=statutory_numbers(texts), bound_since=bound_since)
    subjects = Subjects(docket, _words(texts))
    readings = [Reading(law, subjects) for law in texts]
    released = judged_first(readings)
    found = [obligation for reading in readings for obligation in _of_text(reading, released)]
    return tuple(settled(found, texts))


@dataclass(frozen=True, slots=True)
class Standing:
    """How one text stands to a dossier: how many of its steps (without steps: itself) it binds, and why not others."""

    text: str
    title: str
    bound: int
    unbound: int
    notes: tuple[str, ...]


def standings(facts: Dossier, texts: Sequence[LawText], now: datetime) -> tuple[Standing, ...]:
    """Whether each text applies, by the date of each step, patrol and meeting (without any: by `now`)."""
    occasions = (*facts.steps, *facts.patrols, *facts.meetings)
    moments = [step.start for step in occasions if step.start <= now] or [now]
    return tuple(_standing(law, moments, law.id in facts.agency.adopts) for law in texts)


def _standing(law: LawText, moments: list[datetime], adopted: bool) -> Standing:
    binding = binding_of(law, adopted=adopted)
    found = [binding(at) for at in moments]
    bound = sum(b.force is Force.BINDS for b in found)
    notes = tuple(dict.fromkeys(b.reason.text for b in found if b.reason))
    return Standing(law.id, law.info.title, bound, len(found) - bound, notes)


def _words(texts: Sequence[LawText]) -> Vocabulary:
    return texts[0].vocabulary if texts else Vocabulary()


def _of_text(reading: Reading, released: Releases) -> list[Obligation]:
    plan, binding, early = reading.plan, reading.binding, reading.early
    owed: list[Owed] = []
    for kind in plan.kinds:
        for scope in reading.subjects.of(kind):
            bound = binding(scope.moment)
            if bound.force in _JUDGED:
                owed += [(index, scope, bound, None) for index in plan.concerning(scope)]
    if plan.judges_first:
        owed = [o for o in owed if plan.duties[o[0]].kind not in JUDGED_FIRST]
        owed += [(index, *judged) for index, several in early.items() for judged in several]
    owed.sort(key=_PLACE)  # stable: the subjects of one duty stay as the dossier lists them
    found = [_obligation(plan.duties[index], scope, bound, finding) for index, scope, bound, finding in owed]
    return [_freed(o, scope, released) for o, (_, scope, _, _) in zip(found, owed, strict=True)] if released else found


def _freed(obligation: Obligation, scope: Scope, released: Releases) -> Obligation:
    freed = released.get(f"{obligation.text}/{obligation.duty}")
    return let_go(obligation, scope, freed) if freed else obligation


def _obligation(duty: PreparedDuty, scope: Scope, bound: Binding, finding: Finding | None) -> Obligation:
    """Steps 3 to 6 (unless judged already), or a conflict where it is disputed whether the text binds at all."""
    if finding is None:
        finding = Reading.CONFLICT if bound.force is _DISPUTED else duty.judge(scope)
    state = finding.state
    fulfilled = state in FULFILLED
    reasons = duty.trigger + finding.parts
    return Obligation(  # by position, in the order of its fields: by keyword it would take twice as long
        duty.text,
        duty.article,
        duty.item,
        duty.id,
        duty.kind,
        scope.subject,
        state,
        duty.modality,
        duty.title,
        "" if fulfilled else (duty.missing or finding.missing),
        finding.due_at,
        finding.evidence,
        Reason(duty.head, _HOLDS.get(state), (bound.reason, *reasons) if bound.reason else reasons),
        None if fulfilled else _mend(duty.mend, scope, finding),
        duty.stage or scope.stage,
        duty.owner,
        None if fulfilled else finding.raise_at,
        duty.topic,
    )


def _mend(spec: MendSpec | None, scope: Scope, finding: Finding) -> Mend | None:
    if spec is None:
        return None
    return Mend(spec.action, scope.step.id if scope.step else None, spec.codes or finding.codes)
