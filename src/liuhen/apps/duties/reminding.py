"""Reminders: who is reminded of what. Made and taken back by the sweep; a reminder that holds no more is never shown.

A reminder speaks for one obligation, one threshold and one due time. When the obligation is met, or its due time moves,
it is silent from that moment on; the sweep removes it later.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import F, Q, QuerySet

from liuhen.apps.duties.models import Obligation, Reminder, ReminderWish, Threshold
from liuhen.apps.duties.queries import mine_to_do
from liuhen.apps.people.queries import everybody

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person

LEAD_DAYS = 1
"""How many days before the due time somebody is reminded who has wished nothing, where the law names no time."""
LONGEST_LEAD = 30
PORTION = 500
"""How many reminders are written at once."""


def speaking(now: datetime) -> Q:
    """The condition that a reminder still holds: to be done, its due time unmoved, its threshold that of the time."""
    same = Q(obligation__to_do=True, obligation__leads=True, obligation__due_at=F("due_at"))
    return same & (Q(threshold=Threshold.SOON, due_at__gte=now) | Q(threshold=Threshold.OVERDUE))


def reminders_of(person: Person, now: datetime) -> QuerySet[Reminder]:
    """What the person is reminded of: not read yet first, then by due time."""
    rows = Reminder.objects.filter(speaking(now), person=person).select_related("obligation__case")
    return rows.order_by(F("read_at").asc(nulls_first=True), "due_at", "obligation__case_id", "obligation__position")


def unread(person: Person, now: datetime) -> int:
    """How many reminders the person has not taken note of; one query, by index."""
    return Reminder.objects.filter(speaking(now), person=person, read_at=None).count()


def wish_of(person: Person) -> ReminderWish | None:
    """What the person has wished, if anything."""
    return ReminderWish.objects.filter(person=person).first()


def remind(now: datetime) -> int:
    """Make the reminders that are due and remove those that hold no more; give how many were made."""
    Reminder.objects.exclude(speaking(now)).delete()
    leads = dict(ReminderWish.objects.values_list("person_id", "lead_days"))
    return sum(_remind(person, leads.get(person.pk, LEAD_DAYS), now) for person in everybody().filter(is_active=True))


def _remind(person: Person, lead_days: int, now: datetime) -> int:
    """Remind one person of what is not told yet."""
    raised = Q(raise_at__lte=now) | Q(raise_at=None, due_at__lte=now + timedelta(days=lead_days))
    mine = mine_to_do(person, now).order_by().filter(leads=True, due_at__isnull=False)
    told = Reminder.objects.filter(person=person)
    late = _untold(mine.filter(due_at__lt=now), told, Threshold.OVERDUE)
    soon = _untold(mine.filter(raised, due_at__gte=now), told, Threshold.SOON)
    rows = [*_rows(person, late, Threshold.OVERDUE, now), *_rows(person, soon, Threshold.SOON, now)]
    Reminder.objects.bulk_create(rows, batch_size=PORTION, ignore_conflicts=True)
    return len(rows)


def _untold(rows: QuerySet[Obligation], told: QuerySet[Reminder], threshold: Threshold) -> QuerySet[Obligation]:
    """Those of which no reminder of this threshold stands; one that no longer held was removed before."""
    return rows.exclude(pk__in=told.filter(threshold=threshold).values("obligation")).select_related(None)


def _rows(person: Person, owed: Iterable[Obligation], threshold: Threshold, now: datetime) -> Sequence[Reminder]:
    return [
        Reminder(person=person, obligation=one, threshold=threshold, due_at=one.due_at, made_at=now)
        for one in owed
        if one.due_at
    ]
