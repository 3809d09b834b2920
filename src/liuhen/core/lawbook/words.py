"""The keys and values of law files in Chinese, for lists of what changed and for lint's suggestions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from liuhen.core.duties.words import EVENT_WORDS, UNIT_WORDS
from liuhen.core.terms import labels

FIELD_WORDS = {
    "title": "标题",
    "article": "条",
    "paragraph": "款",
    "item": "项",
    "position": "位置",
    "label": "印刷序号",
    "kind": "种类",
    "modality": "语气",
    "subject": "对象",
    "stage": "阶段",
    "when": "适用条件",
    "needs": "要求",
    "deadline": "期限",
    "awaits": "等候期限",
    "warn": "提前提醒",
    "unless": "免责情形",
    "judgement": "人工认定",
    "missing": "欠缺的说法",
    "owner": "责任人",
    "topic": "议题",
    "amount": "数量",
    "unit": "单位",
    "from": "起算",
    "lender": "由谁规定",
    "ahead_of": "倒数至",
    "rolls": "遇休息日顺延",
    "pauses": "中止计算",
    "extensions": "延长",
    "instead": "另行起算",
    "read_as": "“立即”的计量",
    "in_force": "施行",
    "until": "失效",
    "basis": "依据",
    "certainty": "日期的把握",
    "candidates": "可能的日期",
    "short": "简称",
    "issuer": "制定机关",
    "number": "文号",
    "rank": "位阶",
    "territories": "地域",
    "fields": "领域",
    "articles": "条数",
    "relations": "与其他文本的关系",
    "yields": "从其规定",
    "chapters": "章",
    "sources": "来源",
    "numbering": "编号方式",
    "documents": "文书",
    "matters": "应记载的事项",
    "media": "记录形式",
    "contents": "重点内容",
    "event": "应发生的事",
    "stores": "存储处",
    "at_least": "至少",
    "long_term": "长期保存",
    "permanent": "永久保存",
    "staff": "人员",
    "roles": "职责",
    "causes": "法定原因",
    "registers": "登记、制度",
    "forbidden": "所禁止的",
    "grounds": "拒绝的理由",
    "all_media": "每种形式都要有",
    "always": "无论是否恢复",
    "apart": "不得由同一人",
    "approval": "批准",
    "approvals": "批准",
    "as_file": "与案卷保存同样久",
    "battery_minutes": "电量（分钟）",
    "before": "须在其前",
    "carried": "携带的设备",
    "cause_slack_seconds": "与中断登记相差不超过（秒）",
    "certified": "证件有效",
    "checked": "检查的项目",
    "counts_as": "视同",
    "devices": "设备",
    "duties": "免去的义务",
    "elapsed": "须先经过",
    "elements": "应说明的内容",
    "every": "每隔",
    "fresh_hours": "检查后多久内有效（小时）",
    "functions": "设备功能",
    "lapses": "逾期的效果",
    "lawful_causes": "可以中断的原因",
    "loop": "中断以后的义务",
    "mark": "标记",
    "milestones": "到过的节点",
    "no_approval": "提供无须批准",
    "not_resumed": "没有恢复",
    "not_sources": "不看的来源",
    "noted": "在文书中注明",
    "only": "只管这些原因",
    "ordered": "按所列次序",
    "passed": "审核通过",
    "per": "每几人一台",
    "publications": "公开的内容",
    "qualification": "资格",
    "ratio": "配备比例",
    "reason": "理由",
    "recorder_staff": "记录人员的种类",
    "redacted": "隐去的内容",
    "relay": "可以接续录制",
    "reports": "报告",
    "requires": "条件",
    "resumed": "恢复以后",
    "route": "审批次序",
    "sides": "同时录制的设备数",
    "steps": "环节",
    "their_roles": "其职责",
    "to": "向谁",
    "tolerance_seconds": "允许相差（秒）",
    "where": "公开的地方",
    "within": "查看范围",
    "written": "须书面",
}
_CLOSED: dict[str, str] = {
    member.value: member.label
    for words in (labels.Stage, labels.DutyKind, labels.SubjectKind, labels.Modality, labels.Medium)
    for member in words
}
_PLAIN = {**_CLOSED, **EVENT_WORDS, **{unit.value: words for unit, words in UNIT_WORDS.items()}}
_FLAGS = {True: "是", False: "否"}


def field_words(path: str) -> str:
    """The path of a field in Chinese: deadline.amount → 期限·数量; an unknown key stays as it is."""
    return "·".join(FIELD_WORDS.get(key, key) for key in path.split("."))


def value_words(value: Any, terms: Mapping[str, str]) -> str:
    """A value in Chinese: codes by `terms`, words of the closed lists by their labels, lists joined; None is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _FLAGS[value]
    if isinstance(value, Mapping):
        return _amount(value, terms) or "，".join(
            f"{FIELD_WORDS.get(key, key)} {value_words(inner, terms)}" for key, inner in value.items()
        )
    if isinstance(value, list | tuple):
        return "、".join(
            f"（{value_words(v, terms)}）" if isinstance(v, Mapping) else value_words(v, terms) for v in value
        )
    return terms.get(str(value)) or _PLAIN.get(str(value)) or str(value)


def is_amount(value: Mapping[str, Any]) -> bool:
    """Whether the mapping is an amount of a period: a number, or the key under which somebody else sets it."""
    return bool(value) and set(value) <= {"number", "key", "lender"}


def _amount(value: Mapping[str, Any], terms: Mapping[str, str]) -> str:
    if not is_amount(value):
        return ""
    if value.get("number") is not None:
        return str(value["number"])
    key = str(value.get("key", ""))
    return f"〔{terms.get(key, key)}〕"
