"""The world of these tests: the cast, two texts bound, and a clock that stands still."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.test import Client

from liuhen.apps.lawlib.actions import bind_text
from liuhen.apps.people.actions import NewPerson, add_person
from liuhen.apps.people.models import Person
from liuhen.apps.people.roles import Role
from liuhen.site.testing import Cast, make_cast, outside_at

NOW = datetime(2026, 11, 20, 6, 5, tzinfo=UTC)
TEXT = "gd-transport-2019"


@pytest.fixture
def bench(db: None) -> Iterator[Cast]:
    """The cast, whose agency is bound to the transport text."""
    with outside_at(NOW):
        cast = make_cast()
        bind_text(None, cast.agency, TEXT)
        yield cast


@pytest.fixture
def both(bench: Cast) -> Person:
    """Someone who may draft and approve, and must not do both to one draft."""
    new = NewPerson(
        username="both",
        name="兼任",
        password="correct horse battery",
        unit=bench.unit,
        roles=(Role.REVIEWER, Role.HEAD),
    )
    return add_person(None, new)


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client
