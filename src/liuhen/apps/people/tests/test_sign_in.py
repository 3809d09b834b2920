"""Signing in and out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from liuhen.apps.journal.models import Entry
from liuhen.apps.people.forms import FAILURES_MAX
from liuhen.site.testing import PASSWORD, make_cast, outside_at

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 6, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _outside():
    with outside_at(NOW):
        yield


@pytest.fixture
def cast():
    return make_cast()


def sign_in(client: Client, password: str = PASSWORD, username: str = "officer"):
    return client.post("/sign-in/", {"username": username, "password": password, "next": "/law/"})


def entries(kind: str) -> int:
    return Entry.objects.filter(kind=kind).count()


def test_signing_in_opens_the_page_asked_for_and_is_journalled(cast):
    assert sign_in(Client())["Location"] == "/law/"
    assert entries("people.signed_in") == 1


def test_a_wrong_password_is_refused_and_journalled_without_the_password(cast):
    page = sign_in(Client(), "wrong password").content.decode()
    assert "登录名或密码不对" in page
    entry = Entry.objects.get(kind="people.sign_in_failed")
    assert "wrong password" not in entry.body


def test_an_unknown_name_is_refused_in_the_same_words(cast):
    assert "登录名或密码不对" in sign_in(Client(), username="nobody").content.decode()


def test_after_five_failures_even_the_right_password_waits_a_quarter_of_an_hour(cast):
    client = Client()
    for _ in range(FAILURES_MAX):
        sign_in(client, "wrong password")
    assert "15 分钟后再试" in sign_in(client).content.decode()
    assert entries("people.sign_in_failed") == FAILURES_MAX
    with outside_at(NOW + timedelta(minutes=16)):
        assert sign_in(client).status_code == 302


def test_one_persons_failures_do_not_lock_out_another(cast):
    for _ in range(FAILURES_MAX):
        sign_in(Client(), "wrong password")
    assert sign_in(Client(), username="head").status_code == 302


def test_a_person_who_left_cannot_sign_in(cast):
    cast.officer.is_active = False
    cast.officer.save()
    assert sign_in(Client()).status_code == 200


def test_signing_in_never_leads_to_another_site(cast):
    form = {"username": "officer", "password": PASSWORD, "next": "https://evil.example/"}
    assert Client().post("/sign-in/", form)["Location"] == "/"


def test_signing_out_is_journalled_and_closes_the_session(cast):
    client = Client()
    sign_in(client)
    client.post("/sign-out/")
    assert entries("people.signed_out") == 1
    assert client.get("/law/").status_code == 302


def test_signing_out_by_a_mere_link_is_refused(cast):
    client = Client()
    sign_in(client)
    assert client.get("/sign-out/").status_code == 405


def test_my_page_lists_what_my_roles_allow(cast):
    client = Client()
    client.force_login(cast.officer)
    page = client.get("/me/").content.decode()
    assert "办理案件" in page
    assert "查看下级机关案件" not in page
