"""The room's rights: who looks after the analyses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from liuhen.apps.people.roles import Right, Role, declare

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person

SEE = declare("findings.see", "查看分析进度", [Role.CUSTODIAN, Role.INSPECTOR])
MANAGE = declare("findings.manage", "重新分析", [Role.CUSTODIAN])


def require(person: Person, right: Right) -> None:
    """Stop with 403 when the person does not hold the right."""
    if not person.may(right):
        raise PermissionDenied(f"{person.name}（{person.role_label or '无角色'}）没有“{right.label}”的权限。")
