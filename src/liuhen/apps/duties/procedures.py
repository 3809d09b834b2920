"""The guard of the procedures: what bars an act of a case, judged freshly from the facts as if it had been done.

Two things bar it. A procedure whose text binds the agency at that time and knows such an event, but does not lead to it
from where the case stands, or asks for papers and approvals that are not there. And any gate, of whichever text that
binds: if the act had happened, would a duty stand breached that does not stand so now? So nothing is asked twice and
nothing is repeated here; what the law says of gates is in its own files.

An earlier date frees of nothing: what binds when the case is registered binds what is dated before that too.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from liuhen.apps.cases.queries import let_through
from liuhen.apps.duties.facts import docket_of
from liuhen.apps.duties.laws import AgencyLaw, law_of
from liuhen.apps.duties.procedure_words import gate_sentence, sentences
from liuhen.core.duties.binding import Force, binding_of
from liuhen.core.duties.evaluate import evaluate
from liuhen.core.lawbook.duty import AnyDuty
from liuhen.core.lawbook.text import LawText
from liuhen.core.procedure.attempt import Attempt, Barred, as_if, tried
from liuhen.core.procedure.procedure import Procedure
from liuhen.core.procedure.standing import Excepted, open_to
from liuhen.core.terms.facts import Dossier
from liuhen.core.terms.labels import DutyKind, State, SubjectKind
from liuhen.core.terms.verdict import Obligation
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case

STAND_BEFORE = frozenset({DutyKind.GATE, DutyKind.APPROVAL_ROUTE})
"""The kinds of duty that stand before an event."""
_JUDGED_WITH = STAND_BEFORE | {DutyKind.EFFECT, DutyKind.RELEASE}
"""What has to be judged to know about them: what counts as what, what has lapsed, what has fallen away."""
_EVENTS = {"milestone": "milestone", "document": "document", "made": "document", "step_start": "step"}
"""The events of the law's texts that are events of a procedure."""
_OWN = {SubjectKind.STEP: "step_start", SubjectKind.DOCUMENT: "made"}
"""What a gate stands before that names no event."""


def what_bars(case: Case, attempt: Attempt) -> Sequence[Barred]:
    """What bars an attempt in a case; empty: it is open. The judge of `cases.guard`."""
    law = law_of(case.agency)
    if not (enforced_for(attempt, law, case.opened_at) or before_event(law.texts, attempt.event)):
        return ()
    docket, excepted = docket_of(case), let_through([case.pk]).get(case.pk, frozenset())
    return [*_said(Asked(docket.dossier, docket.law, case.opened_at), attempt, excepted)]


@dataclass(frozen=True, slots=True)
class Asked:
    """A case as the guard meets it, the law of its agency, and when it was registered."""

    dossier: Dossier
    law: AgencyLaw
    opened_at: datetime


def _said(asked: Asked, attempt: Attempt, excepted: Excepted) -> Iterator[Barred]:
    told, dossier = set[str](), asked.dossier
    for procedure in enforced_for(attempt, asked.law, asked.opened_at):
        if open_to(procedure, dossier) and (outcome := tried(procedure, dossier, attempt, excepted=excepted)):
            yield from (Barred(name, words) for name, words in sentences(outcome))
            told |= {bar.code for bar in outcome.bars}
    shut = shut_gates(dossier, asked.law.texts, attempt, asked.opened_at)
    yield from (Barred("/".join(_name(one)), gate_sentence(one)) for one in shut if not only_asks(one, told))


def enforced_for(attempt: Attempt, law: AgencyLaw, opened_at: datetime) -> list[Procedure]:
    """The procedures that know an event, of a text that binds the agency at its time or when the case was registered.

    A date before that may be true, of a case registered late, or mistyped; neither frees of what binds today.
    """
    knowing = [one for one in outside().law.procedures().values() if one.knows(attempt.event)]
    return [one for one in knowing if any(enforced(one, law, at) for at in {attempt.at, max(attempt.at, opened_at)})]


def enforced(procedure: Procedure, law: AgencyLaw, at: datetime) -> bool:
    """Whether the text the procedure belongs to binds the agency at a moment; elsewhere it is guidance."""
    adopted = procedure.text in law.agency.adopts
    return any(
        binding_of(text, adopted=adopted)(at).force is Force.BINDS for text in law.texts if text.id == procedure.text
    )


def before_event(texts: Sequence[LawText], event: str) -> tuple[LawText, ...]:
    """The texts with a duty that stands before an event, each with only what has to be judged for that."""
    narrowed = (_narrowed(text, event) for text in texts)
    return tuple(text for text in narrowed if any(duty.kind in STAND_BEFORE for duty in text.duties))


@lru_cache(maxsize=1024)
def _narrowed(text: LawText, event: str) -> LawText:
    return dataclasses.replace(text, duties=tuple(duty for duty in text.duties if _wanted(duty, event)))


def _wanted(duty: AnyDuty, event: str) -> bool:
    if duty.kind not in STAND_BEFORE:
        return duty.kind in _JUDGED_WITH
    barred = barred_by(duty)
    return bool(barred) and (event.startswith(barred) if barred.endswith(":") else event == barred)


def barred_by(duty: AnyDuty) -> str:
    """The event a duty stands before ("milestone:decided"); "step:": the very step it is about; empty: it bars none."""
    before = getattr(duty.needs, "before", "") or (_OWN.get(duty.subject, "") if duty.kind is DutyKind.GATE else "")
    name, _, code = before.partition(":")
    return f"{_EVENTS[name]}:{code}" if name in _EVENTS else ""


@lru_cache(maxsize=256)
def _gates_of(text: LawText) -> Mapping[str, str]:
    return {f"{text.id}/{duty.id}": barred_by(duty) for duty in text.duties if duty.kind in STAND_BEFORE}


def barred_in(texts: Sequence[LawText]) -> dict[str, str]:
    """The event that each gate of these texts stands before, by duty ("text/duty")."""
    return {name: event for text in texts for name, event in _gates_of(text).items()}


def shut_gates(
    dossier: Dossier, texts: Sequence[LawText], attempt: Attempt, opened_at: datetime | None = None
) -> list[Obligation]:
    """The duties that would stand breached had the attempt happened, and do not stand so now.

    A text that binds when the case was registered stands before what is dated earlier too.
    """
    narrow, now = before_event(texts, attempt.event), max(outside().clock.now(), attempt.at)
    there = _breached(as_if(dossier, attempt), narrow, now, opened_at) if narrow else []
    if not there:
        return []
    already = {_name(one) for one in _breached(dossier, narrow, now, opened_at)}
    return [one for one in there if _name(one) not in already]


def _breached(
    dossier: Dossier, texts: Sequence[LawText], now: datetime, since: datetime | None = None
) -> list[Obligation]:
    found = evaluate(dossier, texts, now, calendar=outside().law.calendar(), bound_since=since)
    return [one for one in found if one.kind in STAND_BEFORE and one.state is State.BREACHED]


def _name(one: Obligation) -> tuple[str, str, str]:
    return one.text, one.duty, one.subject.id


def only_asks(one: Obligation, told: Collection[str]) -> bool:
    """Whether a duty asks for nothing but approvals that were told of already."""
    codes = {*one.mend.codes} if one.mend else set[str]()
    return one.kind is DutyKind.APPROVAL_ROUTE and bool(codes) and codes <= {*told}
