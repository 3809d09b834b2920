"""The journal entries this room writes."""

from __future__ import annotations

from liuhen.apps.journal.kinds import declare

DEVICE_REGISTERED = declare("devices.registered", "登记设备", "登记了执法记录设备")
DEVICE_HANDED_OVER = declare("devices.handed_over", "交接设备", "把设备交由他人保管使用")
DEVICE_TAKEN_OUT = declare("devices.taken_out", "停用设备", "停用了设备并说明原因")
DEVICE_CHECKED = declare("devices.checked", "使用前检查", "在使用前检查了设备")
FAULT_FOUND = declare("devices.fault_found", "发现故障", "登记了设备故障")
FAULT_REPORTED = declare("devices.fault_reported", "报告故障", "向管理员报告了设备故障")
CLOCK_READ = declare("devices.clock_read", "校时记录", "登记了设备时钟与标准时间的偏差")
VOLUME_NAMED = declare("devices.volume_named", "登记卷标", "登记了设备存储卡的卷标，供采集时识别")
PAGE_VIEWED = declare("devices.page_viewed", "查看设备", "查看了设备的保管、检查、故障和留痕", viewing=True)
