"""A text prepared for judging: conditions compiled, judges made, sentences that never change written once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from liuhen.core.duties.conditions import Test, all_test, compiled, describe, narrowest
from liuhen.core.duties.finding import Judge
from liuhen.core.duties.registry import KINDS, TRIGGERS
from liuhen.core.duties.scope import Scope
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


class Plan:
    """All duties of a text in the order of articles and items, indexed by the tags a subject must have."""

    def __init__(self, duties: tuple[PreparedDuty, ...]) -> None:
        """Index the duties by kind of subject, and by tag where their condition names tags."""
        self.duties = duties
        self.kinds = tuple(dict.fromkeys(prepared.subject for prepared in duties))
        self._always: dict[SubjectKind, list[int]] = {kind: [] for kind in self.kinds}
        self._by_tag: dict[SubjectKind, dict[str, list[int]]] = {kind: {} for kind in self.kinds}
        for index, prepared in enumerate(duties):
            tags = narrowest(prepared.duty.when) if prepared.duty.when else None
            places = self._by_tag[prepared.subject]
            for place in [self._always[prepared.subject]] if tags is None else [places.setdefault(t, []) for t in tags]:
                place.append(index)

        self._tags = {kind: frozenset(places) for kind, places in self._by_tag.items()}

    def concerning(self, scope: Scope) -> list[int]:
        """The places of the duties whose conditions hold for the subject."""
        by_tag = self._by_tag[scope.kind]
        candidates = set(self._always[scope.kind])
        for tag in self._tags[scope.kind] & scope.tags:
            candidates.update(by_tag[tag])
        duties = self.duties
        return [index for index in candidates if (holds := duties[index].holds) is None or holds(scope)]


@lru_cache(maxsize=64)
def plan_of(law: LawText) -> Plan:
    """The text, prepared once."""
    return Plan(tuple(_prepare(duty, law) for duty in law.duties))


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
        excuses=tuple((compiled(e.when), Reason(text=f"法定例外：{e.reason}", holds=True)) for e in duty.unless),
        judge=KINDS[duty.kind](duty, law) if duty.needs else None,
        soft=duty.modality in (Modality.MAY, Modality.SHOULD),
        subject=duty.subject,
    )


def _holds(duty: AnyDuty) -> Test | None:
    """The duty's own condition together with its kind's; None when it always applies."""
    tests = [compiled(duty.when)] if duty.when else []
    if duty.needs and duty.kind in TRIGGERS:
        tests.append(TRIGGERS[duty.kind](duty))
    return all_test(tests) if len(tests) > 1 else next(iter(tests), None)
