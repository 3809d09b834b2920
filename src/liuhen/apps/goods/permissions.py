"""The room's rights."""

from __future__ import annotations

from liuhen.apps.people.roles import Role, declare

KEEP = declare("goods.keep", "保管涉案财物", [Role.CUSTODIAN], "cn-transport-procedure-2021 art. 125")
TAKE_OUT = declare("goods.take_out", "导出涉案财物台账", [Role.CUSTODIAN, Role.HEAD, Role.REVIEWER, Role.INSPECTOR])
