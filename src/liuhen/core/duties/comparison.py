"""The same dossier read under several texts, topic by topic: what each says, where it stands, and where one is silent.

Each text is judged alone, so that none leads or yields to a neighbour. What a text does not rule on stays blank: it is
未规定, never filled in from another.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from liuhen.core.deadlines.calendar import WEEKENDS_ONLY, WorkCalendar
from liuhen.core.duties.evaluate import Standing, evaluate, standings
from liuhen.core.duties.words import citation
from liuhen.core.lawbook.duty import AnyDuty
from liuhen.core.lawbook.text import LawText
from liuhen.core.terms.facts import Dossier
from liuhen.core.terms.labels import Term
from liuhen.core.terms.verdict import Item, Obligation


class Voice(Term):
    """Whether a text speaks on a topic; a rule that touches nothing here, or binds at another time, is no silence."""

    SPEAKS = "speaks", "有规定"
    NOT_CONCERNED = "not_concerned", "不涉及本案"
    NOT_IN_FORCE = "not_in_force", "当时不适用"
    SILENT = "silent", "未规定"


@dataclass(frozen=True, slots=True)
class Provision:
    """One duty of a text on the topic, with what it means for each subject of the dossier."""

    duty: AnyDuty
    cited: str
    obligations: tuple[Obligation, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """What one text says on the topic."""

    text: str
    voice: Voice
    provisions: tuple[Provision, ...]


@dataclass(frozen=True, slots=True)
class TopicRow:
    """One topic (code and Chinese term; empty code: duties without a topic), a column for each text."""

    topic: str
    label: str
    columns: tuple[Column, ...]

    @property
    def differs(self) -> bool:
        """Whether the texts do not all come to the same: one silent, another state or another due time."""
        said = [
            (
                column.voice,
                sorted((o.subject.id, o.state, str(o.due_at)) for p in column.provisions for o in p.obligations),
            )
            for column in self.columns
        ]
        return any(one != said[0] for one in said)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The rows in the order of the vocabulary, and for each text, as given, why it does not bind where it does not."""

    texts: tuple[LawText, ...]
    rows: tuple[TopicRow, ...]
    notes: tuple[tuple[str, ...], ...]


def compare(
    facts: Dossier, texts: Sequence[LawText], now: datetime, *, calendar: WorkCalendar = WEEKENDS_ONLY
) -> Comparison:
    """Read the dossier under each text by itself, as things stand at `now` (aware)."""
    read = [_Reading(law, *_read(facts, law, now, calendar)) for law in texts]
    rows = tuple(_row(topic, read) for topic in _topics(texts))
    return Comparison(tuple(texts), rows, tuple(reading.standing.notes for reading in read))


class _Reading(NamedTuple):
    """A text with what it makes of the dossier; several may be versions with the same id."""

    law: LawText
    owed: tuple[Obligation, ...]
    standing: Standing


def _read(
    facts: Dossier, law: LawText, now: datetime, calendar: WorkCalendar
) -> tuple[tuple[Obligation, ...], Standing]:
    return evaluate(facts, [law], now, calendar=calendar), standings(facts, [law], now)[0]


def _topics(texts: Sequence[LawText]) -> Iterable[str]:
    """The topics any of the texts rules on, in the order of the vocabulary; duties without one come last."""
    ruled = {duty.topic or "" for law in texts for duty in law.duties}
    ordered = [code for law in texts for code in law.vocabulary.lists.get("topics", {}) if code in ruled]
    return dict.fromkeys((*ordered, *sorted(ruled - {""}), *([""] if "" in ruled else [])))


def _row(topic: str, read: Sequence[_Reading]) -> TopicRow:
    words = read[0].law.vocabulary
    label = words.label("topics", topic) if topic else "没有标明议题的义务"
    return TopicRow(topic, label, tuple(_column(topic, reading) for reading in read))


def _column(topic: str, reading: _Reading) -> Column:
    law = reading.law
    duties = [duty for duty in law.duties if (duty.topic or "") == topic]
    provisions = tuple(
        Provision(duty, _cited(law, duty), tuple(o for o in reading.owed if o.duty == duty.id)) for duty in duties
    )
    if not duties:
        return Column(law.id, Voice.SILENT, ())
    if any(provision.obligations for provision in provisions):
        return Column(law.id, Voice.SPEAKS, provisions)
    return Column(law.id, Voice.NOT_CONCERNED if reading.standing.bound else Voice.NOT_IN_FORCE, provisions)


def _cited(law: LawText, duty: AnyDuty) -> str:
    item = Item(position=duty.item.position, label=duty.item.label) if duty.item else None
    return citation(law.info.short, duty.article, duty.paragraph, item, numbering=law.info.numbering)
