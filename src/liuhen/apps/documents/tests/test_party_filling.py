"""What is registered of the parties fills the documents, before anything earlier papers say."""

from __future__ import annotations

import pytest

from liuhen.apps.cases.actions import Decision, NewCase, decide_approval, open_case
from liuhen.apps.documents.actions import begin
from liuhen.apps.documents.queries import suggestions_for
from liuhen.apps.documents.tests.conftest import NOW
from liuhen.apps.parties.actions import NewParty, NewRecusal, add_party, ask_recusal, correct_party
from liuhen.core.terms.labels import NumberKind, PartyKind, RecusalWay

IDENTITY = "11010519491231002X"
CODE = "91350100M000100Y43"


def filled(world, form, **about):
    draft = begin(world.cast.handler, world.case, form, **about)
    return {key: one.value for key, one in suggestions_for(draft, world.cast.handler).items()}


def person(world, name="王强", role="party", **about):
    known = {"numbers": {NumberKind.IDENTITY: IDENTITY}, "telephone": "13800138000", "address": "广州市天河区", **about}
    return add_party(world.cast.handler, world.case, NewParty(kind=PartyKind.PERSON, role=role, name=name, **known))


def firm(world, **about):
    known = {"numbers": {NumberKind.CREDIT_CODE: CODE}, "telephone": "020-12345678", "address": "广州市黄埔区", **about}
    new = NewParty(kind=PartyKind.ORGANISATION, role="party", name="某物流公司", **known)
    return add_party(world.cast.handler, world.case, new)


def test_a_person_fills_the_fields_of_a_person_and_none_of_an_organisation(world):
    person(world)
    found = filled(world, "penalty_decision")
    assert {key: value for key, value in found.items() if key.startswith("party_")} == {
        "party_person_name": "王强",
        "party_person_id_no": IDENTITY,
        "party_person_address": "广州市天河区",
        "party_person_tel": "13800138000",
    }


def test_an_organisation_fills_code_address_telephone_and_head(world):
    owner = firm(world)
    head = NewParty(kind=PartyKind.PERSON, role="legal_representative", name="李经理", of=owner.pk)
    add_party(world.cast.handler, world.case, head)
    found = filled(world, "penalty_decision")
    assert {key: value for key, value in found.items() if key.startswith("party_")} == {
        "party_org_name": "某物流公司",
        "party_org_uscc": CODE,
        "party_org_address": "广州市黄埔区",
        "party_org_tel": "020-12345678",
        "party_org_legal_rep": "李经理",
    }
    assert filled(world, "violation_notice")["party_name"] == "某物流公司"


def test_an_address_of_an_organisation_fills_a_form_that_asks_for_one_party_only(world):
    firm(world)
    assert filled(world, "service_address")["post_address"] == "广州市黄埔区"


def test_a_correction_is_filled_from_then_on(world):
    party = person(world)
    correct_party(
        world.cast.handler, party, NewParty(kind=PartyKind.PERSON, role="party", name="王小强", sex="男"), "笔误"
    )
    found = filled(world, "closing_report")
    assert (found["party_person_name"], found["party_person_sex"]) == ("王小强", "男")
    assert "party_person_id_no" not in found


def test_what_is_registered_goes_before_what_an_earlier_paper_says(world):
    world.seal()
    from liuhen.apps.documents.tests.conftest import NOTICE

    world.in_force("violation_notice", {**NOTICE, "party_name": "王墙"})
    person(world)
    draft = begin(world.cast.handler, world.case, "hearing_notice")
    found = suggestions_for(draft, world.cast.handler)["party_name"]
    assert (found.value, found.source) == ("王强", "当事人登记")


def test_a_document_about_one_of_several_parties_is_filled_with_that_one(world):
    person(world)
    other = person(world, "李四", numbers={}, address="佛山市", telephone="")
    found = filled(world, "penalty_decision", about=[f"party:{other.pk}"])
    assert {key: value for key, value in found.items() if key.startswith("party_")} == {
        "party_person_name": "李四",
        "party_person_address": "佛山市",
    }


def test_the_one_person_registered_is_who_is_asked(world):
    firm(world)
    person(world, role="driver", post="某物流公司驾驶员")
    found = filled(world, "inquiry_record")
    assert {key: found[key] for key in ("interviewee", "relation", "sex", "age", "id_no", "tel")} == {
        "interviewee": "王强",
        "relation": "驾驶人",
        "sex": "女",
        "age": "76",
        "id_no": IDENTITY,
        "tel": "13800138000",
    }


def test_of_several_persons_nobody_is_guessed_but_the_one_it_is_about(world):
    person(world)
    witness = person(world, "赵六", role="witness", numbers={})
    assert "interviewee" not in filled(world, "inquiry_record")
    assert filled(world, "inquiry_record", about=[f"party:{witness.pk}"])["interviewee"] == "赵六"


def test_the_vehicle_of_the_party_fills_number_and_kind(world):
    owner = firm(world)
    numbers = {NumberKind.PLATE: "粤BD12345"}
    lorry = NewParty(
        kind=PartyKind.VEHICLE, role="involved_vehicle", numbers=numbers, model="重型半挂牵引车", of=owner.pk
    )
    add_party(world.cast.handler, world.case, lorry)
    found = filled(world, "on_site_record")
    assert (found["vehicle_ship_no"], found["vehicle_ship_type"]) == ("粤BD12345", "重型半挂牵引车")


def test_a_recusal_fills_its_document(world):
    asked = NewRecusal(
        way=RecusalWay.ASKED,
        ground="own_interest",
        reason="与驾驶人是同乡",
        asker="王强",
        asked_at=NOW,
        person=world.cast.officer,
    )
    recusal = ask_recusal(world.cast.handler, world.case, asked)
    assert recusal.approval
    decide_approval(world.cast.head, recusal.approval, Decision(outcome="refused", words="没有利害关系"))
    found = filled(world, "recusal_record")
    assert {key: found[key] for key in ("person", "asker", "way", "decision", "decision_reason")} == {
        "person": "林一鸣",
        "asker": "王强",
        "way": "当事人及其代理人申请回避",
        "decision": "不予回避",
        "decision_reason": "没有利害关系",
    }


def test_a_thing_of_another_case_is_refused(world):
    from django.core.exceptions import ValidationError

    party = person(world)
    other = open_case(world.cast.handler, NewCase(number="另案", cause="c", party="李四"))
    with pytest.raises(ValidationError, match="不属于本案"):
        begin(world.cast.handler, other, "inquiry_record", about=[f"party:{party.pk}"])


def test_the_document_of_a_recusal_meets_the_duty_to_make_one(world):
    from liuhen.apps.duties.facts import verdict_at
    from liuhen.apps.lawlib.actions import bind_text

    asked = NewRecusal(
        way=RecusalWay.OWN, ground="own_interest", reason="同乡", asked_at=NOW, person=world.cast.officer
    )
    recusal = ask_recusal(world.cast.handler, world.case, asked)
    assert recusal.approval
    decide_approval(world.cast.head, recusal.approval, Decision(outcome="approved"))
    bind_text(None, world.cast.agency, "cn-transport-procedure-2021")
    world.seal()
    world.in_force("recusal_record", filled(world, "recusal_record"))
    states = {row.duty: row.state for row in verdict_at(world.case, NOW)}
    assert (states["recusal-decision"], states["recusal-told"]) == ("met", "met")
