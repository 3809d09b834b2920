"""The journal entries this room writes."""

from __future__ import annotations

from liuhen.apps.journal.kinds import declare

CASE_OPENED = declare("cases.opened", "登记案件", "登记了案件")
CASE_VIEWED = declare("cases.viewed", "查看案件", "查看了案件", viewing=True)
CASE_LISTED = declare("cases.listed", "更正案件所列当事人", "更正了案件所列的当事人或者车牌号", alters=False)
HANDLER_NAMED = declare("cases.handler_named", "指定承办人", "指定了承办人")
ACT_ADDED = declare("cases.act_added", "登记执法行为", "登记了执法行为")
STEP_ADDED = declare("cases.step_added", "登记执法环节", "登记了执法环节")
STEP_TIMES_CORRECTED = declare("cases.step_times_corrected", "更正环节时间", "更正了执法环节的时间并说明理由")
STEP_PEOPLE_ADDED = declare("cases.step_people_added", "补登环节人员", "补登了参加执法环节的人员")
STEP_MATTERS_ADDED = declare("cases.step_matters_added", "补登发生事项", "补登了执法环节中发生的事项")
MILESTONE_SET = declare("cases.milestone_set", "登记节点", "登记了案件节点")
MILESTONE_CORRECTED = declare("cases.milestone_corrected", "更正节点", "更正了案件节点的时间并说明理由")
DOCUMENT_REGISTERED = declare("cases.document_registered", "登记文书", "登记了文书")
DOCUMENT_FILED = declare("cases.document_filed", "文书附卷", "将文书附入案卷")
DOCUMENT_GATHERED = declare("cases.document_gathered", "文书归集", "登记了文书归集到信息平台的时间")
DOCUMENT_VIEWED = declare("cases.document_viewed", "查看文书", "查看了文书", viewing=True)
INTERRUPTION_REPORTED = declare("cases.interruption_reported", "登记中止记录", "登记了中止记录")
INTERRUPTION_ENDED = declare("cases.interruption_ended", "登记恢复记录", "登记了恢复记录的时间")
REPORT_MADE = declare("cases.report_made", "报告或说明", "作出了报告或书面说明")
SITUATION_REGISTERED = declare("cases.situation_registered", "登记情形", "登记了影响义务的情形")
SITUATION_ENDED = declare("cases.situation_ended", "登记情形结束", "登记了情形结束的时间")
CASE_ARCHIVED = declare("cases.archived", "归档", "将案件归档")
APPROVAL_ASKED = declare("cases.approval_asked", "提请审批", "提请审批", alters=False)
APPROVAL_DECIDED = declare("cases.approval_decided", "作出审批", "对提请的事项作出审批决定")
WITHDRAWN = declare("cases.withdrawn", "撤回申请", "撤回了提请的审批或者程序例外")
EXEMPTION_ASKED = declare("cases.exemption_asked", "申请程序例外", "申请程序例外并说明理由和依据", alters=False)
EXEMPTION_DECIDED = declare("cases.exemption_decided", "决定程序例外", "对程序例外的申请作出决定", alters=False)
