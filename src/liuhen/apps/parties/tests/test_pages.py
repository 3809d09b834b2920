"""Pages hide numbers until somebody asks for them, keep what was typed, and lead from one to the next."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.test import Client

from liuhen.apps.cases.models import Case
from liuhen.apps.journal.models import Entry
from liuhen.apps.parties.actions import NewParty, add_party
from liuhen.apps.parties.models import Party, Recusal
from liuhen.apps.parties.queries import parties_of
from liuhen.apps.parties.tests.conftest import FIRM, WANG
from liuhen.core.terms.labels import NumberKind, PartyKind

PHONE = "13800138000"


@pytest.fixture
def client(world):
    return signed_in(world.cast.handler)


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def wang(world):
    new = NewParty(
        kind=PartyKind.PERSON,
        role="party",
        name="王强",
        numbers={NumberKind.IDENTITY: WANG},
        telephone=PHONE,
        address="广州市天河区",
    )
    return add_party(world.cast.handler, world.case, new)


def text(answer):
    return answer.content.decode()


def kinds_written():
    return [*Entry.objects.order_by("seq").values_list("kind", flat=True)]


def test_the_pages_hide_numbers_and_telephones(client, world, wang):
    for where in (f"/cases/{world.case.pk}/parties/", f"/parties/{wang.pk}/", f"/cases/{world.case.pk}/"):
        shown = text(client.get(where))
        assert "王强" in shown
        assert WANG not in shown
        assert PHONE not in shown
        assert "110***********002X" in shown


def test_whole_numbers_are_shown_once_when_asked_for_with_a_purpose(client, wang):
    answer = client.post(f"/parties/{wang.pk}/", {"purpose": "办理本案"})
    assert WANG in text(answer)
    assert PHONE in text(answer)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "parties.numbers_shown" in kinds_written()
    assert WANG not in text(client.get(f"/parties/{wang.pk}/"))


def test_without_a_purpose_nothing_is_shown(client, wang):
    answer = client.post(f"/parties/{wang.pk}/", {"purpose": " "})
    assert answer.status_code == 422
    assert WANG not in text(answer)
    assert "parties.numbers_shown" not in kinds_written()


def test_a_person_is_registered_on_the_page(client, world):
    sent = {"role": "party", "name": "王强", "identity": WANG, "telephone": PHONE, "sex": "", "birth": ""}
    answer = client.post(f"/cases/{world.case.pk}/parties/new/?kind=person", sent)
    [party] = parties_of(world.case.pk)
    assert answer.url == f"/cases/{world.case.pk}/parties/#party-{party.pk}"
    assert (party.sex, party.telephone) == ("女", PHONE)


@pytest.mark.parametrize(
    ("kind", "sent", "words"),
    [
        ("person", {"role": "party", "name": "王强", "identity": "110105194912310021"}, "末位校验码不符"),
        ("organisation", {"role": "party", "name": "某公司", "credit_code": "91350100M000100Y44"}, "末位校验码不符"),
        ("vehicle", {"role": "involved_vehicle", "plate": "粤I1234"}, "新能源汽车六位"),
        ("vessel", {"role": "involved_vessel", "name": "粤广州货0001", "imo": "9074728"}, "末位校验码不符"),
        ("vessel", {"role": "party", "name": "粤广州货0001"}, "请从列表中选择"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field_and_what_was_typed_is_kept(client, world, kind, sent, words):
    answer = client.post(f"/cases/{world.case.pk}/parties/new/?kind={kind}", sent)
    assert answer.status_code == 422
    assert words in text(answer)
    assert all(value in text(answer) for key, value in sent.items() if key != "role")
    assert not Party.objects.exists()


def test_the_form_suggests_the_party_the_case_was_registered_against(client, world):
    assert 'value="某运输公司"' in text(client.get(f"/cases/{world.case.pk}/parties/new/?kind=organisation"))


def test_a_correction_keeps_hidden_numbers_that_were_left_empty(client, world, wang):
    page = text(client.get(f"/parties/{wang.pk}/correct/"))
    assert WANG not in page
    assert PHONE not in page
    assert "1949-12-31" not in page
    sent = {"role": "party", "name": "王小强", "sex": "女", "birth": "", "reason": "笔误", "telephone": ""}
    answer = client.post(f"/parties/{wang.pk}/correct/", sent)
    [party] = parties_of(world.case.pk)
    assert answer.url == f"/parties/{party.pk}/"
    assert (party.name, party.number, party.telephone, party.birth) == ("王小强", WANG, PHONE, date(1949, 12, 31))
    old = text(client.get(f"/parties/{wang.pk}/"))
    assert "王小强" in old
    assert "笔误" in old


def test_a_hidden_number_is_taken_away_by_saying_so(client, world, wang):
    sent = {"role": "party", "name": "王强", "sex": "女", "telephone": "无", "reason": "不再使用", "birth": ""}
    client.post(f"/parties/{wang.pk}/correct/", sent)
    [party] = parties_of(world.case.pk)
    assert (party.telephone, party.number) == ("", WANG)


def test_a_party_is_taken_back_on_its_page(client, world, wang):
    client.post(f"/parties/{wang.pk}/withdraw/", {"purpose": "登错案件"})
    assert parties_of(world.case.pk) == []
    assert client.get(f"/parties/{wang.pk}/").status_code == 404


def test_a_recusal_is_asked_for_and_seen_on_the_case_page(client, world):
    sent = {
        "way": "asked",
        "person": world.cast.officer.pk,
        "asker": "王强",
        "ground": "own_interest",
        "reason": "与驾驶人是同乡",
        "asked_at": "2026-11-20T17:00",
    }
    answer = client.post(f"/cases/{world.case.pk}/recusals/new/", sent)
    recusal = Recusal.objects.get()
    assert answer.url == f"/cases/{world.case.pk}/parties/#recusals"
    assert "林一鸣的回避" in text(client.get(f"/cases/{world.case.pk}/"))
    page = signed_in(world.cast.head).get(f"/cases/approvals/{recusal.approval_id}/")
    assert "林一鸣的回避" in text(page)


def test_a_head_names_another_handler_when_nobody_is_left(world):
    answer = signed_in(world.cast.head).post(f"/cases/{world.case.pk}/handlers/new/", {"person": world.cast.officer.pk})
    assert answer.status_code == 302
    assert world.case.handlers.filter(person=world.cast.officer).exists()


def test_a_case_is_opened_with_its_party_and_vehicle(client, world):
    sent = {
        "number": "粤交罚〔2026〕9号",
        "cause": "未取得道路运输经营许可",
        "party": "某物流公司",
        "party_kind": "",
        "party_number": FIRM,
        "plate": "粤b12345",
        "procedure": "ordinary",
        "origin": "ex_officio",
        "acts": ["penalty"],
    }
    assert client.post("/cases/new/", sent).status_code == 302
    case = Case.objects.get(number=sent["number"])
    firm, lorry = parties_of(case.pk)
    assert (firm.kind, firm.number, lorry.number, lorry.of_id) == ("organisation", FIRM, "粤B12345", firm.pk)


def test_a_case_is_not_opened_with_a_wrong_number(client, world):
    sent = {"number": "9号", "cause": "超限", "party": "王强", "party_kind": "person", "party_number": WANG[:-1] + "1"}
    answer = client.post("/cases/new/", {**sent, "procedure": "ordinary", "origin": "ex_officio", "acts": ["penalty"]})
    assert answer.status_code == 422
    assert "末位校验码不符" in text(answer)
    assert not Case.objects.filter(number="9号").exists()


@pytest.mark.parametrize("word", [WANG, WANG.lower(), "王强"])
def test_a_case_is_found_by_number_and_name_of_a_party(client, world, wang, word):
    assert world.case.number in text(client.get("/search/", {"q": word}))
    assert world.case.number not in text(signed_in(world.cast.outsider).get("/search/", {"q": word}))


def test_the_journal_tells_the_viewing_of_the_page(client, world, wang):
    signed_in(world.cast.inspector).get(f"/cases/{world.case.pk}/parties/")
    assert kinds_written()[-1] == "cases.viewed"
    assert WANG not in json.dumps([*Entry.objects.values_list("body", flat=True)])


def test_the_page_asks_the_same_number_of_questions_whatever_the_parties(client, world, django_assert_max_num_queries):
    for number in range(30):
        new = NewParty(kind=PartyKind.PERSON, role="witness", name=f"证人{number}")
        add_party(world.cast.handler, world.case, new)
    client.get(f"/cases/{world.case.pk}/parties/")
    with django_assert_max_num_queries(16):
        client.get(f"/cases/{world.case.pk}/parties/")
