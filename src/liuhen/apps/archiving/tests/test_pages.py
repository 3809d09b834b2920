"""The pages of the room: what is shown before a volume is made, making it, opening it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from liuhen.apps.archiving.models import Volume
from liuhen.apps.archiving.queries import fonds_of
from liuhen.apps.archiving.tests.conftest import CLOSED, pdf
from liuhen.apps.cases.actions import archive
from liuhen.apps.duties.actions import judge_number
from liuhen.apps.journal.models import Entry


@pytest.fixture
def sent(closed, client):
    """Sends what the form would, as the handler."""
    client.force_login(closed.cast.handler)

    def send(**said):
        said = {"template": "penalty_parts", "keeping": "d30", "note": "", **said}
        return client.post(reverse("archiving:volume", args=[closed.case.pk]), said)

    return send


def test_the_page_tells_what_would_lie_in_it_and_what_the_case_lacks(closed, client):
    closed.world.in_force()
    closed.paper("payment_receipt", 1)
    client.force_login(closed.cast.handler)
    shown = client.get(reverse("archiving:volume", args=[closed.case.pk])).content.decode()
    assert shown.index("罚款缴纳凭证") < shown.index("纸质") < shown.index("检查记录")
    assert "装订成卷" in shown


def test_made_on_the_page_it_can_be_opened_and_opening_is_journalled(closed, sent, client):
    closed.world.in_force()
    assert sent(note="第三页有水渍").status_code == 302
    volume = Volume.objects.get()
    answer = client.get(reverse("archiving:volume-file", args=[volume.pk]))
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")
    assert Entry.objects.filter(kind="archiving.volume_viewed").count() == 1


def test_a_file_that_cannot_be_bound_is_named_beside_the_box_that_lets_it_be_skipped(closed, sent):
    closed.paper("payment_receipt", 1, b"%PDF-1.4 broken")
    refused = sent()
    assert refused.status_code == 422
    assert "第 1 件罚款缴纳凭证" in refused.content.decode()
    assert sent(skip="on").status_code == 302


def test_another_agency_finds_neither_page_nor_file(closed, sent, client):
    closed.paper("payment_receipt", 1, pdf())
    sent()
    client.force_login(closed.cast.outsider)
    assert client.get(reverse("archiving:volume", args=[closed.case.pk])).status_code == 404
    assert client.get(reverse("archiving:volume-file", args=[Volume.objects.get().pk])).status_code == 404


def test_who_may_only_look_sees_the_page_and_makes_nothing(closed, client):
    client.force_login(closed.cast.inspector)
    address = reverse("archiving:volume", args=[closed.case.pk])
    assert "装订成卷" not in client.get(address).content.decode()
    assert client.post(address, {"template": "penalty_parts", "keeping": "d30"}).status_code == 403


def test_the_page_of_the_case_leads_to_the_volume_once_the_case_is_closed(closed, sent, client):
    closed.world.in_force()
    sent()
    shown = client.get(reverse("cases:case", args=[closed.case.pk])).content.decode()
    assert "J019-ZY·XZCF·2026·D30-0001" in shown
    closed.paper("reconsideration_reply", 2)
    assert "另有 1 份未入卷" in client.get(reverse("cases:case", args=[closed.case.pk])).content.decode()


def test_binding_anew_is_folded_away_until_there_is_reason_to(closed, sent, client):
    closed.world.in_force()
    address = reverse("archiving:volume", args=[closed.case.pk])
    assert "lh-again" not in client.get(address).content.decode()
    sent()
    assert "lh-again" in client.get(address).content.decode()
    closed.paper("reconsideration_reply", 2)
    assert "lh-again" not in client.get(address).content.decode()


def test_a_closed_case_waits_on_the_list_until_it_is_archived(closed, sent, client):
    closed.world.in_force()
    address = reverse("archiving:list")
    client.force_login(closed.cast.handler)
    judge_number(closed.case.number)
    assert closed.case.number in client.get(address).content.decode()
    sent()
    archive(closed.cast.handler, closed.case, CLOSED)
    judge_number(closed.case.number)
    shown = client.get(address).content.decode()
    assert "没有等待归档的案件" in shown
    assert "J019-ZY·XZCF·2026·D30-0001" in shown


def test_volumes_are_found_by_their_number_and_by_words_of_the_case(closed, sent, client):
    closed.world.in_force()
    sent()
    for words, found in (("J019-ZY", True), ("某运输", True), ("无此", False)):
        shown = client.get(reverse("archiving:list"), {"q": words}).content.decode()
        assert ("没有找到案卷" not in shown) is found, words


def test_the_lists_ask_as_much_of_ten_cases_as_of_one(closed, client, django_assert_max_num_queries):
    client.force_login(closed.cast.custodian)
    address = reverse("archiving:list")
    judge_number(closed.case.number)
    with CaptureQueriesContext(connection) as once:
        client.get(address)
    for number in range(3, 12):
        judge_number(closed.other_case(number=number).number)
    with django_assert_max_num_queries(len(once)):
        shown = client.get(address).content.decode()
    assert shown.count("超限运输") == 9


def test_the_custodian_sets_the_code_of_the_fonds_and_a_wrong_one_is_refused(closed, client):
    client.force_login(closed.cast.custodian)
    assert "是不超过八位" in client.post(reverse("archiving:fonds"), {"code": "甲-1"}, follow=True).content.decode()
    client.post(reverse("archiving:fonds"), {"code": "k7"})
    assert fonds_of(closed.cast.agency) == "K7"
    client.force_login(closed.cast.officer)
    assert client.post(reverse("archiving:fonds"), {"code": "X1"}).status_code == 403
