"""The room's rights: who registers devices, who checks them before use, who reports a fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from liuhen.apps.people.roles import Right, Role, declare

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person

_STAFF = [Role.OFFICER, Role.HANDLER, Role.REVIEWER, Role.HEAD, Role.CUSTODIAN, Role.INSPECTOR]

SEE = declare("devices.see", "查看本机构设备", _STAFF)
SEE_BELOW = declare("devices.see_below", "查看下级机关设备", [Role.SUPERIOR], "gd-province-2018 art. 6")
MANAGE = declare("devices.manage", "登记和调配设备", [Role.CUSTODIAN], "gd-province-2018 art. 22")
CHECK = declare("devices.check", "使用前检查设备", [Role.OFFICER, Role.HANDLER], "gd-transport-2019 art. 26")
REPORT_FAULT = declare(
    "devices.report_fault",
    "登记和报告设备故障",
    [Role.OFFICER, Role.HANDLER, Role.CUSTODIAN],
    "gd-transport-2019 art. 26",
)
READ_CLOCK = declare(
    "devices.read_clock",
    "登记设备时钟读数",
    [Role.OFFICER, Role.HANDLER, Role.CUSTODIAN],
    "gd-transport-2019 art. 26",
)


def require(person: Person | None, right: Right) -> None:
    """Stop with 403 when the person does not hold the right; None is the system, which may."""
    if person is not None and not person.may(right):
        raise PermissionDenied(f"{person.name}（{person.role_label or '无角色'}）没有“{right.label}”的权限。")
