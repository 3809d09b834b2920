"""The journal entries this room writes."""

from __future__ import annotations

from liuhen.apps.journal.kinds import declare

TEXT_BOUND = declare("lawlib.text_bound", "适用文本", "确定本机构适用该文本")
NUMBER_SET = declare("lawlib.number_set", "确定事项", "确定了文本交由本机构确定的事项")
WORDING_ATTACHED = declare("lawlib.wording_attached", "附上官方原文", "附上了文本的官方原文")
DRAFT_STARTED = declare("lawlib.draft_started", "起草文本", "开始起草文本")
DRAFT_SAVED = declare("lawlib.draft_saved", "保存草案", "保存了文本草案")
DRAFT_SUBMITTED = declare("lawlib.draft_submitted", "草案报批", "将文本草案报请审批")
DRAFT_TAKEN_BACK = declare("lawlib.draft_taken_back", "撤回草案", "撤回了报批的文本草案")
DRAFT_DROPPED = declare("lawlib.draft_dropped", "放弃草案", "放弃了文本草案")
DRAFT_REFUSED = declare("lawlib.draft_refused", "退回草案", "没有批准文本草案，说明理由后退回")
TEXT_ENACTED = declare("lawlib.text_enacted", "施行文本", "批准文本草案，自指定之日起施行")
