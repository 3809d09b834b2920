"""Writes to the roll of officers: what they are qualified for, and when a certificate was taken in and given back."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from liuhen.apps.journal.actions import About, What, record
from liuhen.apps.journal.actors import Actor
from liuhen.apps.people import entries
from liuhen.apps.people.models import Person, Qualification, Suspension
from liuhen.ports.outside import outside


@transaction.atomic
def qualify(by: Actor | None, person: Person, kind: str, *, since: date | None = None, note: str = "") -> Qualification:
    """Register a qualification a person holds; `kind` is of the vocabulary (qualifications), and held once."""
    words = outside().law.vocabulary()
    if not words.knows("qualifications", kind):
        raise ValidationError({"kind": f"没有“{kind}”这种资格，可用的代码见 law/_vocabulary/qualifications.yaml。"})
    if since and since > outside().clock.now().date():
        raise ValidationError({"since": "取得资格的日期还没有到，请核对证书。"})
    if Qualification.objects.filter(person=person, kind=kind).exists():
        raise ValidationError({"kind": f"{person.name}的这种资格已经登记，不必再登记。"})
    held = Qualification.objects.create(person=person, kind=kind, since=since, note=note.strip())
    record(entries.QUALIFIED, by, _about(person), What(data={"kind": kind, "since": str(since or "")}, rows=[held]))
    return held


@transaction.atomic
def suspend(by: Actor | None, person: Person, since: datetime, reason: str) -> Suspension:
    """Register that a certificate 执法证 was taken in at a moment: from then on it doesn't count."""
    if not person.certificate:
        raise ValidationError(f"{person.name}没有登记执法证号，没有可以暂扣的证件。")
    if not reason.strip():
        raise ValidationError({"reason": "请写明暂扣的理由。"})
    if since > outside().clock.now():
        raise ValidationError({"since": "暂扣时间还没有到，请核对。"})
    if Suspension.objects.filter(Q(until=None) | Q(until__gt=since), person=person).exists():
        raise ValidationError({"since": f"{person.name}的执法证此时已在暂扣之中，请先登记发还。"})
    row = Suspension.objects.create(person=person, since=since, reason=reason.strip())
    record(entries.SUSPENDED, by, _about(person), What(data={"reason": row.reason}, rows=[row]))
    return row


@transaction.atomic
def give_back(by: Actor | None, person: Person, at: datetime) -> Suspension:
    """Register that a suspended certificate was given back at a moment."""
    row = Suspension.objects.select_for_update().filter(person=person, until=None).first()
    if row is None:
        raise ValidationError(f"{person.name}的执法证没有在暂扣之中。")
    if not row.since < at <= outside().clock.now():
        raise ValidationError({"until": "发还时间应在暂扣之后，且不晚于现在，请核对。"})
    row.until = at
    row.save(update_fields=["until"])
    record(entries.GIVEN_BACK, by, _about(person), What(rows=[row]))
    return row


def _about(person: Person) -> About:
    return About(kind="person", id=str(person.pk), label=person.name)
