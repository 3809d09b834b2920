"""`evaluate`: what a dossier owes under its texts at a moment. Pure: the same facts, texts and moment, the same answer.

For each text, each duty (by article and item) and each subject it is about, in this order:

1. does the text bind at the moment the subject happened? (`binding`)
2. does the duty's condition hold? (`conditions`)
3. has a person decided what only a person can? (`judging`)
4. what does the judge of its kind find? (`kinds/`)
5. does a lawful excuse apply to what is not fulfilled?
6. a text that only recommends never leaves more than advice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter

from liuhen.core.deadlines.calendar import WEEKENDS_ONLY, WorkCalendar
from liuhen.core.duties.binding import Binding, Force, binding_of
from liuhen.core.duties.docket import Docket
from liuhen.core.duties.finding import FULFILLED, Finding
from liuhen.core.duties.judging import judged
from liuhen.core.duties.plan import PreparedDuty, plan_of
from liuhen.core.duties.scope import Scope
from liuhen.core.duties.subjects import Subjects
from liuhen.core.lawbook.text import LawText
from liuhen.core.lawbook.vocabulary import Vocabulary
from liuhen.core.terms.facts import Dossier
from liuhen.core.terms.labels import State
from liuhen.core.terms.verdict import Mend, Obligation, Reason

_JUDGED = frozenset({Force.BINDS, Force.DISPUTED})
_BY_DUTY_AND_SUBJECT = itemgetter(0, 1)
_HOLDS = {State.MET: True, State.EXCUSED: True, State.LATE: False, State.OVERDUE: False, State.BREACHED: False}


def evaluate(
    facts: Dossier, texts: Sequence[LawText], now: datetime, *, calendar: WorkCalendar = WEEKENDS_ONLY
) -> tuple[Obligation, ...]:
    """The obligations, ordered by text (as given), article, item and subject (as the dossier lists them).

    `now` must be aware. Facts dated after it do not exist yet. A text that did not bind when a subject happened
    yields nothing for it; `standings` tells which those are.
    """
    if now.tzinfo is None:
        raise ValueError("evaluate needs a time with a zone")
    subjects = Subjects(Docket(facts, now, calendar), _words(texts))
    found: list[Obligation] = []
    for law in texts:
        found += _of_text(law, subjects)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Standing:
    """How one text stands to a dossier: how many of its steps (without steps: itself) it binds, and why not others."""

    text: str
    title: str
    bound: int
    unbound: int
    notes: tuple[str, ...]


def standings(facts: Dossier, texts: Sequence[LawText], now: datetime) -> tuple[Standing, ...]:
    """Whether each text applies, by the date of each step (without steps: by `now`)."""
    moments = [step.start for step in facts.steps if step.start <= now] or [now]
    return tuple(_standing(law, moments, law.id in facts.agency.adopts) for law in texts)


def _standing(law: LawText, moments: list[datetime], adopted: bool) -> Standing:
    binding = binding_of(law, adopted=adopted)
    found = [binding(at) for at in moments]
    bound = sum(b.force is Force.BINDS for b in found)
    notes = tuple(dict.fromkeys(b.reason.text for b in found if b.reason))
    return Standing(law.id, law.info.title, bound, len(found) - bound, notes)


def _words(texts: Sequence[LawText]) -> Vocabulary:
    return texts[0].vocabulary if texts else Vocabulary()


def _of_text(law: LawText, subjects: Subjects) -> Iterator[Obligation]:
    adopted = law.id in subjects.docket.dossier.agency.adopts
    binding, plan = binding_of(law, adopted=adopted), plan_of(law)
    owed: list[tuple[int, int, Scope, Binding]] = []
    for kind in plan.kinds:
        for place, scope in enumerate(subjects.of(kind)):
            force = binding(scope.moment)
            if force.force in _JUDGED:
                owed += [(index, place, scope, force) for index in plan.concerning(scope)]
    owed.sort(key=_BY_DUTY_AND_SUBJECT)
    for index, _, scope, force in owed:
        yield _obligation(law, plan.duties[index], scope, force)


def _obligation(law: LawText, prepared: PreparedDuty, scope: Scope, force: Binding) -> Obligation:
    duty = prepared.duty
    finding = _finding(prepared, scope, force)
    state = finding.state
    fulfilled = state in FULFILLED
    reasons = (*((force.reason,) if force.reason else ()), *prepared.trigger, *finding.parts)
    return Obligation(
        text=law.info.id,
        article=duty.article,
        item=prepared.item,
        duty=duty.id,
        kind=duty.kind,
        subject=scope.subject,
        state=state,
        modality=duty.modality,
        title=duty.title,
        missing="" if fulfilled else (duty.missing or finding.missing),
        due_at=finding.due_at,
        evidence=finding.evidence,
        explanation=Reason(text=prepared.head, holds=_HOLDS.get(state), parts=reasons),
        mend=None if fulfilled else _mend(prepared, scope, finding),
        stage=duty.stage or (scope.steps[0].stage if scope.steps else None),
        owner=duty.owner,
    )


def _finding(prepared: PreparedDuty, scope: Scope, force: Binding) -> Finding:
    """Steps 3 to 6, or a conflict where it is disputed whether the text binds at all."""
    if force.force is Force.DISPUTED:
        return Finding(State.CONFLICT, "适用的文本有争议")
    finding = judged(prepared, scope)
    if finding.state not in FULFILLED:
        for applies, reason in prepared.excuses:
            if applies(scope):
                return finding._replace(state=State.EXCUSED, missing="", parts=(*finding.parts, reason))
        if prepared.soft:
            return finding._replace(state=State.ADVISED)
    return finding


def _mend(prepared: PreparedDuty, scope: Scope, finding: Finding) -> Mend | None:
    spec = prepared.duty.mend
    if spec is None:
        return None
    step = scope.steps[0].id if scope.steps else None
    return Mend(action=spec.action, step=step, codes=spec.codes or finding.codes)
