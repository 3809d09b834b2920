"""A signature that can't be read, or stands in the wrong place, is taken back with a reason and given again."""

from __future__ import annotations

import io
import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.test import Client
from PIL import Image

from liuhen.apps.documents.actions import NewSignature, check, put_in_force, send_back, sign, withdraw_signature
from liuhen.apps.documents.models import Signature, SignatureWithdrawal
from liuhen.apps.documents.printing import said_by_draft
from liuhen.apps.documents.queries import counting, missing_signatures, signature_for, signatures_of
from liuhen.apps.documents.tests.conftest import NOW, drawn
from liuhen.apps.journal.models import Entry


def _photograph(size: tuple[int, int] = (900, 700)) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 80).convert("RGB").save(out, "JPEG", quality=90)
    return out.getvalue()


@pytest.mark.parametrize("how", ["drawn", "photographed"])
def test_a_picture_that_breaks_off_is_refused_when_it_is_given(world, how):
    draft, whole = world.checked(), _photograph()
    with pytest.raises(ValidationError, match="读不出来") as refused:
        sign(world.cast.handler, draft, drawn(0, "吴某", how=how, image=[whole[: len(whole) // 3]]))
    assert list(refused.value.message_dict) == ["image"]
    assert sign(world.cast.handler, draft, drawn(0, "吴某", how=how, image=[whole])).image_sha256


def test_a_signature_taken_back_counts_no_more_and_can_be_given_again(world):
    draft = world.checked()
    wrong = sign(world.cast.handler, draft, drawn(0, "林一鸣"))
    taken_back = withdraw_signature(world.cast.handler, wrong, " 签错了地方 ")
    assert (taken_back.reason, taken_back.withdrawn_by, taken_back.withdrawn_at) == (
        "签错了地方",
        world.cast.handler,
        NOW,
    )
    assert counting(draft) == []
    assert said_by_draft(draft).signed == {}
    assert signatures_of(draft) == [wrong]
    assert "被检查单位" in missing_signatures(draft)[0]
    again = sign(world.cast.handler, draft, drawn(0, "林一鸣"))
    assert counting(draft) == [again]


def test_sending_back_and_checking_again_does_not_revive_it(world):
    draft = world.checked()
    withdraw_signature(world.cast.handler, sign(world.cast.handler, draft, drawn(0, "吴某")), "字迹不清")
    back = send_back(world.cast.handler, draft, "再看一遍")
    assert counting(check(world.cast.handler, back)) == []


def test_a_refusal_taken_back_sets_nothing_down(world):
    draft = world.checked()
    refusal = NewSignature(slot=0, how="refused", who="吴某", words="不认可", witness="群众甲")
    withdraw_signature(world.cast.handler, sign(world.cast.handler, draft, refusal), "后来愿意签")
    assert counting(draft) == []


def test_it_is_journalled_with_its_reason_and_never_changed(world):
    draft = world.checked()
    row = withdraw_signature(world.cast.handler, sign(world.cast.handler, draft, drawn(0, "吴某")), "字迹不清")
    entry = Entry.objects.get(kind="documents.signature_withdrawn")
    assert (entry.case_number, json.loads(entry.body)["purpose"]) == (world.case.number, "字迹不清")
    for act in (row.delete, lambda: SignatureWithdrawal.objects.update(reason="")):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


@pytest.mark.parametrize("reason", ["", "  ", "长" * 2001])
def test_without_a_reason_nothing_is_taken_back(world, reason):
    draft = world.checked()
    signature = sign(world.cast.handler, draft, drawn(0, "吴某"))
    with pytest.raises(ValidationError):
        withdraw_signature(world.cast.handler, signature, reason)
    assert counting(draft) == [signature]


def test_it_is_taken_back_once_and_only_before_the_document_is_in_force(world):
    draft = world.signed()
    first, second = counting(draft)[:2]
    put_in_force(world.cast.handler, draft)
    with pytest.raises(ValidationError, match="已生效"):
        withdraw_signature(world.cast.handler, first, "想反悔")
    other = world.checked()
    signature = sign(world.cast.handler, other, drawn(0, "吴某"))
    withdraw_signature(world.cast.handler, signature, "一次")
    with pytest.raises(ValidationError, match="已撤回"):
        withdraw_signature(world.cast.handler, signature, "两次")
    assert second in counting(draft)


def test_a_document_whose_last_signature_was_taken_back_does_not_come_into_force(world):
    draft = world.signed()
    withdraw_signature(world.cast.handler, counting(draft)[0], "字迹不清")
    with pytest.raises(ValidationError, match="还缺"):
        put_in_force(world.cast.handler, draft)


def test_who_keeps_the_seal_takes_their_own_back_and_nobody_elses(world):
    draft = world.checked()
    signature = sign(world.cast.handler, draft, drawn(0, "吴某"))
    with pytest.raises(PermissionDenied):
        withdraw_signature(world.cast.custodian, signature, "不让")
    mine = Signature.objects.create(**_like(signature, taken_by=world.cast.custodian, who="印章"))
    assert withdraw_signature(world.cast.custodian, mine, "盖错了").signature == mine


def _like(signature, **changed):
    fields = (one.attname for one in signature._meta.concrete_fields if one.attname != "id")
    return {**{name: getattr(signature, name) for name in fields if name != "taken_by_id"}, **changed}


def test_on_its_page_it_is_taken_back_by_a_button_and_told_where_it_stood(world):
    draft = world.checked()
    signature = sign(world.cast.handler, draft, drawn(0, "吴某"))
    browser = Client()
    browser.force_login(world.cast.handler)
    where = f"/documents/signatures/{signature.pk}/withdraw/"
    assert where in browser.get(f"/documents/{draft.pk}/").content.decode()
    assert browser.post(where, {"purpose": "字迹不清"}, follow=True).status_code == 200
    page = browser.get(f"/documents/{draft.pk}/").content.decode()
    assert where not in page
    assert "字迹不清" in page
    assert browser.post(where, {"purpose": "再来"}, follow=True).redirect_chain
    assert signature_for(world.cast.outsider, signature.pk) is None
    browser.force_login(world.cast.outsider)
    assert browser.post(where, {"purpose": "不让"}).status_code == 404
