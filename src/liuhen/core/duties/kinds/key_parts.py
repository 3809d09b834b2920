"""Key parts 重点环节 in place of the whole, where a text allows it: a mark for each content, and a document."""

from __future__ import annotations

from collections.abc import Callable

from liuhen.core.duties.conditions import compiled
from liuhen.core.duties.finding import Finding
from liuhen.core.duties.footage import Awaited, no_footage, shown_in
from liuhen.core.duties.scope import Scope
from liuhen.core.duties.timing import SILENT, settle
from liuhen.core.lawbook.needs import KeyParts
from liuhen.core.lawbook.text import LawText
from liuhen.core.lawbook.vocabulary import Vocabulary
from liuhen.core.terms.facts import Recording
from liuhen.core.terms.labels import MarkKind
from liuhen.core.terms.verdict import Reason

Leave = Callable[[Scope], "Parts | None"]


class Parts:
    """One thing a text accepts instead of the whole."""

    def __init__(self, needs: KeyParts, words: Vocabulary) -> None:
        """Prepare the condition and the names."""
        self.reason = needs.reason
        self.holds = compiled(needs.when)
        self._contents, self._documents = needs.contents, frozenset(needs.documents)
        self._names = {code: words.label("contents", code) for code in needs.contents}
        self._papers = words.labels("documents", needs.documents, between="或者")

    def judge(self, scope: Scope, clips: list[Recording], awaits: Awaited) -> Finding:
        """Whether each key part is marked in this footage, and one of the documents was made."""
        if not clips:
            state, due, parts = no_footage(scope, awaits)
            return Finding(
                state, f"缺音像记录：{'、'.join(self._names.values())}", due.at, (), parts, self._contents, due.raise_at
            )
        found = shown_in(clips, scope, MarkKind.KEY_CONTENT)
        absent = tuple(code for code in self._contents if code not in found.contents)
        papers = [d for d in scope.docket.documents_of(scope.id) if d.kind in self._documents]
        lacks = [f"缺标记：{'、'.join(self._names[code] for code in absent)}"] if absent else []
        lacks += [f"缺{self._papers}"] if self._documents and not papers else []
        evidence = (*found.ids, *(document.id for document in papers))
        return Finding(
            settle(None if lacks else scope.docket.now, SILENT, scope),
            "；".join(lacks),
            None,
            evidence,
            tuple(Reason(lack, False) for lack in lacks) or (Reason("重点环节已摄录并标记", True),),
            absent,
        )


def leave_of(alternatives: tuple[KeyParts, ...], law: LawText) -> Leave:
    """Finds the first alternative whose condition holds for the subject."""
    prepared = [Parts(needs, law.vocabulary) for needs in alternatives]
    return lambda scope: next((parts for parts in prepared if parts.holds(scope)), None)
