"""The journal entries this room writes."""

from __future__ import annotations

from liuhen.apps.journal.kinds import declare
from liuhen.core.package import INTAKE_KIND

INTAKE_OPENED = declare("recordings.intake_opened", "开始入库", "开始从设备采集入库")
RECORDING_STORED = declare(INTAKE_KIND, "入库", "将音像记录存入保管库")
DUPLICATE_SEEN = declare("recordings.duplicate_seen", "重复文件", "再次采集到已入库的音像记录，未重复存储")
FILE_REJECTED = declare("recordings.rejected", "未收录", "未收录该文件，原字节已另行保存")
REJECTED_AGAIN = declare("recordings.rejected_again", "再次未收录", "再次采集到未收录的文件，原字节此前已另行保存")
FILE_UNREADABLE = declare("recordings.unreadable", "无法读取", "来源文件无法读取，没有入库")
UPLOAD_GIVEN_UP = declare("recordings.upload_given_up", "放弃上传", "清除了未完成或与声明不符的上传，没有入库")
QUOTA_SET = declare("recordings.quota_set", "设定存储配额", "设定了机构的存储配额")
SM3_ADDED = declare("recordings.sm3_added", "补充国密摘要", "计算并补充了 SM3 摘要")
LINK_MADE = declare("recordings.linked", "关联", "将音像记录关联到执法环节")
LINK_ENDED = declare("recordings.unlinked", "解除关联", "解除了音像记录与执法环节的关联并说明理由")
TIME_STATED = declare("recordings.time_stated", "时间说明", "说明了音像记录的开始时间及依据；原有时间未作改动")
COPIED = declare("recordings.copied", "复制", "按用途将音像记录复制到保管库之外", viewing=True)
MARK_MADE = declare("recordings.marked", "标记", "在音像记录上作出标记")
MARK_WITHDRAWN = declare("recordings.mark_withdrawn", "撤回标记", "撤回了音像记录上的标记并说明理由")
USED_AS_EVIDENCE = declare("recordings.used_as_evidence", "作为证据", "确定将音像记录作为证据使用")
RECORDING_FILED = declare("recordings.filed", "附卷", "将音像记录附入案卷")
KEEPING_SET = declare("recordings.keeping_set", "确定保存期限", "确定了音像记录的保存期限")
PAGE_VIEWED = declare(
    "recordings.page_viewed", "查看目录信息", "查看了音像记录的目录信息、标记和保管留痕", viewing=True
)
RECORDING_VIEWED = declare("recordings.viewed", "查阅", "查阅了音像记录", viewing=True)
REJECTED_FETCHED = declare("recordings.rejected_fetched", "取出未收录文件", "取出了未收录文件的原字节", viewing=True)
SESSION_JOINED = declare("recordings.session_joined", "归并连续摄录", "将同一设备连续摄录的几个文件归并为一次摄录")
ANALYSES_ASKED = declare("recordings.analyses_asked", "补做分析", "要求对此前入库的音像记录补做从未做过的分析")
COMPANION_NAMED = declare("recordings.companion_named", "指定所属录像", "指定了随录数据所属的录像")
COMPANION_ENDED = declare(
    "recordings.companion_ended", "撤销归属", "更正了随录数据的归属：它不属于这份录像，并说明理由"
)
COMPANION_PAIRED = declare("recordings.companion_paired", "归属随录数据", "将随录数据归属到所伴随的录像")
