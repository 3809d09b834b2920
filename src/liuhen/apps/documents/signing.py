"""Signing a checked document: strokes, a photograph of the signed paper, a refusal with a witness, a seal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction

from liuhen.apps.documents import entries
from liuhen.apps.documents.drafting import about_draft, locked, must_be
from liuhen.apps.documents.inputs import NewSignature
from liuhen.apps.documents.models import Draft, DraftState, SealImage, Signature, SignedHow
from liuhen.apps.documents.permissions import SEAL
from liuhen.apps.documents.permits import require, require_not_kept_out, require_write
from liuhen.apps.documents.standing import counting, digest_of, form_changed, form_of
from liuhen.apps.journal.actions import What, record
from liuhen.apps.parties.queries import names_kept_out
from liuhen.core.forms.form import Way
from liuhen.core.forms.picture import LARGEST_BYTES, picture_fault
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person
    from liuhen.core.forms.form import Signature as Place

_LONGEST = {"who": 120, "witness": 120, "place": 200, "words": 2000}
_LABELS = {"who": "签名人", "witness": "见证人", "place": "签名地点", "words": "意见或者理由"}


def sign(by: Person, draft: Draft, new: NewSignature) -> Signature:
    """Keep a signature of a checked document, or a refusal with its witness; a seal only by the person it is kept by.

    ValidationError names the field that is wrong. Raises VaultError when the image can't be kept.
    """
    _may_sign(by, draft, new)
    _check_words(form_of(draft).signatures, new)
    _check_signer(form_of(draft).signatures[new.slot], draft, new)
    image = kept_image(new.image) if new.image is not None and new.how != SignedHow.SEALED else ""
    return _keep_signature(by, draft, new, image)


def _may_sign(by: Person, draft: Draft, new: NewSignature) -> None:
    """Who writes on the case may have others sign; the keeper of a seal may seal for the agency."""
    if new.how == SignedHow.SEALED:
        require(by, SEAL)
        require_not_kept_out(by, draft.case)
    else:
        require_write(by, draft.case)
    must_be(draft, DraftState.CHECKED, "签名")


def _check_words(places: tuple[Place, ...], new: NewSignature) -> None:
    if not 0 <= new.slot < len(places):
        raise ValidationError({"slot": "这份文书没有这个签名处，请刷新页面后重试。"})
    for name, longest in _LONGEST.items():
        if len(getattr(new, name)) > longest:
            raise ValidationError({name: f"“{_LABELS[name]}”最多 {longest} 字，现有 {len(getattr(new, name))} 字。"})
    if fault := _fault(places[new.slot], new):
        field, message = fault
        raise ValidationError({field: message})


def _check_signer(place: Place, draft: Draft, new: NewSignature) -> None:
    """Nobody signs for the authority who is kept out of the case; a party may happen to bear the same name."""
    if not place.refusal and new.who.strip() in names_kept_out(draft.case_id):
        raise ValidationError({"who": f"{new.who.strip()}已被决定回避，不得再在本案文书上签名，请换人办理。"})


def _fault(place: Place, new: NewSignature) -> tuple[str, str] | None:
    """The first thing wrong with a confirmation for its place: the field and what to do."""
    seals = place.how is Way.SEALS
    if new.how not in {one.value for one in SignedHow}:
        return "how", "请选择签名的方式。"
    if seals and new.how not in (SignedHow.SEALED, SignedHow.PHOTOGRAPHED):
        return "how", f"“{place.who}”处应加盖印章，或者上传已盖章的纸质文书照片。"
    if not seals and new.how == SignedHow.SEALED:
        return "how", f"“{place.who}”处应由本人签名，不能以印章代替。"
    if not new.who.strip() and new.how != SignedHow.SEALED:
        return "who", "请填写签名人的姓名。"
    if new.how == SignedHow.REFUSED:
        return _refusal_fault(place, new)
    if place.how is Way.STATES_AND_SIGNS and not new.words.strip():
        return "words", f"“{place.who}”处应写明意见。"
    if new.image is None and new.how != SignedHow.SEALED:
        return "image", "没有收到签名的图像，请重新签名或者重新拍照。"
    return None


def _refusal_fault(place: Place, new: NewSignature) -> tuple[str, str] | None:
    """A refusal stands only where the form knows of one: not for those who act for the authority."""
    if not place.refusal:
        return "how", f"“{place.who}”处不能登记拒绝签名，应由本人签名。请换一种方式。"
    if not new.words.strip():
        return "words", "请写明拒绝签名的情况和理由。"
    if not new.witness.strip():
        return "witness", "请填写见证人的姓名。没有见证人的，请在文书备注中说明并由两名执法人员签名。"
    if new.witness.strip() == new.who.strip():
        return "witness", "见证人不能是拒绝签名的人本人。"
    return None


def kept_image(image: Iterable[bytes]) -> str:
    """The digest of an image that was put into the vault; ValidationError when it is none."""
    data = _read(image)
    if fault := picture_fault(data) or outside().press.image_fault(data):
        raise ValidationError({"image": fault})
    vault = outside().vault
    return vault.commit(vault.stage([data])).sha256


def _read(image: Iterable[bytes]) -> bytes:
    """All of an image, or a little more than is allowed of one that is too large."""
    data = bytearray()
    for piece in image:
        data += piece
        if len(data) > LARGEST_BYTES:
            break
    return bytes(data)


@transaction.atomic
def _keep_signature(by: Person, draft: Draft, new: NewSignature, image: str) -> Signature:
    standing = locked(draft)
    must_be(standing, DraftState.CHECKED, "签名")
    if form_changed(standing):
        raise ValidationError("核对之后，这种文书的式样有了改动。请退回修改，重新核对后再签名。")
    who, image = _sealed_with(by, standing, new) if new.how == SignedHow.SEALED else (new.who.strip(), image)
    if any(one.slot == new.slot and one.who == who for one in counting(standing)):
        raise ValidationError({"who": f"“{who}”已在此处签名或者盖章。"})
    signature = Signature.objects.create(
        draft=standing,
        slot=new.slot,
        who=who,
        how=new.how,
        words=new.words.strip(),
        witness=new.witness.strip(),
        image_sha256=image,
        content_sha256=digest_of(standing),
        signed_at=outside().clock.now(),
        place=new.place.strip(),
        taken_by=by,
    )
    data = {"slot": new.slot, "who": who, "how": new.how, "content_sha256": signature.content_sha256}
    record(entries.SIGNED, by, about_draft(standing, form_of(standing)), What(data=data, rows=[signature]))
    return signature


def _sealed_with(by: Person, draft: Draft, new: NewSignature) -> tuple[str, str]:
    """Name and image of the seal of the case's agency that this person keeps."""
    kept = SealImage.objects.filter(agency=draft.case.agency_id, keeper=by, withdrawn_at=None).order_by("pk")
    named = [seal for seal in kept if not new.who.strip() or seal.name == new.who.strip()]
    if not named:
        raise ValidationError(
            {"who": "您没有保管本机构的这枚印章，不能加盖。请由印章保管人加盖，或者上传已盖章的照片。"}
        )
    if len(named) > 1:
        raise ValidationError({"who": f"您保管多枚印章（{'、'.join(seal.name for seal in named)}），请写明用哪一枚。"})
    return named[0].name, named[0].sha256
