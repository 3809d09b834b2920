"""A prepared query gives what Django's own gives, for any number of keys, and writes its SQL once."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liuhen.apps.journal.models import Entry
from liuhen.apps.journal.prepared import SHAPES, Prepared
from liuhen.apps.people.actions import note_failed_sign_in
from liuhen.site.testing import outside_at

COLUMNS = ("seq", "kind", "at", "subject_id")

pytestmark = pytest.mark.django_db


def entries(keys):
    return Entry.objects.filter(seq__in=keys, kind="people.sign_in_failed").order_by("-seq")


@pytest.fixture
def written():
    with outside_at():
        for number in range(SHAPES + 3):
            note_failed_sign_in(f"somebody{number}")
    return list(Entry.objects.values_list("seq", flat=True))


@pytest.mark.parametrize("number", [1, 2, SHAPES, SHAPES + 1])
def test_the_rows_are_those_of_the_query_with_names(written, number):
    asked = Prepared(entries, *COLUMNS)
    keys = written[:number]
    for chosen in (keys, set(keys), keys[::-1]):
        rows = list(asked.rows(chosen))
        assert rows == list(entries(keys).values_list(*COLUMNS))
        assert all(row.at.tzinfo for row in rows)
    assert len(rows) == number


def test_other_keys_of_the_same_number_get_their_own_rows(written):
    asked = Prepared(entries, *COLUMNS)
    assert [[row.seq for row in asked.rows([key])] for key in written[:3]] == [[key] for key in written[:3]]


def test_no_keys_ask_nothing(written, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert list(Prepared(entries, *COLUMNS).rows([])) == []


def test_the_query_is_made_once_for_each_number_of_keys(written):
    made = []

    def asking(keys):
        made.append(len(keys))
        return entries(keys)

    asked = Prepared(asking, *COLUMNS)
    with CaptureQueriesContext(connection) as captured:
        for keys in ([written[0]], [written[1]], written[:2], written[2:4]):
            list(asked.rows(keys))
    assert (made, len(captured)) == ([1, 2], 4)
