"""A duty of a text, typed: one entry of duties.yaml after its items have been spread out."""

from __future__ import annotations

from typing import Annotated, Generic, TypeVar

from pydantic import model_validator

from liuhen.core.lawbook.conditions import Condition
from liuhen.core.lawbook.fields import Code, Codes, Model, Slug, Text, Whole, word
from liuhen.core.lawbook.needs import NEEDS, Needs
from liuhen.core.lawbook.periods import Awaits, Deadline, Length
from liuhen.core.terms.labels import DutyKind, Modality, Stage, SubjectKind

N_co = TypeVar("N_co", bound=Needs, covariant=True)

MODES = ("required", "allowed")


class ItemPlace(Model):
    """Where an item stands: position counted from 1, label as printed."""

    position: Whole
    label: Text


class Excuse(Model):
    """A circumstance in which the text does not hold the duty against anyone."""

    when: Condition
    reason: Text


class Judgement(Model):
    """A question only a person can answer; `allowed`: the machine judges unless a person has decided."""

    ask: Text
    mode: str = "required"

    @model_validator(mode="after")
    def _known_mode(self) -> Judgement:
        if self.mode not in MODES:
            raise ValueError(f"mode 应写 required 或 allowed，不是“{self.mode}”")
        return self


class MendSpec(Model):
    """The action that supplies what is missing, and its codes (left out: what `needs` lists)."""

    action: Code
    codes: Codes = ()


class Duty(Model, Generic[N_co]):
    """One duty of one article, or of one item of it; `needs` says what satisfies it."""

    id: Slug
    article: Whole
    paragraph: Whole | None = None
    item: ItemPlace | None = None
    kind: Annotated[DutyKind, word(DutyKind)]
    modality: Annotated[Modality, word(Modality)]
    subject: Annotated[SubjectKind, word(SubjectKind)]
    stage: Annotated[Stage, word(Stage)] | None = None
    title: Text
    when: Condition | None = None
    needs: N_co | None = None
    deadline: Deadline | None = None
    awaits: Awaits | None = None
    warn: Length | None = None
    topic: Code | None = None
    unless: tuple[Excuse, ...] = ()
    judgement: Judgement | None = None
    missing: str = ""
    owner: Code
    mend: MendSpec | None = None
    source: Slug | None = None  # id of the duties.yaml entry it was spread from

    @model_validator(mode="after")
    def _warned_of_something(self) -> Duty[N_co]:
        if self.warn and self.deadline is None:
            raise ValueError("warn（到期前提示）需要 deadline（期限）")
        return self

    @model_validator(mode="after")
    def _judgeable(self) -> Duty[N_co]:
        if self.needs is None and (self.judgement is None or self.judgement.mode != "required"):
            raise ValueError("缺少 needs：请写明怎样算履行，或写 judgement: {ask: …} 交由人工认定")
        if self.kind is DutyKind.BAN and self.modality is not Modality.MUST_NOT:
            raise ValueError("禁止行为（ban）的 modality 应写 must_not")
        return self

    @property
    def entry(self) -> str:
        """The id under which duties.yaml and coverage.yaml list it."""
        return self.source or self.id


AnyDuty = Duty[Needs]

DUTY_MODELS: dict[DutyKind, type[Duty[Needs]]] = {kind: Duty[needs] for kind, needs in NEEDS.items()}  # type: ignore[valid-type]
