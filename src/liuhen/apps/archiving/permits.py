"""Who may make the volume of a case. What is refused ends with 403."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from liuhen.apps.cases.queries import may_archive, may_work

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case
    from liuhen.apps.people.models import Person


def may_make(person: Person, case: Case) -> bool:
    """Whether the person may make the volume: who archives the case, or works on it."""
    return may_archive(person, case) or may_work(person, case)


def require_make(person: Person, case: Case) -> None:
    """Stop with 403 unless the person may make the volume."""
    if not may_make(person, case):
        raise PermissionDenied(f"只有案件 {case.number} 的承办人、参加其执法环节的人员和本机构的资料管理员可以立卷。")
