"""What a text counts as present though it is not there itself 视为: a recording for a record, one paper for another."""

from __future__ import annotations

from collections.abc import Callable, Iterable
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
    documents: frozenset[str]
    matters: frozenset[str]
    cited: str


def standins_for(scope: Scope, text: str, *, whole_case: bool = False) -> list[Standin]:
    """What counts as present for a subject under a text, by time: in its steps, or in the whole case."""
    everywhere = scope.docket.standins.get(text, [])
    steps = {step.id for step in scope.steps}
    found = [s for s in everywhere if whole_case or not s.places or not steps.isdisjoint(s.places)]
    return sorted(found, key=attrgetter("at"))


def papers(standins: Iterable[Standin], wanted: Callable[[str], bool]) -> list[Document]:
    """The documents that count as there, as far as their kind is wanted."""
    return [
        Document(id=standin.id, kind=kind, made_at=standin.at, matters=standin.matters)
        for standin in standins
        for kind in sorted(standin.documents)
        if wanted(kind)
    ]
