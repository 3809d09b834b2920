"""A filled form: what is wrong with it, field by field, and which matters it sets down.

Content is what was typed, by key: text, a list of texts (choices, people, officers), a list of rows (tables, dialogue),
"yes" for a tick. A row of a dialogue has a question and an answer. Days and moments are ISO 8601 text; people and
officers are written out as they are printed. Nothing here knows a database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import cache

from liuhen.core.deadlines.calendar import WEEKENDS_ONLY, WorkCalendar
from liuhen.core.forms.agreeing import disagreements
from liuhen.core.forms.content import EARLIEST_YEAR, LATEST_YEAR, Content, Fault, Row, Value, moment_of
from liuhen.core.forms.form import Field, FieldKind, Form
from liuhen.core.forms.money import NotMoney, fen_of
from liuhen.core.forms.numbers import credit_code_fault, identity_number_fault, telephone_fault

__all__ = [
    "ANSWER",
    "EARLIEST_YEAR",
    "LATEST_YEAR",
    "LONGEST_LINE",
    "LONGEST_OPINION",
    "LONGEST_TEXT",
    "MOST_ROWS",
    "QUESTION",
    "TICKED",
    "Content",
    "Fault",
    "Row",
    "Value",
    "cells_of",
    "faults_of",
    "matters_of",
    "matters_signed",
    "moment_of",
]
LONGEST_LINE = 300
LONGEST_OPINION = 2_000
LONGEST_TEXT = 20_000
MOST_ROWS = 500
TICKED = "yes"
QUESTION, ANSWER = "question", "answer"


def faults_of(
    form: Form,
    content: Content,
    *,
    today: date,
    calendar: WorkCalendar = WEEKENDS_ONLY,
    label: Callable[[str], str] = str,
) -> list[Fault]:
    """Everything wrong with what was filled in, in the order of the form; then what fields say against each other.

    `calendar` counts the working days of a period, `label` gives the name of a text of law by its id.
    """
    unknown = [Fault("", f"式样中没有“{key}”这一项。请刷新页面后重填。") for key in content if form.field(key) is None]
    found = (Fault(field.key, message) for field in form.fields for message in _faults(field, content, today))
    return [*unknown, *found, *disagreements(form, content, calendar=calendar, label=label)]


def matters_of(form: Form, content: Content) -> frozenset[str]:
    """The matters (vocabulary `matters`) that the filled fields set down."""
    return frozenset(field.matter for field in form.fields if field.matter and content.get(field.key))


def matters_signed(form: Form, slots: Iterable[int], *, refused: Iterable[int]) -> frozenset[str]:
    """The matters that signatures set down: at these places of the form somebody confirmed, at those refused to."""
    confirmed = (matter for slot in {*slots} for matter in form.signatures[slot].matters)
    against = (matter for slot in {*refused} for matter in form.signatures[slot].refusal)
    return frozenset({*confirmed, *against})


def _faults(field: Field, content: Content, today: date) -> Iterator[str]:
    value = content.get(field.key) or ""
    if not value:
        if field.required and field.kind is not FieldKind.SEAL:  # a seal is put on when the document comes into force
            yield f"请填写“{field.label}”。"
        return
    if isinstance(value, str):
        yield from _text_faults(field, value, today)
    else:
        yield from _list_faults(field, value, today)


def _text_faults(field: Field, value: str, today: date) -> Iterator[str]:
    longest = _LONGEST.get(field.kind, LONGEST_LINE)
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


def _list_faults(field: Field, value: Sequence[str] | Sequence[Row], today: date) -> Iterator[str]:
    if field.kind not in _LISTS:
        yield f"“{field.label}”只填一项。"
    elif len(value) > MOST_ROWS:
        yield f"“{field.label}”最多 {MOST_ROWS} 行，现有 {len(value)} 行。请分成几份。"
    elif field.at_least and len(value) < field.at_least:
        yield f"“{field.label}”至少 {field.at_least} 项，现有 {len(value)} 项。"
    else:
        cells = cells_of(field)
        ones: Sequence[str | Row] = value
        for number, one in enumerate(ones, 1):
            yield from _row_faults(field, cells, one, today, number) if cells else _item_faults(field, one)


def cells_of(field: Field) -> tuple[Field, ...]:
    """What stands in each row of a field that has rows: its columns, or question and answer; else nothing."""
    if field.kind is FieldKind.DIALOGUE:
        return _said()
    return tuple(Field(key=one.key, label=one.label, kind=one.kind) for one in field.columns)


@cache
def _said() -> tuple[Field, ...]:
    question = Field(key=QUESTION, label="问", kind=FieldKind.LONG_TEXT)
    return question, Field(key=ANSWER, label="答", kind=FieldKind.LONG_TEXT)


def _item_faults(field: Field, one: str | Row) -> Iterator[str]:
    if not isinstance(one, str):
        yield f"“{field.label}”每一项只写文字。"
    elif len(one) > LONGEST_LINE:
        yield f"“{field.label}”每一项最多 {LONGEST_LINE} 字，现有 {len(one)} 字。"
    elif field.kind is FieldKind.CHOICES and one not in field.choices:
        yield f"“{field.label}”中没有“{one}”，请从列表中选择。"


def _row_faults(field: Field, cells: Sequence[Field], row: str | Row, today: date, number: int) -> Iterator[str]:
    where = f"“{field.label}”第 {number} 行："
    if isinstance(row, str):
        yield f"{where}应按列填写。"
        return
    if strange := [key for key in row if key not in {cell.key for cell in cells}]:
        yield f"{where}没有“{strange[0]}”这一列。"
    for cell in cells:
        if value := row.get(cell.key):
            yield from (where + message for message in _text_faults(cell, value, today))


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
        written = date.fromisoformat(value).isoformat()
    except ValueError:
        written = ""
    if written != value:
        return f"“{field.label}”不是存在的日期，请按年、月、日填写，例如 2026-11-20。"
    return _year(field, value)


def _moment(field: Field, value: str, today: date) -> str:
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return f"“{field.label}”不是存在的时间，请填写日期和时分，例如 2026-11-20 14:05。"
    return _year(field, value)


def _year(field: Field, value: str) -> str:
    if moment_of(value):
        return ""
    return f"“{field.label}”的年份不在 {EARLIEST_YEAR} 年至 {LATEST_YEAR} 年之间，请核对。"


def _choice(field: Field, value: str, today: date) -> str:
    return "" if value in field.choices else f"“{field.label}”中没有“{value}”，请从列表中选择。"


def _tick(field: Field, value: str, today: date) -> str:
    return "" if value == TICKED else f"“{field.label}”只能勾选或者不勾选。"


_LONGEST = {FieldKind.LONG_TEXT: LONGEST_TEXT, FieldKind.OPINION: LONGEST_OPINION}
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
