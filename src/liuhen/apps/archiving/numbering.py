"""The numbers of volumes 档号: the code of the fonds, and running numbers by category, year and period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from liuhen.apps.archiving import entries
from liuhen.apps.archiving.models import Fonds, Shelf, Volume
from liuhen.apps.archiving.permissions import SET_FONDS
from liuhen.apps.journal.actions import About, What, record
from liuhen.core.deadlines.units import CHINA
from liuhen.core.volume.number import archive_number, is_fonds
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case
    from liuhen.apps.people.models import Agency, Person
    from liuhen.core.volume.template import VolumeTemplate


@dataclass(frozen=True, slots=True)
class Number:
    """The number a volume would bear; `text` is empty, and there is no serial, without a code of the fonds."""

    text: str = ""
    serial: int | None = None


@transaction.atomic
def set_fonds(by: Person, code: str) -> Fonds:
    """Set the code of the fonds of one's agency. Volumes made before keep the number they bear."""
    if not by.may(SET_FONDS):
        raise PermissionDenied(f"{by.name}（{by.role_label or '无角色'}）没有“{SET_FONDS.label}”的权限。")
    code = code.strip().upper()
    if not is_fonds(code):
        raise ValidationError({"code": "全宗号由档案馆给定，是不超过八位的字母和数字，例如 J019。"})
    fonds, _new = Fonds.objects.update_or_create(agency=by.unit.agency, defaults={"code": code})
    about = About(kind="fonds", id=str(fonds.pk), label=code)
    record(entries.FONDS_SET, by, about, What(data={"code": code}, rows=[fonds]))
    return fonds


def fonds_of(agency: Agency) -> str:
    """The code of an agency's fonds; empty while there is none."""
    return Fonds.objects.filter(agency=agency).values_list("code", flat=True).first() or ""


def next_number(case: Case, template: VolumeTemplate, keeping: str, earlier: Volume | None) -> Number:
    """The number the volume would bear: that of the one it replaces, else the next of its series. Nothing is taken."""
    if earlier and earlier.number:
        return Number(earlier.number, earlier.serial)
    fonds = fonds_of(case.agency)
    if not fonds:
        return Number()
    year = _year(case)
    shelf = Shelf.objects.filter(agency=case.agency, category=template.category, year=year, keeping=keeping).first()
    serial = shelf.last + 1 if shelf else 1
    return Number(archive_number(fonds, template.category, year=year, keeping=keeping, serial=serial), serial)


def take(case: Case, template: VolumeTemplate, keeping: str) -> Shelf:
    """Take the next number of the series, held until the transaction ends."""
    shelf, _new = Shelf.objects.select_for_update(of=("self",)).get_or_create(
        agency=case.agency, category=template.category, year=_year(case), keeping=keeping
    )
    shelf.last += 1
    shelf.save(update_fields=["last"])
    return shelf


def _year(case: Case) -> int:
    """The year the case was closed in, in which its volume is counted."""
    closed: datetime | None = case.milestones.filter(kind="closed").values_list("at", flat=True).first()
    return (closed or outside().clock.now()).astimezone(CHINA).year
