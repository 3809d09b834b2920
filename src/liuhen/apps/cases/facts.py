"""Rows → core facts: what the law may know of cases from this room. Ids look like "step:3", "document:5".

Many cases are read at once, each table with one query and without making model instances: judging 100,000 cases anew
spends most of its time here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from liuhen.apps.cases.inputs import NewDocument, NewStep, Taking
from liuhen.apps.cases.models import (
    WITHDRAWN,
    Act,
    Approval,
    Case,
    Document,
    Exemption,
    Interruption,
    Milestone,
    Report,
    Situation,
    Step,
    StepPerson,
)
from liuhen.apps.journal.prepared import Prepared, Row, Rows
from liuhen.apps.people.facts import name_of, officers_keyed
from liuhen.apps.people.queries import roles_of
from liuhen.apps.people.roles import Role
from liuhen.core.procedure.attempt import AS_IF
from liuhen.core.terms import facts
from liuhen.core.terms.labels import Stage

ADDRESSEES = (Role.HEAD, Role.CUSTODIAN, Role.REVIEWER, Role.INSPECTOR, Role.SUPERIOR, Role.HANDLER, Role.OFFICER)
"""In which capacity a person with several roles receives a report: the first one held."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """The part of a dossier that comes from this room; `agency` is the key of the agency whose case it is."""

    agency: int
    opened_at: datetime
    case: facts.Case
    acts: tuple[facts.Act, ...]
    steps: tuple[facts.Step, ...]
    documents: tuple[facts.Document, ...]
    interruptions: tuple[facts.Interruption, ...]
    reports: tuple[facts.Report, ...]
    situations: tuple[facts.Situation, ...]
    approvals: tuple[facts.Approval, ...] = ()
    officers: tuple[facts.Officer, ...] = ()


def facts_of_cases(keys: Collection[int]) -> dict[int, CaseFacts]:
    """The facts of each of these cases that exists, in a fixed number of queries."""
    people = list(_PEOPLE.rows(keys))
    milestones, steps, breaks, reports = _milestones(keys), _steps(keys, people), _interruptions(keys), _reports(keys)
    officers = _officers(people)
    acts = _grouped(_ACTS.rows(keys), _act)
    documents = _grouped(_DOCUMENTS.rows(keys), _document)
    situations = _grouped(_SITUATIONS.rows(keys), _situation)
    approvals = _grouped(_APPROVALS.rows(keys), _approval)
    return {
        row.pk: CaseFacts(
            agency=row.agency_id,
            opened_at=row.opened_at,
            case=_case(row, milestones.get(row.pk, {})),
            acts=tuple(acts[row.pk]),
            steps=tuple(steps[row.pk]),
            documents=tuple(documents[row.pk]),
            interruptions=tuple(breaks[row.pk]),
            reports=tuple(reports[row.pk]),
            situations=tuple(situations[row.pk]),
            approvals=tuple(approvals[row.pk]),
            officers=tuple(officers[row.pk].values()),
        )
        for row in _CASES.rows(keys)
    }


def _of_cases(model: type[Model], *order: str) -> Callable[[Collection[int]], QuerySet[Any]]:
    return lambda keys: model._default_manager.filter(case__in=keys).order_by(*order)


_CASES = Prepared(
    lambda keys: Case.objects.filter(pk__in=keys).order_by("pk"),
    *("pk", "agency_id", "number", "cause", "procedure", "origin", "features", "opened_at"),
)
_MILESTONES = Prepared(_of_cases(Milestone, "at", "pk"), "case_id", "kind", "at")
_ACTS = Prepared(_of_cases(Act, "pk"), "case_id", "pk", "kind")
_STEPS = Prepared(
    _of_cases(Step, "start", "pk"),
    *("case_id", "pk", "kind", "stage", "start", "end", "arrival", "departure", "returned_at", "act_id", "place"),
    *("features", "circumstances", "matters"),
)
_PEOPLE = Prepared(
    lambda keys: StepPerson.objects.filter(step__case__in=keys).order_by("pk"),
    *("step_id", "step__case_id", "person_id", "person__certificate", "person__name", "role", "staff"),
)
_INTERRUPTIONS = Prepared(
    lambda keys: Interruption.objects.filter(step__case__in=keys).order_by("step__start", "step_id", "start", "pk"),
    *("step__case_id", "pk", "step_id", "start", "end", "cause"),
)
_DOCUMENTS = Prepared(
    _of_cases(Document, "made_at", "pk"),
    *("case_id", "pk", "step_id", "kind", "made_at", "matters", "about", "used_as_evidence", "filed_at", "gathered_at"),
    "corrects_id",
)
_REPORTS = Prepared(
    _of_cases(Report, "pk"), "case_id", "pk", "kind", "about", "at", "to_id", "by__certificate", "by__name"
)
_APPROVALS = Prepared(
    lambda keys: (
        Approval.objects.filter(case__in=keys).exclude(outcome__in=["", WITHDRAWN]).order_by("decided_at", "pk")
    ),
    *("case_id", "pk", "kind", "about", "decided_at", "role", "outcome", "decided_by__certificate", "decided_by__name"),
)
_SITUATIONS = Prepared(_of_cases(Situation, "pk"), "case_id", "pk", "kind", "since", "about", "until")


def _grouped(rows: Rows, made: Callable[[Row], T]) -> defaultdict[int, list[T]]:
    """What is made of the rows, by case."""
    found = defaultdict[int, list[T]](list)
    for row in rows:
        found[row.case_id].append(made(row))
    return found


def _case(row: Row, milestones: Mapping[str, datetime]) -> facts.Case:
    return facts.Case(
        number=row.number,
        cause=row.cause,
        procedure=row.procedure,
        origin=row.origin,
        features=frozenset(row.features),
        milestones=milestones,
    )


def _milestones(keys: Collection[int]) -> dict[int, dict[str, datetime]]:
    found: dict[int, dict[str, datetime]] = {}
    for case, kind, at in _MILESTONES.rows(keys):
        found.setdefault(case, {})[kind] = at
    return found


def _act(row: Row) -> facts.Act:
    return facts.Act(id=f"act:{row.pk}", kind=row.kind)


def _steps(keys: Collection[int], present: Iterable[Row]) -> dict[int, list[facts.Step]]:
    people = defaultdict[int, list[facts.Presence]](list)
    for row in present:
        people[row.step_id].append(_presence(row))
    return _grouped(_STEPS.rows(keys), lambda row: _step(row, tuple(people[row.pk])))


def _officers(present: Collection[Row]) -> defaultdict[int, dict[int, facts.Officer]]:
    """Who takes part in the steps of each case, as the roll has them; of which staff they are is said in the step."""
    roll = officers_keyed({row.person_id for row in present})
    found = defaultdict[int, dict[int, facts.Officer]](dict)
    for row in present:
        found[row.step__case_id].setdefault(row.person_id, replace(roll[row.person_id], staff=row.staff))
    return found


def _step(row: Row, people: tuple[facts.Presence, ...]) -> facts.Step:
    return facts.Step(
        id=f"step:{row.pk}",
        kind=row.kind,
        stage=Stage(row.stage),
        start=row.start,
        end=row.end,
        arrival=row.arrival,
        departure=row.departure,
        act=f"act:{row.act_id}" if row.act_id else None,
        place=row.place,
        people=people,
        features=frozenset(row.features),
        circumstances=frozenset(row.circumstances),
        matters=frozenset(row.matters),
        returned_at=row.returned_at,
    )


def _presence(row: Row) -> facts.Presence:
    return facts.Presence(
        certificate=name_of(row.person__certificate, row.person__name),
        name=row.person__name,
        role=row.role,
        staff=row.staff,
    )


def _document(row: Row) -> facts.Document:
    own = (f"step:{row.step_id}",) if row.step_id else ()
    others = tuple(name for name in row.about if name.startswith("step:") and name not in own)
    return facts.Document(
        id=f"document:{row.pk}",
        kind=row.kind,
        made_at=row.made_at,
        steps=own + others,
        about=tuple(row.about),
        matters=frozenset(row.matters),
        used_as_evidence=row.used_as_evidence,
        filed_at=row.filed_at,
        gathered_at=row.gathered_at,
        corrects=f"document:{row.corrects_id}" if row.corrects_id else None,
    )


def _interruptions(keys: Collection[int]) -> dict[int, list[facts.Interruption]]:
    """Those of a case in the order of its steps, within a step by time."""
    found = defaultdict[int, list[facts.Interruption]](list)
    for case, key, step, start, end, cause in _INTERRUPTIONS.rows(keys):
        one = facts.Interruption(id=f"interruption:{key}", step=f"step:{step}", start=start, end=end, cause=cause)
        found[case].append(one)
    return found


def _reports(keys: Collection[int]) -> dict[int, list[facts.Report]]:
    rows = list(_REPORTS.rows(keys))
    roles = roles_of({row.to_id for row in rows if row.to_id})
    return _grouped(rows, lambda row: _report(row, roles.get(row.to_id, frozenset())))


def _report(row: Row, addressee: frozenset[Role]) -> facts.Report:
    return facts.Report(
        id=f"report:{row.pk}",
        kind=row.kind,
        about=row.about,
        at=row.at,
        to=next((role.value for role in ADDRESSEES if role in addressee), ""),
        by=row.by__certificate or row.by__name or "",
    )


def _situation(row: Row) -> facts.Situation:
    whole = f"case:{row.case_id}"
    about = tuple(name for name in row.about if name != whole)
    return facts.Situation(id=f"situation:{row.pk}", kind=row.kind, since=row.since, about=about, until=row.until)


def _approval(row: Row) -> facts.Approval:
    return facts.Approval(
        id=f"approval:{row.pk}",
        kind=row.kind,
        about=tuple(row.about),
        at=row.decided_at,
        role=row.role,
        by=row.decided_by__certificate or row.decided_by__name or "",
        outcome=row.outcome,
    )


def _approval_read(row: Approval) -> facts.Approval:
    by = row.decided_by
    assert row.decided_at and by  # noqa: S101  decided
    return facts.Approval(
        id=f"approval:{row.pk}",
        kind=row.kind,
        about=tuple(row.about),
        at=row.decided_at,
        role=row.role,
        by=by.certificate or by.name,
        outcome=row.outcome,
    )


def facts_of_loaded(case: Case, approvals: Iterable[Approval]) -> CaseFacts:
    """The facts of a case that was read with everything (`queries.whole_case`), with its approvals; no query.

    Without people and reports, which no gate asks for.
    """
    return CaseFacts(
        agency=case.agency_id,
        opened_at=case.opened_at,
        case=_case(case, {milestone.kind: milestone.at for milestone in case.milestones.all()}),
        acts=tuple(_act(act) for act in case.acts.all()),
        steps=tuple(_step(step, ()) for step in case.steps.all()),
        documents=tuple(_document(document) for document in case.documents.all()),
        interruptions=(),
        reports=(),
        situations=tuple(_situation(situation) for situation in case.situations.all()),
        approvals=tuple(_approval_read(row) for row in approvals if row.outcome not in ("", WITHDRAWN)),
    )


def fact_of_step(new: NewStep) -> facts.Step:
    """A step that is about to be registered, as the law would see it."""
    return facts.Step(
        id=f"step:{AS_IF}",
        kind=new.kind,
        stage=Stage(new.stage),
        start=new.times.start,
        end=new.times.end,
        arrival=new.times.arrival,
        departure=new.times.departure,
        act=f"act:{new.act}" if new.act else None,
        place=new.place,
        people=presences_of(new.people),
        features=frozenset(new.features),
        circumstances=frozenset(new.circumstances),
        matters=frozenset(new.matters),
    )


def presences_of(people: Iterable[Taking]) -> tuple[facts.Presence, ...]:
    """People who are about to be registered in a step, as the law would see them."""
    return tuple(
        facts.Presence(
            certificate=name_of(one.person.certificate, one.person.name),
            name=one.person.name,
            role=one.role,
            staff=one.staff,
        )
        for one in people
    )


def fact_of_registered(step: Step) -> facts.Step:
    """A step as it stands in this object, also where that was not saved yet, with the people who took part."""
    present = step.people.select_related("person").order_by("pk")
    people = (Taking(person=one.person, role=one.role, staff=one.staff) for one in present)
    return _step(step, presences_of(people))


def fact_of_document(new: NewDocument) -> facts.Document:
    """A document that is about to come into force, as the law would see it."""
    own = (f"step:{new.step}",) if new.step else ()
    return facts.Document(
        id=f"document:{AS_IF}",
        kind=new.kind,
        made_at=new.made_at,
        steps=own + tuple(name for name in new.about if name.startswith("step:") and name not in own),
        about=new.about,
        matters=frozenset(new.matters),
        used_as_evidence=new.used_as_evidence,
        corrects=f"document:{new.corrects}" if new.corrects else None,
    )


def let_through(cases: Collection[int]) -> dict[int, frozenset[tuple[str, datetime]]]:
    """The events of each case, with their times, that an approved exception let through out of order."""
    found = defaultdict[int, set[tuple[str, datetime]]](set)
    rows = Exemption.objects.filter(case__in=cases).exclude(used_at=None)
    for case, event, at in rows.values_list("case_id", "event", "used_at"):
        if at is not None:
            found[case].add((event, at))
    return {case: frozenset(events) for case, events in found.items()}
