"""A filled form: what is wrong with it, field by field, and which matters it sets down.

Content is what was typed, by key: text, a list of texts (choices, people, officers), a list of rows (tables, dialogue),
"yes" for a tick. A row of a dialogue has a question and an answer. Days and moments are ISO 8601 text; people and
officers are written out as they are printed. Nothing here knows a database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from liuhen.core.forms.form import Field, FieldKind, Form
from liuhen.core.forms.money import NotMoney, fen_of
from liuhen.core.forms.numbers import credit_code_fault, identity_number_fault, telephone_fault

Row: TypeAlias = Mapping[str, str]
Value: TypeAlias = "str | Sequence[str] | Sequence[Row]"
Content: TypeAlias = Mapping[str, Value]

LONGEST_LINE = 300
LONGEST_TEXT = 20_000
MOST_ROWS = 500
TICKED = "yes"
QUESTION, ANSWER = "question", "answer"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one field, in Chinese; `key` "" is the whole form."""

    key: str
    message: str


def faults_of(form: Form, content: Content, *, today: date) -> list[Fault]:
    """Everything wrong with what was filled in, in the order of the form."""
    unknown = [Fault("", f"式样中没有“{key}”这一项。请刷新页面后重填。") for key in content if form.field(key) is None]
    found = (Fault(field.key, message) for field in form.fields for message in _faults(field, content, today))
    return [*unknown, *found, *_order_faults(form, content)]


def matters_of(form: Form, content: Content) -> frozenset[str]:
    """The matters (vocabulary `matters`) that the filled fields set down."""
    return frozenset(field.matter for field in form.fields if field.matter and content.get(field.key))


def _faults(field: Field, content: Content, today: date) -> Iterator[str]:
    value = content.get(field.key) or ""
    if not value:
        if field.required and field.kind is not FieldKind.SEAL:  # a seal is put on when the document comes into force
            yield f"请填写“{field.label}”。"
        return
    if isinstance(value, str):
        yield from _text_faults(field, value, today)
    else:
        yield from _list_faults(field, value)


def _text_faults(field: Field, value: str, today: date) -> Iterator[str]:
    longest = LONGEST_TEXT if field.kind is FieldKind.LONG_TEXT else LONGEST_LINE
    if len(value) > longest:
        yield f"“{field.label}”最多 {longest} 字，现有 {len(value)} 字。请精简，或者写入附件。"
        return
    if field.kind in _LISTS:
        yield f"“{field.label}”应逐项填写。"
        return
    check = _CHECKS.get(field.kind)
    fault = check(field, value, today) if check else ""
    if fault:
        yield fault


def _list_faults(field: Field, value: Sequence[str] | Sequence[Row]) -> Iterator[str]:
    if field.kind not in _LISTS:
        yield f"“{field.label}”只填一项。"
    elif len(value) > MOST_ROWS:
        yield f"“{field.label}”最多 {MOST_ROWS} 行，现有 {len(value)} 行。请分成几份。"
    elif field.at_least and len(value) < field.at_least:
        yield f"“{field.label}”至少 {field.at_least} 项，现有 {len(value)} 项。"
    elif field.kind is FieldKind.CHOICES and (strange := [one for one in value if one not in field.choices]):
        yield f"“{field.label}”中没有“{strange[0]}”，请从列表中选择。"


def _order_faults(form: Form, content: Content) -> Iterator[Fault]:
    """An end that lies before its start."""
    for first, last in (("start_at", "end_at"), ("start_date", "end_date")):
        begin, end = content.get(first), content.get(last)
        field = form.field(last)
        if field and isinstance(begin, str) and isinstance(end, str) and begin and end and end < begin:
            yield Fault(last, f"“{field.label}”早于开始的时间，请核对。")


def _whole(field: Field, value: str, today: date) -> str:
    good = value.isascii() and value.isdigit() and len(value) <= 9
    return "" if good else f"“{field.label}”应填整数，用阿拉伯数字。"


def _money(field: Field, value: str, today: date) -> str:
    try:
        fen_of(value)
    except NotMoney as error:
        return str(error)
    return ""


def _day(field: Field, value: str, today: date) -> str:
    try:
        date.fromisoformat(value)
    except ValueError:
        return f"“{field.label}”不是存在的日期，请按年、月、日填写，例如 2026-11-20。"
    return ""


def _moment(field: Field, value: str, today: date) -> str:
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return f"“{field.label}”不是存在的时间，请填写日期和时分，例如 2026-11-20 14:05。"
    return ""


def _choice(field: Field, value: str, today: date) -> str:
    return "" if value in field.choices else f"“{field.label}”中没有“{value}”，请从列表中选择。"


def _tick(field: Field, value: str, today: date) -> str:
    return "" if value == TICKED else f"“{field.label}”只能勾选或者不勾选。"


_LISTS = (FieldKind.CHOICES, FieldKind.PEOPLE, FieldKind.OFFICERS, FieldKind.TABLE, FieldKind.DIALOGUE)
_CHECKS: dict[FieldKind, Callable[[Field, str, date], str]] = {
    FieldKind.WHOLE: _whole,
    FieldKind.MONEY: _money,
    FieldKind.DAY: _day,
    FieldKind.MOMENT: _moment,
    FieldKind.CHOICE: _choice,
    FieldKind.TICK: _tick,
    FieldKind.IDENTITY_NUMBER: lambda field, value, today: identity_number_fault(value, today),
    FieldKind.CREDIT_CODE: lambda field, value, today: credit_code_fault(value),
    FieldKind.TELEPHONE: lambda field, value, today: telephone_fault(value),
}
