"""Reads about approvals and exceptions: what waits for whom, and what became of it. Given on by queries.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from liuhen.apps.cases.exclusion import is_concerned, is_kept_out
from liuhen.apps.cases.models import Approval, Exemption
from liuhen.apps.cases.permissions import DECIDE, EXEMPT
from liuhen.apps.lawlib.queries import approvals_decided, decided_by, term
from liuhen.core.procedure.procedure import EVENT_LISTS

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case
    from liuhen.apps.people.models import Person


def may_decide(person: Person, approval: Approval, *, kept_out: bool | None = None) -> bool:
    """Whether the person may decide this request: right, agency, a role the law names for it, and not who asked.

    Nor who is kept out of the case, or whom the request is about. `kept_out`: where that is known already.
    """
    near = approval.case.agency_id == person.unit.agency_id and approval.asked_by_id != person.pk
    named = person.may(DECIDE) and bool({*decided_by(approval.kind)} & {role.value for role in person.roles})
    return near and named and not (is_concerned(person, approval) or _is_out(person, approval.case, kept_out))


def _is_out(person: Person, case: Case, known: bool | None) -> bool:
    return is_kept_out(person, case) if known is None else known


def may_exempt(person: Person, exemption: Exemption, *, kept_out: bool | None = None) -> bool:
    """Whether the person may decide on an exception: a head of the agency, not who asked, not kept out of the case."""
    near = exemption.case.agency_id == person.unit.agency_id and exemption.asked_by_id != person.pk
    return near and person.may(EXEMPT) and not _is_out(person, exemption.case, kept_out)


def approvals_of(case: Case) -> QuerySet[Approval]:
    """All requests for approval of the case and what became of them, the latest first."""
    return Approval.objects.filter(case=case).select_related("asked_by", "decided_by").order_by("-pk")


def exemptions_of(case: Case) -> QuerySet[Exemption]:
    """All exceptions asked for in the case, the latest first."""
    return Exemption.objects.filter(case=case).select_related("asked_by", "decided_by").order_by("-pk")


def approval_keyed(case_seen: Q, key: int) -> Approval | None:
    """The request with this key, if its case is among those seen."""
    found = Approval.objects.filter(case_seen, pk=key)
    return found.select_related("case__agency", "case__unit", "asked_by", "decided_by").first()


def exemption_keyed(case_seen: Q, key: int) -> Exemption | None:
    """The exception with this key, if its case is among those seen."""
    found = Exemption.objects.filter(case_seen, pk=key)
    return found.select_related("case__agency", "case__unit", "asked_by", "decided_by").first()


def approvals_waiting(person: Person) -> QuerySet[Approval]:
    """The requests that wait for this person's decision, the oldest first."""
    waiting = Approval.objects.filter(outcome="", case__agency=person.unit.agency_id).exclude(asked_by=person)
    if not person.may(DECIDE):
        return waiting.none()
    roles = {role.value for role in person.roles}
    kinds = [code for code, _label in approvals_decided() if roles & {*decided_by(code)}]
    return waiting.filter(kind__in=kinds).select_related("case", "asked_by").order_by("asked_at", "pk")


def exemptions_waiting(person: Person) -> QuerySet[Exemption]:
    """The exceptions that wait for this person's decision, the oldest first."""
    waiting = Exemption.objects.filter(outcome="", case__agency=person.unit.agency_id).exclude(asked_by=person)
    if not person.may(EXEMPT):
        return waiting.none()
    return waiting.select_related("case", "asked_by").order_by("asked_at", "pk")


def event_words(event: str) -> str:
    """How people call an event of a procedure: "milestone:decided" is 作出决定."""
    kind, _, code = event.partition(":")
    label = term(EVENT_LISTS[kind], code) if kind in EVENT_LISTS else event
    return f"{label}的审批" if kind == "passed" else label
