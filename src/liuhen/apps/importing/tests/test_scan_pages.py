"""Scans handed in on the page: tried as they come, refused with a reason, attached once, when somebody says so."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from liuhen.apps.cases.models import Document
from liuhen.apps.importing.actions import end_run, open_run
from liuhen.apps.importing.inputs import Offered
from liuhen.apps.importing.jobs import work_off
from liuhen.apps.importing.models import RunState, Scan, ScanBatch, ScanFile
from liuhen.apps.importing.queries import kept_digests
from liuhen.apps.importing.running import go_through
from liuhen.apps.importing.tests.conftest import Give
from liuhen.apps.journal.actions import publish
from liuhen.apps.journal.models import Entry
from liuhen.apps.journal.verification import check_journal
from liuhen.ports.outside import outside
from liuhen.site.testing import Cast

PDF = b"%PDF-1.7 a decision"
GOOD = "粤交罚〔2020〕1号_20200410_行政处罚决定书_1.pdf"


@pytest.fixture
def browser(cast: Cast, give: Give) -> Client:
    """The custodian, whose agency has brought the case A-1 in."""
    table = give({"决定日期": ""})
    run = open_run(cast.custodian, Offered.of(table), RunState.RUNNING)
    go_through(cast.custodian, table, run)
    end_run(run, {})
    browser = Client()
    browser.force_login(cast.custodian)
    return browser


def begin(browser: Client, **said: object) -> ScanBatch:
    answer = browser.post("/importing/scans/", {"name": "{案号}_{日期}_{文书}*", **said})
    assert answer.status_code == 302, answer.content.decode()
    return ScanBatch.objects.latest("pk")


def hand_in(browser: Client, batch: ScanBatch, **files: bytes) -> None:
    given = [SimpleUploadedFile(name, data) for name, data in files.items()]
    assert browser.post(f"/importing/scans/{batch.pk}/add/", {"files": given}).status_code == 302


def page(browser: Client, batch: ScanBatch) -> str:
    return browser.get(f"/importing/scans/{batch.pk}/").content.decode()


def photograph() -> bytes:
    file = BytesIO()
    Image.new("RGB", (80, 40), "white").save(file, "JPEG")
    return file.getvalue()


def test_scans_are_tried_first_and_attached_once_somebody_says_so(browser: Client) -> None:
    batch, picture = begin(browser), photograph()
    hand_in(browser, batch, **{GOOD: PDF, "A-1_20200305_现场笔录.jpg": picture})
    assert "附入 2 份" in page(browser, batch)
    assert not Document.objects.exists() and work_off() == 0
    browser.post(f"/importing/scans/{batch.pk}/attach/")
    assert "离开本页也会继续" in page(browser, batch)
    assert work_off() == 1
    assert "附入完毕" in page(browser, batch)
    assert {one.kind for one in Document.objects.all()} == {"penalty_decision", "on_site_record"}
    with outside().vault.open(Scan.objects.get(path__endswith=".jpg").sha256) as kept:
        assert kept.read() == picture
    assert Entry.objects.filter(kind="importing.scan_attached").count() == 2
    publish()
    assert check_journal().findings == []


def test_every_file_that_fits_nowhere_is_told_why(browser: Client) -> None:
    batch = begin(browser)
    files = {
        "扫描0001.pdf": "文件名与 文件名写法",
        "A-1_20200410_无此文书.pdf": "不是文书名称",
        "A-1_20201340_行政处罚决定书.pdf": "不是存在的日期",
        "B-9_20200410_行政处罚决定书.pdf": "没有从其他系统导入过",
        "A-1_20200410_行政处罚决定书.docx": "不是 PDF、JPG 或者 TIFF",
        "A-1_20990101_行政处罚决定书.pdf": "请在案件页登记",
        "A-1_20200411_行政处罚决定书.jpg": "重新扫描",
    }
    hand_in(browser, batch, **dict.fromkeys(files, b"no picture"))
    told = {one.path: one.reason for one in ScanFile.objects.filter(outcome="refused")}
    assert {name: why in told[name] for name, why in files.items()} == dict.fromkeys(files, True), told
    assert all(reason in page(browser, batch) for reason in told.values())
    answer = browser.post(f"/importing/scans/{batch.pk}/attach/", follow=True)
    assert "没有可以附入的扫描件" in answer.content.decode()
    assert not set(ScanFile.objects.values_list("sha256", flat=True)) - {""}, "nothing of it is kept"


def test_nothing_is_attached_twice(browser: Client) -> None:
    batch = begin(browser)
    hand_in(browser, batch, **{GOOD: PDF, "A-1_20200410_行政处罚决定书_copy.pdf": PDF})
    assert "是同一份扫描件" in page(browser, batch)
    hand_in(browser, batch, **{GOOD: PDF})
    browser.post(f"/importing/scans/{batch.pk}/attach/")
    assert "已经附入过" in browser.post(f"/importing/scans/{batch.pk}/attach/", follow=True).content.decode()
    work_off()
    second = begin(browser)
    hand_in(browser, second, **{GOOD: PDF})
    assert ScanFile.objects.get(batch=second).outcome == "known"
    assert Document.objects.count() == 1


def test_two_batches_that_both_fitted_attach_the_scan_once(browser: Client) -> None:
    batches = [begin(browser), begin(browser)]
    for batch in batches:
        hand_in(browser, batch, **{GOOD: PDF})
        browser.post(f"/importing/scans/{batch.pk}/attach/")
    assert work_off() == 2
    assert [one.outcome for one in ScanFile.objects.order_by("pk")] == ["attached", "known"]
    assert Document.objects.count() == 1


def test_a_list_says_what_the_files_are(browser: Client) -> None:
    first, second = "扫描0001.pdf,粤交罚〔2020〕1号,行政处罚决定书,2020-04-10", "扫描0002,A-1,现场笔录,2020/3/5"
    text = f"文件名,案号,文书,日期\n{first}\n{second}\n"
    batch = begin(browser, table=SimpleUploadedFile("清单.csv", text.encode("utf-8-sig")))
    hand_in(browser, batch, **{"扫描0001.pdf": PDF, "扫描0002.pdf": PDF + b"2", "扫描0003.pdf": PDF + b"3"})
    assert "按清单 清单.csv 识别" in page(browser, batch)
    assert "清单中没有这个文件名" in page(browser, batch)
    kinds = [(one.kind, one.outcome) for one in ScanFile.objects.order_by("path")]
    assert kinds == [("penalty_decision", "fitting"), ("on_site_record", "fitting"), ("", "refused")]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("文件名,案号\n1,2\n", "清单没有这些列：文书、日期"),
        ("文件名,案号,文书,日期\n1,A,笔录,2020-01-01\n1,B,笔录,2020-01-01\n", "出现了两次"),
        ("文件名,案号,文书,日期\n", "一个文件也没有"),
    ],
)
def test_a_list_that_cannot_be_used_is_told_beside_its_field(browser: Client, text: str, why: str) -> None:
    answer = browser.post("/importing/scans/", {"table": SimpleUploadedFile("清单.csv", text.encode("utf-8-sig"))})
    assert answer.status_code == 422 and why in answer.content.decode()
    assert not ScanBatch.objects.exists()


def test_a_pattern_that_cannot_do_is_told(browser: Client) -> None:
    answer = browser.post("/importing/scans/", {"name": "{案号}_{文书}"})
    assert answer.status_code == 422 and "应当各有一个" in answer.content.decode()


def test_what_was_handed_in_belongs_to_the_vault(browser: Client) -> None:
    batch = begin(browser)
    hand_in(browser, batch, **{"A-1_20200305_现场笔录.jpg": photograph()})
    file = ScanFile.objects.get()
    assert {file.sha256, file.pdf_sha256} <= set(kept_digests())


def test_the_page_asks_as_many_questions_for_many_files_as_for_one(
    browser: Client, django_assert_max_num_queries: object
) -> None:
    batch = begin(browser)
    hand_in(browser, batch, **{f"A-1_20200410_行政处罚决定书_{n}.pdf": PDF + b"%d" % n for n in range(20)})
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        page(browser, batch)


def test_only_the_custodian_of_the_agency_sees_them(cast: Cast, browser: Client) -> None:
    batch = begin(browser)
    for person, answer in ((cast.handler, 403), (cast.outsider, 404)):
        browser.force_login(person)
        assert browser.get("/importing/scans/").status_code == 403
        for address in ("", "add/", "attach/"):
            place = f"/importing/scans/{batch.pk}/{address}"
            asked = browser.post(place) if address else browser.get(place)
            assert asked.status_code == answer, place
