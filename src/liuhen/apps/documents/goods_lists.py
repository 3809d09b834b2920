"""The goods a document in force lists: rows of its tables that a form fills with goods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from liuhen.apps.documents.models import Paper
from liuhen.apps.documents.standing import form_named
from liuhen.core.forms.form import FieldKind, Fill

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Document
    from liuhen.core.forms.form import Form


def lists_goods(form: Form) -> bool:
    """Whether a document of this form has a table of goods."""
    return any(_of_goods(field.kind, field.fills) for field in form.fields)


def goods_listed(document: Document) -> list[Mapping[str, str]]:
    """The rows of goods with a name in a document, by column of its form; none where it was not written here."""
    paper = Paper.objects.filter(document=document).first()
    form = form_named(paper.form) if paper else None
    return [*_rows(paper, form)] if paper and form else []


def _rows(paper: Paper, form: Form) -> Iterator[Mapping[str, str]]:
    for field in form.fields:
        if _of_goods(field.kind, field.fills):
            rows = paper.content.get(field.key) or []
            yield from (row for row in rows if isinstance(row, dict) and str(row.get("name", "")).strip())


def _of_goods(kind: FieldKind, fills: Fill | None) -> bool:
    return kind is FieldKind.TABLE and fills is Fill.GOODS
