"""The room's rights. Who archives a case is a matter of the case (cases.archive)."""

from __future__ import annotations

from liuhen.apps.people.roles import Role, declare

SET_FONDS = declare("archiving.set_fonds", "设置全宗号", [Role.CUSTODIAN, Role.HEAD])
