"""Several texts on one question: which prevails, which leads, and where they contradict each other.

Duties of different texts are about the same question when they name the same topic and the same subject. Then, in this
order:

1. a text that gives way by a clause of its own 从其规定 is excused by the one that prevails;
2. one that demands what another forbids is a conflict, shown and never guessed;
3. the earliest due time leads; the others stand beside it and say so.

A text that is silent on a topic takes no part: silence is not filled in from a neighbour.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from liuhen.core.duties.words import citation, moment, numeral
from liuhen.core.lawbook.text import LawText, Yield
from liuhen.core.terms.labels import DutyKind, Modality, State
from liuhen.core.terms.records import changed
from liuhen.core.terms.verdict import Item, Obligation, Reason

Place = tuple[int, Obligation]


def settled(found: Sequence[Obligation], texts: Sequence[LawText]) -> list[Obligation]:
    """The obligations in the same order, with those of several texts on one question set against each other."""
    result = list(found)
    laws = {law.id: law for law in texts}
    if len(laws) < 2:
        return result
    for group in _questions(found, _shared_topics(tuple(texts))):
        for index, obligation in _weighed(group, laws):
            result[index] = obligation
    return result


@lru_cache(maxsize=256)
def _shared_topics(texts: tuple[LawText, ...]) -> frozenset[str]:
    """The topics on which more than one of the texts speaks."""
    speakers: dict[str, set[str]] = defaultdict(set)
    for law in texts:
        for duty in law.duties:
            if duty.topic:
                speakers[duty.topic].add(law.id)
    return frozenset(topic for topic, ids in speakers.items() if len(ids) > 1)


def _questions(found: Sequence[Obligation], shared: frozenset[str]) -> list[list[Place]]:
    """Obligations about one topic and subject, where more than one text speaks."""
    groups: dict[tuple[str, str, str], list[Place]] = defaultdict(list)
    for index, obligation in enumerate(found):
        if obligation.topic in shared:
            groups[obligation.topic, obligation.subject.kind, obligation.subject.id].append((index, obligation))
    return [group for group in groups.values() if len({obligation.text for _, obligation in group}) > 1]


def _weighed(group: list[Place], laws: dict[str, LawText]) -> list[Place]:
    """The obligations of the group that change."""
    changed, standing = [], []
    yielding = {o.text for _, o in group if laws[o.text].info.yields}
    for index, obligation in group:
        may = obligation.text in yielding
        over = next((other for _, other in group if _prevails(other, obligation, laws)), None) if may else None
        if over:
            changed.append((index, _giving_way(obligation, over, laws)))
        else:
            standing.append((index, obligation))
    return changed + (_contradictions(standing, laws) or _led(standing, laws))


def _prevails(other: Obligation, obligation: Obligation, laws: dict[str, LawText]) -> bool:
    """Whether the text of `obligation` gives way to that of `other`, and not the other way round."""
    if other.text == obligation.text:
        return False
    topic, here, there = obligation.topic, laws[obligation.text], laws[other.text]
    return bool(_clause(here, there, topic)) and not _clause(there, here, topic)


@lru_cache(maxsize=4096)
def _clause(law: LawText, other: LawText, topic: str) -> Yield | None:
    """The clause by which `law` gives way to `other` on a topic."""
    for clause in law.info.yields:
        named = other.id in clause.texts or other.info.rank in clause.ranks
        if named and (not clause.topics or topic in clause.topics):
            return clause
    return None


def _giving_way(obligation: Obligation, over: Obligation, laws: dict[str, LawText]) -> Obligation:
    law = laws[obligation.text]
    clause = _clause(law, laws[over.text], obligation.topic)
    where = f"{law.info.short}第{numeral(clause.article)}条" if clause else law.info.short
    reason = Reason(f"{where}：另有规定的从其规定，按{_cited(over, laws)}执行", True)
    return changed(
        obligation,
        state=State.EXCUSED,
        missing="",
        mend=None,
        leads=False,
        explanation=_because(obligation, reason, holds=True),
    )


def _contradictions(standing: list[Place], laws: dict[str, LawText]) -> list[Place]:
    """One text demands what another forbids: all of them are in conflict until a person decides."""
    wants = [o for _, o in standing if o.modality is Modality.MUST]
    forbids = [o for _, o in standing if o.modality is Modality.MUST_NOT]
    if not any(w.text != f.text for w in wants for f in forbids):
        return []
    changed = []
    for index, obligation in standing:
        others = forbids if obligation.modality is Modality.MUST else wants
        against = next((o for o in others if o.text != obligation.text), None)
        if against and obligation.modality in (Modality.MUST, Modality.MUST_NOT):
            changed.append((index, _conflicting(obligation, against, laws)))
    return changed


def _conflicting(obligation: Obligation, against: Obligation, laws: dict[str, LawText]) -> Obligation:
    cited = _cited(against, laws)
    reason = Reason(f"与{cited}（{against.modality.label}）相冲突，没有优先条款，请先确定适用的规定", False)
    return changed(
        obligation,
        state=State.CONFLICT,
        missing=f"与{cited}冲突，需确定适用的规定",
        explanation=_because(obligation, reason, holds=None),
    )


def _led(standing: list[Place], laws: dict[str, LawText]) -> list[Place]:
    """Obligations that fall due later than the strictest one of another text."""
    timed = [(o.due_at, index, o) for index, o in standing if o.due_at and o.kind is not DutyKind.KEEPING]
    if not timed:
        return []
    earliest, _, strictest = min(timed)
    if all(due_at == earliest or o.text == strictest.text for due_at, _, o in timed):
        return []
    reason = Reason(f"{_cited(strictest, laws)}到期更早（{moment(earliest)}），从严掌握", None)
    return [
        (index, changed(o, leads=False, explanation=_because(o, reason, holds=o.explanation.holds)))
        for due_at, index, o in timed
        if o.text != strictest.text and due_at > earliest
    ]


def _because(obligation: Obligation, reason: Reason, *, holds: bool | None) -> Reason:
    told = obligation.explanation
    return Reason(told.text, holds, (*told.parts, reason))


def _cited(obligation: Obligation, laws: dict[str, LawText]) -> str:
    return _citation(laws[obligation.text], obligation.duty)


@lru_cache(maxsize=4096)
def _citation(law: LawText, id: str) -> str:
    duty = law.duty(id)
    if duty is None:
        return law.info.short
    item = Item(duty.item.position, duty.item.label) if duty.item else None
    return citation(law.info.short, duty.article, duty.paragraph, item, numbering=law.info.numbering)
