"""A draft and a document in force as a file to be worked on elsewhere."""

from __future__ import annotations

import io

from django.test import Client
from docx import Document as Docx

from liuhen.apps.documents.tests.conftest import World
from liuhen.apps.journal.models import Entry


def _browser(world: World, who: str = "handler") -> Client:
    client = Client()
    client.force_login(getattr(world.cast, who))
    return client


def _words(data: bytes) -> str:
    paper = Docx(io.BytesIO(data))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in paper.paragraphs), *cells, paper.sections[0].header.paragraphs[0].text])


def test_a_draft_is_given_as_a_file_with_what_was_written(world: World) -> None:
    draft = world.draft()
    answer = _browser(world).get(f"/documents/{draft.pk}/docx/")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    words = _words(answer.content)
    assert "车辆未取得经营许可。" in words
    assert "不是文书原件" in words
    assert _browser(world, "outsider").get(f"/documents/{draft.pk}/docx/").status_code == 404


def test_a_document_in_force_is_given_as_a_copy_and_that_is_journalled(world: World) -> None:
    document = world.in_force()
    answer = _browser(world, "inspector").get(f"/documents/papers/{document.pk}/docx/")
    assert "（见原件）" in _words(answer.content)
    last = Entry.objects.filter(subject_kind="document").order_by("-seq").first()
    assert last is not None
    assert (last.kind, last.actor_name) == ("cases.document_viewed", world.cast.inspector.name)
    assert _browser(world, "outsider").get(f"/documents/papers/{document.pk}/docx/").status_code == 404
