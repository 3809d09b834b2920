"""The official wording: attached from a document, pinned, shown beside the duties, superseded and kept."""

from __future__ import annotations

import hashlib

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.utils import DatabaseError

from liuhen.apps.journal.queries import body_of, entries_about
from liuhen.apps.journal.triggers import REFUSAL
from liuhen.apps.lawlib.actions import attach_wording
from liuhen.apps.lawlib.models import OfficialWording
from liuhen.apps.lawlib.official import as_data, mismatch, official_from
from liuhen.apps.lawlib.outline import numbers_in, outline
from liuhen.apps.lawlib.queries import text_for, wording_of
from liuhen.apps.lawlib.tests.conftest import TEXT, signed_in
from liuhen.core.lawbook.official import parse_official
from liuhen.ports.official_document import Document
from liuhen.ports.outside import outside

WORDS = """某市执法记录办法
第一章　总则
第一条　为了示范，写下这一条。
第二条　应当写明下列事项：
（一）甲事项；
（三）乙事项。
"""
DATA = WORDS.encode()


def full(numbers):
    return "\n".join(f"第{number}条　示范条文。" for number in numbers).encode()


def chinese(number):
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else digits[tens]) + "十" if tens else ""
    return head + (digits[ones] if ones else "")


def test_the_bytes_are_kept_and_the_articles_found(bench):
    row = attach_wording(bench.reviewer, TEXT, "办法.txt", DATA)
    assert row.sha256 == hashlib.sha256(DATA).hexdigest()
    with outside().vault.open(row.sha256) as kept:
        assert kept.read() == DATA
    found = wording_of(bench.agency, TEXT)
    assert found is not None
    assert found.official == parse_official(WORDS)
    second = found.article(2)
    assert second is not None
    assert [(item.position, item.label, item.misnumbered) for item in second.items] == [
        (1, "（一）", False),
        (2, "（三）", True),
    ]


def test_what_was_parsed_comes_back_from_plain_data():
    official = parse_official(WORDS)
    assert official_from(as_data(official)) == official


def test_what_no_database_takes_is_left_out_of_the_wording(bench, monkeypatch):
    odd = Document("第一条　甲\x00乙\ud800丙。", "0" * 64, "pdf")
    monkeypatch.setattr(type(outside().documents), "read", lambda self, data, *, name: odd)
    attach_wording(bench.reviewer, TEXT, "办法.pdf", DATA)
    found = wording_of(bench.agency, TEXT)
    assert found is not None
    assert "甲乙?丙" in found.official.articles[0].text


def test_attaching_is_journalled_with_the_digest(bench):
    row = attach_wording(bench.reviewer, TEXT, "办法.txt", DATA)
    body = body_of(entries_about("text", TEXT).get(kind="lawlib.wording_attached"))
    assert body["data"]["sha256"] == row.sha256
    assert f"lawlib.officialwording/{row.pk}" in body["rows"]


def test_a_later_document_supersedes_and_the_earlier_stays(bench):
    first = attach_wording(bench.reviewer, TEXT, "一.txt", DATA)
    second = attach_wording(bench.head, TEXT, "二.txt", full(["一", "二", "三"]))
    found = wording_of(bench.agency, TEXT)
    assert found is not None
    assert found.row == second
    page = signed_in(bench.officer).get(f"/law/{TEXT}/wording/").content.decode()
    assert "一.txt" in page
    assert "二.txt" in page
    got = signed_in(bench.officer).get(f"/law/{TEXT}/wording/{first.pk}/")
    assert got.content == DATA
    assert "attachment" in got.headers["Content-Disposition"]


def test_an_attached_document_can_be_neither_changed_nor_removed(bench):
    attach_wording(bench.reviewer, TEXT, "办法.txt", DATA)
    with pytest.raises(DatabaseError, match=REFUSAL), transaction.atomic():
        OfficialWording.objects.update(sha256="0" * 64)
    with pytest.raises(DatabaseError, match=REFUSAL), transaction.atomic():
        OfficialWording.objects.all().delete()


def test_who_has_no_right_may_not_attach_and_a_neighbour_sees_nothing(bench):
    with pytest.raises(PermissionDenied):
        attach_wording(bench.officer, TEXT, "办法.txt", DATA)
    row = attach_wording(bench.reviewer, TEXT, "办法.txt", DATA)
    assert wording_of(bench.outsider.agency, TEXT) is None
    assert signed_in(bench.outsider).get(f"/law/{TEXT}/wording/{row.pk}/").status_code == 404
    file = SimpleUploadedFile("a.txt", DATA)
    assert signed_in(bench.officer).post(f"/law/{TEXT}/wording/", {"file": file}).status_code == 403


@pytest.mark.parametrize(
    ("name", "data"),
    [("空白.txt", b"   \n"), ("图.jpg", b"\xff\xd8\xff\xe0" + bytes(200)), ("文.txt", "没有条文的文件".encode())],
)
def test_a_wrong_file_is_refused_beside_the_field_and_leaves_nothing(bench, name, data):
    with pytest.raises(ValidationError) as refused:
        attach_wording(bench.reviewer, TEXT, name, data)
    assert "file" in refused.value.error_dict
    answer = signed_in(bench.reviewer).post(f"/law/{TEXT}/wording/", {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 422
    assert "id_file-error" in answer.content.decode()
    assert not OfficialWording.objects.exists()
    assert not list(outside().vault.iter_digests())


def test_articles_that_only_one_side_has_are_marked(bench):
    law = text_for(bench.agency, TEXT)
    assert law is not None
    numbers = [number for number in range(1, law.info.articles + 2) if number != 7]
    attach_wording(bench.reviewer, TEXT, "办法.txt", full(chinese(number) for number in numbers))
    found = wording_of(bench.agency, TEXT)
    assert found is not None
    differs = mismatch(law, found.official)
    assert (differs.only_document, differs.only_coverage) == ([law.info.articles + 1], [7])
    leaves = {leaf.number: leaf for branch in outline(law, official=found.official) for leaf in branch.leaves}
    assert list(leaves) == numbers_in(law, found.official)
    assert leaves[7].not_in_document
    assert leaves[law.info.articles + 1].not_answered
    client = signed_in(bench.officer)
    assert "里没有这一条" in client.get(f"/law/{TEXT}/7/").content.decode()
    assert "还没有说明怎样回应" in client.get(f"/law/{TEXT}/{law.info.articles + 1}/").content.decode()
    assert "原文中没有" in client.get(f"/law/{TEXT}/").content.decode()


def test_the_article_shows_wording_answer_and_duties_side_by_side(bench):
    attach_wording(bench.reviewer, TEXT, "办法.txt", DATA)
    page = signed_in(bench.officer).get(f"/law/{TEXT}/2/").content.decode()
    assert "甲事项" in page
    assert "印刷序号有误，按位置为第 2 项" in page
    assert "要旨" in page
