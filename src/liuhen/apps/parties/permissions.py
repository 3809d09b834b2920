"""The room's rights. Who writes of the parties of a case is a matter of the case."""

from __future__ import annotations

from liuhen.apps.people.roles import Role, declare

_WHO_SEE_CASES = [Role.OFFICER, Role.HANDLER, Role.HEAD, Role.REVIEWER, Role.CUSTODIAN, Role.INSPECTOR, Role.SUPERIOR]

SEE_NUMBERS = declare("parties.see_numbers", "查看完整的证件号码和电话", _WHO_SEE_CASES)
