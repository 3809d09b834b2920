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


@dataclass(frozen=True, slots=True)
class PreparedDuty:
    """One duty, ready: all that an obligation says of it whatever the facts, its test and its judge.

    Plain fields, because reading one of the typed YAML costs four times as much, and each is read per obligation.
    `head` is the first line of every explanation, `trigger` the reasons that are always given first.
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
    holds: Test | None
    judge: Judge


class Plan:
    """All duties of a text in the order of articles and items, indexed by the tags a subject must have."""

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


def _holds(duty: AnyDuty) -> Test | None:
    """What is left to ask once a subject has one of the duty's tags: its condition, and its kind's; None: nothing."""
    tests = [compiled(duty.when)] if duty.when and not tags_decide(duty.when) else []
    if duty.needs and duty.kind in TRIGGERS:
        tests.append(TRIGGERS[duty.kind](duty))
    return all_test(tests) if len(tests) > 1 else next(iter(tests), None)
