"""Making a volume: what lies in it, what is registered, what is refused and leaves nothing behind."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from pikepdf import pdfa

from liuhen.apps.archiving import making
from liuhen.apps.archiving.actions import NewVolume, make_volume
from liuhen.apps.archiving.contents import contents_of
from liuhen.apps.archiving.models import Volume
from liuhen.apps.archiving.sheets import result_of
from liuhen.apps.archiving.tests.conftest import CLOSED, pdf
from liuhen.apps.cases.actions import archive, set_milestone
from liuhen.apps.cases.models import Document
from liuhen.apps.documents.models import Paper
from liuhen.apps.documents.tests.conftest import NOW
from liuhen.apps.journal.models import Entry
from liuhen.ports.outside import outside


def bytes_of(volume):
    with outside().vault.open(volume.sha256) as file:
        return file.read()


def bookmarks(volume):
    def told(items):
        return [(item.title, told(item.children)) for item in items]

    with pikepdf.open(BytesIO(bytes_of(volume))) as found, found.open_outline() as outline:
        return told(outline.root)


def test_a_volume_of_what_was_written_here_is_pdfa_and_numbered_through(closed):
    closed.world.in_force()
    closed.paper("investigation_report", 1)
    volume = closed.volume()
    assert volume.archival
    assert pdfa.validate_written(BytesIO(bytes_of(volume)), "2b").passed
    assert [(one["title"], one["part"], one["first"]) for one in volume.catalogue] == [
        ("检查记录", "正卷", 1),
        ("案件调查报告", "副卷", volume.catalogue[0]["last"] + 1),
    ]
    assert volume.pages == volume.catalogue[-1]["last"]
    assert volume.number == "J019-ZY·XZCF·2026·D30-0001"


def test_bookmarks_lead_to_each_document_below_its_part(closed):
    closed.world.in_force()
    closed.paper("investigation_report", 1)
    names = bookmarks(closed.volume())
    assert [name for name, _ in names] == ["封面", "卷内目录", "正卷", "副卷", "卷内备考表"]
    assert names[2][1] == [("1. 检查记录", [])]


def test_the_catalogue_is_registered_so_that_the_case_can_be_archived(closed):
    closed.world.in_force()
    volume = closed.volume()
    assert (volume.document.kind, volume.document.matters) == ("file_catalogue", ["archiving"])
    assert volume.document.sha256
    archive(closed.cast.handler, closed.case, CLOSED)
    assert Entry.objects.filter(kind="archiving.volume_made", case_number=closed.case.number).count() == 1


def test_the_custodian_makes_it_too_and_who_may_only_look_does_not(closed):
    closed.world.in_force()
    assert make_volume(closed.cast.custodian, closed.case, NewVolume(template="penalty_by_time")).pk
    with pytest.raises(PermissionDenied):
        make_volume(closed.cast.inspector, closed.case, NewVolume(template="penalty_by_time"))


def test_made_again_it_takes_in_what_came_since_and_bears_the_same_number(closed):
    closed.world.in_force()
    first = closed.volume()
    archive(closed.cast.handler, closed.case, CLOSED)
    closed.paper("reconsideration_reply", 2)
    second = closed.volume()
    assert (second.number, second.replaces) == (first.number, first)
    assert second.document.corrects_id == first.document_id
    assert len(second.catalogue) == len(first.catalogue) + 1


def test_numbers_run_on_from_case_to_case(closed):
    closed.world.in_force()
    closed.volume()
    other = closed.other_case()
    assert make_volume(closed.cast.handler, other, NewVolume(template="penalty_by_time")).number.endswith("D30-0002")


def test_without_a_code_of_the_fonds_the_number_stays_open(closed_unnumbered):
    closed_unnumbered.world.in_force()
    assert closed_unnumbered.volume().number == ""


def test_a_document_on_paper_has_a_page_that_says_so(closed):
    closed.paper("payment_receipt", 1)
    volume = closed.volume()
    assert (volume.catalogue[0]["slip"], volume.pages) == (True, 1)


def test_an_upload_that_is_not_pdfa_is_bound_in_and_the_volume_claims_nothing(closed):
    closed.world.in_force()
    closed.paper("payment_receipt", 1, pdf(3, words=True))
    volume = closed.volume("penalty_by_time")
    assert not volume.archival
    assert [(one["title"], one["archival"]) for one in volume.catalogue] == [
        ("罚款缴纳凭证", False),
        ("检查记录", True),
    ]
    assert (volume.catalogue[0]["first"], volume.catalogue[0]["last"]) == (1, 3)
    assert b"pdfaid:part" not in bytes_of(volume)
    with pikepdf.open(BytesIO(bytes_of(volume))) as found:
        assert "pdfaid:part" not in found.open_metadata()


@pytest.mark.parametrize(
    ("file", "why"),
    [(b"%PDF-1.7\nnothing of the kind", "已损坏"), (b"", "已损坏"), ("locked", "打开密码")],
    ids=["broken", "cut", "locked"],
)
def test_a_file_that_cannot_be_bound_is_named_and_nothing_is_left_behind(closed, file, why):
    given = locked() if file == "locked" else file or pdf()[:40]
    closed.paper("payment_receipt", 1, given)
    with pytest.raises(ValidationError) as refused:
        closed.volume()
    assert "第 1 件罚款缴纳凭证" in refused.value.messages[0]
    assert why in refused.value.messages[0]
    assert not Volume.objects.exists()
    assert not Document.objects.filter(kind="file_catalogue").exists()
    volume = closed.volume(skip=True)
    assert volume.catalogue[0]["slip"]


def locked():
    file = BytesIO()
    with pikepdf.open(BytesIO(pdf())) as made:
        made.save(file, encryption=pikepdf.Encryption(owner="a", user="b"))
    return file.getvalue()


def test_an_open_case_has_no_volume_yet(closed):
    case = closed.other_case(closed=False)
    with pytest.raises(ValidationError, match="结案"):
        make_volume(closed.cast.handler, case, NewVolume(template="penalty_by_time"))
    set_milestone(closed.cast.handler, case, "closed", NOW)
    with pytest.raises(ValidationError, match="排列"):
        make_volume(closed.cast.handler, case, NewVolume(template="permit_by_time"))


def test_a_file_that_is_gone_from_the_vault_is_told(closed):
    document = closed.paper("payment_receipt", 1, pdf())
    with outside().vault.local(document.sha256) as path:
        path.unlink()
    with pytest.raises(ValidationError, match="不在保管库中"):
        closed.volume()


def test_what_is_registered_while_it_is_bound_stops_it(closed, monkeypatch):
    closed.world.in_force()
    honest = making.bound  # type: ignore[attr-defined]

    @contextmanager
    def slow(*told, **more):
        with honest(*told, **more) as made:
            closed.paper("other_record", 2)
            yield made

    monkeypatch.setattr(making, "bound", slow)
    with pytest.raises(ValidationError, match="登记了新的内容"):
        closed.volume()
    assert not Volume.objects.exists()
    assert not Document.objects.filter(kind="file_catalogue").exists()


def test_the_cover_tells_the_outcome_as_the_latest_document_that_has_it(closed):
    notice = contents_of(closed.case, outside().law.volumes()["penalty_parts"])
    said = {
        1: Paper(form="penalty_decision", content={"penalty": "罚款三万元"}),
        2: Paper(form="closing_report", content={}),
    }
    assert result_of(replace(notice, papers=said)) == "罚款三万元"
