"""Seals 印章 of an agency: taken into use, entrusted to a person, passed on to another, taken out of use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction

from liuhen.apps.documents import entries
from liuhen.apps.documents.inputs import NewSeal
from liuhen.apps.documents.models import SealImage
from liuhen.apps.documents.permissions import KEEP_SEALS, SEAL
from liuhen.apps.documents.permits import require
from liuhen.apps.documents.signing import kept_image
from liuhen.apps.journal.actions import About, What, record
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person


def keep_seal(by: Person | None, new: NewSeal) -> SealImage:
    """Take the image of a seal of the keeper's agency into use and entrust it; `by` None: on the command line."""
    if by is not None:
        require(by, KEEP_SEALS)
    name = new.name.strip()
    if not name or len(name) > 80:
        raise ValidationError({"name": "请填写印章名称，最多 80 字。"})
    _check_keeper(by, new.keeper)
    return _keep_seal(by, name, new.keeper, kept_image(new.image))


def _check_keeper(by: Person | None, keeper: Person) -> None:
    """A seal is kept by somebody of its own agency who may use seals."""
    elsewhere = by is not None and keeper.unit.agency_id != by.unit.agency_id
    if elsewhere or not keeper.may(SEAL):
        raise ValidationError({"keeper": f"{keeper.name}不是本机构可以使用印章的在岗人员，请另选保管人。"})


@transaction.atomic
def _keep_seal(by: Person | None, name: str, keeper: Person, image: str) -> SealImage:
    agency = keeper.unit.agency
    # Two who entrust the same seal at once wait for each other here.
    type(agency)._default_manager.select_for_update().get(pk=agency.pk)
    if SealImage.objects.filter(agency=agency, name=name, withdrawn_at=None).exists():
        raise ValidationError({"name": f"“{name}”已在使用。更换图像或者保管人的，请先停用原来的。"})
    seal = SealImage.objects.create(agency=agency, name=name, sha256=image, keeper=keeper, since=outside().clock.now())
    data = {"keeper": keeper.name, "sha256": image}
    record(entries.SEAL_KEPT, by, About(kind="seal", id=str(seal.pk), label=name), What(data=data, rows=[seal]))
    return seal


@transaction.atomic
def pass_on_seal(by: Person, seal: SealImage, keeper: Person) -> SealImage:
    """Entrust a seal in use to another person: the image stays, the row of the former keeper ends."""
    withdraw_seal(by, seal)
    _check_keeper(by, keeper)
    return _keep_seal(by, seal.name, keeper, seal.sha256)


@transaction.atomic
def withdraw_seal(by: Person | None, seal: SealImage) -> SealImage:
    """Take a seal out of use; documents sealed before stay as they are. `by` None: on the command line."""
    standing = SealImage.objects.select_for_update().get(pk=seal.pk)
    if by is not None:
        require(by, KEEP_SEALS)
        if standing.agency_id != by.unit.agency_id:
            raise ValidationError("这枚印章不属于本机构。")
    if standing.withdrawn_at is not None:
        raise ValidationError(f"“{standing.name}”已停用。")
    standing.withdrawn_at = outside().clock.now()
    standing.save(update_fields=["withdrawn_at"])
    record(entries.SEAL_WITHDRAWN, by, About(kind="seal", id=str(seal.pk), label=seal.name), What(rows=[standing]))
    return standing
