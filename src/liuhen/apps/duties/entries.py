"""The journal entries this room writes. A verdict is no act: it can always be derived anew from the facts."""

from __future__ import annotations

from liuhen.apps.journal.kinds import declare

DETERMINED = declare("duties.determined", "人工认定", "对法律留待认定的事项作出认定并说明理由")
FEED_MADE = declare("duties.feed_made", "开通日历订阅", "开通了本人期限的日历订阅")
FEED_WITHDRAWN = declare("duties.feed_withdrawn", "停用日历订阅", "停用了日历订阅")
REMINDERS_SET = declare("duties.reminders_set", "设定提醒", "设定了本人的期限提醒")
