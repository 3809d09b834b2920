"""The panel 程序 of the case page: where the case stands, what comes next, what bars it, and the button for each.

It is made from what the page has read already, with four queries of its own. The acts ask the guard (`procedures`),
which judges the whole dossier.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.http import urlencode

from liuhen.apps.cases.queries import approvals_of, event_words, exemptions_of, facts_of_loaded
from liuhen.apps.duties.deciding import Decision, waiting_for
from liuhen.apps.duties.laws import AgencyLaw, law_of
from liuhen.apps.duties.mends import paper_way
from liuhen.apps.duties.procedure_words import after_words, gate_sentence, kept_gate_sentence, who_words
from liuhen.apps.duties.procedures import barred_in, enforced, only_asks, shut_gates
from liuhen.apps.lawlib.queries import decided_by, knows, term
from liuhen.core.procedure.attempt import attempt_of
from liuhen.core.procedure.bars import BarKind, Taken, bars_before
from liuhen.core.procedure.procedure import Basis, Procedure, Transition
from liuhen.core.procedure.standing import Standing, begun, fits, standing_in
from liuhen.core.terms import verdict as owed
from liuhen.core.terms.facts import Dossier
from liuhen.core.terms.labels import DutyKind, State
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Approval, Case, Exemption
    from liuhen.apps.duties.models import Obligation
    from liuhen.apps.people.models import Person

RUNNING = {State.OPEN, State.OVERDUE}


@dataclass(frozen=True, slots=True)
class Need:
    """A document or an approval a step asks for: by name, whether it is there, and the address that supplies it.

    `state` of an approval: given, waiting, refused, or empty.
    """

    name: str
    there: bool
    url: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Shut:
    """A gate that is shut: the duty ("text/duty"), the sentence that says so, and what opens it, with addresses."""

    duty: str
    words: str
    openers: Sequence[Need] = ()


@dataclass(frozen=True, slots=True)
class Limit:
    """A term that runs for a step."""

    title: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Step:
    """A step that leads on from here, or one of those after: `after` says what comes first."""

    title: str
    who: str
    basis: Sequence[Basis]
    event: str
    note: str = ""
    documents: Sequence[Need] = ()
    approval: Need | None = None
    gates: Sequence[Shut] = ()
    limits: Sequence[Limit] = ()
    after: str = ""
    url: str = ""
    exception: str = ""

    @property
    def open(self) -> bool:
        """Whether nothing bars it."""
        return not (self.gates or self.after or any(not need.there for need in self.needs))

    @property
    def needs(self) -> list[Need]:
        """Documents and approval."""
        return [*self.documents, *([self.approval] if self.approval else [])]


@dataclass(frozen=True, slots=True)
class Course:
    """One procedure or track of the case. `binding` False: the text does not bind the agency, it is guidance."""

    procedure: Procedure
    standing: Standing
    binding: bool
    onward: Sequence[Step]
    later: Sequence[Step]
    astray: Sequence[Taken]

    @property
    def steps(self) -> list[Step]:
        """The steps that tell of gates for sure: the next ones, and those after where the order is binding."""
        return [*self.onward, *(self.later if self.binding else ())]

    @property
    def over(self) -> bool:
        """Whether it has come to its end."""
        return self.standing.state.ends


@dataclass(frozen=True, slots=True)
class Panel:
    """All courses of the case, and what was asked for in it; exceptions with how people call their event."""

    courses: Sequence[Course] = ()
    approvals: Sequence[Approval] = ()
    exemptions: Sequence[tuple[str, Exemption]] = ()
    waiting: Sequence[Decision] = ()
    """What waits for the decision of who looks at the page: approvals, exceptions, each with its address."""
    barred: Mapping[str, str] = field(default_factory=dict)
    """The event that each gate ("text/duty") stands before."""

    @property
    def told(self) -> set[str]:
        """The gates ("text/duty") that are told of at a step."""
        return {gate.duty for course in self.courses for step in course.steps for gate in step.gates}

    @property
    def next_events(self) -> set[str] | None:
        """The events of the next steps; None where no procedure is enforced, so that anything may come next."""
        enforced = [course for course in self.courses if course.binding]
        return {step.event for course in enforced for step in course.onward} if enforced else None

    def presses(self, duty: str) -> bool:
        """Whether a gate that is shut is told of above all: no step tells of it, and what it bars may come next."""
        event, following = self.barred.get(duty, ""), self.next_events
        own = not event or event.endswith(":")
        return duty not in self.told and (following is None or own or event in following)


@dataclass(frozen=True, slots=True)
class _Case:
    """What the steps of all courses are made from."""

    case: Case
    dossier: Dossier
    for_gates: Dossier
    law: AgencyLaw
    now: datetime
    works: bool
    approvals: Sequence[Approval]
    exceptions: Mapping[str, str]
    limits: Mapping[str, datetime] = field(default_factory=dict)
    ahead: Mapping[str, Sequence[Obligation]] = field(default_factory=dict)
    """The gates that will stand before an event, as they were judged last."""


def panel_of(person: Person, case: Case, rows: Iterable[Obligation], *, works: bool) -> Panel:
    """The panel of a case that was read whole, with its obligations, as a person sees it.

    `works`: with buttons, for who works on it; who decides what was asked for is led there.
    """
    approvals, exemptions = list(approvals_of(case)), list(exemptions_of(case))
    law, now = law_of(case.agency), outside().clock.now()
    dossier = _thin(case, law, approvals)
    about = _Case(
        case=case,
        dossier=dossier,
        for_gates=_for_gates(dossier),
        law=law,
        now=now,
        works=works,
        approvals=approvals,
        exceptions=_exceptions(exemptions),
        limits={f"{row.text}/{row.duty}": row.due_at for row in rows if row.due_at and row.state in RUNNING},
        ahead=_gates_ahead(law, rows),
    )
    passed = {(one.event, one.used_at) for one in exemptions if one.used_at}
    courses = [
        _course(procedure, standing_in(procedure, about.dossier, excepted=passed), about)
        for procedure in outside().law.procedures().values()
        if begun(procedure, about.dossier)
    ]
    courses.sort(key=lambda course: bool(course.procedure.begins_by))
    asked = [(event_words(one.event), one) for one in exemptions]
    return Panel(courses, approvals, asked, waiting_for(person, case, approvals, exemptions), barred_in(law.texts))


def _gates_ahead(law: AgencyLaw, rows: Iterable[Obligation]) -> dict[str, list[Obligation]]:
    """The gates that are shut, by the event they stand before."""
    found, barred = defaultdict[str, list["Obligation"]](list), barred_in(law.texts)
    for row in rows:
        if row.kind == DutyKind.GATE and row.state == State.OPEN:
            found[barred.get(f"{row.text}/{row.duty}", "")].append(row)
    return found


def _thin(case: Case, law: AgencyLaw, approvals: Sequence[Approval]) -> Dossier:
    """The dossier as far as procedures look at it."""
    own = facts_of_loaded(case, approvals)
    return Dossier(
        agency=law.agency,
        case=own.case,
        acts=own.acts,
        steps=own.steps,
        documents=own.documents,
        situations=own.situations,
        approvals=own.approvals,
    )


def _for_gates(dossier: Dossier) -> Dossier:
    """The same with the first document of each kind alone, which is all that gates before a next step ask for."""
    first = {paper.kind: paper for paper in reversed(dossier.documents)}
    return dataclasses.replace(dossier, documents=tuple(first.values()))


def _exceptions(exemptions: Iterable[Exemption]) -> dict[str, str]:
    """What has become of the latest exception asked for each event: waiting, approved and not used, or nothing."""
    found: dict[str, str] = {}
    for one in (one for one in exemptions if not one.withdrawn):
        found.setdefault(one.event, "waiting" if not one.outcome else one.outcome if not one.used_at else "")
    return found


def _course(procedure: Procedure, standing: Standing, about: _Case) -> Course:
    onward = [one.transition for one in standing.following if not _done_in_place(one.transition, standing)]
    shown = {one.event for one in (*onward, *(taken.transition for taken in standing.taken))}
    later = [one for one in procedure.transitions if one.event not in shown and fits(one, about.dossier)]
    return Course(
        procedure=procedure,
        standing=standing,
        binding=enforced(procedure, about.law, about.now),
        onward=[_onward(one, about, standing.taken) for one in onward],
        later=[_later(one, procedure, about) for one in later if not standing.state.ends],
        astray=standing.astray,
    )


def _done_in_place(step: Transition, standing: Standing) -> bool:
    """Whether a step that leads back to where the case stands was taken: it may be again, but comes not next."""
    return step.to == standing.state.id and any(one.transition.id == step.id for one in standing.taken)


def _onward(step: Transition, about: _Case, taken: Sequence[Taken]) -> Step:
    opened = about.case.opened_at
    shut = shut_gates(about.for_gates, about.law.texts, attempt_of(step.event, about.now), opened)
    bars = [*bars_before(step, about.dossier, {}, at=about.now, taken=taken)]
    lacking = {bar.code for bar in bars if bar.kind is not BarKind.GATE}
    return Step(
        title=step.title,
        who=who_words(step),
        basis=step.basis,
        event=step.event,
        note=step.note or "",
        documents=[_paper(codes, codes[0] not in lacking, about) for codes in _asked(step)],
        approval=_approval(step.approval, about, again=step.approval in lacking) if step.approval else None,
        gates=[_shut(one, about) for one in shut if not only_asks(one, {step.approval or ""})],
        limits=[*_limits(step, about)],
        url=_act(step, about),
        exception=about.exceptions.get(step.event, ""),
    )


def _asked(step: Transition) -> list[tuple[str, ...]]:
    """The papers a step asks for, before it and with it, each with those that would do as well."""
    return [*step.papers, *((code,) for code in step.records)]


def _shut(one: owed.Obligation, about: _Case) -> Shut:
    codes = one.mend.codes if one.mend and about.works else ()
    papers = [
        Need(term("documents", code), False, paper_url(about.case, code)) for code in codes if knows("documents", code)
    ]
    asked = [_approval(code, about) for code in codes if decided_by(code)]
    return Shut(f"{one.text}/{one.duty}", gate_sentence(one), [*papers, *(need for need in asked if not need.there)])


def _later(step: Transition, procedure: Procedure, about: _Case) -> Step:
    return Step(
        title=step.title,
        who=who_words(step),
        basis=step.basis,
        event=step.event,
        gates=[Shut(f"{row.text}/{row.duty}", kept_gate_sentence(row)) for row in about.ahead.get(step.event, ())],
        after=after_words(procedure, step),
        url=_act(step, about),
        exception=about.exceptions.get(step.event, ""),
    )


def _limits(step: Transition, about: _Case) -> Iterator[Limit]:
    for name in step.limits:
        if due := about.limits.get(name):
            yield Limit(step.title, due)


def _paper(codes: Sequence[str], there: bool, about: _Case) -> Need:
    url = "" if there or not about.works else paper_way(about.case.pk, [*codes])
    return Need(" / ".join(term("documents", code) for code in codes), there, url)


def _approval(kind: str, about: _Case, *, again: bool = False) -> Need:
    """The approval a step asks for: given, waiting for a decision, refused, or to be asked for.

    `again`: one that was given serves no more, because a step was taken with it or a later one was refused.
    """
    asked = [one for one in about.approvals if one.kind == kind and not one.withdrawn]
    of_kind = [one for one in asked if not (again and one.outcome == "approved")]
    given = next((one for one in of_kind if one.outcome == "approved"), None)
    found = given or (of_kind[0] if of_kind else None)
    if found and found.outcome != "refused":
        state = "given" if given else "waiting"
        return Need(term("approvals", kind), given is not None, reverse("cases:approval", args=[found.pk]), state)
    url = _to("cases:approval-new", about.case, kind=kind) if about.works else ""
    return Need(term("approvals", kind), False, url, "refused" if found else "")


def _act(step: Transition, about: _Case) -> str:
    """The address at which a step is registered."""
    if not about.works:
        return ""
    match step.event_kind:
        case "milestone":
            return _to("cases:milestone-new", about.case, kind=step.event_code)
        case "step":
            return _to("cases:step-new", about.case, kind=step.event_code)
        case "document":
            return paper_url(about.case, step.event_code)
    return _approval(step.event_code, about).url


def paper_url(case: Case, kind: str) -> str:
    """Where a document of a kind is made."""
    return paper_way(case.pk, [kind])


def _to(name: str, case: Case, **words: str) -> str:
    return f"{reverse(name, args=[case.pk])}?{urlencode(words)}"
