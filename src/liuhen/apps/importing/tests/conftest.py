"""The world of these tests: the cast, a clock that stands still, a mapping, and tables written on the spot."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from liuhen.apps.importing.inputs import TableGiven
from liuhen.core.importing.mapping import read_mapping
from liuhen.ports.outside import outside
from liuhen.site.testing import Cast, make_cast, outside_at

CHINA = timezone(timedelta(hours=8))
NOW = datetime(2026, 11, 20, 18, 0, tzinfo=CHINA)
MAPPING = """
source: 市执法办案平台
case:
  id: 案件ID
  number: 案号
  cause: 案由
  party: 当事人
  procedure: {column: 程序, values: {一般程序: ordinary, 简易: summary}}
  acts: {value: penalty}
  unit: {column: 部门, otherwise: keep}
  handlers: {column: 承办人, separator: 、}
  opened_at: 登记日期
milestones: {filed: 立案日期, decided: 决定日期, archived: 归档日期}
party: {identity: 证件号, credit_code: 信用代码, telephone: 电话}
documents:
  - {kind: {value: penalty_decision}, made_at: 决定日期, file: 决定书}
"""
FIRST = {
    "案件ID": "A-1",
    "案号": "粤交罚〔2020〕1号",
    "案由": "超限运输",
    "当事人": "某运输公司",
    "程序": "一般程序",
    "部门": "一大队",
    "承办人": "陈立、440101001",
    "登记日期": "2020-03-01 09:30",
    "立案日期": "2020-03-02",
    "决定日期": "2020-04-10",
    "归档日期": "2020-06-01",
    "证件号": "",
    "信用代码": "",
    "电话": "",
    "决定书": "",
}
Give = Callable[..., TableGiven]


@pytest.fixture
def cast(db: None) -> Iterator[Cast]:
    with outside_at(NOW):
        yield make_cast()


@pytest.fixture
def give(cast: Cast, tmp_path: Path) -> Give:
    """A table of rows, each the first one but for what is given; the mapping may be another."""

    def make(*rows: dict[str, str], mapping: str = MAPPING, documents: Path | None = None) -> TableGiven:
        path = tmp_path / "cases.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            lines = csv.DictWriter(file, FIRST.keys())
            lines.writeheader()
            lines.writerows({**FIRST, **row} for row in rows)
        return given(path, mapping, documents)

    return make


def given(path: Path, mapping: str = MAPPING, documents: Path | None = None) -> TableGiven:
    read = read_mapping(mapping, name="mapping.yaml", vocabulary=outside().law.vocabulary())
    return TableGiven(path=path, name=path.name, mapping=read, mapping_text=mapping, documents=documents)


def numbered(n: int, **also: Any) -> dict[str, str]:
    """A row of its own."""
    return {"案件ID": f"A-{n}", "案号": f"粤交罚〔2020〕{n}号", **also}
