"""The room's rights: who sees what came to the dock, who may have a card cleared, who says whose a card is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from liuhen.apps.people.roles import Right, Role, declare

if TYPE_CHECKING:
    from liuhen.apps.docking.models import CardVisit
    from liuhen.apps.people.models import Person

SEE_OWN = declare("docking.see_own", "查看本人设备的采集情况", [Role.OFFICER, Role.HANDLER])
SEE_AGENCY = declare(
    "docking.see_agency",
    "查看本机构的采集情况",
    [Role.CUSTODIAN, Role.INSPECTOR, Role.HEAD],
    "gd-province-2018 art. 22",
)
CLEAR_OWN = declare(
    "docking.clear_own", "清空本人使用的存储卡", [Role.OFFICER, Role.HANDLER], "gd-transport-2019 art. 29"
)
CLEAR_ANY = declare("docking.clear_any", "清空本机构的存储卡", [Role.CUSTODIAN], "gd-province-2018 art. 22")
WITHDRAW_CLEARING = declare(
    "docking.withdraw_clearing", "撤回清空存储卡的要求", [Role.OFFICER, Role.HANDLER, Role.CUSTODIAN]
)
NAME_CARD = declare("docking.name_card", "指定存储卡的设备和人员", [Role.CUSTODIAN], "gd-province-2018 art. 22")


def require(person: Person, right: Right) -> None:
    """Stop with 403 when the person does not hold the right."""
    if not person.may(right):
        raise PermissionDenied(f"{person.name}（{person.role_label or '无角色'}）没有“{right.label}”的权限。")


def may_clear(person: Person, visit: CardVisit) -> bool:
    """Whether the person may have this card cleared: whose recordings it held, or the custodian of the agency."""
    if visit.device.agency_id != person.unit.agency_id:
        return False
    return person.may(CLEAR_ANY) or (person.may(CLEAR_OWN) and visit.intake.officer_id == person.pk)


def require_clear(person: Person, visit: CardVisit) -> None:
    """Stop with 403 when the person may not have this card cleared."""
    if not may_clear(person, visit):
        raise PermissionDenied("只有摄录人员本人和本机构资料管理员可以清空这张存储卡。")


def may_withdraw(person: Person, visit: CardVisit) -> bool:
    """Whether the person may take back that this card is to be cleared: who asked for it, or the agency's custodian."""
    if visit.device.agency_id != person.unit.agency_id or not person.may(WITHDRAW_CLEARING):
        return False
    return person.may(CLEAR_ANY) or visit.clear_asked_by_id == person.pk


def require_withdraw(person: Person, visit: CardVisit) -> None:
    """Stop with 403 when it is not this person's to take back."""
    if not may_withdraw(person, visit):
        raise PermissionDenied("只有要求清空的人和本机构资料管理员可以撤回清空要求。")
