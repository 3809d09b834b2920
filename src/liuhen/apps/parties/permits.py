"""Who may do what with the parties of a case. What is refused ends with 403."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from liuhen.apps.cases.queries import may_work
from liuhen.apps.parties.permissions import SEE_NUMBERS

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case
    from liuhen.apps.people.models import Person


def require_work(person: Person, case: Case) -> None:
    """Stop with 403 when the person may see the case at most."""
    if not may_work(person, case):
        raise PermissionDenied(f"只有案件 {case.number} 的承办人或者参加其执法环节的人员可以登记当事人和回避。")


def require_see_numbers(person: Person) -> None:
    """Stop with 403 when the person may not see whole numbers."""
    if not person.may(SEE_NUMBERS):
        raise PermissionDenied(f"{person.name}（{person.role_label or '无角色'}）没有“{SEE_NUMBERS.label}”的权限。")
