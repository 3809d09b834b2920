"""The frame as different people see it: rail, search, language, refusals."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory

from liuhen.apps.people.roles import all_rights
from liuhen.site import views
from liuhen.site.navigation import MENU, RAIL, behind_the_name, doors
from liuhen.site.testing import make_cast, outside_at

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 6, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _outside():
    with outside_at(NOW):
        yield


@pytest.fixture
def cast():
    return make_cast()


def client_of(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def words_of(person) -> list[str]:
    return [door.word for door in doors(person, "")]


def test_an_officer_sees_every_working_room(cast):
    assert words_of(cast.officer) == ["待办", "案件", "记录", "设备", "审批", "归档", "法规"]


def test_a_system_administrator_sees_no_cases_or_recordings(cast):
    assert words_of(cast.system_admin) == ["待办", "法规"]


def test_every_right_the_rail_asks_for_is_declared():
    declared = {right.code for right in all_rights()}
    assert {code for place in RAIL + MENU for code in place.rights} <= declared


def test_who_manages_seals_or_number_words_finds_them_behind_their_name(cast):
    for person, words in (
        (cast.head, ["我的信息", "印章和文号"]),
        (cast.custodian, ["我的信息", "印章和文号"]),
        (cast.officer, ["我的信息"]),
    ):
        assert [door.word for door in behind_the_name(person, "me")] == words
    page = client_of(cast.head).get("/documents/seals/").content.decode()
    assert '<a class="dropdown-item" href="/documents/seals/" aria-current="page">' in page


def test_the_place_one_stands_at_is_marked(cast):
    page = client_of(cast.officer).get("/law/gd-transport-2019/").content.decode()
    assert '<a href="/law/" aria-current="page">' in page


def test_the_frame_names_agency_unit_person_and_time(cast):
    page = client_of(cast.officer).get("/law/").content.decode()
    for words in ("市交通运输综合行政执法局", "一大队", "林一鸣", "440101001", "11-20 14:05:00"):
        assert words in page


def test_strangers_are_sent_to_sign_in():
    answer = Client().get("/law/")
    assert answer.status_code == 302
    assert answer["Location"] == "/sign-in/?next=/law/"


def test_english_is_a_switch_that_lasts(cast):
    client = client_of(cast.officer)
    answer = client.post("/language/", {"language": "en", "next": "/law/"})
    assert answer["Location"] == "/law/"
    page = client.get("/law/").content.decode()
    assert '<html lang="en">' in page
    assert "Cases" in page
    client.post("/language/", {"language": "zh-hans", "next": "/law/"})
    assert '<html lang="zh-Hans">' in client.get("/law/").content.decode()


def test_search_answers_with_a_page_or_with_a_short_list(cast):
    client = client_of(cast.officer)
    assert "<html" in client.get("/search/", {"q": "粤A"}).content.decode()
    short = client.get("/search/", {"q": "粤A"}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in short
    assert "没有找到“粤A”" in short


def test_search_escapes_what_was_typed(cast):
    page = client_of(cast.officer).get("/search/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page


def test_an_unknown_address_says_what_to_do(cast):
    answer = client_of(cast.officer).get("/nowhere/")
    assert answer.status_code == 404
    assert "没有这个页面，或者您不能查看" in answer.content.decode()


def test_a_refusal_is_told_in_its_own_words(cast):
    request = RequestFactory().get("/x/", headers={"HX-Request": "true"})
    request.user = cast.officer
    answer = views.forbidden(request, PermissionDenied("林一鸣不能审批自己的申请"))
    assert answer.status_code == 403
    assert answer.content.decode().startswith("林一鸣不能审批自己的申请")
    assert answer["Content-Type"].startswith("text/plain")


def test_a_broken_page_needs_nothing_to_say_so(rf):
    answer = views.broken(rf.get("/"))
    assert answer.status_code == 500
    assert "刚才的操作没有完成" in answer.content.decode()


def test_a_form_without_its_token_is_refused_in_chinese(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.officer)
    answer = client.post("/sign-out/")
    assert answer.status_code == 403
    assert "这个表单已经过期" in answer.content.decode()


def test_roles_and_weekdays_are_english_on_an_english_page(cast):
    client = client_of(cast.head)
    client.cookies["django_language"] = "en"
    page = client.get("/duties/calendar/").content.decode()
    assert "<span>Head</span>" in page
    assert re.findall(r'<th scope="col">(\w*)</th>', page) == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
