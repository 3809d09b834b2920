"""The goods a document in force lists: rows of its tables that a form fills with goods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from liuhen.apps.documents.models import Paper
from liuhen.apps.documents.permits import may_write
from liuhen.apps.documents.standing import form_named
from liuhen.apps.goods.queries import brings_in, documents_entered, held_of, movement_of, releases
from liuhen.core.forms.form import FieldKind, Fill

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Document
    from liuhen.apps.people.models import Person
    from liuhen.core.forms.form import Form


@dataclass(frozen=True, slots=True)
class GoodsOffer:
    """What can be done with the goods a document in force lists: entered into the ledger, or moved as it says.

    `entered`: its list is in the ledger already. `kind` is the movement it stands for, empty where it is not known.
    """

    rows: int
    may_enter: bool
    entered: bool
    kind: str


def goods_offer(person: Person, document: Document, form: Form) -> GoodsOffer | None:
    """The offer for a document in force; None where it neither lists goods nor releases what is still held."""
    rows = len(goods_listed(document)) if lists_goods(form) else 0
    if not rows and not (releases(document.kind) and held_of(document.case_id)):
        return None
    listing = brings_in(document.kind)
    entered = bool({document.pk, document.corrects_id} & {*documents_entered(document.case_id)})
    return GoodsOffer(rows, listing and may_write(person, document.case), entered, movement_of(document.kind))


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
