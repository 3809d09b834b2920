"""Text record 文字记录: a document of the right kind exists and sets down what the article lists."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import datetime
from operator import attrgetter

from liuhen.core.duties.corrections import Chains
from liuhen.core.duties.finding import Finding, Judge
from liuhen.core.duties.scope import Scope
from liuhen.core.duties.standins import Counted, papers
from liuhen.core.duties.timing import Due, settle, timed_reasons, timing_of
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
    real = _of_case(needs.documents) if whole_case else _of_step
    candidates = _with_counted(real, law.id, wanted=frozenset(needs.documents), whole_case=whole_case)
    return document_judge(duty, law, candidates, needs.documents, needs.matters)


def _with_counted(candidates: Candidates, text: str, *, wanted: frozenset[str], whole_case: bool) -> Candidates:
    """The candidates with what the text counts as a document among them (no document itself, where none is wanted)."""

    def find(scope: Scope) -> list[Document]:
        real = candidates(scope)
        if not scope.docket.standins:
            return real
        counted = papers(scope, text, whole_case=whole_case)
        fitting = [d for d in (*real, *counted) if not wanted or d.kind in wanted]
        return [*fitting, *(d for d in counted if fitting and not d.kind and d not in fitting)]

    return find


def _of_case(kinds: tuple[str, ...]) -> Candidates:
    """The documents of the whole case, of these kinds where some are named."""
    if not kinds:
        return lambda scope: list(scope.docket.papers)
    return lambda scope: [document for kind in kinds for document in scope.docket.documents_of_kind(kind)]


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
    wanted, asked, words = frozenset(kinds), frozenset(matters), law.vocabulary
    timing = timing_of(duty.deadline, law, warn=duty.warn)
    kind_names = words.labels("documents", kinds, between="或者") or "文字记录"
    nothing = Reason(f"没有{kind_names}", False)
    lacking = f"缺文字记录：{words.labels('matters', matters)}" if matters else f"缺{kind_names}"

    def judge(scope: Scope) -> Finding:
        fitting, due = [d for d in candidates(scope) if not wanted or d.kind in wanted or not d.kind], timing(scope)
        if not fitting:
            return Finding(settle(None, due, scope), lacking, due.at, (), _first(nothing, due), kinds, due.raise_at)
        done_at, absent = _set_down(fitting, asked, words, scope.docket.chains)
        unnamed = words.labels("matters", tuple([m for m in matters if m in absent])) if absent else ""
        parts = (_reason(fitting, unnamed, words), *timed_reasons(done_at, due, scope))
        if scope.docket.standins:
            parts += tuple([Reason(f"{d.cited}：视为已有", True) for d in fitting if isinstance(d, Counted)])
        missing, ids = f"文书缺少记载：{unnamed}" if absent else "", tuple([d.id for d in fitting])
        return Finding(settle(done_at, due, scope), missing, due.at, ids, parts, kinds, due.raise_at)

    return judge


_MADE_AT = attrgetter("made_at")


def _first(reason: Reason, due: Due) -> tuple[Reason, ...]:
    return (reason, due.reason) if due.reason else (reason,)


def _set_down(
    documents: list[Document], asked: frozenset[str], words: Vocabulary, chains: Chains
) -> tuple[datetime | None, frozenset[str]]:
    """When the documents had set everything down (None: not yet), and the matters still absent."""
    absent = asked
    said = [_since(d, asked, words, chains[d.id]) if d.id in chains else d for d in documents]
    for document in sorted(said, key=_MADE_AT) if len(said) > 1 else said:
        if absent:
            absent = absent.difference(document.matters, words.matters_of(document.kind))
        if not absent:
            return document.made_at, absent
    return None, absent


def _since(document: Document, asked: frozenset[str], words: Vocabulary, chain: tuple[Document, ...]) -> Document:
    """A correction with the moment since which the papers said without a break what it says of the matters asked."""
    says = asked & (document.matters | words.matters_of(document.kind))
    since = chain[0].made_at
    for earlier in chain[1:]:
        if not says <= earlier.matters | words.matters_of(earlier.kind):
            break
        since = earlier.made_at
    return dataclasses.replace(document, made_at=since)


def _reason(documents: list[Document], absent: str, words: Vocabulary) -> Reason:
    return Reason((_there, documents, absent, words), not absent)


def _there(documents: list[Document], absent: str, words: Vocabulary) -> str:
    names = "、".join([words.label("documents", d.kind) for d in documents if d.kind]) or "视为已作的记载"
    return f"有{names}，但没有记载{absent}" if absent else f"有{names}"
