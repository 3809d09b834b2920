"""The pages of goods: who sees them, what they offer, and that what is typed arrives."""

from __future__ import annotations

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from liuhen.apps.duties.actions import judge
from liuhen.apps.goods.models import Item
from liuhen.apps.goods.tests.conftest import HOUR, NINE
from liuhen.apps.journal.models import Entry
from liuhen.site.testing import PASSWORD


@pytest.fixture
def as_(yard, client):
    def signed_in(name):
        assert client.login(username=name, password=PASSWORD)
        return client

    return signed_in


def url(name, key, **words):
    asked = "&".join(f"{word}={value}" for word, value in words.items())
    return reverse(f"goods:{name}", args=[key]) + (f"?{asked}" if asked else "")


def sent(yard, **about):
    taking = {"measure": "seizure", "step": yard.step.pk, "document": yard.paper.pk, "at": "2026-11-20T10:00"}
    thing = {"name": "重型货车", "quantity": "1", "unit": "辆", "condition": "完好", "owner": "某甲"}
    return {**taking, "place": "执法车内", "rows": 1, **{f"t0-{key}": value for key, value in thing.items()}, **about}


def test_the_handler_enters_a_thing_on_the_page(yard, as_):
    answer = as_("handler").post(url("enter", yard.case.pk), sent(yard))
    assert answer.status_code == 302
    assert Item.objects.get().described.name == "重型货车"
    page = as_("handler").get(url("of-case", yard.case.pk)).content.decode()
    assert "市交财物〔2026〕1号" in page
    assert "待移交管理人员" in page


def test_rows_left_empty_are_no_things_and_one_more_can_be_asked_for(yard, as_):
    client = as_("handler")
    two = sent(yard, rows=2, **{"t1-owner": "某甲"})
    asked = client.post(url("enter", yard.case.pk), {**two, "more": "1"})
    assert (asked.status_code, Item.objects.count()) == (200, 0)
    assert asked.content.decode().count('-specification"') >= 3
    assert client.post(url("enter", yard.case.pk), two).status_code == 302
    assert Item.objects.count() == 1


