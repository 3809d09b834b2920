"""What the fields of one form say of each other: what one answer makes necessary, times, sums, who is named twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from liuhen.core.deadlines.calendar import WorkCalendar
from liuhen.core.deadlines.counting import last_moment
from liuhen.core.deadlines.units import Unit
from liuhen.core.forms.content import Content, Fault, Value, moment_of
from liuhen.core.forms.form import Apart, Basis, Field, Form, Limit, NeededWhen, Tally, Within
from liuhen.core.forms.money import NotMoney, fen_of

Label = Callable[[str], str]
_UNITS = {
    Unit.MINUTES: "分钟",
    Unit.HOURS: "小时",
    Unit.WORKING_DAYS: "个工作日",
    Unit.CALENDAR_DAYS: "日",
    Unit.MONTHS: "个月",
}


def disagreements(form: Form, content: Content, *, calendar: WorkCalendar, label: Label) -> Iterator[Fault]:
    """Everything fields say against each other; `label` gives the name of a text of law."""
    for field in form.fields:
        if field.needed_when and not content.get(field.key) and _answered(content, field.needed_when):
            yield Fault(field.key, _needed(form, field, content))
    yield from _order_faults(form, content)
    yield from _limit_faults(form, content)
    for field in form.fields:
        if field.within and (late := _too_late(content, field.key, field.within, calendar)):
            yield Fault(field.key, _late(form, field, field.within, late, label))
    for rule in form.apart:
        yield from _named_twice(form, content, rule, label)
    for tally in form.tallies:
        yield from _wrong_tally(form, content, tally)


def _answered(content: Content, needed: NeededWhen) -> bool:
    value = content.get(needed.field) or ""
    given = [value] if isinstance(value, str) else value
    return any(one in needed.is_ for one in given)


def _needed(form: Form, field: Field, content: Content) -> str:
    assert field.needed_when is not None  # noqa: S101  asked just now
    other = form.field(field.needed_when.field)
    value = content.get(field.needed_when.field) or ""
    said = value if isinstance(value, str) else "、".join(one for one in value if isinstance(one, str))
    return f"“{other.label if other else ''}”为“{said}”的，请填写“{field.label}”。"


def _order_faults(form: Form, content: Content) -> Iterator[Fault]:
    """An end that lies before its start."""
    for first, last in (("start_at", "end_at"), ("start_date", "end_date"), ("valid_from", "valid_to")):
        begin, end, field = moment_of(content.get(first)), moment_of(content.get(last)), form.field(last)
        if field and begin and end and end < begin:
            yield Fault(last, f"“{field.label}”早于开始的时间，请核对。")


def _limit_faults(form: Form, content: Content) -> Iterator[Fault]:
    """A sum beyond what an article allows."""
    for field in form.fields:
        for limit in field.limits:
            if _applies(content, limit) and _exceeds(content.get(field.key), limit):
                law = f"{limit.law}第{limit.article}条"
                what = f"“{limit.is_}”的" if limit.is_ else ""
                yield Fault(field.key, f"{what}“{field.label}”最多 {limit.most} 元（{law}），超过的不能使用本文书。")


def _applies(content: Content, limit: Limit) -> bool:
    if limit.when is None:
        return True
    value = content.get(limit.when)
    return value == limit.is_ if limit.is_ else bool(value)


def _exceeds(value: Value | None, limit: Limit) -> bool:
    try:
        return isinstance(value, str) and bool(value) and fen_of(value) > limit.most * 100
    except NotMoney:
        return False


def _too_late(content: Content, key: str, within: Within, calendar: WorkCalendar) -> datetime | None:
    """When it was due, where it is later than that and nothing says why."""
    at = moment_of(content.get(key))
    begun = next((moment for one in within.from_ if (moment := moment_of(content.get(one)))), None)
    if at is None or begun is None or (within.unless and content.get(within.unless)):
        return None
    due = last_moment(begun, within.amount, within.unit, calendar=calendar)
    return due if at > due else None


def _late(form: Form, field: Field, within: Within, due: datetime, label: Label) -> str:
    why = form.field(within.unless) if within.unless else None
    then = f"；确实超过的，在“{why.label}”中写明" if why else ""
    period = f"{within.amount} {_UNITS.get(within.unit, within.unit.value)}"
    return f"“{field.label}”超过了 {period}的期限（{_article(within, label)}）。请核对时间{then}。"


def _named_twice(form: Form, content: Content, rule: Apart, label: Label) -> Iterator[Fault]:
    there = {name for key in rule.from_ for name in _names(content.get(key))}
    others = "”“".join(field.label for key in rule.from_ if (field := form.field(key)))
    for key in rule.fields:
        for name in dict.fromkeys(one for one in _names(content.get(key)) if one in there):
            words = f"{name}已写在“{others}”中，不能同时在这里（{_article(rule, label)}）。请另行指定人员。"
            yield Fault(key, words)


def names_in(value: Value | None) -> list[str]:
    """Who is named in a field, one by one, with what stands behind the name in brackets: 林一鸣（440101001）."""
    texts = [value] if isinstance(value, str) else [one for one in value or () if isinstance(one, str)]
    several = [part for text in texts for part in text.replace("，", "、").replace(",", "、").split("、")]
    return [name for part in several if (name := part.strip())]


def _names(value: Value | None) -> list[str]:
    """The names in a field without what stands behind them in brackets: 林一鸣 of 林一鸣（440101001）."""
    return [name for one in names_in(value) if (name := one.split("（")[0].split("(")[0].strip())]


def _wrong_tally(form: Form, content: Content, tally: Tally) -> Iterator[Fault]:
    given = {key: value for key in tally.fields if isinstance(value := content.get(key), str) and value.isdecimal()}
    rows, table = content.get(tally.rows_of) or (), form.field(tally.rows_of)
    if given and table and sum(map(int, given.values())) != len(rows):
        named = "、".join(field.label for key in tally.fields if (field := form.field(key)))
        words = f"{named}合计 {sum(map(int, given.values()))}，“{table.label}”有 {len(rows)} 人，请核对。"
        yield Fault(next(iter(given)), words)


def _article(basis: Basis, label: Label) -> str:
    return f"{label(basis.text) if basis.text else basis.law}第{basis.article}条"
