"""Rows that name each other are written under keys reserved before, which the database gives to nobody else."""

from __future__ import annotations

import pytest
from django.db import connection

from liuhen.apps.cases.models import Act
from liuhen.apps.people.models import Agency, Unit
from liuhen.site.carrying.laying import reserve


@pytest.mark.django_db
def test_keys_that_are_reserved_are_given_to_no_other_row() -> None:
    agency = Agency.objects.create(code="city", name="某局")
    before = Unit.objects.create(agency=agency, name="一大队")
    keys = reserve(Unit, 3)
    assert len(set(keys)) == 3 and min(keys) > before.pk
    Unit.objects.bulk_create([Unit(pk=key, agency=agency, name=f"队{key}") for key in keys])
    after = Unit.objects.create(agency=agency, name="二大队")
    assert after.pk not in keys
    assert not {*keys, after.pk} & set(reserve(Unit, 2))


@pytest.mark.django_db
def test_of_a_table_without_rows_keys_can_be_reserved_and_none_of_none() -> None:
    assert len(set(reserve(Act, 2))) == 2
    assert reserve(Act, 0) == []


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time, PostgreSQL many")
def test_on_postgresql_keys_are_taken_even_before_a_row_has_them() -> None:
    first, second = reserve(Unit, 50), reserve(Unit, 50)
    assert not set(first) & set(second)
    unit = Unit.objects.create(agency=Agency.objects.create(code="city", name="某局"), name="队")
    assert unit.pk not in {*first, *second}
