"""Rows → the whole dossier of a case, and what the law says of it: the only door between the rooms and the law."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from liuhen.apps.cases.queries import facts_of
from liuhen.apps.devices.facts import device_facts
from liuhen.apps.duties.models import Determination
from liuhen.apps.lawlib.queries import adopted_by, numbers_of, texts_binding
from liuhen.apps.recordings.facts import recording_facts
from liuhen.core.duties.evaluate import evaluate, standings
from liuhen.core.duties.verdict_json import verdict_json
from liuhen.core.terms import facts
from liuhen.core.terms.verdict import Obligation
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case
    from liuhen.apps.people.models import Agency


def verdict_at(case: Case, now: datetime) -> tuple[Obligation, ...]:
    """What the texts that bind the agency say of the case at a moment."""
    return evaluate(dossier_of(case), texts_binding(case.agency), now, calendar=outside().law.calendar())


def verdict_data(case: Case, now: datetime) -> dict[str, Any]:
    """The verdict in the one shape it leaves the house (docs/formats/verdict.md)."""
    dossier, texts = dossier_of(case), texts_binding(case.agency)
    owed = evaluate(dossier, texts, now, calendar=outside().law.calendar())
    return verdict_json(owed, now=now, standings=standings(dossier, texts, now), case=case.number)


def dossier_of(case: Case) -> facts.Dossier:
    """Everything the law may look at, from all rooms, in a fixed number of queries."""
    own = facts_of(case.pk)
    filmed = recording_facts(case.pk)
    steps = [int(step.id.partition(":")[2]) for step in own.steps]
    first_step = min((step.start for step in own.steps), default=case.opened_at)
    equipment = device_facts(filmed.devices, steps, first_step)
    return facts.Dossier(
        agency=_agency(case.agency),
        case=own.case,
        acts=own.acts,
        steps=own.steps,
        documents=own.documents,
        recordings=filmed.recordings,
        marks=filmed.marks,
        interruptions=own.interruptions,
        reports=own.reports,
        devices=equipment.devices,
        checks=equipment.checks,
        faults=equipment.faults,
        situations=own.situations,
        determinations=_determinations(case),
    )


def _agency(agency: Agency) -> facts.Agency:
    return facts.Agency(
        id=agency.code,
        name=agency.name,
        territory=agency.territory,
        field=agency.field,
        numbers=numbers_of(agency),
        adopts=adopted_by(agency),
    )


def _determinations(case: Case) -> tuple[facts.Determination, ...]:
    rows = Determination.objects.filter(case=case).select_related("by").order_by("at", "pk")
    return tuple(
        facts.Determination(
            id=f"determination:{row.pk}",
            duty=row.duty,
            subject=row.subject,
            outcome=row.outcome,
            reason=row.reason,
            by=row.by.certificate or row.by.name,
            at=row.at,
        )
        for row in rows
    )
