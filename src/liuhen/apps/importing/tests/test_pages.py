"""The pages of importing: a table is tried, its report read, and brought in when somebody says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from liuhen.apps.cases.models import Case
from liuhen.apps.importing.jobs import work_off
from liuhen.apps.importing.models import Run
from liuhen.apps.importing.tests.conftest import MAPPING, Give, numbered
from liuhen.apps.journal.actions import publish
from liuhen.apps.journal.models import Entry
from liuhen.apps.journal.verification import check_journal
from liuhen.site.testing import Cast


@pytest.fixture
def browser(cast: Cast) -> Client:
    browser = Client()
    browser.force_login(cast.custodian)
    return browser


def hand_in(browser: Client, path: Path, mapping: str = MAPPING) -> Run:
    table = SimpleUploadedFile("案件.csv", path.read_bytes())
    answer = browser.post("/importing/", {"table": table, "mapping": mapping})
    assert answer.status_code == 302, answer.content.decode()
    return Run.objects.latest("pk")


def test_a_table_is_tried_first_and_nothing_is_written(browser: Client, give: Give) -> None:
    run = hand_in(browser, give({}, numbered(2, 案由="")).path)
    assert "试运行中" in browser.get(f"/importing/{run.pk}/").content.decode()
    assert work_off() == 1
    page = browser.get(f"/importing/{run.pk}/").content.decode()
    assert "导入 1 件" in page
    assert "这一列是空的" in page
    assert Case.objects.count() == 0


def test_it_is_brought_in_once_somebody_says_so(browser: Client, give: Give) -> None:
    run = hand_in(browser, give({}, numbered(2)).path)
    work_off()
    browser.post(f"/importing/{run.pk}/bring/")
    assert "离开本页也会继续" in browser.get(f"/importing/{run.pk}/").content.decode()
    work_off()
    assert "导入完毕" in browser.get(f"/importing/{run.pk}/").content.decode()
    assert Case.objects.count() == 2
    again = browser.post(f"/importing/{run.pk}/bring/", follow=True)
    assert "已经导入过" in again.content.decode()
    assert Entry.objects.filter(kind="importing.asked").count() == 1
    publish()
    assert check_journal().findings == []
    assert work_off() == 0


def test_the_report_is_taken_away_as_a_table(browser: Client, give: Give) -> None:
    run = hand_in(browser, give(numbered(2, 案由="")).path)
    work_off()
    assert browser.get(f"/importing/{run.pk}/findings/").content[:2] == b"PK"
    text = browser.get(f"/importing/{run.pk}/findings/?as=csv").content.decode("utf-8-sig")
    assert text.splitlines()[1].startswith("2,未导入,案由,,这一列是空的,")


def test_a_mapping_that_cannot_be_read_is_told_beside_its_field(browser: Client, give: Give) -> None:
    table = SimpleUploadedFile("案件.csv", give({}).path.read_bytes())
    answer = browser.post("/importing/", {"table": table, "mapping": MAPPING.replace("ordinary", "nonsense")})
    assert answer.status_code == 422
    assert "“nonsense”不在词表 procedures 中" in answer.content.decode()
    assert Run.objects.count() == 0


def test_a_table_that_cannot_be_read_says_why(browser: Client, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("别的列\n1\n", encoding="utf-8")
    run = hand_in(browser, path)
    work_off()
    assert "没有映射文件所写的列" in browser.get(f"/importing/{run.pk}/").content.decode()


def test_the_mapping_used_last_is_offered_again(browser: Client, give: Give) -> None:
    assert "原办案系统的名称" in browser.get("/importing/").content.decode()
    hand_in(browser, give({}).path)
    assert "市执法办案平台" in browser.get("/importing/").content.decode()


def test_pages_ask_as_many_questions_for_many_runs_as_for_one(
    browser: Client, give: Give, django_assert_max_num_queries: object
) -> None:
    for _ in range(12):
        hand_in(browser, give({}).path)
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        browser.get("/importing/")


def test_only_the_custodian_of_the_agency_sees_them(cast: Cast, browser: Client, give: Give) -> None:
    run = hand_in(browser, give({}).path)
    for person, answer in ((cast.handler, 403), (cast.reader, 403), (cast.outsider, 404)):
        browser.force_login(person)
        assert browser.get(f"/importing/{run.pk}/").status_code == answer
        assert browser.get("/importing/").status_code == 403
        assert browser.post(f"/importing/{run.pk}/bring/").status_code == answer
