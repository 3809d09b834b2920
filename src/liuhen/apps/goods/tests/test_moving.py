"""A movement needs its document, approval, step and pictures, and its person; goods stand where it led."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from liuhen.apps.cases.actions import NewCase, open_case
from liuhen.apps.cases.models import Document, Step
from liuhen.apps.goods import asked
from liuhen.apps.goods.actions import NewMovement, move_items
from liuhen.apps.goods.models import Item
from liuhen.apps.goods.queries import held_of
from liuhen.apps.goods.tests.conftest import HOUR, NINE, NOW, seals_agree
from liuhen.apps.people.models import RoleGrant


def test_the_keeper_takes_over_what_was_taken(yard):
    first, second = yard.enter("重型货车", "道路运输证")
    yard.receive(first, second, handed_by=yard.cast.officer)
    stands = Item.objects.get(pk=second.pk)
    assert (stands.state, stands.place, stands.keeper) == ("kept", "一号仓库", yard.cast.custodian)
    assert stands.received_at == NINE + 2 * HOUR
    assert seals_agree()


def test_who_took_goods_does_not_keep_them(yard):
    (item,) = yard.enter()
    RoleGrant.objects.create(person=yard.cast.handler, role="custodian")
    handler = type(yard.cast.handler).objects.get(pk=yard.cast.handler.pk)
    with pytest.raises(ValidationError, match="不得保管自己提取的财物"):
        yard.move("to_keeper", item, place="一号仓库", keeper=handler)
    with pytest.raises(PermissionDenied, match="不得兼任"):
        yard.move("to_keeper", item, by=handler, place="一号仓库", keeper=handler)


def test_only_a_keeper_of_the_agency_takes_goods_over(yard):
    (item,) = yard.enter()
    for who in (yard.cast.head, yard.cast.outsider):
        with pytest.raises(ValidationError, match="不是本机构的涉案财物管理人员"):
            yard.move("to_keeper", item, place="一号仓库", keeper=who)
    with pytest.raises(PermissionDenied):
        yard.move("to_keeper", item, by=yard.cast.officer, place="一号仓库", keeper=yard.cast.custodian)


def test_nothing_goes_back_to_the_party_without_the_decision_that_releases_it(yard):
    (item,) = yard.enter()
    yard.receive(item)
    with pytest.raises(ValidationError, match="解除行政强制措施决定书"):
        yard.move("returned", item, receiver="某甲")
    with pytest.raises(ValidationError, match="解除行政强制措施决定书"):
        yard.move("returned", item, receiver="某甲", document=yard.paper.pk)
    release = yard.document("measure_release_decision", NINE + 20 * HOUR)
    with pytest.raises(ValidationError, match="早于所依据的文书"):
        yard.move("returned", item, receiver="某甲", document=release.pk, at=NINE + 19 * HOUR)
    (movement,) = yard.move("returned", item, receiver="某甲", document=release.pk)
    assert (movement.document, Item.objects.get(pk=item.pk).state) == (release, "returned")
    assert held_of(yard.case.pk) == 0


def test_a_release_from_before_it_was_taken_releases_nothing(yard):
    early = Document.objects.create(case=yard.case, kind="measure_release_decision", made_at=NINE - HOUR)
    (item,) = yard.enter()
    with pytest.raises(ValidationError, match="提取之后作出"):
        yard.move("returned", item, by=yard.cast.handler, receiver="某甲", document=early.pk)


def test_a_sample_goes_back_without_a_decision(yard):
    yard.document("sampling_voucher", NINE)
    sampling = yard.add_step("sampling")
    (item,) = yard.enter("燃油样品", measure="sampling", step=sampling.pk, document=None)
    yard.move("returned", item, by=yard.cast.handler, receiver="某甲")
    assert Item.objects.get(pk=item.pk).state == "returned"


def sold(yard, item, step, **about):
    return yard.move("sold", item, receiver="某拍卖行", amount=Decimal("1200.50"), step=step, **about)


def test_perishables_are_sold_when_approved_and_filmed(yard, monkeypatch):
    (item,) = yard.enter("活鱼")
    yard.receive(item)
    with pytest.raises(ValidationError, match="变卖、拍卖不易保管的物品"):
        sold(yard, item, None)
    yard.approve("property_sale")
    sale = yard.add_step("property_sale", NOW, end=NOW)
    with pytest.raises(ValidationError, match="先拍照或者录像"):
        sold(yard, item, sale.pk)
    monkeypatch.setattr(asked, "_films", [lambda case, step, before: (case, step) == (yard.case.pk, sale.pk)])
    (movement,) = sold(yard, item, sale.pk)
    assert (movement.approval.kind, movement.step, movement.amount) == ("property_sale", sale, Decimal("1200.50"))
    assert Item.objects.get(pk=item.pk).state == "sold"


def test_nothing_is_sold_without_the_approval(yard, monkeypatch):
    """The procedure bars the step as well; a step from before the text bound may stand without its approval."""
    (item,) = yard.enter("活鱼")
    sale = Step.objects.create(case=yard.case, kind="property_sale", stage="execution", start=NOW)
    monkeypatch.setattr(asked, "_films", [lambda *_: True])
    with pytest.raises(ValidationError, match="的批准"):
        sold(yard, item, sale.pk)


def test_a_movement_follows_the_one_before(yard):
    (item,) = yard.enter()
    with pytest.raises(ValidationError, match="待移交"):
        yard.move("moved", item, place="二号仓库", keeper=yard.cast.custodian)
    yard.receive(item)
    with pytest.raises(ValidationError, match="早于"):
        yard.move("moved", item, place="二号仓库", keeper=yard.cast.custodian, at=NINE + HOUR)
    with pytest.raises(ValidationError, match="晚于现在"):
        yard.move("moved", item, place="二号仓库", keeper=yard.cast.custodian, at=NOW + HOUR)
    yard.move("to_testing", item, receiver="某检测站")
    assert Item.objects.get(pk=item.pk).keeper is None


@pytest.mark.parametrize(
    ("kind", "about", "field"),
    [
        ("to_keeper", {"place": " "}, "place"),
        ("to_keeper", {"place": "一号仓库", "keeper": None}, "keeper"),
        ("to_testing", {}, "receiver"),
        ("to_testing", {"receiver": "站" * 121}, "receiver"),
        ("fly_away", {}, "kind"),
    ],
)
def test_what_a_movement_needs_is_told_beside_its_field(yard, kind, about, field):
    (item,) = yard.enter()
    with pytest.raises(ValidationError) as refused:
        yard.move(kind, item, **{"keeper": yard.cast.custodian, **about})
    assert field in refused.value.message_dict


def test_things_of_another_case_are_not_moved_along(yard):
    (item,) = yard.enter()
    other = hall_case(yard)
    with pytest.raises(ValidationError, match="不属于本案"):
        queries_move(yard, other, item)


def hall_case(yard):
    return open_case(yard.cast.handler, NewCase(number="粤交罚〔2026〕8号", cause="超限运输", party="某乙"))


def queries_move(yard, case, item):
    new = NewMovement(kind="to_keeper", at=NOW, place="一号仓库", keeper=yard.cast.custodian)
    return move_items(yard.cast.custodian, case, [item], new)
