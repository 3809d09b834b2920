"""What the law says of a dossier: a list of obligations, each with its citation, state, evidence and explanation."""

from __future__ import annotations

from datetime import datetime

from liuhen.core.terms.labels import DutyKind, Modality, Stage, State, SubjectKind
from liuhen.core.terms.records import record


@record
class Item:
    """An item of an article: `position` counts from 1, `label` is the number as printed (two texts misnumber)."""

    position: int
    label: str


@record
class Subject:
    """What the obligation is about; `label` is how people call it."""

    kind: SubjectKind
    id: str
    label: str


@record
class Reason:
    """One node of the explanation: a sentence in Chinese, whether it held, and what it rests on."""

    text: str
    holds: bool | None = None
    parts: tuple[Reason, ...] = ()


@record
class Mend:
    """How the missing thing is supplied: an action code the pages know, and the codes it takes (e.g. document kind)."""

    action: str
    step: str | None = None
    codes: tuple[str, ...] = ()


@record
class Obligation:
    """One duty of one article, applied to one subject."""

    text: str
    article: int
    item: Item | None
    duty: str
    kind: DutyKind
    subject: Subject
    state: State
    modality: Modality
    title: str
    missing: str
    due_at: datetime | None
    evidence: tuple[str, ...]
    explanation: Reason
    mend: Mend | None = None
    stage: Stage | None = None
    owner: str = ""
    raise_at: datetime | None = None  # from when it is to be raised before it falls due
    topic: str = ""  # the question it answers, under which texts are compared
    leads: bool = True  # False where a sister duty on the same topic is stricter or prevails
