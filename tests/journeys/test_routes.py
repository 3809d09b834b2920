"""Every address, asked by nobody, by a stranger, by someone who may only read, and by who may."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from liuhen.site.testing import outside_at
from tests.journeys.expectations import EXPECTED, OPEN_TO_ALL, SHOWN_TOO, Expected
from tests.journeys.things import NOW, Things, one_of_everything


class Undone(Exception):
    """Thrown to take back what an address did before the next one is asked."""


@pytest.fixture
def things(db: None, tmp_path: Path) -> Iterator[Things]:
    with outside_at(NOW):
        yield one_of_everything(tmp_path)


def declared_routes(resolver: URLResolver | None = None, room: str = "") -> Iterator[str]:
    """The names of all addresses, "room:name"; one without a name is told by its pattern."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from declared_routes(entry, f"{entry.app_name}:" if entry.app_name else room)
        elif isinstance(entry, URLPattern):
            yield f"{room}{entry.name or entry.pattern}"


def test_every_address_is_declared_and_every_declaration_has_an_address() -> None:
    routes = list(declared_routes())
    assert len(routes) == len(set(routes)), "two addresses share a name"
    assert set(routes) == set(EXPECTED)


def test_nobody_is_sent_to_sign_in(things: Things) -> None:
    wrong = {}
    for name, expected in EXPECTED.items():
        answer = ask(Client(), name, expected, things)
        sent_away = answer.status_code == 302 and answer.headers["Location"].startswith("/sign-in/?next=")
        if sent_away == (name in OPEN_TO_ALL):
            wrong[name] = answer.status_code
    assert not wrong


@pytest.mark.parametrize("who", ["outsider", "reader"])
def test_who_has_no_business_there_learns_nothing_and_writes_nothing(things: Things, who: str) -> None:
    wrong = {}
    for name, expected in EXPECTED.items():
        answer = ask(signed_in(things, who), name, expected, things)
        if answer.status_code != getattr(expected, who):
            wrong[name] = f"answered {answer.status_code}, should be {getattr(expected, who)}"
    assert not wrong


def test_who_may_is_answered(things: Things) -> None:
    wrong = {}
    for name, expected in EXPECTED.items():
        answer = ask(signed_in(things, expected.holder), name, expected, things)
        if answer.status_code != expected.answer:
            wrong[name] = f"{expected.holder} was answered {answer.status_code}, should be {expected.answer}"
    assert not wrong


def test_a_button_cannot_be_pressed_by_opening_its_address(things: Things) -> None:
    """The forms of a case show themselves when asked for and write only when sent; everything else takes no GET."""
    wrong = {}
    for name, expected in EXPECTED.items():
        if expected.sent is not None and name not in SHOWN_TOO and not name.startswith(("cases:", "parties:")):
            answer = signed_in(things, expected.holder).get(address(name, expected, things))
            if answer.status_code != 405:
                wrong[name] = answer.status_code
    assert not wrong


def signed_in(things: Things, who: str) -> Client:
    client = Client()
    client.force_login(getattr(things.cast, who))
    return client


def address(name: str, expected: Expected, things: Things) -> str:
    words: dict[str, Any] = dict(expected.words)
    words |= {name: things.keys[name] for name in ("fault", "wording") if name in words}
    key = [things.keys[expected.about]] if expected.about else []
    asked = expected.asked or (owed_words(things) if name == "duties:determine" else "")
    return reverse(name, args=[*key, *words.values()]) + (f"?{asked}" if asked else "")


def owed_words(things: Things) -> str:
    owed = things.owed
    return urlencode({"duty": f"{owed.text}/{owed.duty}", "subject": owed.subject_id})


def ask(client: Client, name: str, expected: Expected, things: Things) -> HttpResponse:
    """Ask, and take back whatever it changed."""
    where = address(name, expected, things)
    answer: Any = None
    try:
        with transaction.atomic():
            answer = client.get(where) if expected.sent is None else client.post(where, expected.sent)
            raise Undone
    except Undone:
        return answer
