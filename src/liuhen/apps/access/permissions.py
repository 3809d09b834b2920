"""The room's rights."""

from __future__ import annotations

from liuhen.apps.people.roles import Role, declare

_STAFF = [Role.OFFICER, Role.HANDLER, Role.REVIEWER, Role.HEAD, Role.CUSTODIAN, Role.INSPECTOR]

ASK = declare("access.ask", "申请调阅", _STAFF, "gd-province-2018 art. 25")
DECIDE = declare("access.decide", "审批调阅", [Role.HEAD], "gd-province-2018 art. 26")
PACKAGE = declare("access.package", "制作证据包", [Role.HEAD, Role.CUSTODIAN], "gd-transport-2019 art. 32")
