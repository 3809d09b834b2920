"""All papers of a case are gathered at once, in one order of locks: the rows first, then the journal."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liuhen.apps.cases.actions import gather_documents, register_document
from liuhen.apps.cases.inputs import NewDocument
from liuhen.apps.cases.models import Document
from liuhen.apps.cases.tests.conftest import NINE, NOW


def test_all_rows_are_locked_before_the_first_entry(world):
    if not connection.features.has_select_for_update:
        pytest.skip("this database locks no single rows")
    papers = [
        register_document(world.cast.handler, world.case, NewDocument(kind="photo_sheet", made_at=NINE))
        for _ in range(2)
    ]
    with CaptureQueriesContext(connection) as seen:
        gathered = gather_documents(world.cast.handler, world.case, NOW)
    assert [one.pk for one in gathered] == [one.pk for one in papers]
    said = [one["sql"] for one in seen]
    locked = next(place for place, sql in enumerate(said) if "cases_document" in sql and "FOR UPDATE" in sql)
    written = next(place for place, sql in enumerate(said) if sql.startswith(("INSERT", "UPDATE")))
    assert locked < written
    assert "LIMIT" not in said[locked]


def test_each_is_noted_and_nothing_is_left(world):
    for _ in range(2):
        register_document(world.cast.handler, world.case, NewDocument(kind="photo_sheet", made_at=NINE))
    gather_documents(world.cast.handler, world.case, NOW)
    assert not Document.objects.filter(case=world.case, gathered_at=None).exists()
