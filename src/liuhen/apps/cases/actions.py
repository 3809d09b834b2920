"""All writes of the room: permit → rule → one transaction → journal entry (papers and events: papers.py).

Nothing registered is ever overwritten, but for the times of a step, which may be corrected with a reason until the
case is archived; the journal keeps both.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from liuhen.apps.cases import apart, entries, exclusion, guard, opening, rules
from liuhen.apps.cases.approvals import (
    ask_approval,
    ask_exemption,
    decide_approval,
    decide_exemption,
    withdraw,
)
from liuhen.apps.cases.bringing import BroughtCase, BroughtDocument, LaidDown, lay_down, lay_down_document
from liuhen.apps.cases.inputs import (
    Decision,
    File,
    NewApproval,
    NewCase,
    NewDocument,
    NewExemption,
    NewSituation,
    NewStep,
    Taking,
    Times,
)
from liuhen.apps.cases.milestones import archive, correct_milestone, set_milestone
from liuhen.apps.cases.models import Act, Case, Handler, Step, StepPerson
from liuhen.apps.cases.naming import case_named, thing_named
from liuhen.apps.cases.papers import (
    end_situation,
    file_document,
    gather_document,
    gather_documents,
    make_report,
    register_document,
    register_situation,
    report_interruption,
    resume,
    view_document,
)
from liuhen.apps.cases.permissions import OPEN
from liuhen.apps.cases.permits import require, require_name_handler, require_work
from liuhen.apps.cases.shown import list_under
from liuhen.apps.journal.actions import Purpose, What, record
from liuhen.apps.lawlib.queries import term
from liuhen.core.terms.labels import Stage
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person

__all__ = [
    "BroughtCase",
    "BroughtDocument",
    "Decision",
    "File",
    "LaidDown",
    "NewApproval",
    "NewCase",
    "NewDocument",
    "NewExemption",
    "NewSituation",
    "NewStep",
    "Taking",
    "Times",
    "add_act",
    "add_matters",
    "add_people",
    "add_step",
    "archive",
    "ask_approval",
    "ask_exemption",
    "correct_milestone",
    "correct_times",
    "decide_approval",
    "decide_exemption",
    "end_situation",
    "file_document",
    "gather_document",
    "gather_documents",
    "lay_down",
    "lay_down_document",
    "list_under",
    "make_report",
    "name_handler",
    "open_case",
    "register_document",
    "register_situation",
    "report_interruption",
    "resume",
    "set_milestone",
    "view_case",
    "view_document",
    "withdraw",
]


@transaction.atomic
def open_case(by: Person, new: NewCase) -> Case:
    """Open a case with its acts and handlers; who opens it handles it. ValidationError when the number is taken."""
    require(by, OPEN)
    _check_case(by, new)
    case = _create_case(by, new)
    people = dict.fromkeys((by, *new.handlers))
    handlers = [Handler.objects.create(case=case, person=person) for person in people]
    acts = [Act.objects.create(case=case, kind=kind) for kind in new.acts]
    names = [handler.person.name for handler in handlers]
    record(entries.CASE_OPENED, by, case_named(case), What(data={"handlers": names}, rows=[case, *handlers, *acts]))
    opening.opened(by, case, new)
    return case


def _check_case(by: Person, new: NewCase) -> None:
    if not new.number.strip():
        raise rules.broken("number", "请填写案号。")
    if Case.objects.filter(number=new.number.strip()).exists():
        raise rules.broken("number", f"案号“{new.number}”已被使用，请核对或者换用下一个序号。")
    rules.known("procedure", "procedures", [new.procedure])
    rules.known("origin", "origins", [new.origin])
    rules.known("features", "features", new.features)
    rules.known("acts", "acts", new.acts)
    if any(person.unit.agency_id != by.unit.agency_id for person in new.handlers):
        raise rules.broken("handlers", "承办人应当是本机构的人员。")


def _create_case(by: Person, new: NewCase) -> Case:
    unit = new.unit or by.unit
    try:
        with transaction.atomic():
            return Case.objects.create(
                agency=unit.agency,
                unit=unit,
                number=new.number.strip(),
                cause=new.cause.strip(),
                party=new.party.strip(),
                plate=new.plate.strip(),
                procedure=new.procedure,
                origin=new.origin,
                features=[*new.features],
                opened_at=outside().clock.now(),
            )
    except IntegrityError as error:
        raise rules.broken("number", f"案号“{new.number}”刚刚被他人使用，请换用下一个序号。") from error


@transaction.atomic
def view_case(by: Person, case: Case) -> None:
    """Journal that a person opened the case to read it."""
    record(entries.CASE_VIEWED, by, case_named(case))


@transaction.atomic
def name_handler(by: Person, case: Case, person: Person) -> Handler:
    """Name a further handler 承办人: by who works on the case, or by a head."""
    require_name_handler(by, case)
    if person.unit.agency_id != case.agency_id:
        raise rules.broken("person", "承办人应当是本机构的人员。")
    exclusion.none_kept_out("person", case, [person])
    handler, created = Handler.objects.get_or_create(case=case, person=person)
    if not created:
        raise rules.broken("person", f"{person.name}已是本案承办人。")
    what = What(data={"person": person.name}, rows=[handler])
    record(entries.HANDLER_NAMED, by, thing_named(case, "handler", handler, person.name), what)
    return handler


@transaction.atomic
def add_act(by: Person, case: Case, kind: str) -> Act:
    """Register one more enforcement act 执法行为 of the case."""
    require_work(by, case)
    rules.not_archived(case, "登记执法行为")
    rules.known("kind", "acts", [kind])
    act = Act.objects.create(case=case, kind=kind)
    record(entries.ACT_ADDED, by, thing_named(case, "act", act, term("acts", kind)), What(rows=[act]))
    return act


@transaction.atomic
def add_step(by: Person, case: Case, new: NewStep) -> Step:
    """Register a step 执法环节 with the people who took part."""
    require_work(by, case)
    rules.not_archived(case, "登记执法环节")
    _check_step(case, new)
    exclusion.none_kept_out("people", case, [taking.person for taking in new.people], new.times.start)
    apart.none_kept_apart(case, guard.step(by, new), new.people)
    used = guard.must_be_open("kind", case, guard.step(by, new))
    fields = {name: [*getattr(new, name)] for name in ("features", "circumstances", "matters")}
    step = Step.objects.create(
        case=case, act_id=new.act, kind=new.kind, stage=new.stage, place=new.place, **asdict(new.times), **fields
    )
    people = _add_people(step, new.people)
    about = thing_named(case, "step", step, term("steps", new.kind))
    record(entries.STEP_ADDED, by, about, What(data={"people": _names(new.people)}, rows=[step, *people, *used]))
    return step


def _check_step(case: Case, new: NewStep) -> None:
    rules.known("kind", "steps", [new.kind])
    if new.stage not in {stage.value for stage in Stage}:
        raise rules.broken("stage", "请选择阶段。")
    for name in ("features", "circumstances", "matters"):
        rules.known(name, name, getattr(new, name))
    rules.in_order(new.times)
    if new.act is not None and not Act.objects.filter(case=case, pk=new.act).exists():
        raise rules.broken("act", "这个执法行为不属于本案，请从列表中选择。")


def _add_people(step: Step, people: Iterable[Taking]) -> list[StepPerson]:
    present = set(StepPerson.objects.filter(step=step).values_list("person_id", flat=True))
    return [
        StepPerson.objects.create(step=step, person=taking.person, role=taking.role, staff=taking.staff)
        for taking in people
        if taking.person.pk not in present
    ]


def _names(people: Iterable[Taking]) -> list[dict[str, str]]:
    return [
        {"name": taking.person.name, "certificate": taking.person.certificate or "", "role": taking.role}
        for taking in people
    ]


@transaction.atomic
def add_people(by: Person, step: Step, people: tuple[Taking, ...]) -> list[StepPerson]:
    """Register people of a step who were left out; those already named stay as they are."""
    require_work(by, step.case)
    rules.not_archived(step.case, "补登人员")
    for taking in people:
        rules.known("role", "roles", [taking.role])
        rules.known("staff", "staff", [taking.staff])
    exclusion.none_kept_out("people", step.case, [taking.person for taking in people], step.start)
    apart.none_kept_apart(step.case, guard.joined(step, people), people, field="people")
    added = _add_people(step, people)
    if not added:
        raise rules.broken("people", "所选人员均已登记在该环节中。")
    about = thing_named(step.case, "step", step, term("steps", step.kind))
    record(entries.STEP_PEOPLE_ADDED, by, about, What(data={"people": _names(people)}, rows=added))
    return added


@transaction.atomic
def add_matters(by: Person, step: Step, matters: tuple[str, ...]) -> Step:
    """Register matters that occurred in a step and were left out; none is taken away."""
    require_work(by, step.case)
    rules.not_archived(step.case, "补登事项")
    rules.known("matters", "matters", matters)
    added = [code for code in matters if code not in step.matters]
    if not added:
        raise rules.broken("matters", "所选事项均已登记在该环节中。")
    step.matters = [*step.matters, *added]
    step.save(update_fields=["matters"])
    about = thing_named(step.case, "step", step, term("steps", step.kind))
    record(entries.STEP_MATTERS_ADDED, by, about, What(data={"added": added}, rows=[step]))
    return step


@transaction.atomic
def correct_times(by: Person, step: Step, times: Times, reason: str) -> Step:
    """Correct the times of a step, giving the reason; the journal keeps what stood there before."""
    require_work(by, step.case)
    rules.not_archived(step.case, "更正时间")
    if not reason.strip():
        raise rules.broken("reason", "请写明更正的理由。")
    rules.in_order(times)
    before = {name: _text(getattr(step, name)) for name in asdict(times)}
    for name, value in asdict(times).items():
        setattr(step, name, value)
    used = guard.must_be_open("start", step.case, guard.moved(step))
    step.save(update_fields=[*asdict(times)])
    after = {name: _text(value) for name, value in asdict(times).items()}
    about = thing_named(step.case, "step", step, term("steps", step.kind))
    what = What(data={"before": before, "after": after}, rows=[step, *used])
    record(entries.STEP_TIMES_CORRECTED, by, about, what, Purpose(purpose=reason.strip()))
    return step


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
