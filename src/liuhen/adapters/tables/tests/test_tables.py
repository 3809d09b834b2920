"""Tables of strangers: what they hold is read, what they hide is refused with words that help."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from liuhen.adapters.tables.parent import ChildTables
from liuhen.core.importing.mapping import TableShape
from liuhen.core.importing.rows import Row
from liuhen.ports.tables import TableRefused

Write = Callable[[bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def put(data: bytes) -> Path:
        path = tmp_path / "table"
        path.write_bytes(data)
        return path

    return put


def read(path: Path, **shape: object) -> tuple[tuple[str, ...], list[Row]]:
    with ChildTables(cpu_seconds=20).open(path, TableShape(**shape), name="表") as table:  # type: ignore[arg-type]
        return table.columns, list(table.rows)


def workbook(*rows: list[object], sheet: str = "案件") -> bytes:
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def repacked(data: bytes, **parts: bytes) -> bytes:
    """The workbook with other contents for some of its parts (__ in a name stands for /)."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        replaced = {name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin") for name in parts}
        for name in old.namelist():
            if name not in replaced:
                new.writestr(name, old.read(name))
        for key, content in parts.items():
            new.writestr(key.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), content)
    return file.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_is_read_in_the_encodings_that_occur(write: Write, encoding: str) -> None:
    columns, rows = read(write("案号;当事人\r\n1号;甲\r\n\r\n3号; 乙 \r\n".encode(encoding)))
    assert columns == ("案号", "当事人")
    assert [(row.number, dict(row.cells)) for row in rows] == [
        (2, {"案号": "1号", "当事人": "甲"}),
        (4, {"案号": "3号", "当事人": "乙"}),
    ]


def test_a_cell_over_several_lines_keeps_the_row_numbers_right(write: Write) -> None:
    _, rows = read(write('案号,案由\n1号,"上\n下"\n2号,x\n'.encode()))
    assert [(row.number, row.text("案由")) for row in rows] == [(2, "上\n下"), (4, "x")]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "空的"),
        (b"\xff\xfe\x00\xd8", "编码"),
        (b"\x81\x20\xff\xff,\xfe", "编码"),
        ("案号\n1\x00号".encode(), "NUL"),
        ('案号,案由\n1号,"没有收尾\n'.encode(), "引号没有配对"),
        (b",,\n1,2,3\n", "表头行是空的"),
        ("案号,案号\n1,2\n".encode(), "出现不止一次"),
        (b"\xd0\xcf\x11\xe0old", "另存为不加密的 .xlsx"),
        (b"PK\x03\x04broken", "损坏"),
        (b'[{"a": 1}', "不是合法的 JSON"),
        (b'{"data": 1}', "不是列表"),
        (b"[" * 100_000, "嵌套太深"),
        (b"[1]", "不是“键: 值”"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(write: Write, data: bytes, why: str) -> None:
    with pytest.raises(TableRefused, match=why):
        read(write(data))


def test_a_workbook_gives_texts_whole_numbers_and_times(write: Write) -> None:
    half_past_nine = datetime(2020, 3, 1, 9, 30)  # noqa: DTZ001  a spreadsheet knows no zone
    data = workbook(["案号", "件数", "日期"], ["1号", 3.0, half_past_nine], [None], ["2号", 2.5, None])
    columns, rows = read(write(data))
    assert columns == ("案号", "件数", "日期")
    assert [(row.number, dict(row.cells)) for row in rows] == [
        (2, {"案号": "1号", "件数": "3", "日期": "2020-03-01 09:30:00"}),
        (4, {"案号": "2号", "件数": "2.5"}),
    ]


def test_formulas_errors_and_numbers_that_lost_digits_are_faults_of_their_cells(write: Write) -> None:
    _, rows = read(write(workbook(["a", "b", "c"], ["=1+1", "#REF!", 440101199001011234])))
    assert rows[0].cells == {}
    assert list(rows[0].faults) == ["a", "b", "c"]


def test_another_sheet_and_another_heading_row_are_found(write: Write) -> None:
    data = workbook(["某局案件表"], ["案号"], ["1号"], sheet="数据")
    columns, rows = read(write(data), sheet="数据", header=2)
    assert (columns, rows[0].number) == (("案号",), 3)
    with pytest.raises(TableRefused, match="没有名为“无”的工作表，有：数据"):
        read(write(data), sheet="无")


def test_workbooks_with_macros_entities_or_bombs_are_refused(write: Write) -> None:
    plain = workbook(["案号"], ["1号"])
    with pytest.raises(TableRefused, match="宏"):
        read(write(repacked(plain, xl__vbaProject_bin=b"x")))
    with pytest.raises(TableRefused, match="实体"):
        read(write(repacked(plain, xl__workbook_xml=b'<!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>')))
    with pytest.raises(TableRefused, match="展开后太大"):
        read(write(repacked(plain, xl__sharedStrings_xml=b"<a>" + bytes(170 << 20))))


def test_an_overlong_cell_is_a_fault_of_its_row_alone(write: Write) -> None:
    _, rows = read(write(f"案号,案由\n1号,{'长' * 30_000}\n2号,x\n".encode()))
    assert "超过" in rows[0].faults["案由"]
    assert rows[1].text("案由") == "x"


def test_json_gives_dotted_names_and_lists_of_records(write: Write) -> None:
    record = {"id": 7, "party": {"name": "甲"}, "acts": ["罚款", "没收"], "docs": [{"kind": "决定书", "n": 1}]}
    columns, rows = read(write(json.dumps({"data": {"cases": [record]}}).encode()), records="data.cases")
    assert columns == ("id", "party.name", "acts", "docs")
    assert rows[0].cells == {"id": "7", "party.name": "甲", "acts": "罚款、没收"}
    assert rows[0].lists["docs"] == [{"kind": "决定书", "n": "1"}]


def test_a_child_that_dies_is_a_refusal(write: Write) -> None:
    child = ChildTables(command=("false",))
    with pytest.raises(TableRefused, match="内存或者时间"), child.open(write(b"a\n1\n"), TableShape(), name="表"):
        pass
