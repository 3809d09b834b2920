"""A proof of service is about the documents its rows name: proposed where one waits, chosen where several do."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from liuhen.apps.cases.models import Document
from liuhen.apps.documents.actions import begin, save
from liuhen.apps.documents.models import Draft
from liuhen.apps.documents.serving import can_be_named
from liuhen.apps.documents.standing import form_of
from liuhen.apps.documents.tests.conftest import NOTICE, World
from liuhen.apps.documents.tests.test_appointments import HEARING

PROOF = "proof_of_service"


@pytest.fixture
def told(world: World) -> Document:
    world.seal()
    return world.in_force("violation_notice", NOTICE)


def name(document: Document) -> str:
    return f"document:{document.pk}"


def proof(world: World, **about: Any) -> Draft:
    return begin(world.cast.handler, world.case, PROOF, step=world.step, **about)


def saved(world: World, draft: Draft, *cells: str) -> list[str]:
    """What the proof is about once these documents are written in its rows."""
    rows = [{"document": cell} for cell in cells]
    return [*save(world.cast.handler, draft, {**draft.content, "deliveries": rows}, draft.revision).about]


def served(world: World, document: Document) -> Document:
    return world.in_force(
        PROOF, {"case_no": "1", "addressee": "某公司", "deliveries": [{"document": document.paper.number}]}
    )


def test_the_only_document_that_waits_is_proposed(world: World, told: Document) -> None:
    draft = proof(world)
    assert draft.content["deliveries"] == [{"document": f"《违法行为通知书》{told.paper.number}"}]
    assert draft.about == [name(told)]


def test_of_several_the_writer_chooses(world: World, told: Document) -> None:
    hearing = world.in_force("hearing_notice", HEARING)
    draft = proof(world)
    assert "deliveries" not in draft.content
    assert draft.about == []
    assert saved(world, draft, "听证通知书") == [name(hearing)]
    draft.refresh_from_db()
    assert saved(world, draft, f"违法行为通知书 {told.paper.number}", "《听证通知书》") == [name(told), name(hearing)]
    draft.refresh_from_db()
    assert saved(world, draft, "听证通知书、违法行为通知书") == [name(hearing), name(told)]


def test_what_was_served_waits_no_more(world: World, told: Document) -> None:
    receipt = served(world, told)
    assert receipt.about == [name(told)]
    hearing = world.in_force("hearing_notice", HEARING)
    draft = proof(world)
    assert draft.about == [name(hearing)]
    assert [one.waiting for one in can_be_named(form_of(draft), world.case)] == [True, False]


def test_of_two_with_one_title_that_which_waits_is_meant_unless_the_number_says_otherwise(
    world: World, told: Document
) -> None:
    served(world, told)
    again = world.in_force("violation_notice", NOTICE)
    draft = proof(world)
    assert saved(world, draft, "违法行为通知书") == [name(again)]
    draft.refresh_from_db()
    assert saved(world, draft, told.paper.number) == [name(told)]


def test_a_corrected_proof_proves_the_same(world: World, told: Document) -> None:
    receipt = served(world, told)
    draft = proof(world, replaces=receipt, reason="日期写错")
    assert draft.about == [name(told)]


def test_rows_that_name_nothing_of_the_case_leave_alone_what_it_is_about(world: World, told: Document) -> None:
    world.in_force("hearing_notice", HEARING)
    draft = proof(world, about=[name(told)])
    assert draft.content["deliveries"] == [{"document": f"《违法行为通知书》{told.paper.number}"}]
    assert saved(world, draft, "另案文书") == [name(told)]


def test_the_page_offers_the_documents_that_can_be_named(world: World, told: Document) -> None:
    client = Client()
    client.force_login(world.cast.handler)
    page = client.get(f"/documents/{proof(world).pk}/").content.decode()
    assert f'<option value="《违法行为通知书》{told.paper.number}">' in page
    assert 'list="f.deliveries-named"' in page
