"""Parties are registered, corrected and taken back as rows of their own; what is wrong is told beside its field."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.db.utils import DatabaseError

from liuhen.apps.cases.actions import archive, set_milestone
from liuhen.apps.journal.models import Entry
from liuhen.apps.parties.actions import NewParty, add_party, correct_party, show_numbers, withdraw_party
from liuhen.apps.parties.models import Party
from liuhen.apps.parties.queries import belonging_to, main_party, parties_of, principal_of, rows_of
from liuhen.apps.parties.tests.conftest import FIRM, NOW, WANG
from liuhen.core.terms.labels import NumberKind, PartyKind


def person(name="王强", **about):
    return NewParty(**{"kind": PartyKind.PERSON, "role": "party", "name": name, **about})


def firm(name="某运输公司", **about):
    return NewParty(**{"kind": PartyKind.ORGANISATION, "role": "party", "name": name, **about})


def refused(act, *args):
    with pytest.raises(ValidationError) as told:
        act(*args)
    return told.value.message_dict


def test_an_identity_number_tells_sex_and_birthday(world):
    party = add_party(world.cast.handler, world.case, person(numbers={NumberKind.IDENTITY: " 110105194912310 02x"}))
    assert party.numbers_by_kind == {NumberKind.IDENTITY: WANG}
    assert (party.sex, party.birth) == ("女", date(1949, 12, 31))


def test_what_contradicts_the_identity_number_is_refused_beside_its_field(world):
    new = person(numbers={NumberKind.IDENTITY: WANG}, sex="男", birth=date(1980, 1, 1))
    told = refused(add_party, world.cast.handler, world.case, new)
    assert "应为女" in told["sex"][0]
    assert "1949-12-31" in told["birth"][0]


@pytest.mark.parametrize(
    ("new", "field", "words"),
    [
        (person(numbers={NumberKind.IDENTITY: "110105194912310021"}), "identity", "校验码"),
        (firm(numbers={NumberKind.CREDIT_CODE: "91350100M000100Y44"}), "credit_code", "校验码"),
        (person(numbers={NumberKind.CREDIT_CODE: FIRM}), "credit_code", "自然人没有统一社会信用代码"),
        (person(telephone="123"), "telephone", "不像电话号码"),
        (person(birth=date(2027, 1, 1)), "birth", "不可能"),
        (person(role="involved_vehicle"), "role", "自然人不能登记为“涉案车辆”"),
        (person(role="nobody"), "role", "请从列表中选择"),
        (person(name=" "), "name", "请填写姓名"),
        (person(name="王" * 121), "name", "最多 120 字"),
        (person(of=999), "of", "不在本案"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(world, new, field, words):
    assert words in refused(add_party, world.cast.handler, world.case, new)[field][0]
    assert parties_of(world.case.pk) == []


def test_a_vehicle_is_called_by_its_plate_and_belongs_to_a_party(world):
    owner = add_party(world.cast.handler, world.case, firm(numbers={NumberKind.CREDIT_CODE: FIRM}))
    lorry = NewParty(
        kind=PartyKind.VEHICLE, role="involved_vehicle", numbers={NumberKind.PLATE: "粤b·d12345"}, of=owner.pk
    )
    add_party(world.cast.handler, world.case, lorry)
    correct_party(world.cast.handler, owner, firm("某物流公司"), "更名")
    parties = parties_of(world.case.pk)
    assert [one.name for one in parties] == ["某物流公司", "粤BD12345"]
    assert belonging_to(parties[0], parties) == [parties[1]]
    assert principal_of(parties[1], parties) == parties[0] == main_party(parties)


def test_a_correction_is_a_new_row_and_the_old_one_stays(world):
    first = add_party(world.cast.handler, world.case, person("王墙"))
    second = correct_party(world.cast.handler, first, person("王强"), "笔误")
    third = correct_party(world.cast.handler, second, person("王强", address="广州市"), "补充住址")
    [party] = parties_of(world.case.pk)
    assert (party.pk, party.first, party.address) == (third.pk, first.pk, "广州市")
    assert [(row.name, row.reason) for row in rows_of(party)] == [
        ("王强", "补充住址"),
        ("王强", "笔误"),
        ("王墙", ""),
    ]


def test_of_two_corrections_of_one_row_the_second_is_told(world):
    first = add_party(world.cast.handler, world.case, person())
    correct_party(world.cast.handler, first, person("王刚"), "笔误")
    assert "刚刚被他人" in refused(correct_party, world.cast.handler, first, person("王五"), "笔误")["reason"][0]


def test_a_party_registered_by_mistake_is_taken_back_with_a_reason(world):
    party = add_party(world.cast.handler, world.case, person())
    assert "请写明" in refused(withdraw_party, world.cast.handler, party, " ")["reason"][0]
    withdraw_party(world.cast.handler, party, "登错案件")
    assert parties_of(world.case.pk) == []
    assert Party.objects.count() == 2


def test_whoever_still_has_agents_is_not_taken_back(world):
    party = add_party(world.cast.handler, world.case, person())
    add_party(world.cast.handler, world.case, person("李律师", role="agent", of=party.pk))
    assert "李律师" in refused(withdraw_party, world.cast.handler, party, "登错")["reason"][0]


def test_the_same_person_is_not_registered_twice_in_one_role(world):
    add_party(world.cast.handler, world.case, person(numbers={NumberKind.IDENTITY: WANG}))
    again = person("王 强", numbers={NumberKind.IDENTITY: WANG})
    assert "已经登记" in refused(add_party, world.cast.handler, world.case, again)["name"][0]
    add_party(world.cast.handler, world.case, person(role="driver", numbers={NumberKind.IDENTITY: WANG}))


def test_the_entry_tells_no_whole_identity_number_and_seals_every_row(world):
    party = add_party(world.cast.handler, world.case, person(numbers={NumberKind.IDENTITY: WANG}))
    body = json.loads(Entry.objects.latest("seq").body)
    assert WANG not in json.dumps(body)
    assert f"parties.party/{party.pk}" in body["rows"]
    assert len(body["rows"]) == 2


def test_who_does_not_work_on_the_case_registers_nobody(world):
    for stranger in (world.cast.inspector, world.cast.outsider, world.cast.head):
        with pytest.raises(PermissionDenied):
            add_party(stranger, world.case, person())


def test_nothing_is_registered_in_an_archived_case(world):
    set_milestone(world.cast.handler, world.case, "closed", NOW)
    archive(world.cast.handler, world.case, NOW)
    with pytest.raises(ValidationError, match="已归档"):
        add_party(world.cast.handler, world.case, person())


def test_the_database_refuses_to_change_a_row(world):
    party = add_party(world.cast.handler, world.case, person())
    with pytest.raises(DatabaseError), transaction.atomic():
        Party.objects.filter(pk=party.pk).update(name="别人")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM parties_party")


def test_asking_for_whole_numbers_is_journalled_with_its_purpose(world):
    party = add_party(world.cast.handler, world.case, person(numbers={NumberKind.IDENTITY: WANG}))
    with pytest.raises(ValidationError, match="用途"):
        show_numbers(world.cast.inspector, party, "")
    show_numbers(world.cast.inspector, party, "核对送达信息")
    entry = Entry.objects.latest("seq")
    assert (entry.kind, json.loads(entry.body)["purpose"]) == ("parties.numbers_shown", "核对送达信息")


def test_the_case_is_listed_under_what_was_corrected_and_the_journal_keeps_both(world):
    party = add_party(world.cast.handler, world.case, firm())
    correct_party(world.cast.handler, party, firm("某物流公司"), "更名")
    assert type(world.case).objects.get().party == "某物流公司"
    entry = Entry.objects.latest("seq")
    assert (entry.kind, json.loads(entry.body)["data"]) == (
        "cases.listed",
        {"before": {"party": "某运输公司"}, "after": {"party": "某物流公司"}},
    )


def test_the_plate_of_the_case_follows_its_vehicle(world):
    from liuhen.apps.cases.actions import open_case
    from liuhen.apps.parties.tests.conftest import new_case

    case = open_case(world.cast.handler, new_case("2号", plate="粤B·12345", party_number=FIRM))
    lorry = parties_of(case.pk)[1]
    right = NewParty(kind=PartyKind.VEHICLE, role="involved_vehicle", numbers={NumberKind.PLATE: "粤B12346"})
    correct_party(world.cast.handler, lorry, right, "抄错")
    assert type(case).objects.get(pk=case.pk).plate == "粤B12346"
