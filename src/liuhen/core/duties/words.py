"""Chinese wording of times, stretches and citations in explanations."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache

from liuhen.core.deadlines.units import CHINA, Unit
from liuhen.core.terms.labels import Numbering
from liuhen.core.terms.verdict import Item

UNIT_WORDS = {
    Unit.SECONDS: "秒",
    Unit.MINUTES: "分钟",
    Unit.HOURS: "小时",
    Unit.WORKING_DAYS: "个工作日",
    Unit.CALENDAR_DAYS: "日",
    Unit.MONTHS: "个月",
    Unit.YEARS: "年",
    Unit.AT_ONCE: "立即",
    Unit.END_OF_WORKING_DAY: "当个工作日结束前",
}

EVENT_WORDS = {
    "step_start": "环节开始",
    "step_end": "环节结束",
    "arrival": "到达现场",
    "departure": "离开现场",
    "returned_to_unit": "返回单位",
    "recording_start": "音像记录开始",
    "recording_end": "音像记录制作完成",
    "stored": "存储",
    "filed": "附卷",
    "made": "文书制作",
    "gathered": "归集",
    "interrupted": "记录中止",
    "resumed": "恢复记录",
    "found": "发现故障",
    "reported": "报告",
    "asked": "提出调取",
    "provided": "提供",
    "refused": "拒绝提供",
    "disclosed": "对外提供",
    "approved": "批准",
    "since": "情形发生",
    "until": "情形结束",
    "published": "公开",
    "withdrawn": "撤下",
    "certified_from": "执法证件生效",
    "certified_until": "执法证件到期",
    "in_force": "本文本施行",
}

NAMED_EVENT_WORDS = {
    "milestone": "{}",
    "since": "{}发生",
    "until": "{}结束",
    "document": "作出{}",
    "filed_document": "{}附卷",
    "step_start": "{}开始",
    "step_end": "{}结束",
    "approval": "{}获得批准",
    "report": "{}作出",
}
"""What people call the events written `NAME:CODE`, with the label of the code."""


@lru_cache(maxsize=4096)
def moment(time: datetime) -> str:
    """A time as people write it, Chinese time, seconds only where there are any."""
    local = time.astimezone(CHINA)
    seconds = f":{local.second:02}" if local.second else ""
    return f"{local.year}年{local.month}月{local.day}日 {local.hour:02}:{local.minute:02}{seconds}"


def last_day_words(end: datetime) -> str:
    """The last day of a period that is over at this moment."""
    local = (end - timedelta(microseconds=1)).astimezone(CHINA)
    return f"{local.year}年{local.month}月{local.day}日"


def clock(time: datetime) -> str:
    """Only the time of day, to the second."""
    local = time.astimezone(CHINA)
    return f"{local.hour:02}:{local.minute:02}:{local.second:02}"


def stretch(length: timedelta) -> str:
    """How long, in the two largest units that matter."""
    seconds = round(length.total_seconds())
    for size, name, inner, inner_name in ((86400, "天", 3600, "小时"), (3600, "小时", 60, "分"), (60, "分", 1, "秒")):
        if seconds >= size:
            rest = seconds % size // inner
            return f"{seconds // size}{name}" + (f"{rest}{inner_name}" if rest else "")
    return f"{seconds}秒"


def citation(
    short: str, article: int, paragraph: int | None, item: Item | None, *, numbering: Numbering = Numbering.ARTICLES
) -> str:
    """Text, article (item, row), paragraph and item; the item by position, with the printed number where it differs."""
    text = f"{short}第{numeral(article)}{numbering.label}"
    if paragraph:
        text += f"第{numeral(paragraph)}款"
    if item:
        regular = f"（{numeral(item.position)}）"
        text += f"第{numeral(item.position)}项" + ("" if item.label == regular else f"（印刷序号{item.label}）")
    return text


@lru_cache(maxsize=512)
def numeral(number: int) -> str:
    """A number up to 999 in Chinese numerals, as articles are numbered."""
    digits = "零一二三四五六七八九"
    if number < 10:
        return digits[number]
    if number < 20:
        return "十" + (digits[number % 10] if number % 10 else "")
    if number < 100:
        return digits[number // 10] + "十" + (digits[number % 10] if number % 10 else "")
    rest = number % 100
    middle = "零" if 0 < rest < 10 else ("一" if 10 <= rest < 20 else "")
    return digits[number // 100] + "百" + (middle + numeral(rest) if rest else "")
