"""Signatures: who may give them, what they must hold, which content they are of; seals by their keeper alone."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from PIL import Image

from liuhen.apps.documents.actions import (
    NewSeal,
    NewSignature,
    check,
    keep_seal,
    save,
    send_back,
    sign,
    withdraw_seal,
)
from liuhen.apps.documents.models import SealImage, Signature
from liuhen.apps.documents.queries import (
    counting,
    digest_of,
    kept_digests,
    missing_signatures,
    seals_of,
    signature_for,
    signatures_of,
)
from liuhen.apps.documents.tests.conftest import NOW, RECORD, drawn, png
from liuhen.ports.outside import outside


def _refused(refused):
    return "".join(words for field in refused.value.message_dict.values() for words in field)


def test_a_signature_keeps_who_when_where_and_what_it_signs(world):
    draft = world.checked()
    given = sign(world.cast.officer, draft, drawn(0, " 吴某 "))
    assert (given.who, given.place, given.signed_at, given.taken_by) == ("吴某", "国道检查站", NOW, world.cast.officer)
    assert outside().vault.exists(given.image_sha256)
    assert counting(draft) == [given]
    assert given.image_sha256 in kept_digests()
    assert signature_for(world.cast.handler, given.pk) == given
    assert signature_for(world.cast.outsider, given.pk) is None


def test_what_is_missing_is_told_until_everybody_has_signed(world):
    draft = world.checked()
    assert [words[:9] for words in missing_signatures(draft)] == ["“被检查单位负责人", "“检查人”处还缺 "]
    sign(world.cast.handler, draft, drawn(0, "吴某"))
    sign(world.cast.handler, draft, drawn(1, "林一鸣"))
    assert missing_signatures(draft) == ["“检查人”处还缺 1 人的签名。"]
    with pytest.raises(ValidationError, match="已在此处签名"):
        sign(world.cast.handler, draft, drawn(1, "林一鸣"))
    sign(world.cast.handler, draft, drawn(1, "陈立"))
    assert missing_signatures(draft) == []


def test_a_draft_that_was_not_checked_is_not_signed(world):
    with pytest.raises(ValidationError, match="起草中"):
        sign(world.cast.handler, world.draft(), drawn(0, "吴某"))


def test_signatures_count_no_more_once_the_content_has_changed_and_again_when_it_is_the_same(world):
    draft = world.checked()
    sign(world.cast.handler, draft, drawn(0, "吴某"))
    back = send_back(world.cast.handler, draft, "补写")
    changed = save(world.cast.handler, back, {**RECORD, "place": "别处"}, back.revision)
    assert counting(changed) == []
    assert len(signatures_of(changed)) == 1
    same = save(world.cast.handler, changed, RECORD, changed.revision)
    assert len(counting(check(world.cast.handler, same))) == 1


def test_who_refuses_is_on_record_with_the_reason_and_a_witness(world):
    draft, refusal = world.checked(), NewSignature(slot=0, how="refused", who="吴某")
    faults: list[tuple[dict[str, Any], str]] = [
        ({}, "理由"),
        ({"words": "不认可"}, "见证人"),
        ({"words": "不认可", "witness": "吴某"}, "不能是拒绝签名的人本人"),
    ]
    for more, said in faults:
        with pytest.raises(ValidationError) as refused:
            sign(world.cast.handler, draft, replace(refusal, **more))
        assert said in _refused(refused)
    given = sign(world.cast.handler, draft, replace(refusal, words="不认可称重结果", witness="黄某（加油站）"))
    assert (given.words, given.witness, given.image_sha256) == ("不认可称重结果", "黄某（加油站）", "")
    assert "被检查单位负责人" not in "".join(missing_signatures(draft))


def test_only_where_the_form_knows_of_a_refusal_does_one_stand_for_a_signature(world):
    draft = world.checked()
    with pytest.raises(ValidationError) as refused:
        sign(world.cast.handler, draft, NewSignature(slot=1, how="refused", who="林一鸣", words="不签", witness="黄某"))
    assert "“检查人”处不能登记拒绝签名" in _refused(refused)
    old = {"slot": 1, "how": "refused", "words": "不签", "witness": "黄某", "content_sha256": digest_of(draft)}
    for who in ("林一鸣", "陈立"):
        Signature.objects.create(draft=draft, who=who, signed_at=NOW, taken_by=world.cast.handler, **old)
    assert "“检查人”处还缺 2 人的签名。" in missing_signatures(draft)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"slot": 9}, "没有这个签名处"),
        ({"slot": -1}, "没有这个签名处"),
        ({"how": "stamped"}, "选择签名的方式"),
        ({"how": "sealed"}, "不能以印章代替"),
        ({"who": "  "}, "签名人的姓名"),
        ({"who": "吴" * 121}, "最多 120 字"),
        ({"place": "路" * 201}, "最多 200 字"),
        ({"image": None}, "没有收到签名的图像"),
        ({"image": [b"%PDF-1.7"]}, "不是完整的 PNG"),
        ({"image": [b"<svg onload=alert(1)>"]}, "不是完整的 PNG"),
        ({"image": [png()[:30]]}, "不是完整的 PNG"),
        ({"image": [png(), b"x" * 12_000_001]}, "最大 12 MB"),
    ],
)
def test_a_signature_that_is_none_is_refused_and_nothing_is_kept(world, more, said):
    with pytest.raises(ValidationError) as refused:
        sign(world.cast.handler, world.checked(), replace(drawn(0, "吴某"), **more))
    assert said in _refused(refused)
    assert not Signature.objects.exists()


def test_a_photograph_of_the_signed_paper_will_do(world):
    photo = io.BytesIO()
    Image.new("RGB", (80, 60), "white").save(photo, "JPEG")
    given = sign(world.cast.handler, world.checked(), drawn(0, "吴某", how="photographed", image=[photo.getvalue()]))
    assert given.how == "photographed"


def test_who_has_no_part_in_the_case_takes_no_signature(world):
    draft = world.checked()
    with pytest.raises(PermissionDenied):
        sign(world.cast.inspector, draft, drawn(0, "吴某"))
    with pytest.raises(PermissionDenied):
        sign(world.cast.outsider, draft, drawn(0, "吴某"))


def test_a_signature_never_changes(world):
    sign(world.cast.handler, world.checked(), drawn(0, "吴某"))
    for change in (lambda: Signature.objects.update(who="别人"), lambda: Signature.objects.all().delete()):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            change()


def test_only_the_keeper_seals_and_only_while_the_seal_is_in_use(world):
    draft = world.checked("violation_notice")
    world.seal()
    seal = SealImage.objects.get()
    with pytest.raises(ValidationError, match="没有保管"):
        sign(world.cast.head, draft, NewSignature(slot=0, how="sealed"))
    with pytest.raises(ValidationError, match="应加盖印章"):
        sign(world.cast.handler, draft, drawn(0, "陈立"))
    with pytest.raises(ValidationError, match="没有保管"):
        sign(world.cast.handler, draft, NewSignature(slot=0, how="sealed", who="另一枚"))
    given = sign(world.cast.handler, draft, NewSignature(slot=0, how="sealed"))
    assert (given.who, given.image_sha256) == ("执法专用章", seal.sha256)
    assert seals_of(world.cast.handler, world.cast.agency) == [seal]
    withdraw_seal(world.cast.head, seal)
    assert seals_of(world.cast.handler, world.cast.agency) == []
    with pytest.raises(ValidationError, match="没有保管"):
        sign(world.cast.handler, world.checked("violation_notice"), NewSignature(slot=0, how="sealed"))
    with pytest.raises(ValidationError, match="已停用"):
        withdraw_seal(world.cast.head, seal)


def test_a_seal_is_entrusted_by_the_head_to_somebody_of_the_agency_once(world):
    with pytest.raises(PermissionDenied):
        keep_seal(world.cast.handler, NewSeal(name="章", keeper=world.cast.handler, image=[png()]))
    for keeper in (world.cast.outsider, world.cast.system_admin):
        with pytest.raises(ValidationError, match="另选保管人"):
            keep_seal(world.cast.head, NewSeal(name="章", keeper=keeper, image=[png()]))
    world.seal()
    with pytest.raises(ValidationError, match="已在使用"):
        world.seal()


def test_of_several_seals_the_one_must_be_named(world):
    world.seal()
    keep_seal(world.cast.head, NewSeal(name="公章", keeper=world.cast.handler, image=[png(shade=7)]))
    draft = world.checked("violation_notice")
    with pytest.raises(ValidationError, match="多枚"):
        sign(world.cast.handler, draft, NewSignature(slot=0, how="sealed"))
    assert sign(world.cast.handler, draft, NewSignature(slot=0, how="sealed", who="公章")).who == "公章"
