"""Evidence note 证据文字说明材料: a recording used as evidence has a document saying who took it, when and where."""

from __future__ import annotations

from liuhen.core.duties.finding import Judge
from liuhen.core.duties.kinds.text_record import document_judge
from liuhen.core.duties.scope import Scope
from liuhen.core.lawbook.duty import Duty
from liuhen.core.lawbook.needs import EvidenceNoteNeeds
from liuhen.core.lawbook.text import LawText
from liuhen.core.terms.facts import Document


def prepare(duty: Duty[EvidenceNoteNeeds], law: LawText) -> Judge:
    """A judge for the documents that name the recording in `about`."""
    needs = duty.needs
    assert needs is not None  # noqa: S101  the registry prepares only duties with needs
    return document_judge(duty, law, _about, needs.documents, needs.matters)


def _about(scope: Scope) -> list[Document]:
    return scope.docket.documents_about(scope.id)
