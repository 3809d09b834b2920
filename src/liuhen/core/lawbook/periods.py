"""Periods and deadlines as a text states them: amount, unit, start event, and lawful other starts."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator

from liuhen.core.deadlines.units import WITHOUT_AMOUNT, Unit
from liuhen.core.lawbook.conditions import Condition
from liuhen.core.lawbook.fields import Code, Codes, Flag, Model, Text, Whole, word
from liuhen.core.terms.labels import SubjectKind

STEP_EVENTS = frozenset({"step_start", "step_end", "arrival", "departure", "returned_to_unit"})
EVENTS: dict[SubjectKind, frozenset[str]] = {
    SubjectKind.STEP: STEP_EVENTS,
    SubjectKind.PATROL: STEP_EVENTS,
    SubjectKind.MEETING: STEP_EVENTS,
    SubjectKind.OFFICER: frozenset({"certified_from", "certified_until"}),
    SubjectKind.PUBLICATION: frozenset({"published", "withdrawn"}),
    SubjectKind.RECORDING: STEP_EVENTS | {"recording_start", "recording_end", "stored", "filed"},
    SubjectKind.DOCUMENT: STEP_EVENTS | {"made", "filed", "gathered"},
    SubjectKind.INTERRUPTION: STEP_EVENTS | {"interrupted", "resumed"},
    SubjectKind.FAULT: frozenset({"found", "reported"}),
    SubjectKind.REQUEST: frozenset({"asked", "provided", "refused"}),
    SubjectKind.DISCLOSURE: frozenset({"disclosed", "approved"}),
    SubjectKind.SITUATION: frozenset({"since", "until"}),
}
"""The events each kind of subject knows, beside `in_force` and those of the case (`NAMED_EVENTS`), which all know."""

NAMED_EVENTS: dict[str, str] = {
    "milestone": "milestones",
    "since": "situations",
    "until": "situations",
    "document": "documents",
    "filed_document": "documents",
    "step_start": "steps",
    "step_end": "steps",
    "approval": "approvals",
    "report": "reports",
}
"""Events written `NAME:CODE`, with the vocabulary list of the code: a deadline may count from whatever is recorded."""

ALL_EVENTS = frozenset().union(*EVENTS.values()) | {"in_force"}
_NAMED = re.compile(rf"(?:{'|'.join(NAMED_EVENTS)}):[a-z][a-z0-9_]*", re.ASCII)
_BORROWED = re.compile(r"(agency|law):([a-z][a-z0-9_]*)", re.ASCII)
_DIGITS = re.compile(r"[0-9]{1,5}", re.ASCII)


def knows(subject: SubjectKind, event: str) -> bool:
    """Whether a subject of this kind has this event."""
    return event == "in_force" or ":" in event or event in EVENTS.get(subject, frozenset())


def _event(text: object) -> object:
    if isinstance(text, str) and not (text in ALL_EVENTS or _NAMED.fullmatch(text)):
        named = "、".join(f"{name}:代码" for name in NAMED_EVENTS)
        raise ValueError(f"“{text}”不是起算事件，可以写：{'、'.join(sorted(ALL_EVENTS))}，或 {named}")
    return text


class Amount(Model):
    """A number, or the key under which the agency (`agency:KEY`) or a statute (`law:KEY`) sets it."""

    number: int | None = None
    key: str = ""
    lender: str = ""  # agency or law, where there is a key


def _amount(text: object) -> object:
    if not isinstance(text, str):
        return text
    if borrowed := _BORROWED.fullmatch(text):
        return Amount(lender=borrowed[1], key=borrowed[2])
    if not _DIGITS.fullmatch(text):
        raise ValueError(
            f"“{text}”不是数字，请用半角数字，例如 24，或 agency:代码 表示由本单位确定、law:代码 表示依法律法规规定"
        )
    return Amount(number=int(text))


Event = Annotated[str, BeforeValidator(_event)]
AmountField = Annotated[Amount, BeforeValidator(_amount)]
UnitField = Annotated[Unit, word(Unit)]


class Length(Model):
    """An amount of a unit, e.g. how long ahead something is raised."""

    amount: AmountField
    unit: UnitField


class Extension(Length):
    """A longer period, taken when an approval of this kind was given before the period was over."""

    approval: Code
    roles: Codes = ()
    reason: Text


class Period(Model):
    """An amount of a unit counted from an event, or back from one (`ahead_of`).

    It stands still while a situation of `pauses` lasts, and grows by each of `extensions` that was approved.
    """

    amount: AmountField | None = None
    unit: UnitField
    from_: Event = Field(default="", alias="from")
    ahead_of: Event = ""
    rolls: Flag = False
    pauses: Codes = ()
    extensions: tuple[Extension, ...] = ()

    @property
    def event(self) -> str:
        """The event it is counted from, or back from."""
        return self.from_ or self.ahead_of

    @model_validator(mode="after")
    def _one_event(self) -> Period:
        if bool(self.from_) == bool(self.ahead_of):
            raise ValueError("请写 from（自何事件起算）或 ahead_of（在何事件之前），二者择一")
        if self.ahead_of and (self.pauses or self.extensions or self.unit in WITHOUT_AMOUNT):
            raise ValueError("ahead_of（提前期限）不能与 pauses、extensions 或不带数量的单位同用")
        return self

    @model_validator(mode="after")
    def _amount_fits_unit(self) -> Period:
        if self.unit in WITHOUT_AMOUNT and self.amount:
            raise ValueError(f"单位 {self.unit.value} 不带数量，请删去 amount")
        if self.unit not in WITHOUT_AMOUNT and not self.amount:
            raise ValueError(f"单位 {self.unit.value} 需要数量，请写 amount，例如 amount: 24")
        return self


class Instead(Period):
    """Another period which applies when its condition holds."""

    when: Condition
    reason: Text


class ReadAs(Model):
    """How "at once" is measured where the text gives no number: by the agency's own number, or by a stated reading."""

    amount: AmountField
    unit: UnitField
    note: str = ""


class Deadline(Period):
    """A period with its lawful alternatives; the first alternative that holds replaces it."""

    read_as: ReadAs | None = None
    instead: tuple[Instead, ...] = ()

    @model_validator(mode="after")
    def _read_only_at_once(self) -> Deadline:
        if self.read_as and self.unit is not Unit.AT_ONCE:
            raise ValueError("read_as 只能与 unit: at_once 一起使用")
        return self

    def periods(self) -> tuple[Period, ...]:
        """The main period and its alternatives."""
        return (self, *self.instead)


class Awaits(Deadline):
    """How long a recording may still be on its way into the store; `article` is the article that gives the time."""

    article: Whole
