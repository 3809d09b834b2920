"""Roles 角色 a person may hold in a unit, and the rights each room grants them by default."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from liuhen.core.terms.labels import Term


class Role(Term):
    """What a person is to the system (design section 1). The last three are held by three different people 三员."""

    OFFICER = "officer", "执法人员"
    HANDLER = "handler", "承办人"
    REVIEWER = "reviewer", "法制审核人员"
    HEAD = "head", "负责人"
    CUSTODIAN = "custodian", "资料管理员"
    INSPECTOR = "inspector", "督察人员"
    SUPERIOR = "superior", "上级机关"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDITOR = "auditor", "审计管理员"


@dataclass(frozen=True, slots=True)
class Right:
    """A named right: who has it by default, and where the law says so (empty: house rule)."""

    code: str
    label: str
    roles: frozenset[Role]
    citation: str = ""


_rights: dict[str, Right] = {}


def declare(code: str, label: str, roles: Iterable[Role], citation: str = "") -> Right:
    """Declare a right once, at import of a room's permissions.py; a second one of the same code is a mistake."""
    if code in _rights:
        raise ValueError(f"right {code!r} is declared twice")
    _rights[code] = Right(code, label, frozenset(roles), citation)
    return _rights[code]


def all_rights() -> tuple[Right, ...]:
    """Every declared right, by code."""
    return tuple(_rights[code] for code in sorted(_rights))
