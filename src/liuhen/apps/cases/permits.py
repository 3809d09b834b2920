"""The first thing every action asks: may this person do it? What is refused ends with 403."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from liuhen.apps.cases.queries import may_archive, may_work

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case
    from liuhen.apps.people.models import Person
    from liuhen.apps.people.roles import Right


def require(person: Person, right: Right) -> None:
    """Stop with 403 when the person does not hold the right."""
    if not person.may(right):
        raise PermissionDenied(f"{person.name}（{person.role_label or '无角色'}）没有“{right.label}”的权限。")


def require_work(person: Person, case: Case) -> None:
    """Stop with 403 when the person may see the case at most."""
    if not may_work(person, case):
        raise PermissionDenied(f"只有案件 {case.number} 的承办人或者参加其执法环节的人员可以登记内容。")


def require_archive_or_work(person: Person, case: Case) -> None:
    """Stop with 403 unless the person may write on the case or archive it."""
    if not may_archive(person, case):
        require_work(person, case)
