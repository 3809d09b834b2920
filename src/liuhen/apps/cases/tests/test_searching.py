"""The search for cases: any part of the latest, beginnings of the old, and no reading through the archive."""

from __future__ import annotations

import pytest
from django.db import connection

from liuhen.apps.cases import searching
from liuhen.apps.cases.actions import open_case
from liuhen.apps.cases.models import Case
from liuhen.apps.cases.queries import search, visible_to
from liuhen.apps.cases.tests.conftest import new_case


@pytest.fixture
def old(world, monkeypatch):
    """The world's case, which is no more among the latest: another was registered since."""
    monkeypatch.setattr(searching, "LATEST", 1)
    open_case(world.cast.handler, new_case("粤交罚〔2026〕77号", cause="未经许可", party="李四", plate="湘B00001"))
    return world.case


@pytest.mark.parametrize("words", ["77号", "许可", "四", "00001", "b0000", "许可 李四"])
def test_of_the_latest_any_part_is_found(world, old, words):
    assert [one.number for one in search(visible_to(world.cast.handler), words)] == ["粤交罚〔2026〕77号"]


@pytest.mark.parametrize("column", ["number", "cause", "party", "plate"])
def test_an_old_case_is_found_by_how_it_begins_and_not_by_a_part(world, old, column):
    Case.objects.filter(pk=old.pk).update(plate="粤A12345")
    old.refresh_from_db()
    said = getattr(old, column)
    cases = visible_to(world.cast.handler)
    assert old in search(cases, said[:3])
    assert old in search(cases, said)
    assert old not in search(cases, said[2:])


def test_a_plate_typed_in_small_letters_finds_an_old_case(world, old):
    Case.objects.filter(pk=old.pk).update(plate="粤B12345")
    assert old in search(visible_to(world.cast.handler), "粤b123")


def test_words_beyond_the_first_few_cost_nothing(world, old, django_assert_max_num_queries):
    with django_assert_max_num_queries(2 + 4 * searching.MOST_WORDS):
        search(visible_to(world.cast.handler), "粤 " * 5000)


def test_where_many_begin_with_a_word_each_is_still_found(world, old, monkeypatch):
    monkeypatch.setattr(searching, "FEW", 0)
    assert old in search(visible_to(world.cast.handler), old.party[:2])


def test_what_a_person_may_not_see_is_not_found(world, old):
    assert not search(visible_to(world.cast.outsider), "粤交罚").exists()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL reads a table this small from end to end")
def test_looking_words_up_never_reads_through_all_cases(world, django_assert_max_num_queries):
    with django_assert_max_num_queries(7) as asked:
        search(visible_to(world.cast.handler), "粤交罚")
    with connection.cursor() as cursor:
        for one in asked.captured_queries:
            cursor.execute("EXPLAIN QUERY PLAN " + one["sql"])
            plan = [str(row[3]) for row in cursor.fetchall()]
            assert not [line for line in plan if line.startswith("SCAN cases_case")], (one["sql"], plan)
