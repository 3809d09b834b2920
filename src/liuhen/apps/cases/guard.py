"""The guard before every act a procedure speaks of: what bars it, and the one way past it.

What the law says of an act is known in a room above, which registers itself here. There is no way to switch the guard
off: an approved exception 程序例外 lets one event of one case through, once, and the entry of the act names it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from liuhen.apps.cases.facts import fact_of_document, fact_of_step
from liuhen.apps.cases.inputs import NewDocument, NewStep
from liuhen.apps.cases.models import Case, Exemption
from liuhen.core.procedure.attempt import AS_IF, Attempt
from liuhen.core.terms.facts import Approval

Judge = Callable[[Case, Attempt], Sequence[str]]
"""Tells what bars an attempt, a sentence each, with the article and what to do; empty: it is open."""
_judges: list[Judge] = []


def guard_events(judge: Judge) -> None:
    """Let a higher room say what bars an attempt (site/wiring.py)."""
    if judge not in _judges:
        _judges.append(judge)


def bars_of(case: Case, attempt: Attempt) -> tuple[str, ...]:
    """Everything that bars an attempt just now, as sentences."""
    return tuple(dict.fromkeys(sentence for judge in _judges for sentence in judge(case, attempt)))


def must_be_open(field: str, case: Case, attempt: Attempt) -> list[Exemption]:
    """Stop with the sentences beside the field unless nothing bars the attempt, or an approved exception stands.

    To be asked within the transaction of the act, which seals the exception it used up (given back; empty: none). The
    case is locked, so that of two acts each sees what the other did.
    """
    Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    bars = bars_of(case, attempt)
    if not bars:
        return []
    exemption = _use_up(case, attempt)
    if exemption is None:
        raise ValidationError({field: list(bars)})
    return [exemption]


def would_be_open(field: str, case: Case, attempt: Attempt) -> None:
    """The same question asked early, before bytes are stored; nothing is used up."""
    bars = bars_of(case, attempt)
    if bars and not _unused(case, attempt).exists():
        raise ValidationError({field: list(bars)})


def _unused(case: Case, attempt: Attempt) -> QuerySet[Exemption]:
    return Exemption.objects.filter(case=case, event=attempt.event, outcome="approved", used_at=None)


def _use_up(case: Case, attempt: Attempt) -> Exemption | None:
    """Take the oldest exception that was not used yet; of two who want it one gets it."""
    for exemption in _unused(case, attempt).order_by("pk"):
        if Exemption.objects.filter(pk=exemption.pk, used_at=None).update(used_at=attempt.at):
            exemption.used_at = attempt.at
            return exemption
    return None


def milestone(kind: str, at: datetime) -> Attempt:
    """Reaching a milestone."""
    return Attempt(f"milestone:{kind}", at)


def step(new: NewStep) -> Attempt:
    """Registering a step."""
    return Attempt(f"step:{new.kind}", new.times.start, fact_of_step(new))


def document(new: NewDocument) -> Attempt:
    """Putting a document in force."""
    return Attempt(f"document:{new.kind}", new.made_at, fact_of_document(new))


def passed(kind: str, about: Sequence[str], role: str, at: datetime) -> Attempt:
    """Giving an approval."""
    return Attempt(f"passed:{kind}", at, Approval(id=f"approval:{AS_IF}", kind=kind, about=(*about,), at=at, role=role))
