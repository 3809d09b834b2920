"""Lists of recordings: narrowed by what the law classifies them by, latest first, paged by the place of the last row.

A page reads along indexes as far as the page is long. What a person may know of is reached in several ways, what words
and filters name in several values: each pair is read on its own, and the pages are put together here.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING

from django.db.models import Prefetch, Q

from liuhen.apps.recordings.listing_words import Narrowing, narrowing_of
from liuhen.apps.recordings.models import Awaits, Link, Recording
from liuhen.apps.recordings.visibility import agencies_searched, in_agencies, ways
from liuhen.core.terms.labels import Medium

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person

PAGE = 50
NO_SIDECAR = Q(found__kind__isnull=True) | ~Q(found__kind="sidecar")
"""A sidecar bears the medium of stills, because it has none of its own (found.MEDIA)."""
LONGEST_FILM = timedelta(days=2)
"""A day shows the recordings that ran on it; none is looked for that began earlier than this before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a list is narrowed to; empty: everything visible. Squad, device, officer, time, party and cause are the
    classes of yexian-transport-2017 art. 17. `device`, `officer`, `party` and `cause` are beginnings of words.
    """

    mine: bool = False
    awaits: Awaits | None = None
    intake: int | None = None
    unit: int | None = None
    device: str = ""
    officer: str = ""
    since: datetime | None = None
    until: datetime | None = None
    party: str = ""
    cause: str = ""
    medium: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A row's place in the list, and whether what is newer than it is wanted, not what is older."""

    start: datetime
    key: int
    newer: bool = False

    def __str__(self) -> str:
        """As it stands in an address: the start and the key."""
        return f"{self.start.isoformat()}~{self.key}"

    @classmethod
    def read(cls, text: str, *, newer: bool = False) -> Place | None:
        """The place an address names; None when it names none."""
        start, _, key = text.partition("~")
        try:
            moment = datetime.fromisoformat(start)
        except ValueError:
            return None
        known = moment.tzinfo is not None and key.isascii() and key.isdigit() and len(key) < 19
        return cls(moment, int(key), newer) if known else None


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of the list, latest first, and from where to go on to newer and older ones; None: there are none."""

    rows: Sequence[Recording]
    newer: Place | None = None
    older: Place | None = None

    @property
    def object_list(self) -> Sequence[Recording]:
        """The rows."""
        return self.rows


Head = tuple[datetime, int]


def page_of(person: Person, wanted: Filters, place: Place | None = None, size: int = PAGE) -> Page:
    """A page of what the person may know of, with device, officer, squad and standing links, in a bounded number of
    queries.
    """
    heads = _heads(person, wanted, place, size + 1)
    more, shown = len(heads) > size, sorted(heads[:size], reverse=True)
    back = place is not None and place.newer
    first = Place(*shown[0], newer=True) if shown and (more if back else place) else None
    last = Place(*shown[-1]) if shown and (place if back else more) else None
    return Page(rows_of(key for _, key in shown), first, last)


def rows_of(keys: Iterable[int]) -> list[Recording]:
    """These recordings as lists show them, latest first."""
    links = Link.objects.filter(ended_at=None).select_related("step__case").order_by("pk")
    found = Recording.objects.filter(pk__in=list(keys)).select_related("device", "officer", "unit", "session")
    return list(found.prefetch_related(Prefetch("links", links, to_attr="standing")).order_by("-start", "-pk"))


def _heads(person: Person, wanted: Filters, place: Place | None, limit: int) -> list[Head]:
    """Start and key of the next rows from a place on, in the direction wanted, without doubles."""
    narrowing = narrowing_of(agencies_searched(person), wanted)
    if narrowing is None:
        return []
    return _read(_Reading(_ways(person, wanted, narrowing), narrowing, wanted), place, limit)


def all_of(agency: int, wanted: Filters, portion: int) -> Iterator[list[int]]:
    """The keys of all recordings of an agency that the filters leave, latest first, in portions, whoever asks."""
    narrowing = narrowing_of([agency], wanted)
    place: Place | None = None
    while narrowing:
        own = [in_agencies([agency], along=not narrowing.leading)]
        if not (heads := _read(_Reading(own, narrowing, wanted), place, portion)):
            return
        yield [key for _, key in heads]
        place = Place(*heads[-1])


@dataclass(frozen=True, slots=True)
class _Reading:
    """What is read: along which ways, narrowed how."""

    ways: Sequence[Q]
    narrowing: Narrowing
    wanted: Filters


def _read(reading: _Reading, place: Place | None, limit: int) -> list[Head]:
    newer = place is not None and place.newer
    order = ("start", "pk") if newer else ("-start", "-pk")
    wanted = reading.wanted
    rest = [*reading.narrowing.rest, *_times(wanted), *_plain(wanted), *([_beyond(place)] if place else [])]
    found = [
        Recording.objects.filter(reduce(and_, [way, *lead, *rest])).order_by(*order).values_list("start", "pk")[:limit]
        for way in reading.ways
        for lead in reading.narrowing.leads
    ]
    return list(dict.fromkeys(heapq.merge(*found, reverse=not newer)))[:limit]


def _ways(person: Person, wanted: Filters, narrowing: Narrowing) -> list[Q]:
    if wanted.mine:
        return [Q(officer=person)]
    return ways(person, only_loose=wanted.awaits is Awaits.STEP, along=not narrowing.leading)


def _plain(wanted: Filters) -> list[Q]:
    found = [Q(medium=wanted.medium)] if wanted.medium else []
    found += [NO_SIDECAR] if wanted.medium == Medium.STILL else []
    found += [Q(awaits=wanted.awaits.value)] if wanted.awaits else []
    return found + ([Q(intake=wanted.intake)] if wanted.intake else [])


def _times(wanted: Filters) -> list[Q]:
    found = []
    if wanted.since:
        found.append(Q(start__gte=wanted.since - LONGEST_FILM, end__gte=wanted.since))
    return found + ([Q(start__lt=wanted.until)] if wanted.until else [])


def _beyond(place: Place) -> Q:
    """The rows after a place in the list, put so that the index by time is read from there on."""
    if place.newer:
        return Q(start__gte=place.start) & ~Q(start=place.start, pk__lte=place.key)
    return Q(start__lte=place.start) & ~Q(start=place.start, pk__gte=place.key)


def awaiting(person: Person, *, at_most: int) -> int:
    """How many films of the person wait for a step, counted up to a number."""
    own = Recording.objects.filter(awaits=Awaits.STEP.value, officer=person).order_by()
    return len(own.values_list("pk", flat=True)[:at_most])


def only_day(wanted: Filters, day: datetime) -> Filters:
    """The same on one day."""
    return replace(wanted, since=day, until=day + timedelta(days=1))
