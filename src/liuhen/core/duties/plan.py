"""A text prepared for judging: conditions compiled, judges made, sentences that never change written once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from liuhen.core.duties.conditions import Test, all_test, describe, test_of
from liuhen.core.duties.finding import Judge
from liuhen.core.duties.registry import KINDS, TRIGGERS
from liuhen.core.duties.words import citation
from liuhen.core.lawbook.duty import AnyDuty
from liuhen.core.lawbook.text import LawText
from liuhen.core.terms.labels import Modality, SubjectKind
from liuhen.core.terms.verdict import Item, Reason


@dataclass(frozen=True, slots=True)
class PreparedDuty:
    """One duty, ready: `full_id` is "text/duty", `head` the first line of every explanation."""

    duty: AnyDuty
    full_id: str
    item: Item | None
    head: str
    holds: Test | None
    trigger: tuple[Reason, ...]
    excuses: tuple[tuple[Test, Reason], ...]
    judge: Judge | None
    soft: bool
    subject: SubjectKind


@lru_cache(maxsize=64)
def plan_of(law: LawText) -> tuple[PreparedDuty, ...]:
    """The duties of a text, prepared once, in the order of articles and items."""
    return tuple(_prepare(duty, law) for duty in law.duties)


def _prepare(duty: AnyDuty, law: LawText) -> PreparedDuty:
    item = Item(position=duty.item.position, label=duty.item.label) if duty.item else None
    words = law.vocabulary
    trigger = (Reason(text=f"适用：{describe(duty.when, words)}", holds=True),) if duty.when else ()
    return PreparedDuty(
        duty=duty,
        full_id=f"{law.id}/{duty.id}",
        item=item,
        head=f"{citation(law.info.short, duty.article, duty.paragraph, item)}：{duty.title}",
        holds=_holds(duty),
        trigger=trigger,
        excuses=tuple((test_of(e.when), Reason(text=f"法定例外：{e.reason}", holds=True)) for e in duty.unless),
        judge=KINDS[duty.kind](duty, law) if duty.needs else None,
        soft=duty.modality in (Modality.MAY, Modality.SHOULD),
        subject=duty.subject,
    )


def _holds(duty: AnyDuty) -> Test | None:
    """The duty's own condition together with its kind's; None when it always applies."""
    tests = [test_of(duty.when)] if duty.when else []
    if duty.needs and duty.kind in TRIGGERS:
        tests.append(TRIGGERS[duty.kind](duty))
    return all_test(tests) if len(tests) > 1 else next(iter(tests), None)
