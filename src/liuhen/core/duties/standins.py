"""What a text counts as present though it is not there itself 视为: a recording for a record, one paper for another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import TYPE_CHECKING

from liuhen.core.terms.facts import Document
from liuhen.core.terms.records import record

if TYPE_CHECKING:
    from liuhen.core.duties.scope import Scope


@record
class Standin:
    """Something of the dossier (`id`, since `at`) that counts as these documents, or as setting down these matters.

    `places` are the ids of the steps in which it does so; none: in the whole case. `cited` is the article that says so.
    """

    id: str
    at: datetime
    places: tuple[str, ...]
    documents: tuple[str, ...]
    matters: frozenset[str]
    cited: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted(Document):
    """A document that counts as there; without a kind it only sets down matters."""

    cited: str


def papers(scope: Scope, text: str, *, whole_case: bool = False) -> list[Document]:
    """The documents that count as there for a subject under a text, by time: in its steps, or in the whole case."""
    steps = {step.id for step in scope.steps}
    found: list[Document] = [
        Counted(id=standin.id, kind=kind, made_at=standin.at, matters=standin.matters, cited=standin.cited)
        for standin in scope.docket.standins.get(text, [])
        if whole_case or not standin.places or not steps.isdisjoint(standin.places)
        for kind in standin.documents or ("",)
    ]
    return sorted(found, key=attrgetter("made_at"))
