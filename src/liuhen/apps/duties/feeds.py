"""Calendar subscriptions: made, withdrawn, and what a calendar program is told.

A feed remembers what it told, so that a program that asks again sees what moved (a higher sequence number) and what
need not be done any more (cancelled). It tells case number, article and what is to be done: no name of a party, nothing
of a recording.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from liuhen.apps.duties import entries
from liuhen.apps.duties.agenda import Wanted, Whose, appointed_between, owed_by_time
from liuhen.apps.duties.citing import cited
from liuhen.apps.duties.models import Appointment, Feed, FeedEvent, Obligation
from liuhen.apps.journal.actions import About, What, record
from liuhen.core.deadlines.counting import day_of, end_of, last_day_of
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person

MOST_FEEDS = 5
"""How many feeds in use a person may have: one for each device."""
MOST_EVENTS = 2000
BACK, AHEAD = timedelta(days=60), timedelta(days=400)
"""How far back and ahead a feed reaches."""
TOLD_FOR = timedelta(days=30)
"""How long a cancelled event is told."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a feed says of one thing."""

    case: int
    summary: str
    at: datetime
    whole_day: bool


@transaction.atomic
def make_feed(by: Person) -> tuple[Feed, str]:
    """Make a feed of one's own obligations; give it with its secret, which is kept nowhere and shown once."""
    if feeds_in_use(by).count() >= MOST_FEEDS:
        raise ValidationError(f"最多同时开通 {MOST_FEEDS} 个订阅，请先停用不再使用的。")
    secret = secrets.token_urlsafe(32)
    feed = Feed.objects.create(person=by, secret=digest_of(secret.encode()), made_at=outside().clock.now())
    record(entries.FEED_MADE, by, _named(feed), What(rows=[feed]))
    return feed, secret


@transaction.atomic
def withdraw_feed(by: Person, key: int) -> Feed:
    """Withdraw a feed of one's own: its address answers nothing any more, and what it told is forgotten."""
    feed = Feed.objects.select_for_update().filter(person=by, pk=key, withdrawn_at=None).first()
    if feed is None:
        raise ValidationError("这个订阅已经停用，或者不是您的。请刷新页面。")
    feed.withdrawn_at = outside().clock.now()
    feed.save(update_fields=["withdrawn_at"])
    FeedEvent.objects.filter(feed=feed).delete()
    record(entries.FEED_WITHDRAWN, by, _named(feed), What(rows=[feed]))
    return feed


def _named(feed: Feed) -> About:
    return About(kind="feed", id=str(feed.pk), label=feed.person.name)


def digest_of(body: bytes) -> str:
    """SHA-256 (hex)."""
    return sha256(body).hexdigest()


def feeds_in_use(person: Person) -> QuerySet[Feed]:
    """The feeds of a person that are not withdrawn, the oldest first."""
    return Feed.objects.filter(person=person, withdrawn_at=None).order_by("pk")


def feed_of(secret: str) -> Feed | None:
    """The feed in use of this secret, of a person who is still here."""
    found = Feed.objects.filter(secret=digest_of(secret.encode()), withdrawn_at=None, person__is_active=True)
    return found.select_related("person__unit__agency").first()


def told_by(feed: Feed, now: datetime) -> list[FeedEvent]:
    """What the feed tells now, in the order of time; what changed since it was last asked is written down."""
    wanted = _wanted(feed.person, now)
    if _differs(wanted, _standing(feed), now):
        with transaction.atomic():
            Feed.objects.select_for_update().get(pk=feed.pk)
            _write(feed, wanted, _standing(feed), now)
    return list(FeedEvent.objects.filter(feed=feed).select_related("case").order_by("at", "uid"))


def _standing(feed: Feed) -> dict[str, FeedEvent]:
    return {event.uid: event for event in FeedEvent.objects.filter(feed=feed)}


def _wanted(person: Person, now: datetime) -> dict[str, Told]:
    """What is to be told, by its lasting name."""
    begin, end = now - BACK, now + AHEAD
    owed = owed_by_time(person, Wanted(), now).filter(due_at__gte=begin, due_at__lt=end)
    found: dict[str, Told] = {}
    met: Counter[str] = Counter()
    for row in owed[:MOST_EVENTS]:
        name = f"{row.case_id}/{row.text}/{row.duty}/{row.subject_id}"
        met[name] += 1
        found[_uid(person, f"{name}/{met[name]}")] = _of_obligation(row)
    for one in appointed_between(person, Whose.MINE, begin, end)[:MOST_EVENTS]:
        found[_uid(person, f"{one.case_id}/{one.source}")] = _of_appointment(one)
    return found


def _uid(person: Person, name: str) -> str:
    """The same for the same thing and agency as long as both exist; it tells nothing."""
    return sha256(f"{person.unit.agency.code}/{name}".encode()).hexdigest()[:40]


def _of_obligation(row: Obligation) -> Told:
    """What is due at midnight is due on the day that ends then, the whole of it."""
    assert row.due_at  # noqa: S101  asked for by due time
    whole = row.due_at == end_of(last_day_of(row.due_at))
    at = end_of(last_day_of(row.due_at)) - timedelta(days=1) if whole else row.due_at
    return Told(row.case_id, f"{row.case.number} {row.title}（{cited(row)}）"[:400], at, whole)


def _of_appointment(one: Appointment) -> Told:
    at = end_of(day_of(one.at)) - timedelta(days=1) if one.whole_day else one.at
    return Told(one.case_id, f"{one.case.number} {one.label}（{one.title}）"[:400], at, one.whole_day)


def _says(event: FeedEvent) -> Told:
    return Told(event.case_id, event.summary, event.at, event.whole_day)


def _differs(wanted: Mapping[str, Told], standing: Mapping[str, FeedEvent], now: datetime) -> bool:
    """Whether anything has to be written."""
    unchanged = all(
        uid in standing and not standing[uid].cancelled and _says(standing[uid]) == told for uid, told in wanted.items()
    )
    gone = (event for uid, event in standing.items() if uid not in wanted)
    return not unchanged or any(not event.cancelled or event.changed_at < now - TOLD_FOR for event in gone)


def _write(feed: Feed, wanted: Mapping[str, Told], standing: Mapping[str, FeedEvent], now: datetime) -> None:
    """Write what changed, within the caller's transaction that holds the feed locked."""
    FeedEvent.objects.filter(feed=feed, cancelled=True, changed_at__lt=now - TOLD_FOR).exclude(uid__in=wanted).delete()
    FeedEvent.objects.bulk_create(
        FeedEvent(feed=feed, uid=uid, changed_at=now, **_columns(told))
        for uid, told in wanted.items()
        if uid not in standing
    )
    for uid, event in standing.items():
        told = wanted.get(uid)
        if (told is None) != event.cancelled or (told and _says(event) != told):
            changed = {"sequence": event.sequence + 1, "changed_at": now, "cancelled": told is None}
            FeedEvent.objects.filter(pk=event.pk).update(**changed, **(_columns(told) if told else {}))


def _columns(told: Told) -> dict[str, object]:
    return {"case_id": told.case, "summary": told.summary, "at": told.at, "whole_day": told.whole_day}
