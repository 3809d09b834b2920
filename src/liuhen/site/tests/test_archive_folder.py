"""The folder an archive takes in: whole, told by its manifest, checked, and refused where it can't be."""

from __future__ import annotations

import hashlib
import json
from xml.etree import ElementTree

import pytest

from liuhen.apps.archiving.folder import NotReady, safe_name
from liuhen.apps.archiving.tests.conftest import closed, closed_unnumbered, pdf  # noqa: F401 - fixtures
from liuhen.apps.journal.models import Entry
from liuhen.site.archive_folder import FolderRefused, make_folder


@pytest.fixture
def whole(closed, tmp_path_factory):  # noqa: F811 - the fixture
    """A case with a document written here, an uploaded one and one on paper, its volume, and a place to write to."""
    closed.world.in_force()
    closed.paper("payment_receipt", 1, pdf(2))
    closed.paper("other_record", 2)
    closed.volume()
    return closed, tmp_path_factory.mktemp("archive") / "folder"


def test_every_file_is_there_as_the_manifest_tells(whole):
    closed, into = whole  # noqa: F811
    outcome = make_folder(closed.case, into)
    manifest = json.loads((into / "manifest.json").read_bytes())
    told = {one["path"]: one["sha256"] for one in manifest["files"]}
    there = {path.relative_to(into).as_posix() for path in into.rglob("*") if path.is_file()}
    assert there == {*told, "manifest.json", "sha256sum.txt"}
    assert all(hashlib.sha256((into / path).read_bytes()).hexdigest() == digest for path, digest in told.items())
    assert outcome.passed
    assert Entry.objects.get(kind="archiving.folder_made").case_number == closed.case.number


def test_the_content_of_documents_and_their_signatures_lie_beside_their_pdf(whole):
    closed, into = whole  # noqa: F811
    make_folder(closed.case, into)
    (said,) = [json.loads(path.read_bytes()) for path in (into / "documents").glob("*.json")]
    assert said["content"]["place"] == "国道检查站"
    assert {one["content_sha256"] for one in said["signatures"]} == {said["content_sha256"]}


def test_the_metadata_name_volume_pieces_and_acts(whole):
    closed, into = whole  # noqa: F811
    make_folder(closed.case, into)
    root = ElementTree.fromstring((into / "metadata.xml").read_bytes())  # noqa: S314 - written a moment ago
    assert root.findtext("案卷/档号") == "J019-ZY·XZCF·2026·D30-0001"
    assert [piece.findtext("格式") for piece in root.findall("件")].count("纸质") == 1
    assert "立卷" in {act.findtext("业务行为") for act in root.findall("业务实体")}


def test_made_again_it_goes_on_and_a_changed_file_is_made_good(whole):
    closed, into = whole  # noqa: F811
    make_folder(closed.case, into)
    changed = next((into / "documents").glob("*.pdf"))
    changed.write_bytes(b"%PDF-1.7 changed")
    assert make_folder(closed.case, into).passed
    assert not changed.read_bytes().endswith(b"changed")


def test_a_folder_with_something_else_in_it_is_refused(whole):
    closed, into = whole  # noqa: F811
    into.mkdir()
    (into / "私人.txt").write_text("x")
    with pytest.raises(FolderRefused, match="私人"):
        make_folder(closed.case, into)


def test_without_a_volume_or_with_one_that_lacks_a_document_nothing_is_written(closed, tmp_path):  # noqa: F811
    closed.world.in_force()
    with pytest.raises(NotReady, match="还没有立卷"):
        make_folder(closed.case, tmp_path / "folder")
    closed.volume()
    closed.paper("other_record", 2)
    with pytest.raises(NotReady, match="其他书面记录"):
        make_folder(closed.case, tmp_path / "folder")


@pytest.mark.parametrize(
    ("words", "name"), [("罚款/缴纳:凭证", "罚款_缴纳_凭证"), ("..", "_"), ("a\x00\nb", "a_b"), ("长" * 99, "长" * 60)]
)
def test_names_mean_nothing_to_any_system(words, name):
    assert safe_name(words) == name
