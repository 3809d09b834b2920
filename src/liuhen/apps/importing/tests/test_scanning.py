"""Scans find their case, kind and day by their names; their bytes are kept as they were scanned."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from PIL import Image

from liuhen.apps.cases.models import Document
from liuhen.apps.importing.actions import open_run
from liuhen.apps.importing.inputs import Offered
from liuhen.apps.importing.models import RunState, Scan
from liuhen.apps.importing.running import go_through
from liuhen.apps.importing.scanning import ScanResult, attach_scans
from liuhen.apps.importing.tests.conftest import MAPPING, Give
from liuhen.apps.journal.actions import publish
from liuhen.apps.journal.verification import check_journal
from liuhen.ports.outside import outside
from liuhen.site.testing import Cast

NAMED = MAPPING + 'scans: {name: "{case}/{date}_{kind}*", kinds: {现场照片: inspection_record}}\n'


@pytest.fixture
def folder(cast: Cast, give: Give, tmp_path: Path) -> Path:
    """A brought case A-1, and a folder of scans."""
    table = give({"决定日期": ""}, mapping=NAMED)
    run = open_run(cast.custodian, Offered.of(table), RunState.RUNNING)
    go_through(cast.custodian, table, run)
    folder = tmp_path / "scans"
    (folder / "A-1").mkdir(parents=True)
    return folder


def attach(cast: Cast, give: Give, folder: Path, *, trial: bool = False) -> list[ScanResult]:
    return list(attach_scans(cast.custodian, folder, give(mapping=NAMED).mapping, trial=trial))


def test_a_picture_becomes_a_document_and_stays_as_it_was_scanned(cast: Cast, give: Give, folder: Path) -> None:
    path = folder / "A-1/20200305_现场照片_1.jpg"
    Image.new("RGB", (80, 40), "white").save(path)
    assert [one.outcome for one in attach(cast, give, folder, trial=True)] == ["fitting"]
    assert not Document.objects.exists()
    (result,) = attach(cast, give, folder)
    assert (result.outcome, result.case) == ("attached", "粤交罚〔2020〕1号")
    document, scan = Document.objects.get(), Scan.objects.get()
    assert (document.kind, f"{document.made_at:%Y-%m-%d}") == ("inspection_record", "2020-03-04"), "midnight in China"
    with outside().vault.open(document.sha256) as pdf, outside().vault.open(scan.sha256) as scanned:
        assert pdf.read(5) == b"%PDF-"
        assert scanned.read() == path.read_bytes()
    publish()
    assert check_journal().findings == []


def test_the_same_scan_again_is_known(cast: Cast, give: Give, folder: Path) -> None:
    (folder / "A-1/20200410_行政处罚决定书.pdf").write_bytes(b"%PDF-1.7 a decision")
    assert [one.outcome for one in attach(cast, give, folder)] == ["attached"]
    assert [one.outcome for one in attach(cast, give, folder)] == ["known"]
    assert Document.objects.get().sha256 == Scan.objects.get().sha256


def test_a_file_that_fits_nothing_says_why_and_holds_up_no_other(cast: Cast, give: Give, folder: Path) -> None:
    for name in ("A-1/20200410_无此文书.pdf", "A-1/notes.pdf", "A-1/20201340_行政处罚决定书.pdf", "A-1/a.docx",
                 "B-9/20200410_行政处罚决定书.pdf", "A-1/20990101_行政处罚决定书.pdf"):  # fmt: skip
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"%PDF-1.7")
    (folder / "A-1/20200410_行政处罚决定书.jpg").write_bytes(b"no picture")
    (folder / "A-1/20200411_行政处罚决定书.pdf").write_bytes(b"%PDF-1.7 good")
    results = attach(cast, give, folder)
    reasons = {one.path: one.reason for one in results if one.outcome == "refused"}
    assert "不是文书名称" in reasons["A-1/20200410_无此文书.pdf"]
    assert "与 scans.name" in reasons["A-1/notes.pdf"]
    assert "不是存在的日期" in reasons["A-1/20201340_行政处罚决定书.pdf"]
    assert "不是 PDF、JPG 或者 TIFF" in reasons["A-1/a.docx"]
    assert "没有从这个来源导入过" in reasons["B-9/20200410_行政处罚决定书.pdf"]
    assert "请在案件页登记" in reasons["A-1/20990101_行政处罚决定书.pdf"]
    assert "重新扫描" in reasons["A-1/20200410_行政处罚决定书.jpg"]
    assert len(results) - len(reasons) == 1


def test_only_the_custodian_attaches_scans(cast: Cast, give: Give, folder: Path) -> None:
    with pytest.raises(PermissionDenied):
        list(attach_scans(cast.handler, folder, give(mapping=NAMED).mapping, trial=True))
