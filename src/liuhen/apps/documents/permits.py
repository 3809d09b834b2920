"""Who may do what with the documents of a case. What is refused ends with 403."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from liuhen.apps.cases.queries import is_kept_out, may_work
from liuhen.apps.documents.permissions import CHECK, WRITE
from liuhen.apps.people.roles import Role

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case
    from liuhen.apps.people.models import Person
    from liuhen.apps.people.roles import Right

_OF_THE_AGENCY = {Role.REVIEWER, Role.HEAD}
"""They write and check in every case of their agency: reviews, opinions, decisions."""


def may_write(person: Person, case: Case) -> bool:
    """Whether the person may write documents of the case: who works on it, and who reviews or decides on it."""
    return person.may(WRITE) and _concerned(person, case)


def may_check(person: Person, case: Case) -> bool:
    """Whether the person may check documents of the case."""
    return person.may(CHECK) and _concerned(person, case)


def may_put_in_force(person: Person, case: Case) -> bool:
    """Whether the person may put documents of the case in force: it is registered as one of the case then."""
    return may_work(person, case)


def _concerned(person: Person, case: Case) -> bool:
    if person.roles & _OF_THE_AGENCY and case.agency_id == person.unit.agency_id and not is_kept_out(person, case):
        return True
    return may_work(person, case)


def require(person: Person, right: Right) -> None:
    """Stop with 403 when the person does not hold the right."""
    if not person.may(right):
        raise PermissionDenied(f"{person.name}（{person.role_label or '无角色'}）没有“{right.label}”的权限。")


def require_not_kept_out(person: Person, case: Case) -> None:
    """Stop with 403 who was decided to stay out of the case (cn-transport-procedure-2021 art. 14)."""
    if is_kept_out(person, case):
        raise PermissionDenied(f"{person.name}已被决定回避，不得再办理案件 {case.number} 的文书（程序规定第十四条）。")


def require_write(person: Person, case: Case) -> None:
    """Stop with 403 unless the person may write documents of the case."""
    require_not_kept_out(person, case)
    if not may_write(person, case):
        raise PermissionDenied(
            f"只有案件 {case.number} 的承办人、参加其执法环节的人员和本机构的审核、决定人员可以起草文书。"
        )


def require_check(person: Person, case: Case) -> None:
    """Stop with 403 unless the person may check documents of the case."""
    require_not_kept_out(person, case)
    if not may_check(person, case):
        raise PermissionDenied(
            f"只有案件 {case.number} 的承办人、参加其执法环节的人员和本机构的审核、决定人员可以核对文书。"
        )


def require_put_in_force(person: Person, case: Case) -> None:
    """Stop with 403 unless the person may put documents of the case in force."""
    if not may_put_in_force(person, case):
        raise PermissionDenied(f"只有案件 {case.number} 的承办人或者参加其执法环节的人员可以使文书生效。")
