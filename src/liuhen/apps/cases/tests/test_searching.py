"""The search for cases: any part of a word, in the whole archive, and no reading through it."""

from __future__ import annotations

import pytest
from django.db import connection

from liuhen.apps.cases import searching
from liuhen.apps.cases.actions import open_case
from liuhen.apps.cases.models import Case
from liuhen.apps.cases.queries import search, visible_to
from liuhen.apps.cases.tests.conftest import new_case
from liuhen.apps.journal import lookups
from liuhen.apps.journal.lookups import LONGEST, holding

OTHER = "粤交罚〔2026〕77号"


@pytest.fixture
def other(world):
    return open_case(world.cast.handler, new_case(OTHER, cause="未经许可", party="李四", plate="湘B00001"))


@pytest.fixture(params=[300, 0], ids=["few", "many"])
def few(request, monkeypatch):
    """Whether what holds the words counts as few, and is named one by one, or as many."""
    monkeypatch.setattr(searching, "FEW", request.param)


@pytest.mark.parametrize(
    "words", ["77号", "许可", "四", "00001", "b0000", "b", "许可 李四", "湘 77", "〔2026〕77", "7"]
)
def test_any_part_is_found_in_large_letters_or_small(world, other, few, words):
    assert [one.number for one in search(visible_to(world.cast.handler), words)] == [OTHER]


@pytest.mark.parametrize("words", ["可许", "许可四", "77 张三丰", "%", "_", "77*", '7"7', "号77", "7 OR 7"])
def test_what_does_not_stand_there_is_not_found(world, other, few, words):
    assert not search(visible_to(world.cast.handler), words).filter(pk=other.pk)


def test_what_was_changed_since_is_found_by_what_it_says_now(world, other):
    Case.objects.filter(pk=other.pk).update(party="顺达运输")
    cases = visible_to(world.cast.handler)
    assert list(search(cases, "达运")) == [other]
    assert not search(cases, "李四")
    assert list(search(cases, "许可")) == [other]


def test_what_came_before_the_index_is_found_too(world, other):
    """As a migration finds it: the index is made anew over what is there."""
    make = lookups._postgresql if connection.vendor == "postgresql" else lookups._sqlite
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # as after a migration before, not within a test
        for statement in make(Case._meta.db_table, searching.COLUMNS):
            cursor.execute(statement)
    assert holding(Case, searching.COLUMNS, ["许可", "李四"], 9) == [other.pk]


def test_a_case_of_long_words_is_found_by_all_that_is_looked_at(world):
    cause = "".join(chr(0x4E00 + at) for at in range(LONGEST))
    made = open_case(world.cast.handler, new_case("长〔2026〕1号", cause=cause, party="甲", plate=""))
    assert list(search(visible_to(world.cast.handler), cause)) == [made]
    assert list(search(visible_to(world.cast.handler), cause[-2:])) == [made]


def test_so_many_and_no_more_are_named(world, other):
    assert holding(Case, searching.COLUMNS, ["粤"], 1) is None
    assert holding(Case, searching.COLUMNS, ["粤"], 2) is not None
    assert holding(Case, searching.COLUMNS, ["粤", "李四"], 1) == [other.pk]


def test_what_a_higher_room_knows_by_a_word_is_found_with_what_stands_here(world, other, few, monkeypatch):
    monkeypatch.setattr(searching, "_elsewhere", [lambda word: [other.pk] if word == "王五" else []])
    cases = visible_to(world.cast.handler)
    assert list(search(cases, "王五")) == [other]
    assert list(search(cases, "王五 李四")) == [other]
    assert not search(cases, "王五 张三丰")


def test_words_beyond_the_first_few_cost_nothing(world, django_assert_max_num_queries):
    with django_assert_max_num_queries(2 + searching.MOST_WORDS):
        search(visible_to(world.cast.handler), "粤 " * 5000)


def test_what_a_person_may_not_see_is_not_found(world):
    assert not search(visible_to(world.cast.outsider), "粤交罚").exists()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL reads a table this small from end to end")
def test_looking_words_up_never_reads_through_all_cases(world, django_assert_max_num_queries):
    with django_assert_max_num_queries(7) as asked:
        search(visible_to(world.cast.handler), "粤交罚")
    with connection.cursor() as cursor:
        for one in asked.captured_queries:
            cursor.execute("EXPLAIN QUERY PLAN " + one["sql"])
            plan = [str(row[3]) for row in cursor.fetchall()]
            assert not [line for line in plan if line.split()[:2] == ["SCAN", "cases_case"]], (one["sql"], plan)
