"""Goods are entered with everything the ledger asks for, numbered without gaps, and corrected beside what was said."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction

from liuhen.apps.cases.models import Step
from liuhen.apps.goods.actions import Taking, correct_item, enter_items
from liuhen.apps.goods.models import Item, Ledger
from liuhen.apps.goods.queries import items_of
from liuhen.apps.goods.tests.conftest import HOUR, NINE, NOW, seals_agree, words
from liuhen.apps.journal.models import Entry


def test_things_that_came_in_together_stand_in_the_ledger_one_by_one(yard):
    first, second = yard.enter("重型货车", "道路运输证")
    assert [first.number, second.number] == ["市交财物〔2026〕1号", "市交财物〔2026〕2号"]
    assert (first.state, first.place, first.described.name) == ("taken", "执法车内", "重型货车")
    entry = Entry.objects.filter(kind="goods.entered").get()
    assert "道路运输证" in entry.body
    assert seals_agree()


def test_a_refused_thing_takes_no_number(yard):
    with pytest.raises(ValidationError):
        yard.enter("重型货车", "")
    assert not Ledger.objects.filter(last__gt=0).exists()
    assert yard.enter()[0].serial == 1


def test_the_numbers_of_another_year_begin_anew(yard):
    yard.enter()
    Ledger.objects.create(agency=yard.cast.agency, year=2027, last=40)
    assert yard.enter()[0].serial == 2


def test_entering_registers_in_the_step_that_goods_were_taken(yard):
    assert "property_taken" not in Step.objects.get(pk=yard.step.pk).matters
    yard.enter()
    assert "property_taken" in Step.objects.get(pk=yard.step.pk).matters


def test_what_is_sealed_where_it_stands_was_not_taken_out(yard):
    (item,) = yard.enter("无证码头", measure="sealing", place="码头原址")
    assert item.state == "in_place"
    assert "property_taken" not in Step.objects.get(pk=yard.step.pk).matters


@pytest.mark.parametrize(
    ("about", "field", "said"),
    [
        ({"name": " "}, "name", "财物名称"),
        ({"unit": ""}, "unit", "计量单位"),
        ({"condition": ""}, "condition", "状态"),
        ({"owner": ""}, "owner", "待查"),
        ({"quantity": Decimal(0)}, "quantity", "大于零"),
        ({"quantity": Decimal("1e10")}, "quantity", "核对"),
        ({"specification": "长" * 121}, "specification", "最多 120 字"),
    ],
)
def test_what_is_missing_or_impossible_is_told_beside_its_field(yard, about, field, said):
    with pytest.raises(ValidationError) as refused:
        enter_items(yard.cast.handler, yard.case, _taking(yard), [replace(words(), **about)])
    assert said in refused.value.message_dict[field][0]


def _taking(yard, **about):
    return Taking(**{"measure": "seizure", "at": NINE + HOUR, "place": "执法车内", "step": yard.step.pk, **about})


@pytest.mark.parametrize(
    ("about", "field", "said"),
    [
        ({"measure": "robbery"}, "measure", "到案方式"),
        ({"step": None}, "step", "先登记"),
        ({"step": 987654}, "step", "不属于本案"),
        ({"document": 987654}, "document", "不属于本案"),
        ({"at": NINE - HOUR}, "at", "早于所选环节"),
        ({"at": NOW + HOUR}, "at", "晚于现在"),
        ({"place": " "}, "place", "放在哪里"),
    ],
)
def test_how_it_came_in_must_agree_with_the_case(yard, about, field, said):
    with pytest.raises(ValidationError) as refused:
        yard.enter(**about)
    assert said in refused.value.message_dict[field][0]


def test_a_step_of_another_kind_takes_no_seized_goods(yard):
    other = yard.add_step("on_site_inspection")
    with pytest.raises(ValidationError, match="扣押"):
        yard.enter(step=other.pk)


def test_the_keeper_enters_what_is_brought_and_writes_nothing_on_the_case(yard):
    (item,) = enter_items(yard.cast.custodian, yard.case, _taking(yard), [words()])
    assert item.entered_by == yard.cast.custodian
    assert "property_taken" not in Step.objects.get(pk=yard.step.pk).matters


@pytest.mark.parametrize("who", ["head", "outsider", "reader", "co_officer"])
def test_only_who_handles_the_case_or_keeps_its_goods_enters_them(yard, who):
    with pytest.raises(PermissionDenied):
        enter_items(getattr(yard.cast, who), yard.case, _taking(yard), [words()])


def test_a_correction_stands_beside_what_was_said_before(yard):
    (item,) = yard.enter()
    before = item.described
    correct_item(yard.cast.handler, item, words("轻型货车"), "车型写错")
    after = items_of(yard.case.pk)[0].described
    assert (after.name, after.replaces_id, after.reason) == ("轻型货车", before.pk, "车型写错")
    assert seals_agree()


def test_a_correction_says_why(yard):
    (item,) = yard.enter()
    with pytest.raises(ValidationError, match="理由"):
        correct_item(yard.cast.handler, item, words(), " ")
    with pytest.raises(PermissionDenied):
        correct_item(yard.cast.reader, item, words(), "看错")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE goods_description SET name = '别的'",
        "DELETE FROM goods_description",
        "UPDATE goods_item SET number = '别的'",
        "UPDATE goods_item SET taken_at = entered_at",
        "DELETE FROM goods_item",
        "UPDATE goods_ledger SET year = 1999",
    ],
)
def test_the_database_refuses_to_change_what_came_in(yard, statement):
    yard.enter()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Item.objects.count() == 1
