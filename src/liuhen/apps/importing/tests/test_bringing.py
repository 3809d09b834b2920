"""A table of another system becomes cases: once, whole, and with every row answered for."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from openpyxl import load_workbook

from liuhen.apps.cases.models import Case, Document, Handler, Milestone
from liuhen.apps.importing import running
from liuhen.apps.importing.actions import end_run, open_run
from liuhen.apps.importing.inputs import Offered, TableGiven, Tally
from liuhen.apps.importing.models import Brought, RunState
from liuhen.apps.importing.reporting import report
from liuhen.apps.importing.running import go_through
from liuhen.apps.importing.tests.conftest import MAPPING, Give, numbered
from liuhen.apps.journal.actions import publish
from liuhen.apps.journal.models import Entry
from liuhen.apps.journal.verification import check_journal
from liuhen.apps.parties.models import Party
from liuhen.ports.tables import TableRefused
from liuhen.site.testing import Cast


def bring(cast: Cast, table: TableGiven) -> Tally:
    run = open_run(cast.custodian, Offered.of(table), RunState.RUNNING)
    tally = go_through(cast.custodian, table, run)
    end_run(run, dict(tally.counts()))
    return tally


def reasons(tally: Tally) -> list[tuple[str, int, str, str]]:
    return [(kind, fault.row, fault.column, fault.reason) for kind, fault in tally.findings]


def test_a_row_becomes_a_case_with_what_belongs_to_it(cast: Cast, give: Give) -> None:
    tally = bring(cast, give({}))
    assert (tally.brought, tally.refused) == (1, 0), tally.findings
    case = Case.objects.get(number="粤交罚〔2020〕1号")
    assert (case.cause, case.party, case.procedure, case.unit) == ("超限运输", "某运输公司", "ordinary", cast.unit)
    assert {one.person for one in Handler.objects.filter(case=case)} == {cast.handler, cast.officer}
    assert set(Milestone.objects.filter(case=case).values_list("kind", flat=True)) == {"filed", "decided", "archived"}
    assert Document.objects.get(case=case).kind == "penalty_decision"
    assert case.opened_at.isoformat() == "2020-03-01T01:30:00+00:00"


def test_each_case_has_its_own_journal_entry_and_every_row_its_seal(cast: Cast, give: Give) -> None:
    bring(cast, give({}, numbered(2)))
    entries = Entry.objects.filter(kind="importing.case_brought")
    assert [entry.case_number for entry in entries] == ["粤交罚〔2020〕1号", "粤交罚〔2020〕2号"]
    publish()
    assert check_journal().findings == []
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Brought.objects.update(external_id="x")


def test_running_again_brings_nothing_twice(cast: Cast, give: Give) -> None:
    bring(cast, give({}, numbered(2)))
    tally = bring(cast, give({}, numbered(2), numbered(3)))
    assert (tally.brought, tally.known, tally.refused) == (1, 2, 0)
    assert Case.objects.count() == 3


def test_a_changed_source_row_is_told_and_never_overwrites(cast: Cast, give: Give) -> None:
    bring(cast, give({}))
    tally = bring(cast, give({"当事人": "另一公司"}))
    assert (tally.brought, tally.known, tally.changed) == (0, 0, 1)
    assert reasons(tally) == [("changed", 2, "当事人", "导入时为“某运输公司”，本系统未作改动")]
    assert Case.objects.get().party == "某运输公司"


def test_a_trial_writes_nothing_and_says_the_same(cast: Cast, give: Give) -> None:
    before = Entry.objects.count()
    tally = go_through(cast.custodian, give({}, numbered(2, 立案日期="2020-13-01")), None)
    assert (tally.brought, tally.refused) == (1, 1)
    assert Case.objects.count() == 0
    assert Entry.objects.count() == before


def test_refused_rows_say_row_column_and_why_and_hold_up_no_other(cast: Cast, give: Give) -> None:
    table = give(
        {},
        numbered(2, 案由=""),
        numbered(3, 程序="听证程序"),
        numbered(4, 决定日期="2020-01-01"),
        numbered(5, 承办人="无此人"),
        numbered(6, 立案日期="2099-01-01"),
        numbered(7, 证件号="440101199001011234"),
        {**numbered(8), "案号": "粤交罚〔2020〕1号"},
        numbered(9, 案由="长" * 300),
    )
    tally = bring(cast, table)
    assert tally.brought == 1
    assert reasons(tally) == [
        ("refused", 3, "案由", "这一列是空的"),
        ("refused", 4, "程序", "“听证程序”不认识"),
        ("refused", 5, "决定日期", "早于“立案日期”（2020-03-02），互相矛盾"),
        ("refused", 7, "立案日期", "时间晚于现在"),
        ("refused", 8, "证件号", "末位校验码不符，号码可能抄错了一位。请核对证件。"),
        ("refused", 10, "案由", "有 300 个字，最多 200 个字"),
        ("refused", 6, "承办人", "本机构没有这个人"),
        ("refused", 9, "案号", "与第 2 行相同"),
    ]
    assert all(fault.advice for _, fault in tally.findings)


def test_a_number_that_a_case_here_has_is_refused(cast: Cast, give: Give) -> None:
    bring(cast, give({}))
    tally = bring(cast, give({"案件ID": "other"}))
    assert reasons(tally) == [("refused", 2, "案号", "这个案号已被本系统中的案件使用")]


def test_who_is_not_known_here_is_kept_in_words_where_the_mapping_says_so(cast: Cast, give: Give) -> None:
    mapping = MAPPING.replace("separator: 、}", "separator: 、, otherwise: keep}")
    tally = bring(cast, give({"承办人": "陈立、已退休者", "部门": "老部门"}, mapping=mapping))
    assert tally.brought == 1
    assert Brought.objects.get().remarks == ["办案部门：老部门", "承办人：已退休者"]


def test_a_party_of_whom_a_number_is_known_is_registered_as_one(cast: Cast, give: Give) -> None:
    person = numbered(2, 当事人="张三", 证件号="11010519491231002x", 电话="13800138000")
    firm = numbered(3, 信用代码="91350100M000100Y43")
    tally = bring(cast, give({}, person, firm, numbered(4, 信用代码="91350100M000100Y44", 电话="12")))
    assert [(fault.column, fault.row) for _, fault in tally.findings] == [("信用代码", 5), ("电话", 5)]
    assert tally.findings[0][1].value == "913" + "*" * 11 + "0Y44", "a report is passed on"
    parties = {one.case.number[-2:-1]: one for one in Party.objects.all()}
    assert {key: (one.kind, one.name, one.number) for key, one in parties.items()} == {
        "2": ("person", "张三", "11010519491231002X"),
        "3": ("organisation", "某运输公司", "91350100M000100Y43"),
    }
    assert (parties["2"].sex, str(parties["2"].birth)) == ("女", "1949-12-31")
    publish()
    assert check_journal().findings == []


def test_two_systems_may_use_the_same_ids(cast: Cast, give: Give) -> None:
    bring(cast, give({}))
    other = MAPPING.replace("市执法办案平台", "县局旧系统")
    assert bring(cast, give({"案号": "粤交罚〔2020〕99号"}, mapping=other)).brought == 1


def test_stopped_half_way_it_goes_on_where_it_stopped(cast: Cast, give: Give, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "PORTION", 2)
    table = give(*(numbered(n) for n in range(1, 6)))

    def pull_the_plug(tally: Tally) -> None:
        if tally.total == 4:
            raise KeyboardInterrupt

    run = open_run(cast.custodian, Offered.of(table), RunState.RUNNING)
    with pytest.raises(KeyboardInterrupt):
        go_through(cast.custodian, table, run, pull_the_plug)
    assert Case.objects.count() == 4
    tally = bring(cast, table)
    assert (tally.brought, tally.known) == (1, 4)


def test_documents_come_with_their_files_and_never_from_outside_the_folder(
    cast: Cast, give: Give, tmp_path: Path
) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "a.pdf").write_bytes(b"%PDF-1.7 a decision")
    (folder / "b.pdf").write_bytes(b"no pdf")
    (tmp_path / "secret.pdf").write_bytes(b"%PDF-1.7 not yours")
    (folder / "link.pdf").symlink_to(tmp_path / "secret.pdf")
    names = ("a.pdf", "b.pdf", "../secret.pdf", "link.pdf", "missing.pdf")
    table = give(*(numbered(n, 决定书=name) for n, name in enumerate(names)), documents=folder)
    tally = bring(cast, table)
    assert [fault.reason for _, fault in tally.findings] == [
        "不是 PDF 文件",
        "文件名不在文书文件夹之内",
        "文件名不在文书文件夹之内",
        "文书文件夹中没有这个文件",
    ]
    document = Document.objects.get()
    assert (document.original_name, document.size) == ("a.pdf", 19)
    assert len(document.sha256) == 64


def test_a_table_without_a_column_of_the_mapping_is_refused_whole(cast: Cast, give: Give) -> None:
    with pytest.raises(TableRefused, match="没有映射文件所写的列：无此列"):
        go_through(cast.custodian, give({}, mapping=MAPPING.replace("number: 案号", "number: 无此列")), None)


def test_only_the_custodian_brings_cases_in(cast: Cast, give: Give) -> None:
    for person in (cast.officer, cast.handler, cast.system_admin, cast.reader):
        with pytest.raises(PermissionDenied):
            open_run(person, Offered.of(give({})), RunState.RUNNING)


def test_no_cell_of_the_report_is_a_formula(cast: Cast, give: Give) -> None:
    tally = go_through(cast.custodian, give({"程序": "=HYPERLINK(1)"}), None)
    assert "'=HYPERLINK(1)" in report(tally.findings, "csv").decode("utf-8-sig")
    book = load_workbook(BytesIO(report(tally.findings, "xlsx")))
    assert [[cell.data_type for cell in row] for row in book.worksheets[0].iter_rows(min_row=2)] == [["s"] * 6]
    book.close()
