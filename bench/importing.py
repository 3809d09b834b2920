"""How long it takes to bring N cases of another system in, from the table to the last verdict.

    .venv/bin/python bench/importing.py [N] [--xlsx]

A real instance (SQLite) with one agency of 5 squads and 50 officers that three texts bind gets a table of N cases (CSV,
or XLSX with --xlsx): 16 columns, two handlers, four milestones, two documents and an identity number each; one row in
fifty has a fault. `liuhen case bring` runs as people run it: first as a trial, then in earnest (reading, checking,
writing, a journal entry for each case, judging all of them, publishing the log), then again, which must bring nothing.
Time should grow with N and not faster; 10,000 cases may take 5 minutes.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from typical import instance

SQUADS, OFFICERS, FAULTY = 5, 50, 50
TEXTS = ("gd-province-2018", "gd-transport-2019", "cn-transport-procedure-2021")
MAPPING = """
source: 测试办案平台
case:
  id: 案件ID
  number: 案号
  cause: 案由
  party: 当事人
  plate: 车牌号
  procedure: {column: 程序, values: {一般程序: ordinary, 简易程序: summary}}
  acts: {value: penalty}
  unit: 部门
  handlers: {column: 承办人, separator: 、}
  opened_at: 登记时间
milestones: {filed: 立案日期, decided: 决定日期, closed: 结案日期, archived: 归档日期}
party: {identity: 证件号}
documents:
  - {kind: {value: filing_form}, made_at: 立案日期}
  - {kind: {value: penalty_decision}, made_at: 决定日期}
"""
COLUMNS = ("案件ID", "案号", "案由", "当事人", "证件号", "车牌号", "程序", "部门", "承办人", "登记时间", "立案日期",
           "决定日期", "结案日期", "归档日期", "地点", "备注")  # fmt: skip


def main() -> None:
    """Write the table, bring it in three times, and say what each took."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("number", nargs="?", type=int, default=10_000, metavar="N")
    words.add_argument("--xlsx", action="store_true")
    given = words.parse_args()
    with instance() as home:
        _people()
        table, mapping = home / ("cases.xlsx" if given.xlsx else "cases.csv"), home / "mapping.yaml"
        _write(table, given.number)
        mapping.write_text(MAPPING, encoding="utf-8")
        good = given.number - given.number // FAULTY
        for title, more, brought in (("trial", ("--dry-run",), good), ("in earnest", (), good), ("again", (), 0)):
            began, before = time.perf_counter(), _worked()
            found = _bring(home, table, mapping, *more)
            seconds, worked = time.perf_counter() - began, _worked() - before
            assert found["brought"] == brought, found["brought"]
            assert found["refused"] == given.number // FAULTY, found["refused"]
            print(
                f"{given.number} rows, {title}: {seconds:.1f} s, CPU {worked:.1f} s, {found['brought']} brought",
                flush=True,
            )
        _check(home, good)


def _worked() -> float:
    """Processor time of the commands run so far, with all their processes, in seconds."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _people() -> None:
    from liuhen.apps.lawlib.models import Binding
    from liuhen.apps.people.actions import add_agency, add_unit
    from liuhen.apps.people.models import Person, RoleGrant
    from liuhen.apps.people.roles import Role
    from liuhen.core.lawbook.fields import parse_moment

    agency = add_agency(None, "bench", "测试执法局", territory="guangdong", field="transport")
    for text in TEXTS:
        Binding.objects.create(agency=agency, text=text, since=parse_moment("2019-03-01 00:00"))
    units = [add_unit(None, agency, f"{n + 1}大队") for n in range(SQUADS)]
    for n in range(OFFICERS):
        Person.objects.create(username=f"p{n}", name=f"人员{n:02}", certificate=f"4401{n:05}", unit=units[n % SQUADS])
    custodian = Person.objects.create(username="custodian", name="资料员", unit=units[0])
    RoleGrant.objects.create(person=custodian, role=Role.CUSTODIAN.value)


def _rows(number: int) -> Iterator[list[str]]:
    for n in range(number):
        filed = date(2020, 1, 1) + timedelta(days=n % 2000)
        decided, closed = filed + timedelta(days=40), filed + timedelta(days=60)
        yield [
            f"C{n:07}", f"测罚〔{filed.year}〕{n:06}号", f"案由{n % 40}", f"当事人{n:06}", _identity(n),
            f"粤A{n % 100000:05}",
            "" if n % FAULTY == FAULTY - 1 else "一般程序", f"{n % SQUADS + 1}大队",
            f"人员{n % OFFICERS:02}、4401{(n + 1) % OFFICERS:05}", f"{filed} 09:{n % 60:02}", f"{filed}", f"{decided}",
            f"{closed}", f"{closed + timedelta(days=20)}", "某检查站", "其他系统的备注 " * 5,
        ]  # fmt: skip


def _identity(n: int) -> str:
    """An identity number that exists nowhere, with its check digit."""
    digits = f"440101{1960 + n % 40}0101{n % 1000:03}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return digits + "10X98765432"[sum(int(sign) * weight for sign, weight in zip(digits, weights, strict=True)) % 11]


def _write(path: Path, number: int) -> None:
    from openpyxl import Workbook

    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            lines = csv.writer(file)
            lines.writerow(COLUMNS)
            lines.writerows(_rows(number))
        return
    book = Workbook(write_only=True)
    sheet = book.create_sheet("案件")
    sheet.append(COLUMNS)
    for row in _rows(number):
        sheet.append(row)
    book.save(path)


def _bring(home: Path, table: Path, mapping: Path, *more: str) -> dict[str, Any]:
    words = [
        sys.executable,
        "-m",
        "liuhen",
        "case",
        "bring",
        str(table),
        "--mapping",
        str(mapping),
        "--by",
        "custodian",
    ]
    settings = {**os.environ, "LIUHEN_HOME": str(home)}
    done = subprocess.run([*words, "--json", *more], env=settings, stdout=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1, done.stdout[-2000:]  # some rows are refused
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _check(home: Path, number: int) -> None:
    """Every case is judged, every entry published, and no row disagrees with its seal."""
    from liuhen.apps.cases.models import Case
    from liuhen.apps.duties.models import Judgement
    from liuhen.apps.journal.verification import check_journal

    assert Case.objects.count() == Judgement.objects.count() == number
    # The people were written as rows, by no act; everything else was.
    findings = [one for one in check_journal().findings if not one.about.startswith(("people.", "lawlib."))]
    assert not findings, findings[:3]
    size = (home / "liuhen.sqlite3").stat().st_size
    print(f"journal, rows and log agree; the database has {size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
