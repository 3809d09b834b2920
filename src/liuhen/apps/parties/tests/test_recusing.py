"""Who is to stay out of a case goes on until it is decided, and takes no part in it from then on."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from liuhen.apps.cases import actions as cases
from liuhen.apps.cases.queries import case_for, may_work, whole_case
from liuhen.apps.duties.facts import dossier_of, verdict_at
from liuhen.apps.duties.queries import dossier_yaml
from liuhen.apps.lawlib.actions import bind_text
from liuhen.apps.parties.actions import NewRecusal, ask_recusal
from liuhen.apps.parties.queries import kept_out, recusals_of
from liuhen.apps.parties.tests.conftest import NOW
from liuhen.core.duties.arisen import arisen
from liuhen.core.lawbook.dossier import read_dossier
from liuhen.core.terms.labels import RecusalWay
from liuhen.core.terms.verdict import Obligation

LAW = "cn-transport-procedure-2021"


def new(person=None, **about):
    stated = {"way": RecusalWay.ASKED, "ground": "own_interest", "reason": "与驾驶人是同乡", "asker": "王强"}
    return NewRecusal(**{**stated, "asked_at": NOW, "person": person, **about})


def decide(world, recusal, outcome="approved"):
    cases.decide_approval(world.cast.head, recusal.approval, cases.Decision(outcome=outcome, words="已查明"))


def named(world, person):
    cases.name_handler(world.cast.handler, world.case, person)


def test_until_it_is_decided_the_person_goes_on(world):
    named(world, world.cast.officer)
    ask_recusal(world.cast.handler, world.case, new(world.cast.officer))
    assert may_work(world.cast.officer, world.case)
    assert kept_out(world.case) == {}


def test_after_the_decision_the_person_takes_no_part_any_more(world):
    named(world, world.cast.officer)
    decide(world, ask_recusal(world.cast.handler, world.case, new(world.cast.officer)))
    assert kept_out(world.case) == {world.cast.officer.pk: NOW}
    assert not may_work(world.cast.officer, world.case)
    assert world.cast.officer.pk not in (whole_case(world.case.pk).taking_part or ())
    assert case_for(world.cast.officer, world.case.pk), "he may still know of it"
    with pytest.raises(PermissionDenied, match="已被决定回避"):
        cases.set_milestone(world.cast.officer, world.case, "filed", NOW)


def test_a_refused_recusal_keeps_nobody_out(world):
    named(world, world.cast.officer)
    decide(world, ask_recusal(world.cast.handler, world.case, new(world.cast.officer)), "refused")
    assert may_work(world.cast.officer, world.case)


def test_nobody_decides_on_his_own_recusal(world):
    recusal = ask_recusal(world.cast.handler, world.case, new(world.cast.head))
    with pytest.raises(PermissionDenied, match="涉及本人"):
        decide(world, recusal)


def test_who_is_kept_out_decides_nothing_in_the_case(world, other_head):
    asked = ask_recusal(world.cast.handler, world.case, new(world.cast.head)).approval
    assert asked
    cases.decide_approval(other_head, asked, cases.Decision(outcome="approved", words="同意"))
    approval = cases.ask_approval(world.cast.handler, world.case, cases.NewApproval(kind="case_filing"))
    with pytest.raises(PermissionDenied, match="已被决定回避"):
        cases.decide_approval(world.cast.head, approval, cases.Decision(outcome="approved"))
    cases.decide_approval(other_head, approval, cases.Decision(outcome="approved"))


@pytest.fixture
def other_head(world):
    from liuhen.apps.people.actions import NewPerson, add_person
    from liuhen.apps.people.roles import Role

    return add_person(
        None,
        NewPerson(
            username="head2", name="邓明", password="x", unit=world.cast.unit, certificate="", roles=(Role.HEAD,)
        ),
    )


def test_who_is_kept_out_is_not_named_for_a_step_after_the_decision(world):
    from datetime import timedelta

    decide(world, ask_recusal(world.cast.handler, world.case, new(world.cast.officer)))

    def step(start):
        return cases.NewStep(
            kind="on_site_inspection",
            stage="investigation",
            times=cases.Times(start=start),
            people=(cases.Taking(person=world.cast.officer),),
        )

    cases.add_step(world.cast.handler, world.case, step(NOW - timedelta(days=1)))
    with pytest.raises(ValidationError, match="已被决定回避"):
        cases.add_step(world.cast.handler, world.case, step(NOW))
    with pytest.raises(ValidationError, match="已被决定回避"):
        named(world, world.cast.officer)


@pytest.mark.parametrize(
    ("about", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"ground": "whim"}, "ground"),
        ({"asker": ""}, "asker"),
        ({"name": "别人"}, "name"),
        ({"reason": "长" * 2001}, "reason"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(world, about, field):
    with pytest.raises(ValidationError) as told:
        ask_recusal(world.cast.handler, world.case, new(world.cast.officer, **about))
    assert [*told.value.message_dict] == [field]
    assert recusals_of(world.case) == []


def test_an_interpreter_from_outside_is_named(world):
    recusal = ask_recusal(world.cast.handler, world.case, new(name="赵译员"))
    decide(world, recusal)
    assert kept_out(world.case) == {}
    with pytest.raises(ValidationError, match="已被决定回避"):
        ask_recusal(world.cast.handler, world.case, new(name="赵译员"))


def test_two_people_can_be_asked_to_stay_out_at_once_but_nobody_twice(world):
    ask_recusal(world.cast.handler, world.case, new(world.cast.officer))
    ask_recusal(world.cast.handler, world.case, new(world.cast.co_officer))
    with pytest.raises(ValidationError, match="正在等待决定"):
        ask_recusal(world.cast.handler, world.case, new(world.cast.officer))


def test_the_law_asks_for_the_decision_and_its_document(world):
    bind_text(None, world.cast.agency, LAW)
    before = {row.duty for row in owed(world)}
    recusal = ask_recusal(world.cast.handler, world.case, new(world.cast.officer))
    states = {row.duty: row.state for row in owed(world)}
    assert not before & {"recusal-decision", "recusal-told"}
    assert states["recusal-decision"] == states["recusal-told"] == "open"
    decide(world, recusal)
    states = {row.duty: row.state for row in owed(world)}
    assert states["recusal-decision"] == "met"
    assert states["recused-acts-assessed"] == "open"
    assert [one.kind for one in arisen(dossier_of(world.case))] == ["recusal_requested", "recused"]


def test_a_request_that_was_withdrawn_is_no_situation_any_more_and_can_be_asked_anew(world):
    recusal = ask_recusal(world.cast.handler, world.case, new(world.cast.officer))
    assert recusal.approval
    cases.withdraw(world.cast.handler, recusal.approval, "登记错了人")
    assert arisen(dossier_of(world.case)) == ()
    ask_recusal(world.cast.handler, world.case, new(world.cast.officer))
    assert [one.kind for one in arisen(dossier_of(world.case))] == ["recusal_requested"]


def test_the_dossier_tells_who_was_to_stay_out_why_and_what_was_decided(world):
    recusal = ask_recusal(world.cast.handler, world.case, new(world.cast.officer))
    decide(world, recusal)
    told = read_dossier(dossier_yaml(dossier_of(world.case))).recusals
    assert told == dossier_of(world.case).recusals
    assert (told[0].name, told[0].certificate) == (world.cast.officer.name, world.cast.officer.certificate)
    assert (told[0].ground, told[0].asker, told[0].outcome) == ("own_interest", "王强", "approved")
    assert told[0].approval == dossier_of(world.case).approvals[0].id


def owed(world) -> tuple[Obligation, ...]:
    return verdict_at(world.case, NOW)
