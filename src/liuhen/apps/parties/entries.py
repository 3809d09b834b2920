"""The journal entries this room writes."""

from __future__ import annotations

from liuhen.apps.journal.kinds import declare

PARTY_ADDED = declare("parties.added", "登记当事人", "登记了当事人或者有关人员、车船")
PARTY_CORRECTED = declare("parties.corrected", "更正当事人", "更正了当事人或者有关人员、车船的登记并说明理由")
PARTY_WITHDRAWN = declare("parties.withdrawn", "撤销当事人登记", "撤销了错误登记的当事人或者有关人员、车船")
NUMBERS_SHOWN = declare("parties.numbers_shown", "查看证件号码和电话", "查看了完整的证件号码和电话", viewing=True)
RECUSAL_ASKED = declare("parties.recusal_asked", "提出回避", "登记了回避申请并提请决定")
