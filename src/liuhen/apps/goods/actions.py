"""All writes of the room: permit → rule → one transaction → journal entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction

from liuhen.apps.goods import entries
from liuhen.apps.goods.entering import correct_item, enter_items
from liuhen.apps.goods.inputs import NewMovement, Taking, Words
from liuhen.apps.goods.moving import move_items
from liuhen.apps.goods.queries import may_take_out
from liuhen.apps.journal.actions import About, Purpose, What, record

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person

__all__ = ["NewMovement", "Taking", "Words", "correct_item", "enter_items", "move_items", "take_out_ledger"]


@transaction.atomic
def take_out_ledger(by: Person, purpose: str, filters: dict[str, str]) -> None:
    """Journal that the ledger is exported, and by which filter; before anything is given."""
    if not may_take_out(by):
        raise PermissionDenied(f"{by.name}（{by.role_label or '无角色'}）没有“导出涉案财物台账”的权限。")
    about = About(kind="agency", id=str(by.unit.agency_id), label=f"{by.agency.name}涉案财物台账")
    record(entries.LEDGER_TAKEN_OUT, by, about, What(data=filters), Purpose(purpose=purpose.strip()))
