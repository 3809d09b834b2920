"""The journal entries this room writes."""

from __future__ import annotations

from liuhen.apps.journal.kinds import declare

AGENCY_ADDED = declare("people.agency_added", "登记执法机构", "登记了执法机构")
UNIT_ADDED = declare("people.unit_added", "登记内设机构", "登记了内设机构")
PERSON_ADDED = declare("people.person_added", "登记人员", "登记了人员及其角色")
CERTIFICATE_DATED = declare("people.certificate_dated", "登记执法证有效期", "登记了执法证的有效期")
QUALIFIED = declare("people.qualified", "登记资格", "登记了人员取得的资格")
SUSPENDED = declare("people.suspended", "暂扣执法证", "登记了执法证的暂扣")
GIVEN_BACK = declare("people.given_back", "发还执法证", "登记了暂扣的执法证发还")
SIGNED_IN = declare("people.signed_in", "登录", "登录了系统")
SIGN_IN_FAILED = declare("people.sign_in_failed", "登录失败", "登录失败")
SIGNED_OUT = declare("people.signed_out", "退出", "退出了系统")

ROLL = frozenset({CERTIFICATE_DATED.code, QUALIFIED.code, SUSPENDED.code, GIVEN_BACK.code})
"""Acts that change what the law sees of a person."""
