"""The first thing every action asks: may this person do it? What is refused ends with 403."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from liuhen.apps.cases.exclusion import is_concerned, is_kept_out
from liuhen.apps.cases.queries import may_archive, may_decide, may_exempt, may_name_handler, may_work
from liuhen.apps.lawlib.queries import decided_by, term, terms

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Approval, Case, Exemption
    from liuhen.apps.people.models import Person
    from liuhen.apps.people.roles import Right


def require(person: Person, right: Right) -> None:
    """Stop with 403 when the person does not hold the right."""
    if not person.may(right):
        raise PermissionDenied(f"{person.name}（{person.role_label or '无角色'}）没有“{right.label}”的权限。")


def require_work(person: Person, case: Case) -> None:
    """Stop with 403 when the person may see the case at most."""
    _not_kept_out(person, case)
    if not may_work(person, case):
        raise PermissionDenied(f"只有案件 {case.number} 的承办人或者参加其执法环节的人员可以登记内容。")


def require_name_handler(person: Person, case: Case) -> None:
    """Stop with 403 unless the person works on the case or is a head of its agency."""
    if not may_name_handler(person, case):
        require_work(person, case)


def require_archive_or_work(person: Person, case: Case) -> None:
    """Stop with 403 unless the person may write on the case or archive it."""
    if not may_archive(person, case):
        require_work(person, case)


def require_decide(person: Person, approval: Approval) -> None:
    """Stop with 403 unless the person may decide this request: of a role the law names, and not who asked."""
    if person.pk == approval.asked_by_id:
        raise PermissionDenied("提请人不能审批自己提请的事项，请由其他有权人员审批。")
    if is_concerned(person, approval):
        raise PermissionDenied("不能决定涉及本人的事项，请由其他有权人员审批。")
    _not_kept_out(person, approval.case)
    if not may_decide(person, approval):
        roles = terms("roles", decided_by(approval.kind))
        raise PermissionDenied(f"“{term('approvals', approval.kind)}”由本机构的{roles}审批。")


def require_own(person: Person, asked: Approval | Exemption) -> None:
    """Stop with 403 unless the person asked for it."""
    if person.pk != asked.asked_by_id:
        raise PermissionDenied("只有提请人可以撤回自己提请的事项；有权人员可以决定不同意。")


def require_exempt(person: Person, exemption: Exemption) -> None:
    """Stop with 403 unless the person may decide on the exception: a head of the agency, and not who asked."""
    if person.pk == exemption.asked_by_id:
        raise PermissionDenied("申请人不能批准自己申请的程序例外，请由其他负责人决定。")
    if not may_exempt(person, exemption):
        raise PermissionDenied("程序例外由本机构负责人决定。")


def _not_kept_out(person: Person, case: Case) -> None:
    if is_kept_out(person, case):
        raise PermissionDenied(
            f"{person.name}已被决定回避，不得再参加案件 {case.number} 的调查、决定和实施（程序规定第十四条）。"
        )
