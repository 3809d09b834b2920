"""One text laid over the subjects of a docket."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar

from liuhen.core.duties.binding import Binding, Force, binding_of, bound_since
from liuhen.core.duties.finding import Finding
from liuhen.core.duties.plan import plan_of
from liuhen.core.duties.scope import Scope
from liuhen.core.duties.subjects import Subjects
from liuhen.core.lawbook.text import LawText
from liuhen.core.terms.labels import State


class Reading:
    """A text, when it binds, the subjects as it sees them, and what of it has been judged early (by place in its plan).

    `subjects` are those of the docket, until effects of this text come to pass that only it sees.
    """

    __slots__ = ("binding", "early", "law", "plan", "subjects")

    JUDGED: ClassVar = (Force.BINDS, Force.DISPUTED)
    CONFLICT: ClassVar = Finding(State.CONFLICT, "适用的文本有争议")

    def __init__(self, law: LawText, subjects: Subjects) -> None:
        """Lay the text over the subjects."""
        self.law = law
        self.subjects = subjects
        self.plan = plan_of(law)
        adopted = law.id in subjects.docket.dossier.agency.adopts
        self.binding: Callable[[datetime], Binding] = bound_since(
            binding_of(law, adopted=adopted), subjects.docket.bound_since
        )
        self.early: dict[int, list[tuple[Scope, Binding, Finding]]] = {}
