"""Text record 文字记录: a document of the right kind exists and sets down what the article lists."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from operator import attrgetter

from liuhen.core.duties.finding import Finding, Judge
from liuhen.core.duties.scope import Scope
from liuhen.core.duties.timing import settle, timed_reasons, timing_of
from liuhen.core.lawbook.duty import Duty
from liuhen.core.lawbook.needs import EvidenceNoteNeeds, TextRecordNeeds
from liuhen.core.lawbook.text import LawText
from liuhen.core.lawbook.vocabulary import Vocabulary
from liuhen.core.terms.facts import Document
from liuhen.core.terms.labels import SubjectKind
from liuhen.core.terms.verdict import Reason

Candidates = Callable[[Scope], list[Document]]


def prepare(duty: Duty[TextRecordNeeds], law: LawText) -> Judge:
    """A judge for documents of a step, or of the whole case."""
    needs = duty.needs
    assert needs is not None  # noqa: S101  the registry prepares only duties with needs
    whole_case = duty.subject is SubjectKind.CASE or needs.within == "case"
    candidates = _of_case if whole_case else _of_step
    return document_judge(duty, law, candidates, needs.documents, needs.matters)


def _of_case(scope: Scope) -> list[Document]:
    return list(scope.docket.documents)


def _of_step(scope: Scope) -> list[Document]:
    return scope.docket.documents_of(scope.id)


def document_judge(
    duty: Duty[TextRecordNeeds] | Duty[EvidenceNoteNeeds],
    law: LawText,
    candidates: Candidates,
    kinds: tuple[str, ...],
    matters: tuple[str, ...],
) -> Judge:
    """A judge which asks for a document of one of `kinds` among the candidates, setting down all `matters`."""
    wanted, words, timing = frozenset(kinds), law.vocabulary, timing_of(duty.deadline, law)
    kind_names = words.labels("documents", kinds, between="或者") or "文字记录"

    nothing = Reason(text=f"没有{kind_names}", holds=False)

    def judge(scope: Scope) -> Finding:
        fitting = [d for d in candidates(scope) if not wanted or d.kind in wanted]
        done_at, absent = _set_down(fitting, matters, words)
        due = timing(scope)
        state = settle(done_at, due, scope)
        parts = (_reason(fitting, absent, words) if fitting else nothing, *timed_reasons(done_at, due, scope))
        missing = "" if done_at else _missing(bool(fitting), absent, kind_names, words)
        return Finding(state, missing, due.at, tuple(d.id for d in fitting), parts, kinds)

    return judge


_MADE_AT = attrgetter("made_at")


def _set_down(
    documents: list[Document], matters: tuple[str, ...], words: Vocabulary
) -> tuple[datetime | None, tuple[str, ...]]:
    """When the documents had set everything down (None: not yet), and the matters still absent."""
    absent = set(matters)
    for document in sorted(documents, key=_MADE_AT) if len(documents) > 1 else documents:
        absent -= document.matters | words.matters_of(document.kind)
        if not absent:
            return document.made_at, ()
    return None, tuple(matter for matter in matters if matter in absent)


def _reason(documents: list[Document], absent: tuple[str, ...], words: Vocabulary) -> Reason:
    names = "、".join(words.label("documents", document.kind) for document in documents)
    if absent:
        return Reason(text=f"有{names}，但没有记载{words.labels('matters', absent)}", holds=False)
    return Reason(text=f"有{names}", holds=True)


def _missing(some: bool, absent: tuple[str, ...], kind_names: str, words: Vocabulary) -> str:
    if absent:
        return (
            f"文书缺少记载：{words.labels('matters', absent)}"
            if some
            else f"缺文字记录：{words.labels('matters', absent)}"
        )
    return f"缺{kind_names}"
