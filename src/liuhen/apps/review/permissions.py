"""The room's rights: what may be taken out of the house. Whoever may view a recording may have clips cut from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from liuhen.apps.people.roles import Right, Role, declare

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person

_CASEWORK = [Role.HANDLER, Role.REVIEWER, Role.HEAD, Role.CUSTODIAN, Role.INSPECTOR]

TAKE_CLIP = declare("review.take_clip", "取出片段", _CASEWORK, "yexian-transport-2017 art. 24")
TAKE_ORIGINAL = declare(
    "review.take_original",
    "取出原件副本",
    [Role.HANDLER, Role.HEAD, Role.CUSTODIAN, Role.INSPECTOR],
    "yexian-transport-2017 art. 24",
)


def require(person: Person, right: Right) -> None:
    """Stop with 403 when the person does not hold the right."""
    if not person.may(right):
        raise PermissionDenied(f"{person.name}（{person.role_label or '无角色'}）没有“{right.label}”的权限。")
