"""The journal entries this room writes."""

from __future__ import annotations

from liuhen.apps.journal.kinds import declare

RUN_BEGUN = declare("importing.begun", "开始导入", "开始从其他系统导入案件")
CASE_BROUGHT = declare("importing.case_brought", "导入案件", "从其他系统导入了案件")
RUN_ENDED = declare("importing.ended", "结束导入", "结束了从其他系统导入案件")
