"""The law on screen."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from liuhen.apps.lawlib.actions import bind_text
from liuhen.apps.lawlib.outline import article_page, outline
from liuhen.core.lawbook.conditions import FLAGS, VOCABULARY_FACETS
from liuhen.core.lawbook.periods import ALL_EVENTS, NAMED_EVENTS, Deadline
from liuhen.core.lawbook.wording import FACET_WORDS, FLAG_WORDS, event_words, period_words
from liuhen.site.testing import make_cast, outside_at

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 6, 5, tzinfo=UTC)
TEXTS = ["gd-province-2018", "gd-transport-2019"]


@pytest.fixture(autouse=True)
def law():
    with outside_at(NOW) as outside:
        yield outside.law


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def client(cast) -> Client:
    client = Client()
    client.force_login(cast.officer)
    return client


def test_the_shelf_lists_bound_texts_first(client, cast):
    bind_text(None, cast.agency, "gd-transport-2019")
    page = client.get("/law/").content.decode()
    assert page.index("交通运输行政执法全过程记录") < page.index("广东省行政执法全过程记录办法")
    assert page.count("lh-bound") == 1


@pytest.mark.parametrize("text", TEXTS)
def test_every_article_of_a_text_has_a_page(client, law, text):
    for number in range(1, law.text(text).info.articles + 1):
        answer = client.get(f"/law/{text}/{number}/")
        assert answer.status_code == 200, number
        assert "要旨" in answer.content.decode()


@pytest.mark.parametrize("where", ["/law/nowhere/", "/law/gd-transport-2019/36/", "/law/gd-transport-2019/0/"])
def test_what_the_folder_does_not_hold_is_not_found(client, where):
    assert client.get(where).status_code == 404


@pytest.mark.parametrize("text", TEXTS)
def test_the_tree_holds_every_article_once_and_marks_the_one_shown(law, text):
    leaves = [leaf for branch in outline(law.text(text), here=3) for leaf in branch.leaves]
    assert [leaf.number for leaf in leaves] == list(range(1, law.text(text).info.articles + 1))
    assert [leaf.number for leaf in leaves if leaf.here] == [3]


@pytest.mark.parametrize("text", TEXTS)
def test_every_duty_is_shown_under_its_article(law, text):
    whole = law.text(text)
    shown = [card.duty.id for n in range(1, whole.info.articles + 1) for card in article_page(whole, n).duties]
    assert sorted(shown) == sorted(duty.id for duty in whole.duties)


def test_a_duty_is_put_into_words(client):
    page = client.get("/law/gd-transport-2019/29/").content.decode()
    assert "24 小时内" in page
    assert "返回单位" in page
    assert "recording_end" not in page


def test_every_condition_has_words():
    assert {*VOCABULARY_FACETS, "stage", "medium"} == set(FACET_WORDS)
    assert set(FLAG_WORDS) == FLAGS


def test_every_event_has_words(law):
    words = law.vocabulary()
    for event in [*ALL_EVENTS, *(f"{name}:x" for name in NAMED_EVENTS)]:
        assert event_words(event, words)


def test_periods_are_put_into_words(law):
    words = law.vocabulary()
    back = Deadline.model_validate({"amount": "3", "unit": "working_days", "ahead_of": "step_start"})
    assert period_words(back, words) == "环节开始前 3 个工作日"
    longer = {"approval": "seizure", "amount": "30", "unit": "calendar_days", "reason": "情况复杂，经批准"}
    taken = {"amount": "law:x", "unit": "calendar_days", "from": "step_end", "pauses": ["y"], "extensions": [longer]}
    expected = "自环节结束起 〔x〕 日内；y期间不计算；情况复杂，经批准，延长 30 日"
    assert period_words(Deadline.model_validate(taken), words) == expected


def test_how_the_agency_stands_is_shown_even_before_any_case(client):
    assert "还没有" in client.get("/standing/gd-transport-2019/").content.decode()
    assert "没有哪一件涉及这一条" in client.get("/standing/gd-transport-2019/29/").content.decode()
