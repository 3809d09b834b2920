"""The journal entries this room writes."""

from __future__ import annotations

from liuhen.apps.journal.kinds import declare

VOLUME_MADE = declare("archiving.volume_made", "立卷", "将案件立卷，装订成一份文件")
VOLUME_VIEWED = declare("archiving.volume_viewed", "查看案卷", "查看了案卷文件", viewing=True)
FONDS_SET = declare("archiving.fonds_set", "设置全宗号", "设置了全宗号")
FOLDER_MADE = declare("archiving.folder_made", "导出归档文件夹", "导出了案件的归档文件夹")
