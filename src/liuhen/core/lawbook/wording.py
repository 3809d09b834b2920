"""The small language of the law folder put back into Chinese, so that a jurist can read what the machine judges."""

from __future__ import annotations

from collections.abc import Iterator

from liuhen.core.deadlines.units import WITHOUT_AMOUNT
from liuhen.core.duties.words import EVENT_WORDS, UNIT_WORDS
from liuhen.core.lawbook.conditions import VOCABULARY_FACETS, Condition
from liuhen.core.lawbook.periods import NAMED_EVENTS, Amount, Instead, Length, Period
from liuhen.core.lawbook.vocabulary import Vocabulary
from liuhen.core.terms.labels import Medium, Stage

FACET_WORDS = {
    "step": "执法环节为",
    "stage": "处于",
    "act": "执法行为为",
    "feature": "涉及",
    "circumstance": "客观情形为",
    "matter": "发生的事项为",
    "origin": "启动方式为",
    "procedure": "程序为",
    "source": "记录来自",
    "medium": "记录形式为",
    "store": "存储于",
    "situation": "出现的情形为",
    "milestone": "已到节点",
    "document": "文书为",
    "device": "设备为",
    "cause": "原因为",
    "body": "提出单位为",
    "ground": "理由为",
    "disclosure": "对外提供为",
    "territory": "地域为",
    "field": "领域为",
    "attribute": "本单位属于",
    "qualification": "具备的资格为",
    "approval": "已经批准的事项为",
    "publication": "公开的事项为",
    "effect": "已经发生的效果为",
}
FLAG_WORDS = {
    "recorded": "有音像记录",
    "filmed": "有录像",
    "ended": "已经结束",
    "evidence": "作为证据使用",
    "stored": "已经入库",
    "filed": "已经附卷",
    "long_term": "长期保存",
    "resumed": "已恢复记录",
    "not_resumed": "未能恢复记录",
    "unapproved": "未经批准",
    "approved": "事先经过批准",
    "provided": "已经提供",
    "refused": "已经拒绝",
    "closed": "案件已结",
    "reported": "已经报告",
    "certified": "执法证件有效",
    "suspended": "执法证件被暂扣",
    "withdrawn": "已经撤下",
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
MORE_EVENT_WORDS = {
    "certified_from": "执法证件生效",
    "certified_until": "执法证件到期",
    "published": "公开",
    "withdrawn": "撤下",
}


def condition_words(condition: Condition, words: Vocabulary) -> str:
    """A condition as a Chinese phrase: 且 between what must all hold, 或 between alternatives."""
    parts = [_facet(name, codes, words) for name, codes in condition.facets()]
    parts += [condition_words(inner, words) for inner in condition.all_]
    if condition.any_:
        parts.append("（" + "，或者".join(condition_words(inner, words) for inner in condition.any_) + "）")
    if condition.not_:
        parts.append(f"不是（{condition_words(condition.not_, words)}）")
    return "，并且".join(parts)


def _facet(name: str, codes: tuple[str, ...], words: Vocabulary) -> str:
    if name == "is":
        return "或".join(FLAG_WORDS[code] for code in codes)
    if name in VOCABULARY_FACETS:
        terms = [words.label(VOCABULARY_FACETS[name], code) for code in codes]
    else:
        terms = [(Stage if name == "stage" else Medium)(code).label for code in codes]
    return FACET_WORDS[name] + "、".join(terms)


def period_words(period: Period, words: Vocabulary) -> str:
    """A period as a Chinese phrase: 自返回单位起 24 小时内."""
    event = event_words(period.event, words)
    if period.unit in WITHOUT_AMOUNT:
        phrase = f"{event}后{UNIT_WORDS[period.unit]}"
    elif period.ahead_of:
        phrase = f"{event}前 {_length(period, words)}"
    else:
        phrase = f"自{event}起 {_length(period, words)}内"
    phrase = "；".join([phrase, *_changes(period, words)])
    return f"{period.reason}：{phrase}" if isinstance(period, Instead) else phrase


def stretch_words(period: Period, words: Vocabulary) -> str:
    """How long something must last, as a Chinese phrase: 自音像记录制作完成起 2 年."""
    return f"自{event_words(period.event, words)}起 {_length(period, words)}"


def _changes(period: Period, words: Vocabulary) -> Iterator[str]:
    """What stops a period, and what lengthens it."""
    if period.pauses:
        yield f"{words.labels('situations', period.pauses).removesuffix('期间')}期间不计算"
    for extension in period.extensions:
        yield f"{extension.reason}，延长 {_length(extension, words)}"


def warning_words(length: Length, words: Vocabulary) -> str:
    """How long before its end a period is raised: 届满前 3 个工作日."""
    return f"届满前 {_length(length, words)}"


def _length(period: Period | Length, words: Vocabulary) -> str:
    return f"{_amount(period.amount, words)} {UNIT_WORDS[period.unit]}"


def _amount(amount: Amount | None, words: Vocabulary) -> str:
    if amount is None or amount.number is not None:
        return str(amount.number if amount else "")
    return f"〔{words.label('numbers', amount.key)}〕"


def event_words(event: str, words: Vocabulary) -> str:
    """An event as people say it: 返回单位, 作出行政处罚决定书."""
    name, colon, code = event.partition(":")
    if colon:
        return NAMED_EVENT_WORDS[name].format(words.label(NAMED_EVENTS[name], code))
    return MORE_EVENT_WORDS.get(event) or EVENT_WORDS[event]