def test_a_fault_is_told_beside_its_field_and_nothing_typed_is_lost(yard, as_):
    answer = as_("handler").post(url("enter", yard.case.pk), sent(yard, step="", **{"t0-quantity": "许多"}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "请填写数字" in page
    assert "重型货车" in page
    answer = as_("handler").post(url("enter", yard.case.pk), sent(yard, step=""))
    assert "发生在" in answer.content.decode()
    assert not Item.objects.exists()


def test_the_keeper_receives_on_the_page_and_is_proposed_as_the_one_who_keeps(yard, as_):
    (item,) = yard.enter()
    client = as_("custodian")
    page = client.get(url("move", yard.case.pk, kind="to_keeper", item=item.pk)).content.decode()
    assert f'value="{yard.cast.custodian.pk}" selected' in page
    fields = {"items": item.pk, "at": "2026-11-20T12:00", "keeper": yard.cast.custodian.pk, "place": "一号仓库"}
    assert client.post(url("move", yard.case.pk, kind="to_keeper"), fields).status_code == 302
    assert Item.objects.get().state == "kept"
    assert "一号仓库" in client.get(url("item", item.pk)).content.decode()


def test_what_a_return_needs_is_told_with_where_to_get_it(yard, as_):
    (item,) = yard.enter()
    page = as_("handler").get(url("move", yard.case.pk, kind="returned", item=item.pk)).content.decode()
    assert "解除行政强制措施决定书" in page
    assert reverse("documents:write", args=[yard.case.pk]) + "?kind=measure_release_decision" in page


def test_a_correction_is_shown_with_what_it_took_the_place_of(yard, as_):
    (item,) = yard.enter()
    words = {
        "name": "轻型货车",
        "quantity": "1",
        "unit": "辆",
        "condition": "完好",
        "owner": "某甲",
        "reason": "车型写错",
    }
    assert as_("handler").post(url("correct", item.pk), words).status_code == 302
    page = as_("handler").get(url("item", item.pk)).content.decode()
    assert "轻型货车" in page
    assert "理由：车型写错" in page


@pytest.mark.parametrize("name", ["of-case", "enter", "move"])
def test_who_may_not_see_the_case_is_told_that_there_is_none(yard, as_, name):
    answer = as_("outsider").get(url(name, yard.case.pk, kind="to_keeper"))
    assert answer.status_code == 404


def test_a_thing_of_a_hidden_case_is_hidden_too(yard, as_):
    (item,) = yard.enter()
    assert as_("outsider").get(url("item", item.pk)).status_code == 404
    assert as_("outsider").get(url("correct", item.pk)).status_code == 404
    assert "重型货车" not in as_("outsider").get(reverse("goods:ledger")).content.decode()


@pytest.mark.parametrize(("who", "name"), [("inspector", "enter"), ("head", "enter"), ("officer", "move")])
def test_who_may_look_but_not_do_it_is_refused(yard, as_, who, name):
    yard.enter()
    assert as_(who).get(url(name, yard.case.pk, kind="to_keeper")).status_code == 403


def test_opening_the_goods_of_a_case_is_a_viewing_of_the_case(yard, as_):
    as_("head").get(url("of-case", yard.case.pk))
    assert Entry.objects.filter(kind="cases.viewed", actor_id=yard.cast.head.pk).count() == 1


def test_the_ledger_finds_by_state_measure_name_and_number(yard, as_):
    first, second = yard.enter("重型货车", "道路运输证")
    yard.receive(first)
    client, address = as_("custodian"), reverse("goods:ledger")

    def found(**words):
        page = client.get(address, words).content.decode()
        return [name for name in ("重型货车", "道路运输证") if f"<b>{name}</b>" in page]

    assert found() == ["重型货车", "道路运输证"]
    assert found(state="taken") == ["道路运输证"]
    assert found(state="returned") == found(measure="sampling") == found(q="运输") == []
    assert found(q="道路") == ["道路运输证"]
    assert found(q=second.number) == ["道路运输证"]
    assert found(q=yard.case.number, state="kept") == ["重型货车"]
    assert found(state="nonsense", measure="nonsense") == ["重型货车", "道路运输证"]


def test_what_waits_for_the_keeper_stands_first_and_says_until_when(yard, as_):
    first, _second = yard.enter("重型货车", "道路运输证")
    yard.receive(first)
    judge(yard.case, NINE + 26 * HOUR)
    page = as_("custodian").get(reverse("goods:ledger")).content.decode()
    assert page.index("道路运输证") < page.index("重型货车")
    assert "1 件等待管理人员接收" in page
    assert "第一百二十七条" in page


def test_the_ledger_goes_out_as_text_and_the_journal_knows(yard, as_):
    yard.enter('=HYPERLINK("http://x")', "道路运输证")
    client, address = as_("custodian"), reverse("goods:take-out")
    table = client.post(address, {"purpose": "月度清点", "format": "csv", "state": "all"}).content.decode("utf-8-sig")
    assert "'=HYPERLINK" in table
    assert table.count("\r\n") == 3
    book = load_workbook(io.BytesIO(client.post(address, {"purpose": "清点", "format": "xlsx"}).content)).active
    assert book is not None
    assert [cell.data_type for cell in book["D"]] == ["s", "s", "s"]
    assert Entry.objects.filter(kind="goods.ledger_taken_out").count() == 2
    assert as_("officer").post(address, {"purpose": "看看"}).status_code == 403


@pytest.mark.parametrize("things", [2, 30])
def test_pages_ask_as_much_of_the_database_for_many_things_as_for_few(yard, as_, things, django_assert_max_num_queries):
    yard.enter(*["货物"] * things)
    client = as_("custodian")
    client.get(url("of-case", yard.case.pk))
    with django_assert_max_num_queries(24):
        client.get(url("of-case", yard.case.pk))
    with django_assert_max_num_queries(16):
        client.get(reverse("goods:ledger"))
