"""The journal entries this room writes."""

from __future__ import annotations

from liuhen.apps.journal.kinds import declare

CARD_SEEN = declare("docking.card_seen", "存储卡接入", "存储卡接入采集站，开始读取")
CARD_NAMED = declare("docking.card_named", "认领存储卡", "指定了存储卡的设备和摄录人员")
READ_BROKEN_OFF = declare("docking.broken_off", "采集中断", "采集没有做完，原因已记录，重新插入后接着做")
CARD_READ = declare("docking.card_read", "读取完成", "存储卡上的文件已全部读取")
CARD_VERIFIED = declare("docking.verified", "核对无误", "库中字节与卡上文件逐一核对，全部一致")
NOT_VERIFIED = declare("docking.not_verified", "核对不符", "核对发现不一致，存储卡不予清空")
CLEAR_ASKED = declare("docking.clear_asked", "要求清空", "要求清空存储卡上已核对的文件")
CLEAR_WITHDRAWN = declare("docking.clear_withdrawn", "撤回清空要求", "撤回了清空存储卡的要求，卡上文件没有删除")
CLEAR_TAKEN_UP = declare("docking.clear_taken_up", "执行清空要求", "有人按已有的清空要求，就手上的存储卡执行清空")
CLEARING = declare("docking.clearing", "着手清除", "着手从存储卡上清除列明的文件，逐个比对后才删除")
CARD_CLEARED = declare("docking.cleared", "清空存储卡", "清除了存储卡上已核对的文件")
CLEAR_BROKEN_OFF = declare("docking.clear_broken_off", "清空中断", "清空没有做完，已清除的和未清除的均已记录")
