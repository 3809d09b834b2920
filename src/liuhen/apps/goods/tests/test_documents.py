"""Documents fill from the ledger; one that lists goods fills the ledger in turn."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from liuhen.apps.cases.models import Document, Step
from liuhen.apps.documents import actions as papers
from liuhen.apps.documents.models import Draft, Paper
from liuhen.apps.documents.queries import suggestions_for
from liuhen.apps.goods.actions import correct_item
from liuhen.apps.goods.models import Item
from liuhen.apps.goods.queries import listed_in, not_entered
from liuhen.apps.goods.tests.conftest import NINE, Yard, words
from liuhen.core.forms.digest import form_digest
from liuhen.ports.outside import outside
from liuhen.site.testing import PASSWORD

ROWS = [
    {"number": "1", "name": "重型货车", "specification": "粤B12345", "quantity": "1辆", "remark": "左前灯破损"},
    {"number": "2", "name": "河砂", "quantity": "31.5 吨"},
    {"number": "3", "name": "单据", "quantity": "若干"},
]


def begun(yard, form, step=None, **more):
    return papers.begin(yard.cast.handler, yard.case, form, step=step, **more)


def filled(yard: Yard, draft: Draft) -> Any:
    """The rows the program would put into the draft's table."""
    return suggestions_for(draft, yard.cast.handler)["items"].value


def listed_paper(yard, rows=ROWS, kind="measure_decision", corrects=None):
    """A document in force that lists goods, as the database has it once it was written and signed."""
    document = Document.objects.create(case=yard.case, kind=kind, made_at=NINE, step=yard.step, corrects=corrects)
    by = {"begun_by": yard.cast.handler, "changed_by": yard.cast.handler, "begun_at": NINE, "changed_at": NINE}
    draft = Draft.objects.create(case=yard.case, step=yard.step, form=kind, state="in_force", **by)
    Paper.objects.create(
        document=document,
        draft=draft,
        form=kind,
        form_digest=form_digest(outside().law.forms()[kind]),
        content={"items": rows},
        content_sha256="0" * 64,
        made_by=yard.cast.handler,
    )
    return document


def test_a_slip_of_handing_over_lists_what_the_agency_holds_with_its_numbers(yard):
    first, second = yard.enter("重型货车", "道路运输证")
    yard.receive(second)
    correct_item(yard.cast.handler, first, words("轻型货车", quantity=Decimal("2.50"), unit="吨"), "写错")
    draft = begun(yard, "property_handover")
    assert suggestions_for(draft, yard.cast.handler)["items"].source == "涉案财物台账"
    assert [(row["number"], row["name"], row["quantity"]) for row in filled(yard, draft)] == [
        (first.number, "轻型货车", "2.5吨"),
        (second.number, "道路运输证", "1辆"),
    ]


def test_a_list_with_running_numbers_counts(yard):
    yard.enter("重型货车", "道路运输证")
    assert [row["number"] for row in filled(yard, begun(yard, "seizure_list"))] == ["1", "2"]


def test_a_document_about_one_thing_lists_that_one(yard):
    _first, second = yard.enter("重型货车", "道路运输证")
    draft = begun(yard, "property_handover", about=[f"item:{second.pk}"])
    assert [row["name"] for row in filled(yard, draft)] == ["道路运输证"]


def test_a_second_taking_does_not_list_the_goods_of_the_first(yard):
    yard.enter("重型货车")
    other = Step.objects.create(case=yard.case, kind="seizure", stage="investigation", start=NINE)
    assert "items" not in suggestions_for(begun(yard, "measure_decision", step=other), yard.cast.handler)
    again = begun(yard, "measure_decision", step=yard.step)
    assert [row["name"] for row in filled(yard, again)] == ["重型货车"]


def test_the_sheet_of_the_ledger_tells_also_what_has_gone(yard):
    yard.document("sampling_voucher", NINE)
    sampling = yard.add_step("sampling")
    (item,) = yard.enter("燃油样品", measure="sampling", step=sampling.pk, document=None)
    yard.move("returned", item, by=yard.cast.handler, receiver="某甲")
    assert "items" not in suggestions_for(begun(yard, "property_handover"), yard.cast.handler)
    (row,) = filled(yard, begun(yard, "property_ledger"))
    assert (row["outcome"], row["source"]) == ("已退还", "2026年11月20日抽样取证")


def test_what_a_document_lists_is_read_as_far_as_it_says_it(yard):
    rows = listed_in(listed_paper(yard))
    assert [(row.name, row.quantity, row.unit) for row in rows] == [
        ("重型货车", Decimal(1), "辆"),
        ("河砂", Decimal("31.5"), "吨"),
        ("单据", None, ""),
    ]


def test_its_page_leads_to_the_ledger_and_the_ledger_needs_one_click_more(yard, client):
    document = listed_paper(yard, ROWS[:2])
    assert client.login(username="handler", password=PASSWORD)
    enter = f"{reverse('goods:enter', args=[yard.case.pk])}?document={document.pk}"
    assert enter in client.get(reverse("documents:paper", args=[document.pk])).content.decode()
    assert enter in client.get(reverse("goods:of-case", args=[yard.case.pk])).content.decode()
    page = client.get(enter).content.decode()
    assert f'<option value="{yard.step.pk}" selected>' in page
    sent = {"measure": "seizure", "step": yard.step.pk, "document": document.pk, "at": "2026-11-20T10:00", "rows": 2}
    for place, row in enumerate(ROWS[:2]):
        said = {"name": row["name"], "quantity": "1", "unit": "辆", "condition": "与清单所列一致", "owner": "某甲"}
        sent |= {f"t{place}-{name}": value for name, value in said.items()}
    assert client.post(enter, {**sent, "place": "停车场"}).status_code == 302
    assert [item.document for item in Item.objects.order_by("serial")] == [document, document]
    assert not_entered(yard.case) == []
    assert enter not in client.get(reverse("documents:paper", args=[document.pk])).content.decode()


def test_a_correction_of_a_list_that_was_entered_is_not_entered_again(yard):
    document = listed_paper(yard)
    yard.enter(document=document.pk)
    listed_paper(yard, corrects=document)
    assert not_entered(yard.case) == []


@pytest.mark.parametrize(
    ("kind", "movement"), [("property_handover", "to_keeper"), ("measure_release_decision", "returned")]
)
def test_a_document_in_force_leads_to_the_movement_it_stands_for(yard, client, kind, movement):
    yard.enter()
    document = listed_paper(yard, ROWS[:1], kind)
    assert client.login(username="handler", password=PASSWORD)
    page = client.get(reverse("documents:paper", args=[document.pk])).content.decode()
    assert f"?kind={movement}&amp;document={document.pk}" in page


def test_a_release_without_a_list_leads_to_the_return_while_something_is_held(yard, client):
    document = listed_paper(yard, [], "evidence_release")
    assert client.login(username="handler", password=PASSWORD)
    address, leads = reverse("documents:paper", args=[document.pk]), f"?kind=returned&amp;document={document.pk}"
    assert leads not in client.get(address).content.decode()
    yard.enter()
    assert leads in client.get(address).content.decode()
