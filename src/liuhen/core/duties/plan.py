"""A text prepared for judging: conditions compiled, judges made, sentences that never change written once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from liuhen.core.duties.conditions import Test, all_test, compiled, describe, narrowest, tags_decide
from liuhen.core.duties.finding import Judge
from liuhen.core.duties.judging import advising, asking, excusing
from liuhen.core.duties.registry import KINDS, TRIGGERS
from liuhen.core.duties.scope import Scope
from liuhen.core.duties.words import citation
from liuhen.core.lawbook.duty import AnyDuty, MendSpec
from liuhen.core.lawbook.text import LawText
from liuhen.core.terms.labels import DutyKind, Modality, Stage, SubjectKind
from liuhen.core.terms.verdict import Item, Reason


@dataclass(frozen=True)
class PreparedDuty:
    """One duty, ready: all that an obligation says of it whatever the facts, its test and its judge.

    Plain fields, because reading one of the typed YAML costs four times as much, and each is read per obligation.
    `head` is the first line of every explanation, `trigger` the reasons that are always given first. `condition` asks
    about tags alone; `calls` is the kind's own test, which looks at facts as well; `holds` asks both.
    """

    text: str
    article: int
    item: Item | None
    id: str
    kind: DutyKind
    subject: SubjectKind
    modality: Modality
    title: str
    missing: str
    stage: Stage | None
    owner: str
    mend: MendSpec | None
    topic: str
    head: str
    trigger: tuple[Reason, ...]
    narrowest: frozenset[str] | None
    condition: Test | None
    calls: Test | None
    holds: Test | None
    judge: Judge


Concerned = tuple[tuple[int, ...], tuple[int, ...]]
"""The places of duties that concern whatever has certain tags: surely, and if the kind's own test agrees."""

REMEMBERED = 4096
"""How many sets of tags a plan remembers; cases are alike, so that few sets are met again and again."""


class Plan:
    """All duties of a text in the order of articles and items, indexed by the tags a subject must have.

    Which duties concern a subject depends on its tags, save for what a kind asks of the facts themselves; so the answer
    for each set of tags is worked out once and remembered.
    """

    def __init__(self, duties: tuple[PreparedDuty, ...]) -> None:
        """Index the duties by kind of subject, and by tag where their condition names tags."""
        self.duties = duties
        self.kinds = tuple(dict.fromkeys(prepared.subject for prepared in duties))
        self._always: dict[SubjectKind, list[int]] = {kind: [] for kind in self.kinds}
        self._by_tag: dict[SubjectKind, dict[str, list[int]]] = {kind: {} for kind in self.kinds}
        for index, prepared in enumerate(duties):
            tags, places = prepared.narrowest, self._by_tag[prepared.subject]
            for place in [self._always[prepared.subject]] if tags is None else [places.setdefault(t, []) for t in tags]:
                place.append(index)

        self._tags = {kind: frozenset(places) for kind, places in self._by_tag.items()}
        self.judges_first = any(prepared.kind in (DutyKind.EFFECT, DutyKind.RELEASE) for prepared in duties)
        self._known: dict[tuple[SubjectKind, frozenset[str]], Concerned] = {}

    def concerning(self, scope: Scope) -> tuple[int, ...]:
        """The places of the duties whose conditions hold for the subject."""
        key = (scope.kind, scope.tags)
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            known = self._known[key] = self._concerned(scope)
        surely, perhaps = known
        return (*surely, *[index for index in perhaps if self._calls(index, scope)]) if perhaps else surely

    def _concerned(self, scope: Scope) -> Concerned:
        by_tag = self._by_tag[scope.kind]
        candidates = set(self._always[scope.kind])
        for tag in self._tags[scope.kind] & scope.tags:
            candidates.update(by_tag[tag])
        fitting = [i for i in sorted(candidates) if (test := self.duties[i].condition) is None or test(scope)]
        asking = {i for i in fitting if self.duties[i].calls}
        return tuple(i for i in fitting if i not in asking), tuple(i for i in fitting if i in asking)

    def _calls(self, index: int, scope: Scope) -> bool:
        calls = self.duties[index].calls
        return calls is None or calls(scope)


@lru_cache(maxsize=64)
def plan_of(law: LawText) -> Plan:
    """The text, prepared once."""
    return Plan(tuple(_prepare(duty, law) for duty in law.duties))


def _prepare(duty: AnyDuty, law: LawText) -> PreparedDuty:
    item = Item(position=duty.item.position, label=duty.item.label) if duty.item else None
    cited = citation(law.info.short, duty.article, duty.paragraph, item, numbering=law.info.numbering)
    trigger = (Reason(text=f"适用：{describe(duty.when, law.vocabulary)}", holds=True),) if duty.when else ()
    return PreparedDuty(
        text=law.id,
        article=duty.article,
        item=item,
        id=duty.id,
        kind=duty.kind,
        subject=duty.subject,
        modality=duty.modality,
        title=duty.title,
        missing=duty.missing,
        stage=duty.stage,
        owner=duty.owner,
        mend=duty.mend,
        topic=duty.topic or "",
        head=f"{cited}：{duty.title}",
        trigger=trigger,
        narrowest=narrowest(duty.when) if duty.when else None,
        condition=_condition(duty),
        calls=TRIGGERS[duty.kind](duty) if duty.needs and duty.kind in TRIGGERS else None,
        holds=_holds(duty),
        judge=_judge(duty, law),
    )


def _judge(duty: AnyDuty, law: LawText) -> Judge:
    """The kind's judge, a person before it, excuses and advice after it, each only where the duty has it."""
    judge = KINDS[duty.kind](duty, law) if duty.needs else None
    if duty.judgement:
        judge = asking(duty.judgement, f"{law.id}/{duty.id}", judge)
    assert judge is not None  # noqa: S101  a duty without needs asks a person, or does not load
    if duty.unless:
        judge = excusing(judge, tuple((compiled(e.when), _excuse(e.reason)) for e in duty.unless))
    return advising(judge) if duty.modality in (Modality.MAY, Modality.SHOULD) else judge


def _excuse(reason: str) -> Reason:
    return Reason(text=f"法定例外：{reason}", holds=True)


def _condition(duty: AnyDuty) -> Test | None:
    """What is left to ask of a subject's tags once it has one of the duty's `narrowest`; None: nothing."""
    return compiled(duty.when) if duty.when and not tags_decide(duty.when) else None


def _holds(duty: AnyDuty) -> Test | None:
    """All that is left to ask, with what its kind asks; None: nothing."""
    tests = [test] if (test := _condition(duty)) else []
    if duty.needs and duty.kind in TRIGGERS:
        tests.append(TRIGGERS[duty.kind](duty))
    return all_test(tests) if len(tests) > 1 else next(iter(tests), None)
