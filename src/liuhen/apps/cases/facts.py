"""Rows → core facts: what the law may know of a case from this room. Ids look like "step:3", "document:5"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from liuhen.apps.cases import models
from liuhen.apps.people.roles import Role
from liuhen.core.terms import facts
from liuhen.core.terms.labels import Stage

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person

ADDRESSEES = (Role.HEAD, Role.CUSTODIAN, Role.REVIEWER, Role.INSPECTOR, Role.SUPERIOR, Role.HANDLER, Role.OFFICER)
"""In which capacity a person with several roles receives a report: the first one held."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """The part of a dossier that comes from this room."""

    case: facts.Case
    acts: tuple[facts.Act, ...]
    steps: tuple[facts.Step, ...]
    documents: tuple[facts.Document, ...]
    interruptions: tuple[facts.Interruption, ...]
    reports: tuple[facts.Report, ...]
    situations: tuple[facts.Situation, ...]


def facts_from(case: models.Case) -> CaseFacts:
    """The facts of a case that was read with everything it has (queries.whole_case)."""
    steps = list(case.steps.all())
    return CaseFacts(
        case=_case(case),
        acts=tuple(facts.Act(id=f"act:{act.pk}", kind=act.kind) for act in case.acts.all()),
        steps=tuple(_step(step) for step in steps),
        documents=tuple(_document(document) for document in case.documents.all()),
        interruptions=tuple(_interruption(found) for step in steps for found in step.interruptions.all()),
        reports=tuple(_report(report) for report in case.reports.all()),
        situations=tuple(_situation(case, situation) for situation in case.situations.all()),
    )


def _case(case: models.Case) -> facts.Case:
    return facts.Case(
        number=case.number,
        cause=case.cause,
        procedure=case.procedure,
        origin=case.origin,
        features=frozenset(case.features),
        milestones={milestone.kind: milestone.at for milestone in case.milestones.all()},
    )


def _step(step: models.Step) -> facts.Step:
    return facts.Step(
        id=f"step:{step.pk}",
        kind=step.kind,
        stage=Stage(step.stage),
        start=step.start,
        end=step.end,
        arrival=step.arrival,
        departure=step.departure,
        act=f"act:{step.act_id}" if step.act_id else None,
        place=step.place,
        people=tuple(_presence(taking) for taking in step.people.all()),
        features=frozenset(step.features),
        circumstances=frozenset(step.circumstances),
        matters=frozenset(step.matters),
        returned_at=step.returned_at,
    )


def _presence(taking: models.StepPerson) -> facts.Presence:
    person = taking.person
    return facts.Presence(certificate=person.certificate or "", name=person.name, role=taking.role, staff=taking.staff)


def _document(document: models.Document) -> facts.Document:
    own = (f"step:{document.step_id}",) if document.step_id else ()
    others = tuple(name for name in document.about if name.startswith("step:") and name not in own)
    return facts.Document(
        id=f"document:{document.pk}",
        kind=document.kind,
        made_at=document.made_at,
        steps=own + others,
        about=tuple(document.about),
        matters=frozenset(document.matters),
        used_as_evidence=document.used_as_evidence,
        filed_at=document.filed_at,
        gathered_at=document.gathered_at,
    )


def _interruption(found: models.Interruption) -> facts.Interruption:
    return facts.Interruption(
        id=f"interruption:{found.pk}", step=f"step:{found.step_id}", start=found.start, end=found.end, cause=found.cause
    )


def _report(report: models.Report) -> facts.Report:
    return facts.Report(
        id=f"report:{report.pk}",
        kind=report.kind,
        about=report.about,
        at=report.at,
        to=_role_code(report.to) if report.to else "",
        by=report.by.certificate or report.by.name if report.by else "",
    )


def _role_code(person: Person) -> str:
    return next((role.value for role in ADDRESSEES if role in person.roles), "")


def _situation(case: models.Case, situation: models.Situation) -> facts.Situation:
    whole = f"case:{case.pk}"
    about = tuple(name for name in situation.about if name != whole)
    return facts.Situation(id=f"situation:{situation.pk}", kind=situation.kind, since=situation.since, about=about)
