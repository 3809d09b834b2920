"""The guard before every act a procedure speaks of: what bars it, and the one way past it.

What the law says of an act is known in a room above, which registers itself here. There is no way to switch the guard
off: an approved exception 程序例外 lets one event of one case through, once, past what it was asked for and nothing
else, and the entry of the act names it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError

from liuhen.apps.cases.facts import fact_of_document, fact_of_registered, fact_of_step, presences_of
from liuhen.apps.cases.inputs import NewDocument, NewStep, Taking
from liuhen.apps.cases.models import Case, Exemption, Step
from liuhen.apps.lawlib.queries import acting_roles
from liuhen.core.procedure.attempt import AS_IF, Attempt, Barred
from liuhen.core.terms.facts import Approval

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person


Judge = Callable[[Case, Attempt], Sequence[Barred]]
"""Tells what bars an attempt; empty: it is open."""
NOT_COVERED = "已批准的程序例外不包括以上障碍：请先消除，或者就此另行申请程序例外。"
_judges: list[Judge] = []


def guard_events(judge: Judge) -> None:
    """Let a higher room say what bars an attempt (site/wiring.py)."""
    if judge not in _judges:
        _judges.append(judge)


def bars_of(case: Case, attempt: Attempt) -> tuple[Barred, ...]:
    """Everything that bars an attempt just now, each thing once."""
    found = {barred.name: barred for judge in _judges for barred in judge(case, attempt)}
    return tuple({barred.words: barred for barred in found.values()}.values())


def must_be_open(field: str, case: Case, attempt: Attempt) -> list[Exemption]:
    """Stop with the sentences beside the field unless nothing bars the attempt, or an approved exception stands.

    To be asked within the transaction of the act, which seals the exception it used up (given back; empty: none). The
    case is locked, so that of two acts each sees what the other did.
    """
    Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    bars = bars_of(case, attempt)
    if not bars:
        return []
    unused = _unused(case, attempt)
    for exemption in unused:
        if not _left_by(exemption, bars) and _use_up(exemption, attempt):
            return [exemption]
    raise ValidationError({field: _told(unused, bars)})


def would_be_open(field: str, case: Case, attempt: Attempt) -> None:
    """The same question asked early, before bytes are stored; nothing is used up."""
    bars, unused = bars_of(case, attempt), _unused(case, attempt)
    if bars and all(_left_by(exemption, bars) for exemption in unused):
        raise ValidationError({field: _told(unused, bars)})


def _unused(case: Case, attempt: Attempt) -> list[Exemption]:
    """The approved exceptions for this event that let nothing through yet, the oldest first."""
    found = Exemption.objects.filter(case=case, event=attempt.event, outcome="approved", used_at=None)
    return list(found.order_by("pk"))


def _left_by(exemption: Exemption, bars: Sequence[Barred]) -> list[Barred]:
    """What bars beside that for which the exception was asked."""
    return [barred for barred in bars if not exemption.is_about(barred.name)]


def _told(unused: Sequence[Exemption], bars: Sequence[Barred]) -> list[str]:
    """The sentences; where an exception stands, only those it does not cover, and that it does not."""
    if not unused:
        return [barred.words for barred in bars]
    return [*(barred.words for barred in _left_by(unused[0], bars)), NOT_COVERED]


def _use_up(exemption: Exemption, attempt: Attempt) -> bool:
    """Take an exception that was not used yet; of two who want it one gets it."""
    if not Exemption.objects.filter(pk=exemption.pk, used_at=None).update(used_at=attempt.at):
        return False
    exemption.used_at = attempt.at
    return True


def hands_of(by: Person, others: Iterable[str] = ()) -> frozenset[str]:
    """The roles of the regulations (vocabulary `roles`) in play when somebody acts; `others` take part in it."""
    return acting_roles({*(role.value for role in by.roles), *others})


def milestone(by: Person, kind: str, at: datetime, *, corrects: bool = False) -> Attempt:
    """Reaching a milestone, or correcting when it was reached."""
    return Attempt(f"milestone:{kind}", at, replaces=kind if corrects else "", hands=hands_of(by))


def step(by: Person, new: NewStep) -> Attempt:
    """Registering a step: who takes part in it acts too."""
    hands = hands_of(by, (taking.role for taking in new.people))
    return Attempt(f"step:{new.kind}", new.times.start, fact_of_step(new), hands=hands)


def moved(row: Step) -> Attempt:
    """Correcting the times of a step, which it already bears."""
    fact = fact_of_registered(row)
    return Attempt(f"step:{fact.kind}", fact.start, fact, replaces=fact.id)


def joined(row: Step, people: Iterable[Taking]) -> Attempt:
    """More people taking part in a registered step."""
    fact = fact_of_registered(row)
    more = (*fact.people, *presences_of(people))
    return Attempt(f"step:{fact.kind}", fact.start, dataclasses.replace(fact, people=more), replaces=fact.id)


def document(new: NewDocument) -> Attempt:
    """Putting a document in force. Of one that was made elsewhere it is not known who decided it."""
    hands = None if new.hands is None else acting_roles(new.hands)
    return Attempt(f"document:{new.kind}", new.made_at, fact_of_document(new), hands=hands)


def passed(kind: str, about: Sequence[str], role: str, at: datetime) -> Attempt:
    """Giving an approval."""
    fact = Approval(id=f"approval:{AS_IF}", kind=kind, about=(*about,), at=at, role=role)
    return Attempt(f"passed:{kind}", at, fact, hands=frozenset({role}))
