"""The world of these tests: the cast, two texts bound, and a clock that stands still."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from liuhen.apps.lawlib.actions import bind_text
from liuhen.apps.lawlib.drafts import Approval, approve, save_file, start_draft, submit
from liuhen.apps.lawlib.models import EnactedText, TextDraft
from liuhen.apps.people.actions import NewPerson, add_person
from liuhen.apps.people.models import Person
from liuhen.apps.people.roles import Role
from liuhen.site.testing import Cast, make_cast, outside_at

OWN = "nanling-2026"
TITLE = "南岭市行政执法记录办法"
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


def files_of(hours: int = 24, short: str = "南岭办法") -> dict[str, str]:
    """A whole text of one article: recordings are stored within so many hours, proven by one worked case."""
    late = f"2026-03-0{2 + hours // 24} {11 + hours % 24}:00"
    text = f"id: {OWN}\ntitle: {TITLE}\nshort: {short}\nissuer: 南岭市人民政府\nrank: normative_document\narticles: 1\n"
    duty = "{id: store, article: 1, kind: deadline, modality: must, subject: recording, title: 音像记录按时存储, "
    duty += (
        f"needs: {{event: stored}}, deadline: {{amount: {hours}, unit: hours, from: recording_end}}, owner: officer}}"
    )
    answer = "{article: 1, as: duty, reason: 规定存储时限, duties: [store]}"
    recording = "{id: r1, medium: video, start: 2026-03-02 09:00, end: 2026-03-02 10:00, stored_at: 2026-03-02 10:30}"
    expected = "expect: [{duty: store, subject: r1, state: %s}]"
    return {
        "text.yaml": f"{text}in_force: {{from: 2026-01-01, basis: 第一条}}\n",
        "duties.yaml": f"text: {OWN}\nduties:\n  - {duty}\n",
        "coverage.yaml": f"text: {OWN}\narticles:\n  - {answer}\n",
        "cases/first.yaml": (
            "title: 存储\ndossier:\n  agency: {id: demo, name: 示范支队}\n  case: {number: 1号}\n"
            f"  recordings: [{recording}]\nchecks:\n"
            f"  - {{title: 按时, at: 2026-03-20 12:00, {expected % 'met'}}}\n"
            f"  - {{title: 未存, at: '{late}', without: [r1.stored_at], {expected % 'overdue'}}}\n"
        ),
    }


def written(by: Person, files: dict[str, str] | None = None) -> TextDraft:
    """A draft of the text of `files_of`, or of its next version, ready to be submitted."""
    draft = start_draft(by, OWN, TITLE)
    for file, content in (files or files_of()).items():
        draft = save_file(by, draft, file, content, draft.revision)
    return draft


def put_in_force(cast: Cast, first_day: date, hours: int = 24, *, late_reason: str = "") -> EnactedText:
    """The text of `files_of` written by the reviewer and approved by the head."""
    draft = written(cast.reviewer, files_of(hours))
    submit(cast.reviewer, draft, draft.revision)
    return approve(cast.head, draft, Approval(first_day=first_day, late_reason=late_reason))
