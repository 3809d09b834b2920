"""Who may determine what a text leaves to a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from liuhen.apps.cases.queries import takes_part
from liuhen.apps.duties.permissions import DETERMINE, EXCUSE

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case
    from liuhen.apps.people.models import Person

RELEASING = frozenset({"not_applicable", "excused"})
"""Outcomes that release from a duty; nobody releases himself: they take a reviewer or a head."""


def may_release(person: Person, case: Case) -> bool:
    """Whether the person may find a duty of the case inapplicable or excused."""
    return person.may(EXCUSE) and person.unit.agency_id == case.agency_id


def may_determine(person: Person, case: Case) -> bool:
    """Whether the person may determine at all: reviewers and heads of the agency, handlers on their own cases."""
    return person.may(DETERMINE) and (may_release(person, case) or takes_part(person, case))


def require_determine(person: Person, case: Case, outcome: str = "") -> None:
    """Stop with 403 when the person may not determine, or not with this outcome."""
    if not may_determine(person, case):
        raise PermissionDenied(f"只有案件 {case.number} 的承办人员、本机构法制审核人员和负责人可以认定。")
    if outcome in RELEASING and not may_release(person, case):
        raise PermissionDenied("认定免责或者不适用，由法制审核人员或者负责人作出。")
