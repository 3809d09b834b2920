"""A duty of the law folder in Chinese, line by line: topic, when it holds, what it asks, by when, what excuses it."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from pydantic import BaseModel

from liuhen.core.lawbook.codes import EVENT_FIELDS, LISTS
from liuhen.core.lawbook.conditions import Condition
from liuhen.core.lawbook.duty import AnyDuty
from liuhen.core.lawbook.periods import Deadline, Period
from liuhen.core.lawbook.vocabulary import Vocabulary
from liuhen.core.lawbook.wording import condition_words, event_words, period_words, stretch_words, warning_words
from liuhen.core.lawbook.words import FIELD_WORDS, value_words

_STRETCH = {"from": "从", "to": "到", "instead": "不能全程时"}
"""What keys are called where they speak of a stretch of recording, not of a period or an addressee."""


def duty_words(duty: AnyDuty, words: Vocabulary) -> Iterator[tuple[str, str]]:
    """Label and wording of everything the duty states beyond its title; what it leaves out is left out."""
    if duty.topic:
        yield "议题", words.label("topics", duty.topic)
    if duty.when:
        yield "适用条件", condition_words(duty.when, words)
    if duty.needs and duty.needs.model_fields_set:
        yield "要求", "；".join(_parts(duty.needs, words))
    for period in duty.deadline.periods() if duty.deadline else ():
        yield "期限", period_words(period, words)
    for period in duty.awaits.periods() if duty.awaits else ():
        yield "等候期限", period_words(period, words)
    if duty.warn:
        yield "提前提醒", warning_words(duty.warn, words)
    for excuse in duty.unless:
        yield "免责情形", f"{excuse.reason}（{condition_words(excuse.when, words)}）"
    if duty.judgement:
        yield "人工认定", duty.judgement.ask + ("（可以不认定）" if duty.judgement.mode == "allowed" else "")
    yield "责任人", words.label("roles", duty.owner)


def _parts(model: BaseModel, words: Vocabulary) -> Iterator[str]:
    """Each field that is written, with its label."""
    fields = type(model).model_fields
    stretch = "from_" in fields
    for name, field in fields.items():
        value = getattr(model, name)
        if name not in model.model_fields_set or value in (None, (), ""):
            continue
        key = field.alias or name
        label = _STRETCH.get(key, "") if stretch else ""
        label = label or FIELD_WORDS.get(key, key)
        event = name in EVENT_FIELDS and (stretch or name != "to")
        yield f"{label}：{'、'.join(_value(name, one, words, event=event) for one in _many(value))}"


def _many(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)


def _value(name: str, value: object, words: Vocabulary, *, event: bool) -> str:
    if isinstance(value, BaseModel):
        return _model_words(value, words)
    if isinstance(value, Enum):
        return str(getattr(value, "label", value.value))
    if event:
        return event_words(str(value), words)
    return words.label(LISTS[name], str(value)) if name in LISTS else value_words(value, {})


def _model_words(model: BaseModel, words: Vocabulary) -> str:
    if isinstance(model, Condition):
        return condition_words(model, words)
    if isinstance(model, Deadline):
        return "；".join(period_words(period, words) for period in model.periods())
    if isinstance(model, Period):
        return stretch_words(model, words)
    return f"（{'，'.join(_parts(model, words))}）"
