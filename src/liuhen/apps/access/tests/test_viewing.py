"""Asking to view: by whom, decided by whom, and what an approval allows."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from liuhen.apps.access.actions import USUAL_APPROVAL, ask_to_view, decide
from liuhen.apps.access.queries import viewing_until, visible_to, waiting_for
from liuhen.apps.access.tests.conftest import NOW
from liuhen.apps.journal.queries import entries_of_case
from liuhen.apps.recordings.actions import end_link, link
from liuhen.apps.recordings.queries import recording_for
from liuhen.site.dataplane.tests.plane import ask
from liuhen.site.testing import outside_at

PURPOSE = "办理关联案件"


def asked(world):
    return ask_to_view(world.cast.co_officer, world.case, PURPOSE, "局务会决定")


def test_asking_is_journalled_with_purpose_and_ground(world):
    asked(world)
    entry = entries_of_case(world.case.number).order_by("-seq")[0]
    assert entry.kind == "access.viewing_asked"
    assert PURPOSE in entry.body


def test_a_purpose_is_stated_and_one_request_waits_at_a_time(world):
    with pytest.raises(ValidationError, match="用途"):
        ask_to_view(world.cast.co_officer, world.case, " ")
    asked(world)
    with pytest.raises(ValidationError, match="正在等待"):
        asked(world)


@pytest.mark.parametrize("name", ["system_admin", "superior"])
def test_administrators_and_superiors_do_not_ask(world, name):
    with pytest.raises(PermissionDenied):
        ask_to_view(getattr(world.cast, name), world.case, PURPOSE)


def test_another_agency_asks_in_writing_instead(world):
    with pytest.raises(ValidationError, match="本机构"):
        ask_to_view(world.cast.outsider, world.case, PURPOSE)


def test_an_approval_allows_viewing_of_what_is_linked_to_the_case(world):
    request = asked(world)
    assert not viewing_until(world.cast.co_officer, world.recording)
    decide(world.cast.head, request, True, "")
    assert viewing_until(world.cast.co_officer, world.recording)
    assert not viewing_until(world.cast.custodian, world.recording)
    end_link(world.cast.officer, world.recording.links.get(), "关联有误")
    assert not viewing_until(world.cast.co_officer, world.recording)


def test_an_approval_ends_when_the_head_said(world):
    request = asked(world)
    with pytest.raises(ValidationError, match="晚于现在"):
        decide(world.cast.head, request, True, "", until=NOW)
    end = NOW + timedelta(days=3)
    decide(world.cast.head, request, True, "", until=end)
    assert viewing_until(world.cast.co_officer, world.recording) == end
    assert end.isoformat() in entries_of_case(world.case.number).order_by("-seq")[0].body
    with outside_at(end):
        assert not viewing_until(world.cast.co_officer, world.recording)


def test_an_approval_with_no_end_named_holds_for_the_usual_time(world):
    request = decide(world.cast.head, asked(world), True, "")
    assert request.until == NOW + USUAL_APPROVAL
    refused = decide(world.cast.head, asked(world), False, "与所述用途无关")
    assert refused.until is None


def test_an_approval_that_ran_out_hides_the_recording_again(world):
    clerk = world.colleague_of_another_unit()
    decide(world.cast.head, ask_to_view(clerk, world.case, PURPOSE), True, "")
    with outside_at(NOW + USUAL_APPROVAL):
        assert recording_for(clerk, world.recording.pk) is None


def test_an_approval_does_not_reach_what_is_linked_later(world):
    clerk = world.colleague_of_another_unit()
    decide(world.cast.head, ask_to_view(clerk, world.case, PURPOSE), True, "")
    end_link(world.cast.officer, world.recording.links.get(), "关联有误")
    with outside_at(NOW + timedelta(minutes=1)):
        link(world.cast.officer, world.recording, world.step)
        assert not viewing_until(clerk, world.recording)
        assert recording_for(clerk, world.recording.pk) is None


def test_an_approval_shows_the_recording_to_somebody_of_another_unit(world):
    clerk = world.colleague_of_another_unit()
    request = ask_to_view(clerk, world.case, PURPOSE)
    assert recording_for(clerk, world.recording.pk) is None
    decide(world.cast.head, request, True, "")
    assert recording_for(clerk, world.recording.pk) == world.recording


def test_a_refusal_gives_its_reason_and_allows_nothing(world):
    request = asked(world)
    with pytest.raises(ValidationError, match="理由"):
        decide(world.cast.head, request, False, " ")
    decide(world.cast.head, request, False, "与所述用途无关")
    assert not viewing_until(world.cast.co_officer, world.recording)
    with pytest.raises(ValidationError, match="已经审批"):
        decide(world.cast.head, request, True, "")


def test_what_another_head_has_decided_meanwhile_stands(world):
    first = asked(world)
    second = visible_to(world.cast.head).get(pk=first.pk)
    decide(world.cast.head, first, False, "与所述用途无关")
    with pytest.raises(ValidationError, match="已经审批"):
        decide(world.cast.head, second, True, "")
    assert not viewing_until(world.cast.co_officer, world.recording)


@pytest.mark.parametrize("name", ["handler", "reviewer", "custodian", "inspector", "superior", "outsider"])
def test_only_a_head_of_the_cases_agency_decides(world, name):
    with pytest.raises(PermissionDenied):
        decide(getattr(world.cast, name), asked(world), True, "")


def test_nobody_decides_on_his_own_request(world):
    request = ask_to_view(world.cast.head, world.case, PURPOSE)
    with pytest.raises(PermissionDenied):
        decide(world.cast.head, request, True, "")
    assert not waiting_for(world.cast.head)


def test_requests_are_seen_by_who_asked_and_by_the_head(world):
    request = asked(world)
    assert list(visible_to(world.cast.co_officer)) == [request]
    assert list(waiting_for(world.cast.head)) == [request]
    assert not visible_to(world.cast.officer)
    assert not visible_to(world.cast.outsider)


class TestThePages:
    def test_ask_for_a_case_by_its_number_and_show_what_became_of_it(self, world, client):
        client.force_login(world.cast.co_officer)
        data = {"number": world.case.number, "purpose": PURPOSE}
        assert client.post("/access/ask/", data).status_code == 302
        assert PURPOSE in client.get("/access/").content.decode()
        client.force_login(world.cast.head)
        request = visible_to(world.cast.head).get()
        assert client.post(f"/access/{request.pk}/decide/", {"decision": "grant"}).status_code == 302
        request.refresh_from_db()
        assert request.granted
        client.force_login(world.cast.co_officer)
        for page in ("/access/", f"/recordings/{world.recording.pk}/"):
            text = client.get(page).content.decode()
            assert "有效期至" in text
            assert "2026-12-20" in text

    def test_let_the_head_say_until_when(self, world, client):
        request = asked(world)
        client.force_login(world.cast.head)
        assert 'value="2026-12-20T18:00"' in client.get("/access/").content.decode()
        address, sent = f"/access/{request.pk}/decide/", {"decision": "grant"}
        for wrong in ("下周", "2026-11-20T17:59"):
            assert "有效期至" in client.post(address, sent | {"until": wrong}, follow=True).content.decode()
            request.refresh_from_db()
            assert request.granted is None
        client.post(address, sent | {"until": "2026-11-23T18:00"})
        request.refresh_from_db()
        assert request.until == NOW + timedelta(days=3)

    def test_lead_from_the_approval_to_the_picture(self, world, client):
        client.force_login(world.cast.co_officer)
        page = f"/recordings/{world.recording.pk}/"
        assert "/data/media/" not in client.post(f"{page}view/", {"purpose": PURPOSE}).content.decode()
        decide(world.cast.head, asked(world), True, "")
        assert client.get(page).status_code == 200
        shown = client.post(f"{page}view/", {}).content.decode()
        [address] = re.findall(r'src="(/data/media/[^"]+)"', shown)
        own, another = (f"sessionid={key}" for key in (client.cookies["sessionid"].value, "another"))
        played, elsewhere = (ask("GET", address, {"cookie": cookie}) for cookie in (own, another))
        assert played
        assert elsewhere
        assert (played.status, hashlib.sha256(played.body).hexdigest()) == (200, world.recording.sha256)
        assert elsewhere.status == 403
        last = entries_of_case(world.case.number).order_by("-seq")[0]
        assert (last.kind, last.actor_name) == ("recordings.viewed", world.cast.co_officer.name)
        assert "approved" in last.body

    def test_do_not_tell_whether_another_agency_has_a_case(self, world, client):
        client.force_login(world.cast.outsider)
        answers = [
            client.post("/access/ask/", {"number": number, "purpose": PURPOSE}).content.decode()
            for number in (world.case.number, "粤交罚〔2026〕404号")
        ]
        assert all("没有这个案号" in answer for answer in answers)

    def test_are_hidden_or_closed_to_who_has_no_part(self, world, client):
        request = asked(world)
        client.force_login(world.cast.outsider)
        assert client.post(f"/access/{request.pk}/decide/", {"decision": "grant"}).status_code == 404
        client.force_login(world.cast.co_officer)
        assert client.post(f"/access/{request.pk}/decide/", {"decision": "grant"}).status_code == 403
        client.force_login(world.cast.system_admin)
        assert client.get("/access/ask/").status_code == 403
