"""What lies in the volume of a case, in which order. Reads only, a fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from liuhen.apps.documents.queries import papers_of_case
from liuhen.apps.lawlib.queries import term
from liuhen.apps.recordings.queries import recordings_of_case
from liuhen.core.volume.arranging import Leaf, Placed, arranged
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case, Document
    from liuhen.apps.documents.models import Paper
    from liuhen.apps.recordings.models import Recording
    from liuhen.core.volume.template import VolumeTemplate


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A document as the volume names it. `number` and `responsible` are empty where they are not known."""

    serial: int
    part: str
    section: str
    document: Document
    title: str
    number: str
    responsible: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """All that lies in a volume: its documents in order, the recordings kept beside it, what its papers say."""

    case: Case
    template: VolumeTemplate
    items: Sequence[Item]
    recordings: Sequence[Recording]
    papers: Mapping[int, Paper]

    @property
    def several_parts(self) -> bool:
        """Whether the volume has parts of its own, 正卷 and 副卷."""
        return len(self.template.parts) > 1

    @property
    def state(self) -> tuple[object, ...]:
        """What the volume depends on: of two readings with the same state the volumes would be alike."""
        return (
            self.template.id,
            tuple((item.document.pk, item.document.sha256) for item in self.items),
            tuple(recording.pk for recording in self.recordings),
        )


def templates_for(case: Case) -> list[VolumeTemplate]:
    """The templates that fit the procedure of the case."""
    return [one for one in outside().law.volumes().values() if case.procedure in one.procedures]


def contents_of(case: Case, template: VolumeTemplate) -> Contents:
    """What would lie in the volume of the case now."""
    documents = {one.pk: one for one in case.documents.select_related("case__agency").order_by("made_at", "pk")}
    papers = {paper.document_id: paper for paper in papers_of_case(case)}
    placed = arranged(template, [_leaf(one) for one in documents.values()])
    serials = {one.leaf.key: serial for serial, one in enumerate(placed, 1)}
    corrected = {one.leaf.corrects: serials[one.leaf.key] for one in placed if one.leaf.corrects}
    items = [
        _item(one, serials[one.leaf.key], documents[one.leaf.key], papers.get(one.leaf.key), corrected)
        for one in placed
    ]
    return Contents(case, template, items, list(recordings_of_case(case.pk)), papers)


def _leaf(document: Document) -> Leaf:
    return Leaf(
        key=document.pk,
        kind=document.kind,
        made_at=document.made_at,
        about=tuple(document.about),
        corrects=document.corrects_id,
    )


def _item(placed: Placed, serial: int, document: Document, paper: Paper | None, corrected: Mapping[int, int]) -> Item:
    remarks = [f"已由第 {corrected[document.pk]} 件更正"] if document.pk in corrected else []
    remarks += [] if document.sha256 else ["纸质"]
    return Item(
        serial=serial,
        part=placed.part.title,
        section=placed.section.title,
        document=document,
        title=term("documents", document.kind),
        number=paper.number if paper else "",
        responsible=document.case.agency.name if paper else "",
        remark="，".join(remarks),
    )
