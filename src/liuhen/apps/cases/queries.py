"""All reads of the room. `visible_to` is the only way to a case; what it leaves out does not exist for the person."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery

from liuhen.apps.cases.exclusion import is_kept_out, people_kept_out
from liuhen.apps.cases.facts import CaseFacts, facts_of_cases, facts_of_loaded, let_through
from liuhen.apps.cases.models import (
    Approval,
    Case,
    Document,
    Exemption,
    Handler,
    Interruption,
    Milestone,
    Report,
    Situation,
    Step,
    StepPerson,
)
from liuhen.apps.cases.numbering import suggest_number, word_of
from liuhen.apps.cases.permissions import ARCHIVE, DECIDE, OPEN, SEE_AGENCY, SEE_BELOW, SEE_UNIT, WORK
from liuhen.apps.cases.searching import search
from liuhen.apps.cases.waiting import (
    approval_keyed,
    approvals_of,
    approvals_waiting,
    event_words,
    exemption_keyed,
    exemptions_of,
    exemptions_waiting,
    may_decide,
    may_exempt,
)
from liuhen.apps.journal.lookups import begins
from liuhen.apps.people.queries import agencies_under
from liuhen.apps.people.roles import Role

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person

__all__ = [
    "approvals_of",
    "approvals_waiting",
    "event_words",
    "exemptions_of",
    "exemptions_waiting",
    "facts_of_loaded",
    "is_kept_out",
    "let_through",
    "may_decide",
    "may_exempt",
    "search",
    "suggest_number",
    "word_of",
]
LONGEST_STEP = timedelta(days=60)
"""A step that runs longer than this is chosen by hand when a recording is attached to it."""
OPEN_STEP = timedelta(hours=12)


def visible_to(person: Person) -> QuerySet[Case]:
    """The cases the person may know of: own, of the unit, of the agency or of the agencies below, by role."""
    seen = Q(pk__in=[])
    if person.may(SEE_AGENCY):
        seen |= Q(agency=person.unit.agency_id)
    if person.may(SEE_UNIT):
        seen |= Q(unit=person.unit_id) | own_cases(person)
    if person.may(SEE_BELOW):
        seen |= Q(agency__in=agencies_under(person.agency))
    return Case.objects.filter(seen)


def own_cases(person: Person) -> Q:
    """The condition on a case that the person handles it or took part in a step of it."""
    handled = Handler.objects.filter(person=person).values("case")
    taken_part = StepPerson.objects.filter(person=person).values("step__case")
    return Q(pk__in=handled) | Q(pk__in=taken_part)


def taking_part(person: Person) -> QuerySet[Case]:
    """The cases the person handles or took part in."""
    return Case.objects.filter(own_cases(person))


def takes_part(person: Person, case: Case) -> bool:
    """Whether the person handles the case or is named in one of its steps, and is not kept out of it.

    A whole case is asked itself.
    """
    if case.taking_part is not None:
        return person.pk in case.taking_part
    return taking_part(person).filter(pk=case.pk).exists() and not is_kept_out(person, case)


def may_work(person: Person, case: Case) -> bool:
    """Whether the person may write on the case: a handler of it, or one who took part in a step of it."""
    return person.may(WORK) and takes_part(person, case)


def may_name_handler(person: Person, case: Case) -> bool:
    """Whether the person may name a handler: who works on the case, or a head of its agency (nobody may be left)."""
    near = case.agency_id == person.unit.agency_id and person.may(DECIDE) and Role.HEAD in person.roles
    return (near and not is_kept_out(person, case)) or may_work(person, case)


def may_open(person: Person) -> bool:
    """Whether the person may open cases."""
    return person.may(OPEN)


def may_archive(person: Person, case: Case) -> bool:
    """Whether the person may archive the case: its handler, or the custodian of its agency."""
    if person.is_active and Role.CUSTODIAN in person.roles:
        return case.agency_id == person.unit.agency_id and not is_kept_out(person, case)
    return person.may(ARCHIVE) and takes_part(person, case)


def is_archived(case: Case) -> bool:
    """Whether the case is archived."""
    return Milestone.objects.filter(case=case, kind="archived").exists()


def case_for(person: Person, key: int) -> Case | None:
    """The case with this key if the person may see it."""
    return visible_to(person).select_related("agency", "unit").filter(pk=key).first()


def case_by_number(number: str) -> Case | None:
    """The case with this number, whoever asks (command line, jobs)."""
    return Case.objects.select_related("agency", "unit").filter(number=number).first()


def case_by_key(key: int) -> Case:
    """The case with this key, whoever asks (jobs). Raises Case.DoesNotExist."""
    return Case.objects.select_related("agency", "unit").get(pk=key)


def with_everything(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Prefetch all the room knows of the cases, in a fixed number of queries."""
    steps = Step.objects.select_related("act").order_by("start", "pk")
    people = StepPerson.objects.select_related("person").order_by("pk")
    breaks = Interruption.objects.order_by("start", "pk")
    return cases.select_related("agency", "unit").prefetch_related(
        Prefetch("steps", steps),
        Prefetch("steps__people", people),
        Prefetch("steps__interruptions", breaks),
        Prefetch("documents", Document.objects.order_by("made_at", "pk")),
        Prefetch("handlers", Handler.objects.select_related("person").order_by("pk")),
        "acts",
        Prefetch("milestones", Milestone.objects.order_by("at", "pk")),
        Prefetch("reports", Report.objects.select_related("to", "by").order_by("at", "pk")),
        "situations",
    )


