"""The room's rights."""

from __future__ import annotations

from liuhen.apps.people.roles import Role, declare

SEE_UNIT = declare("cases.see_unit", "查看本部门案件", [Role.OFFICER, Role.HANDLER])
SEE_AGENCY = declare("cases.see_agency", "查看本机构案件", [Role.HEAD, Role.REVIEWER, Role.CUSTODIAN, Role.INSPECTOR])
SEE_BELOW = declare("cases.see_below", "查看下级机关案件", [Role.SUPERIOR], "gd-province-2018 art. 6")
OPEN = declare("cases.open", "登记案件", [Role.OFFICER, Role.HANDLER])
WORK = declare("cases.work", "办理案件", [Role.OFFICER, Role.HANDLER])
ARCHIVE = declare("cases.archive", "归档", [Role.HANDLER, Role.CUSTODIAN], "gd-province-2018 art. 15")
DECIDE = declare("cases.decide", "审批案件事项", [Role.HEAD, Role.REVIEWER])
EXEMPT = declare("cases.exempt", "批准程序例外", [Role.HEAD])
