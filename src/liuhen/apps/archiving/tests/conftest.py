"""The world of these tests: a closed case with documents written here, uploaded, and kept on paper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Dictionary, Name

from liuhen.apps.archiving.actions import NewVolume, make_volume, set_fonds
from liuhen.apps.archiving.models import Volume
from liuhen.apps.cases.actions import File, NewCase, NewDocument, open_case, register_document, set_milestone
from liuhen.apps.cases.models import Case, Document
from liuhen.apps.documents.tests.conftest import CHINA, NINE, NOW, World, make_world
from liuhen.site.testing import outside_at

CLOSED = datetime(2026, 11, 20, 17, 0, tzinfo=CHINA)


def pdf(pages: int = 1, *, words: bool = False, turned: int = 0) -> bytes:
    """A file of blank pages; with `words` in a font that is not inside, as PDF/A forbids; `turned` by degrees."""
    with pikepdf.Pdf.new() as made:
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        for _ in range(pages):
            made.add_blank_page(page_size=(595, 842))
            page = made.pages[-1]
            page.obj.Rotate = turned
            if words:
                page.obj.Resources = Dictionary(Font=Dictionary(F0=font))
                page.obj.Contents = made.make_stream(b"BT /F0 24 Tf 72 700 Td (scan) Tj ET")
        file = BytesIO()
        made.save(file)
    return file.getvalue()


class Closed:
    """The world of documents, its case closed, and what is done with it here."""

    def __init__(self, world: World) -> None:
        self.world, self.cast, self.case = world, world.cast, world.case

    def paper(self, kind: str, hours: int = 0, file: bytes | None = None, **more: Any) -> Document:
        """A document registered for the case, with its PDF or only on paper."""
        given = File(source=[file], name=f"{kind}.pdf") if file else None
        new = NewDocument(kind=kind, made_at=NINE + timedelta(hours=hours), file=given, **more)
        return register_document(self.cast.handler, self.case, new)

    def volume(self, template: str = "penalty_parts", **more: Any) -> Volume:
        """The volume, made by the handler."""
        return make_volume(self.cast.handler, self.case, NewVolume(template=template, **more))

    def other_case(self, *, closed: bool = True, number: int = 2) -> Case:
        """Another case of the handler, with a document on paper."""
        new = NewCase(number=f"粤交罚〔2026〕{number}号", cause="超限运输", party="李某")
        case = open_case(self.cast.handler, new)
        register_document(self.cast.handler, case, NewDocument(kind="other_record", made_at=NINE))
        if closed:
            set_milestone(self.cast.handler, case, "closed", NOW)
        return case


@pytest.fixture
def closed_unnumbered(db: None, tmp_path: Path) -> Iterator[Closed]:
    with outside_at(NOW, home=tmp_path):
        world = make_world(tmp_path)
        set_milestone(world.cast.handler, world.case, "closed", CLOSED)
        yield Closed(world)


@pytest.fixture
def closed(closed_unnumbered: Closed) -> Closed:
    set_fonds(closed_unnumbered.cast.custodian, "J019")
    return closed_unnumbered
