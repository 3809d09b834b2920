"""A wish to clear a card can be taken back until the dock begins: by who asked, or the custodian, journalled."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from liuhen.apps.docking.actions import (
    Cleared,
    DockRefused,
    ask_clearing,
    note_cleared,
    note_clearing,
    withdraw_clearing,
)
from liuhen.apps.docking.clearing import clear
from liuhen.apps.docking.models import CardFile, CardVisit
from liuhen.apps.docking.showing import VisitState, state_of
from liuhen.apps.journal.models import Entry
from liuhen.apps.journal.verification import check_journal
from liuhen.ports.outside import outside


@pytest.fixture
def card(dock):
    """A card that was compared, with a wish of the officer to clear it."""
    made = dock.card()
    dock.run()
    ask_clearing(dock.cast.officer, dock.visit(), "交还设备")
    return made


def browser(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_who_asked_takes_it_back_and_the_dock_removes_nothing(dock, card):
    withdraw_clearing(dock.cast.officer, dock.visit())
    dock.run(looks=3)
    visit = CardVisit.objects.order_by("pk")[0]
    assert len(list(card.rglob("*.wav"))) == 2
    assert (visit.clear_asked_at, visit.clear_asked_by, state_of(visit)) == (None, None, VisitState.VERIFIED)
    entry = Entry.objects.get(kind="docking.clear_withdrawn")
    assert entry.actor_id == dock.cast.officer.pk
    assert not [one for one in check_journal(lambda _seq: None).findings if one.step == 4], "the row is sealed anew"


def test_afterwards_it_can_be_asked_for_again_and_is_done(dock, card):
    withdraw_clearing(dock.cast.officer, dock.visit())
    ask_clearing(dock.cast.custodian, dock.visit(), "交还设备")
    assert clear(dock.visit(), outside().cards.volume_at(card)).cleared_by == dock.cast.custodian
    assert not list(card.rglob("*.wav"))


def test_the_custodian_may_take_back_what_another_asked_and_nobody_else_may(dock, card):
    ask_of_custodian = dock.visit()
    for person in (dock.cast.co_officer, dock.cast.inspector, dock.cast.outsider):
        with pytest.raises(PermissionDenied):
            withdraw_clearing(person, ask_of_custodian)
    withdraw_clearing(dock.cast.custodian, dock.visit())
    ask_clearing(dock.cast.custodian, dock.visit(), "交还设备")
    with pytest.raises(PermissionDenied, match="要求清空的人"):
        withdraw_clearing(dock.cast.officer, dock.visit())


def test_once_the_dock_has_begun_it_is_refused_with_the_reason(dock, card):
    note_clearing(dock.visit(), [CardFile.objects.order_by("name")[0].name])
    with pytest.raises(DockRefused, match="已经着手清除"):
        withdraw_clearing(dock.cast.officer, dock.visit())
    page = browser(dock.cast.officer).get(reverse("docking:visit", args=[dock.visit().pk])).content.decode()
    assert "撤回清空要求" not in page
    clear(dock.visit(), outside().cards.volume_at(card))
    with pytest.raises(DockRefused, match="已经清空"):
        withdraw_clearing(dock.cast.officer, dock.visit())


def test_a_wish_nobody_has_is_not_taken_back(dock, card):
    withdraw_clearing(dock.cast.officer, dock.visit())
    with pytest.raises(DockRefused, match="没有人要求"):
        withdraw_clearing(dock.cast.officer, dock.visit())


def test_a_dock_that_read_the_wish_before_it_was_taken_back_deletes_nothing(dock, card):
    read_before = dock.visit()
    withdraw_clearing(dock.cast.officer, dock.visit())
    with pytest.raises(DockRefused, match="已经撤回"):
        clear(read_before, outside().cards.volume_at(card))
    assert len(list(card.rglob("*.wav"))) == 2
    assert not Entry.objects.filter(kind="docking.clearing").exists()


def taken_back_while_the_card_is_listed(dock, monkeypatch):
    """Have the wish withdrawn while a dock reads what is on the card."""
    cards = outside().cards
    listing = cards.listing

    def slow(volume):
        withdraw_clearing(dock.cast.officer, dock.visit())
        return listing(volume)

    monkeypatch.setattr(cards, "listing", slow)


def nothing_is_told_of_clearing(visit):
    assert (visit.clear_asked_at, visit.cleared_at, visit.cleared_by, visit.problem) == (None, None, None, "")
    assert not Entry.objects.filter(kind__in=("docking.cleared", "docking.clear_broken_off")).exists()
    assert Entry.objects.order_by("pk").reverse()[0].kind == "docking.clear_withdrawn"


def test_a_card_with_nothing_to_remove_is_not_cleared_once_the_wish_is_taken_back(dock, card, monkeypatch):
    for file in card.rglob("*.wav"):
        file.write_bytes(file.read_bytes() + b"more")  # not what was checked: it stays
    taken_back_while_the_card_is_listed(dock, monkeypatch)
    with pytest.raises(DockRefused, match="已经撤回"):
        clear(dock.visit(), outside().cards.volume_at(card))
    nothing_is_told_of_clearing(dock.visit())


def test_another_card_is_no_clearing_broken_off_once_the_wish_is_taken_back(dock, card, monkeypatch):
    for file in card.rglob("*.wav"):
        file.rename(file.with_name("X" + file.name))
    taken_back_while_the_card_is_listed(dock, monkeypatch)
    with pytest.raises(DockRefused, match="已经撤回"):
        clear(dock.visit(), outside().cards.volume_at(card))
    nothing_is_told_of_clearing(dock.visit())


def test_why_the_card_could_not_be_cleared_goes_with_the_wish(dock, card):
    note_cleared(dock.visit(), Cleared(()), broken_off="存储卡是只读的，没有清除任何文件。")
    assert dock.visit().problem
    withdraw_clearing(dock.cast.officer, dock.visit())
    assert dock.visit().problem == ""


def test_the_page_offers_it_to_who_asked(dock, card):
    visit = dock.visit()
    page, address = reverse("docking:visit", args=[visit.pk]), reverse("docking:withdraw-clearing", args=[visit.pk])
    assert address in browser(dock.cast.officer).get(page).content.decode()
    assert address not in browser(dock.cast.inspector).get(page).content.decode()
    answer = browser(dock.cast.officer).post(address, follow=True).content.decode()
    assert "已撤回清空要求" in answer and "将从卡上永久删除 2 个" in answer
    assert "没有人要求" in browser(dock.cast.officer).post(address, follow=True).content.decode()