def keys_of_numbers(numbers: Iterable[str]) -> dict[str, int]:
    """Case number → primary key; a number that is no case's is left out."""
    return dict(Case.objects.filter(number__in=list(numbers)).order_by("pk").values_list("number", "pk"))


def all_cases() -> QuerySet[Case]:
    """Every case, the latest first, whoever asks (command line)."""
    return Case.objects.select_related("agency", "unit").order_by("-pk")


def whole_case(key: int) -> Case:
    """The case with all its facts, which also tell who takes part. Raises Case.DoesNotExist."""
    return _told(with_everything(Case.objects.all()).get(pk=key))


def whole_case_for(person: Person, key: int) -> Case | None:
    """The same, if the person may see the case."""
    found = with_everything(visible_to(person)).filter(pk=key).first()
    return _told(found) if found else None


def _told(case: Case) -> Case:
    """The case, with who takes part in it."""
    present = {taking.person_id for step in case.steps.all() for taking in step.people.all()}
    case.remembered = {}
    present |= {handler.person_id for handler in case.handlers.all()}
    case.taking_part = frozenset(present - people_kept_out(case).keys())
    return case


def facts_of(key: int) -> CaseFacts:
    """Everything the law may know of the case from this room; KeyError where there is no such case."""
    return facts_of_cases([key])[key]


def milestone_for(person: Person, key: int) -> Milestone | None:
    """The milestone with this key if it stands and the person may see its case."""
    return Milestone.objects.filter(pk=key, case__in=visible_to(person)).select_related("case__agency").first()


def step_for(person: Person, key: int) -> Step | None:
    """The step with this key if the person may see its case."""
    return Step.objects.filter(pk=key, case__in=visible_to(person)).select_related("case__agency").first()


def document_for(person: Person, key: int) -> Document | None:
    """The document with this key if the person may see its case."""
    return Document.objects.filter(pk=key, case__in=visible_to(person)).select_related("case__agency").first()


def interruption_for(person: Person, key: int) -> Interruption | None:
    """The interruption with this key if the person may see its case."""
    found = Interruption.objects.filter(pk=key, step__case__in=visible_to(person))
    return found.select_related("step__case__agency").first()


def situation_for(person: Person, key: int) -> Situation | None:
    """The situation with this key if the person may see its case."""
    found = Situation.objects.filter(pk=key, case__in=visible_to(person))
    return found.select_related("case__agency").first()


def approval_for(person: Person, key: int) -> Approval | None:
    """The request for approval with this key if the person may see its case."""
    return approval_keyed(Q(case__in=visible_to(person)), key)


def exemption_for(person: Person, key: int) -> Exemption | None:
    """The exception with this key if the person may see its case."""
    return exemption_keyed(Q(case__in=visible_to(person)), key)


def with_stage(cases: QuerySet[Case]) -> QuerySet[Case]:
    """The cases with `stage` (that of their latest step) and `archived_at`."""
    latest = Step.objects.filter(case=OuterRef("pk")).order_by("-start", "-pk").values("stage")[:1]
    archived = Milestone.objects.filter(case=OuterRef("pk"), kind="archived").values("at")[:1]
    return cases.annotate(stage=Subquery(latest), archived_at=Subquery(archived))


def agencies_seen(person: Person) -> set[int]:
    """The agencies of which the person sees every case; empty for those who see only cases near them."""
    own = {person.unit.agency_id} if person.may(SEE_AGENCY) else set()
    return own | agencies_under(person.agency) if person.may(SEE_BELOW) else own


def cases_beginning(agencies: Collection[int], **words: str) -> QuerySet[Case]:
    """The cases of these agencies whose columns (party, cause, number) begin with these words, where given."""
    found = Case.objects.filter(agency__in=agencies)
    for column, word in words.items():
        found = found.filter(begins(column, word)) if word else found
    return found


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time in which the steps a person (by key) took part in are looked for."""

    person: int
    begin: datetime
    end: datetime


def steps_near(spans: Iterable[Span], named: Collection[int] = ()) -> QuerySet[Step]:
    """The steps that touch one of the stretches, and those named by key, with case and people; for linking recordings.

    Only steps begun within `LONGEST_STEP` before a stretch are looked at, so that the archive is not read through.
    """
    wanted = Q(pk__in=[])
    for span in spans:
        wanted |= Q(person=span.person, step__start__range=(span.begin - LONGEST_STEP, span.end)) & _running(span.begin)
    near = StepPerson.objects.filter(wanted).values_list("step", flat=True)
    people = Prefetch("people", StepPerson.objects.select_related("person").order_by("pk"))
    found = Step.objects.filter(pk__in={*near, *named})
    return found.select_related("case").prefetch_related(people).order_by("start", "pk")


def _running(begin: datetime) -> Q:
    """The condition that a person's step is not over at a moment; without an end it may last for half a day."""
    open_still = Q(step__end=None, step__start__gte=begin - OPEN_STEP)
    return Q(step__end__gte=begin) | Q(step__departure__gte=begin) | open_still


def latest_steps_of(person: Person, agency: int, limit: int) -> QuerySet[Step]:
    """The latest steps of the cases of an agency the person takes part in, for attaching a recording by hand."""
    steps = Step.objects.filter(case__in=taking_part(person), case__agency=agency).order_by("-start", "-pk")
    latest = list(steps.values_list("pk", flat=True)[:limit])
    return Step.objects.filter(pk__in=latest).select_related("case").order_by("-start", "-pk")


def document_digests() -> Iterator[str]:
    """The digests of all documents whose bytes are in the vault."""
    return Document.objects.exclude(sha256="").values_list("sha256", flat=True).distinct().iterator()
