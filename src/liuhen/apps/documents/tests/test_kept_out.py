"""Who was decided to stay out of a case writes, checks and signs nothing in it any more."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from liuhen.apps.cases.actions import Decision, decide_approval
from liuhen.apps.documents.actions import begin, send_back, sign
from liuhen.apps.documents.tests.conftest import NOW, drawn
from liuhen.apps.parties.actions import NewRecusal, ask_recusal
from liuhen.core.terms.labels import RecusalWay

WORDS = "已被决定回避"


@pytest.fixture
def without_officer(world):
    """The officer is to stay out of the case, of which a document is checked already."""
    draft = world.checked("inspection_record")
    asked = NewRecusal(
        way=RecusalWay.OWN, ground="own_interest", reason="同乡", asked_at=NOW, person=world.cast.officer
    )
    recusal = ask_recusal(world.cast.handler, world.case, asked)
    assert recusal.approval
    decide_approval(world.cast.head, recusal.approval, Decision(outcome="approved"))
    return draft


def test_he_begins_no_document_and_sends_none_back(world, without_officer):
    with pytest.raises(PermissionDenied, match=WORDS):
        begin(world.cast.officer, world.case, "on_site_record")
    with pytest.raises(PermissionDenied, match=WORDS):
        send_back(world.cast.officer, without_officer, "再改")


def test_nobody_takes_his_signature_for_the_authority(world, without_officer):
    with pytest.raises(ValidationError, match=WORDS):
        sign(world.cast.handler, without_officer, drawn(1, "林一鸣"))
    sign(world.cast.handler, without_officer, drawn(1, "周海"))


def test_a_party_of_the_same_name_signs_for_himself(world, without_officer):
    assert sign(world.cast.handler, without_officer, drawn(0, "林一鸣")).who == "林一鸣"
