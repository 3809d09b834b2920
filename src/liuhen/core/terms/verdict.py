"""What the law says of a dossier: a list of obligations, each with its citation, state, evidence and explanation."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from liuhen.core.terms.labels import DutyKind, Modality, Stage, State, SubjectKind
from liuhen.core.terms.records import record


@record
class Item:
    """An item of an article: `position` counts from 1, `label` is the number as printed (two texts misnumber)."""

    position: int
    label: str


Sentence = str | tuple[Any, ...]
"""Words, or how to write them when somebody reads: a function and its arguments. Few of a verdict's are ever read."""


def written(sentence: Sentence) -> str:
    """The words."""
    return sentence if isinstance(sentence, str) else str(sentence[0](*sentence[1:]))


class Subject:
    """What the obligation is about; `label` is how people call it."""

    __slots__ = ("_label", "id", "kind")

    def __init__(self, kind: SubjectKind, id: str, label: Sentence) -> None:
        """Take the label as it is, or as it will be written."""
        self.kind: Final = kind
        self.id: Final = id
        self._label = label

    @property
    def label(self) -> str:
        """How people call it."""
        if not isinstance(self._label, str):
            self._label = written(self._label)
        return self._label

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Subject) and (self.kind, self.id, self.label) == (other.kind, other.id, other.label)

    def __hash__(self) -> int:
        return hash((self.kind, self.id))

    def __repr__(self) -> str:
        return f"Subject({self.kind!r}, {self.id!r}, {self.label!r})"


class Reason:
    """One node of the explanation: a sentence in Chinese, whether it held, and what it rests on."""

    __slots__ = ("_text", "holds", "parts")

    def __init__(self, text: Sentence, holds: bool | None = None, parts: tuple[Reason, ...] = ()) -> None:
        """Take the sentence as it is, or as it will be written."""
        self._text = text
        self.holds: Final = holds
        self.parts: Final = parts

    @property
    def text(self) -> str:
        """The sentence."""
        if not isinstance(self._text, str):
            self._text = written(self._text)
        return self._text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Reason) and self._all() == other._all()

    def __hash__(self) -> int:
        return hash(self._all())

    def __repr__(self) -> str:
        return f"Reason({self.text!r}, {self.holds!r}, {self.parts!r})"

    def _all(self) -> tuple[str, bool | None, tuple[Reason, ...]]:
        return (self.text, self.holds, self.parts)


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
