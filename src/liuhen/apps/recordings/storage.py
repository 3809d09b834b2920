"""How much an agency keeps, and how much it may: counted in the transaction that gives each file its row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Sum

from liuhen.apps.journal.actions import About, What, record
from liuhen.apps.recordings import entries
from liuhen.apps.recordings.models import Recording, Rejected, Storage
from liuhen.core.sizes import compared_sizes
from liuhen.ports.vault import VaultFull

if TYPE_CHECKING:
    from liuhen.apps.people.models import Agency, Person


class QuotaReached(VaultFull):
    """The agency keeps as much as it may. What it keeps already is untouched."""


def storage_of(agency: Agency) -> Storage:
    """What the agency keeps; summed from its files the first time, counted on from then."""
    known = Storage.objects.filter(agency=agency).first()
    return known or Storage.objects.get_or_create(agency=agency, defaults={"used_bytes": _sum(agency)})[0]


def room_of(agency: Agency) -> int | None:
    """How many more bytes the agency may bring; None when it has no quota."""
    storage = storage_of(agency)
    return None if storage.quota_bytes is None else max(0, storage.quota_bytes - storage.used_bytes)


def need_quota(agency: Agency, size: int) -> None:
    """QuotaReached unless the agency may keep so many bytes more."""
    room = room_of(agency)
    if room is not None and size > room:
        left, wanted = compared_sizes(room, size)
        raise QuotaReached(
            f"本机构的存储配额不足：还可存入 {left}，此文件有 {wanted}，没有入库；已入库的文件不受影响。"
            "请联系资料管理员清理到期资料或提高配额（liuhen agency quota）。"
        )


def count_in(agency: Agency, size: int) -> None:
    """Count a file, within the transaction that has given it its row."""
    known = Storage.objects.filter(agency=agency)
    if not known.update(used_bytes=F("used_bytes") + size):
        storage_of(agency)  # sums, and finds the new row among the others


@transaction.atomic
def set_quota(by: Person | None, agency: Agency, quota: int | None) -> Storage:
    """Set how many bytes the agency may keep; None takes the quota away. What is kept already stays in any case."""
    storage = storage_of(agency)
    data = {"before": storage.quota_bytes, "quota_bytes": quota, "used_bytes": storage.used_bytes}
    storage.quota_bytes = quota
    storage.save(update_fields=["quota_bytes"])
    record(entries.QUOTA_SET, by, About(kind="agency", id=agency.code, label=agency.name), What(data=data))
    return storage


def _sum(agency: Agency) -> int:
    kept = Recording.objects.filter(agency=agency).aggregate(all=Sum("size"))["all"] or 0
    apart = Rejected.objects.filter(intake__agency=agency).aggregate(all=Sum("size"))["all"] or 0
    return int(kept) + int(apart)
