"""The dock's pages: who sees which cards, and what clearing says and does."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from liuhen.apps.docking.models import CardVisit, WaitingCard


def browser(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text(answer) -> str:
    return str(answer.content.decode())


def test_the_officer_and_the_custodian_see_the_visit_and_what_clearing_would_do(dock):
    dock.card()
    dock.run()
    visit = dock.visit()
    for person in (dock.cast.officer, dock.cast.custodian):
        listed = browser(person).get(reverse("docking:list"))
        assert "核对无误" in text(listed) and "清空…" in text(listed)
        page = text(browser(person).get(reverse("docking:visit", args=[visit.pk])))
        assert "将从卡上永久删除 2 个已核对的文件" in page
        assert "GD-1_440101001_20261120160000_0001.wav" in page


def test_another_officer_does_not_see_it_and_an_inspector_sees_no_button(dock):
    dock.card()
    dock.run()
    visit = dock.visit()
    address = reverse("docking:visit", args=[visit.pk])
    assert browser(dock.cast.co_officer).get(address).status_code == 404
    assert browser(dock.cast.outsider).get(address).status_code == 404
    page = text(browser(dock.cast.inspector).get(address))
    assert "永久删除" not in page
    assert browser(dock.cast.inspector).post(reverse("docking:clear", args=[visit.pk])).status_code == 403


def test_asking_to_clear_is_kept_with_its_purpose_and_shown_as_waiting(dock):
    card = dock.card()
    dock.run()
    visit = dock.visit()
    client = browser(dock.cast.officer)
    answer = client.post(reverse("docking:clear", args=[visit.pk]), {"purpose": "交还设备"}, follow=True)
    assert "等待清空" in text(answer) and "林一鸣 已要求清空" in text(answer)
    again = client.post(reverse("docking:clear", args=[visit.pk]), {"purpose": "交还设备"}, follow=True)
    assert "已经要求清空" in text(again)
    assert list(card.rglob("*.wav")), "the page removes nothing by itself"
    visit.refresh_from_db()
    assert visit.clear_asked_by == dock.cast.officer


def test_the_custodian_says_whose_an_unknown_card_is(dock):
    dock.card("NONAME")
    dock.run()
    waiting = WaitingCard.objects.get()
    client = browser(dock.cast.custodian)
    assert "认不出" in text(client.get(reverse("docking:list")))
    assert "认不出的存储卡" not in text(browser(dock.cast.officer).get(reverse("docking:list")))
    address, prefix = reverse("docking:name-card", args=[waiting.pk]), f"card{waiting.pk}"
    empty = client.post(address, {})
    assert empty.status_code == 422
    said = {f"{prefix}-device": dock.camera.pk, f"{prefix}-officer": dock.cast.officer.pk}
    assert client.post(address, said).status_code == 302
    assert browser(dock.cast.officer).post(address, said).status_code == 403
    dock.run()
    assert CardVisit.objects.get().known_by == "operator"


def test_an_empty_dock_says_what_to_do(dock):
    assert "插到采集站上" in text(browser(dock.cast.officer).get(reverse("docking:list")))
