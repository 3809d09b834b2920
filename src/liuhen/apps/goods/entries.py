"""The journal entries this room writes."""

from __future__ import annotations

from liuhen.apps.journal.kinds import declare

ENTERED = declare("goods.entered", "登记涉案财物", "将涉案财物登入台账")
CORRECTED = declare("goods.corrected", "更正涉案财物登记", "更正了涉案财物的登记并说明理由")
MOVED = declare("goods.moved", "涉案财物流转", "登记了涉案财物的流转")
LEDGER_TAKEN_OUT = declare("goods.ledger_taken_out", "导出涉案财物台账", "导出了涉案财物台账", viewing=True)
