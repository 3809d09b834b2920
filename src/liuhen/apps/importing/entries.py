"""The journal entries this room writes."""

from __future__ import annotations

from liuhen.apps.journal.kinds import declare

RUN_BEGUN = declare("importing.begun", "开始导入", "开始从其他系统导入案件")
BRINGING_ASKED = declare("importing.asked", "决定导入", "决定导入试运行通过的案件")
CASE_BROUGHT = declare("importing.case_brought", "导入案件", "从其他系统导入了案件")
CASE_EXPORTED = declare("importing.case_exported", "导出案件", "将案件整体导出为文件")
CASE_RECEIVED = declare("importing.case_received", "接收案件", "从另一实例的文件整体导入了案件")
SCAN_ATTACHED = declare("importing.scan_attached", "附入扫描件", "将扫描件作为文书附入导入的案件")
SCANS_BEGUN = declare("importing.scans_begun", "提交扫描件", "开始提交一批扫描件，附入导入的案件")
SCANS_ASKED = declare("importing.scans_asked", "决定附入扫描件", "决定将试运行通过的扫描件附入案件")
RUN_ENDED = declare("importing.ended", "结束导入", "结束了从其他系统导入案件")
