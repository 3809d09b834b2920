"""A feed as iCalendar (RFC 5545): the same bytes as long as nothing changed, so that asking in vain is cheap."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from icalendar import Calendar, Event

from liuhen.apps.duties.queries import CHINA

if TYPE_CHECKING:
    from liuhen.apps.duties.models import FeedEvent

PRODUCT = "-//liuhen//duties//ZH"
ASK_AGAIN = timedelta(hours=1)
LASTS = timedelta(minutes=30)
"""What is due at an hour is shown as the half hour before it: programs hide what has no length."""


def calendar_file(name: str, events: Iterable[FeedEvent], address: Callable[[int], str]) -> bytes:
    """The calendar of a person; `address` gives the page of a case by its key."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for event in events:
        calendar.add_component(_event(event, address(event.case_id)))
    return bytes(calendar.to_ical())


def _event(told: FeedEvent, address: str) -> Event:
    event = Event()
    event.add("uid", f"{told.uid}@liuhen")
    event.add("dtstamp", told.changed_at.astimezone(UTC))
    event.add("last-modified", told.changed_at.astimezone(UTC))
    event.add("sequence", told.sequence)
    event.add("status", "CANCELLED" if told.cancelled else "CONFIRMED")
    event.add("summary", told.summary)
    event.add("url", address)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    _put_time(event, told.at, whole_day=told.whole_day)
    return event


def _put_time(event: Event, at: datetime, *, whole_day: bool) -> None:
    if whole_day:
        day = at.astimezone(CHINA).date()
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
    else:
        event.add("dtstart", (at - LASTS).astimezone(UTC))
        event.add("dtend", at.astimezone(UTC))
