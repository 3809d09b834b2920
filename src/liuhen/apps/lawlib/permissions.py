"""The room's rights. Reading the law needs none beyond being signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from liuhen.apps.people.roles import Right, Role, declare

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person

ATTACH = declare("lawlib.attach", "附上官方原文", [Role.REVIEWER, Role.HEAD])
DRAFT = declare("lawlib.draft", "起草法规文本", [Role.REVIEWER])
APPROVE = declare("lawlib.approve", "审批法规文本", [Role.HEAD])


def require(person: Person | None, right: Right) -> None:
    """Stop with 403 when the person does not hold the right; None is the system, which may."""
    if person is not None and not person.may(right):
        raise PermissionDenied(f"{person.name}（{person.role_label or '无角色'}）没有“{right.label}”的权限。")


def sees_drafts(person: Person) -> bool:
    """Whether the person works on drafts: writes them or decides on them."""
    return person.may(DRAFT) or person.may(APPROVE)


def require_drafts(person: Person) -> None:
    """Stop with 403 when the person neither writes drafts nor decides on them."""
    if not sees_drafts(person):
        raise PermissionDenied("文本草案由法制审核人员起草、负责人审批，其他人员在施行以后查看。")
