"""What the ledger records satisfies articles 126 to 128, and only once it is true of every thing."""

from __future__ import annotations

import pytest

from liuhen.apps.duties.facts import dossier_of
from liuhen.apps.goods.facts import goods_of_cases
from liuhen.apps.goods.tests.conftest import HOUR, NINE, NOW
from liuhen.apps.recordings.queries import recordings_of_case
from liuhen.core.terms.labels import State

LATE = NINE + 26 * HOUR


def test_before_anything_is_entered_the_ledger_is_owed(yard):
    assert yard.state_of("property-entered") is not State.MET
    assert yard.state_of("property-reported") is State.OVERDUE
    assert yard.state_of("property-handover") is None


def test_what_is_entered_with_its_document_is_registered_and_reported(yard):
    yard.enter("重型货车", "道路运输证")
    assert yard.state_of("property-entered") is State.MET
    assert yard.state_of("property-reported") in {State.MET, State.LATE}


def test_without_the_document_nothing_was_sent_to_the_keeper(yard):
    yard.enter(document=None)
    assert yard.state_of("property-entered") is State.MET
    assert yard.state_of("property-reported") is State.OVERDUE


def test_handing_over_is_owed_within_a_day_and_met_by_the_keeper(yard):
    (item,) = yard.enter()
    assert yard.state_of("property-handover", NINE + 24 * HOUR) is State.OPEN
    assert yard.state_of("property-handover", LATE) is State.OVERDUE
    yard.receive(item)
    assert yard.state_of("property-handover", LATE) is State.MET


def test_one_thing_left_behind_leaves_the_handing_over_owed(yard):
    first, second = yard.enter("重型货车", "道路运输证")
    yard.receive(first)
    assert yard.state_of("property-handover", LATE) is State.OVERDUE
    yard.receive(second, at=LATE)
    assert yard.state_of("property-handover", NOW) is State.LATE


def test_what_is_sealed_in_place_need_not_be_handed_over(yard):
    yard.enter("无证码头", measure="sealing", place="码头原址")
    assert yard.state_of("property-handover", LATE) is None
    (item,) = yard.enter()
    yard.receive(item)
    assert yard.state_of("property-handover", LATE) is State.MET


def test_a_handing_over_slip_on_paper_counts_as_well(yard):
    yard.enter()
    yard.document("property_handover", NINE + 3 * HOUR, step=yard.step.pk)
    assert yard.state_of("property-handover", LATE) is State.MET


def test_a_case_without_goods_gives_the_law_nothing(yard):
    assert goods_of_cases([yard.case.pk])[yard.case.pk].documents == ()
    assert recordings_of_case(yard.case.pk).count() == 0


def test_the_dossier_tells_every_thing_with_its_movements(yard):
    (item,) = yard.enter()
    yard.receive(item, handed_by=yard.cast.officer)
    (told,) = dossier_of(yard.case).goods
    assert (told.number, told.quantity, told.state, told.step) == (item.number, "1", "kept", f"step:{yard.step.pk}")
    (move,) = told.moves
    assert (move.kind, move.place, move.handed_by, move.keeper) == ("to_keeper", "一号仓库", "440101001", "苏婷")


@pytest.mark.parametrize("things", [1, 12])
def test_the_facts_of_goods_cost_two_queries(yard, things, django_assert_num_queries):
    yard.enter(*["货物"] * things)
    goods_of_cases([yard.case.pk])
    with django_assert_num_queries(2):
        assert len(goods_of_cases([yard.case.pk])[yard.case.pk].goods) == things
