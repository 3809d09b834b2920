"""The room's rights."""

from __future__ import annotations

from liuhen.apps.people.roles import Role, declare

BRING = declare("importing.bring", "从其他系统导入案件", [Role.CUSTODIAN])
