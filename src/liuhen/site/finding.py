"""The search box: one question put to every room that has things with numbers and names."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from liuhen.apps.cases import queries as cases
from liuhen.apps.devices import queries as devices
from liuhen.apps.people.models import Person
from liuhen.apps.recordings import queries as recordings

AT_MOST = 8


@dataclass(frozen=True, slots=True)
class Found:
    """One thing found: which kind, what it is called, a line about it, and where it is."""

    icon: str
    name: str
    about: str
    url: str


def find(person: Person, words: str) -> list[Found]:
    """Give at most eight cases, recordings and devices each that the person may see and that match the words."""
    return [*_cases(person, words), *_recordings(person, words), *_devices(person, words)]


def _cases(person: Person, words: str) -> list[Found]:
    rows = cases.search(cases.visible_to(person), words).order_by("-opened_at")[:AT_MOST]
    return [
        Found(
            "briefcase",
            row.number,
            " · ".join(filter(None, [row.cause, row.party, row.plate])),
            _url("cases:case", row.pk),
        )
        for row in rows
    ]


def _recordings(person: Person, words: str) -> list[Found]:
    rows = recordings.page_of(person, recordings.Filters(words=words), size=AT_MOST).rows
    return [
        Found(
            "movie",
            row.shown_name,
            f"{row.device.number} · {row.officer.name}",
            _url("review:recording", row.pk),
        )
        for row in rows
    ]


def _devices(person: Person, words: str) -> list[Found]:
    rows = devices.search(devices.visible_to(person), words)
    return [
        Found("camera", row.number, " ".join(filter(None, [row.model, row.serial])), _url("devices:device", row.pk))
        for row in rows.order_by("number")[:AT_MOST]
    ]


def _url(name: str, key: int) -> str:
    return reverse(name, args=[key])
