"""What the law will say of a step that is only planned: who may not take part, whether it is told of in time.

Nothing is repeated here: the step is laid over the facts as if it had happened, and the duties that will judge it then
are asked now.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from liuhen.apps.duties.citing import cited_at
from liuhen.apps.duties.facts import docket_of
from liuhen.apps.duties.laws import law_of
from liuhen.apps.duties.procedure_words import gate_sentence
from liuhen.apps.lawlib.queries import term
from liuhen.core.deadlines.counting import day_of, last_day_of
from liuhen.core.duties.evaluate import evaluate
from liuhen.core.lawbook.duty import AnyDuty
from liuhen.core.lawbook.needs import StaffingNeeds
from liuhen.core.lawbook.text import LawText
from liuhen.core.procedure.attempt import AS_IF, Attempt, as_if, attempt_of
from liuhen.core.terms.facts import Dossier, Presence, Step
from liuhen.core.terms.labels import DutyKind, Stage, State
from liuhen.core.terms.verdict import Obligation
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case

_WITH = frozenset({DutyKind.EFFECT, DutyKind.RELEASE})
"""What has to be judged beside a duty: what has lapsed, what has fallen away."""
_TOO_LATE = frozenset({State.LATE, State.OVERDUE, State.BREACHED})
LOOKED_AHEAD = 60
"""So many days a first working day that is not too soon is looked for."""


def kept_apart(case: Case, attempt: Attempt) -> Mapping[str, Sequence[str]]:
    """Whom the law keeps out of a step to be registered, or of one registered with what that adds, and the sentences.

    By certificate, or name of who has none. Also told of is who did already what who takes part here may not do.
    """
    law = law_of(case.agency)
    texts = _narrowed(law.texts, _apart_alone)
    if not texts:
        return {}
    dossier, now = docket_of(case).dossier, max(outside().clock.now(), attempt.at)
    already = {_name(one): {*one.evidence} for one in _breached(dossier, texts, now, case.opened_at)}
    found = defaultdict[str, list[str]](list)
    for one in _breached(as_if(dossier, attempt), texts, now, case.opened_at):
        for certificate in {*one.evidence} - already.get(_name(one), set()):
            found[certificate].append(gate_sentence(one))
    return found


def who_may_not(case: Case, kind: str, people: Sequence[Presence]) -> list[str]:
    """Why these people may not take part in a step of a kind, a sentence each.

    Who is known by name alone is whoever of that name took part in a step of the case.
    """
    now, dossier = outside().clock.now(), docket_of(case).dossier
    known = {one.name: one.certificate for step in dossier.steps for one in step.people}
    meant = tuple(
        one if one.certificate else dataclasses.replace(one, certificate=known.get(one.name, one.name))
        for one in people
    )
    step = Step(id=f"step:{AS_IF}", kind=kind, start=now, stage=Stage.DECISION, people=meant)
    told = kept_apart(case, Attempt(f"step:{kind}", now, step))
    return list(dict.fromkeys(words for one in meant for words in told.get(one.certificate, ())))


def told_too_late(case: Case, kind: str, at: datetime, told_by: str) -> list[str]:
    """Why a step of a kind can't be held at a moment when people are told of it (an event) only now.

    Each sentence names the article, the day by which it should have been told, and the first day it may be held.
    """
    texts = _narrowed(law_of(case.agency).texts, _ahead_alone)
    if not texts:
        return []
    dossier = docket_of(case).dossier
    late = _late(dossier, texts, kind, at, told_by)
    if not late:
        return []
    later = (at + timedelta(days=number) for number in range(1, LOOKED_AHEAD))
    worked = (day for day in later if outside().law.calendar().is_working(day_of(day)))
    first = next((day for day in worked if not _late(dossier, texts, kind, day, told_by)), None)
    then = f"，最早可以定在 {day_of(first)}" if first else ""
    return [f"{_late_words(one, told_by)}。请改期{then}。" for one in late]


def _late(dossier: Dossier, texts: Sequence[LawText], kind: str, at: datetime, told_by: str) -> list[Obligation]:
    now = outside().clock.now()
    step = Step(id=f"step:{AS_IF}", kind=kind, start=at, stage=Stage.DECISION)
    planned = as_if(as_if(dossier, Attempt(f"step:{kind}", at, step)), attempt_of(told_by, now))
    found = evaluate(planned, texts, max(at, now), calendar=outside().law.calendar())
    return [one for one in found if one.subject.id == step.id and one.state in _TOO_LATE and one.due_at]


def _late_words(one: Obligation, told_by: str) -> str:
    assert one.due_at is not None  # noqa: S101  without a day nothing is late
    where = cited_at(one.text, one.article, one.item)
    told = term("milestones", told_by.partition(":")[2])
    return f"{one.title}（{where}）：按所填时间，“{told}”最迟应在 {last_day_of(one.due_at)}，已来不及"


def _name(one: Obligation) -> tuple[str, str, str]:
    return one.text, one.duty, one.subject.id


def _breached(dossier: Dossier, texts: Sequence[LawText], now: datetime, since: datetime) -> list[Obligation]:
    found = evaluate(dossier, texts, now, calendar=outside().law.calendar(), bound_since=since)
    return [one for one in found if one.kind is DutyKind.STAFFING and one.state is State.BREACHED]


# the few duties that are asked


def _narrowed(texts: Sequence[LawText], only: Callable[[LawText], LawText]) -> tuple[LawText, ...]:
    found = (only(text) for text in texts)
    return tuple(text for text in found if any(duty.kind not in _WITH for duty in text.duties))


@lru_cache(maxsize=256)
def _apart_alone(text: LawText) -> LawText:
    """The text with what it says of people in two roles, and nothing else of them."""
    duties = (_asking_only_that(duty) for duty in text.duties if duty.kind in _WITH or _keeps_apart(duty))
    return dataclasses.replace(text, duties=tuple(duties))


def _keeps_apart(duty: AnyDuty) -> bool:
    return isinstance(duty.needs, StaffingNeeds) and bool(duty.needs.apart)


def _asking_only_that(duty: AnyDuty) -> AnyDuty:
    if not isinstance(duty.needs, StaffingNeeds):
        return duty
    return duty.model_copy(update={"needs": StaffingNeeds(apart=duty.needs.apart)})


@lru_cache(maxsize=256)
def _ahead_alone(text: LawText) -> LawText:
    """The text with what has to be done some time ahead of a step."""
    kept = (duty for duty in text.duties if duty.kind in _WITH or (duty.deadline and duty.deadline.ahead_of))
    return dataclasses.replace(text, duties=tuple(kept))
