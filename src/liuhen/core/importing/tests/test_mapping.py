"""The mapping: what it may say, and that it names the line of what it may not."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from liuhen.core.importing.mapping import read_mapping
from liuhen.core.importing.mapping_schema import mapping_schema
from liuhen.core.importing.times import pattern_fault, read_time, zone_of
from liuhen.core.lawbook.errors import LawError
from liuhen.core.lawbook.vocabulary import Vocabulary, read_vocabulary

ROOT = Path(__file__).parents[5]
CHINA = timezone(timedelta(hours=8))
LEAST = "source: 甲\ncase: {id: a, number: b, cause: c, party: d, procedure: e, opened_at: f}\n"
SAID = LEAST + "times: {formats: [YYYY年M月D日]}\ndocuments:\n  - {kind: {value: penalty_decision}, made_at: g}\n"


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    files = (ROOT / "law/_vocabulary").glob("*.yaml")
    return read_vocabulary({path.stem: path.read_text(encoding="utf-8") for path in files})


def test_a_text_alone_is_a_column(words: Vocabulary) -> None:
    mapping = read_mapping(LEAST, name="m", vocabulary=words)
    assert mapping.case.number.column == "b"
    assert mapping.case.origin.value == "ex_officio"


@pytest.mark.parametrize(
    ("change", "line", "why"),
    [
        (("number: b, ", ""), 2, "缺少字段“number”"),
        (("number: b", "number: b, nunber: x"), 2, "不认识的字段“nunber”"),
        (("procedure: e", "procedure: {column: e, values: {x: nonsense}}"), 2, "“nonsense”不在词表 procedures 中"),
        (("number: b", "number: {column: b, value: x}"), 2, "column（列名）或者 value（固定值）之一"),
        (("YYYY年", "YY年"), 3, "缺少年月日"),
        (("penalty_decision", "no_such"), 5, "“no_such”不在词表 documents 中"),
        (("made_at: g", "made_at: g, sheet: 文书"), 5, "要一起写"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(words: Vocabulary, change: tuple[str, str], line: int, why: str) -> None:
    assert change[0] in SAID
    with pytest.raises(LawError) as refused:
        read_mapping(SAID.replace(*change), name="m", vocabulary=words)
    problem = refused.value.problems[0]
    assert why in problem.message
    assert problem.line == line


def test_the_schema_in_the_documents_is_the_one_of_the_program_and_takes_what_the_program_takes() -> None:
    written = json.loads((ROOT / "docs/formats/import-mapping.schema.json").read_text(encoding="utf-8"))
    assert written == mapping_schema()
    checks = Draft202012Validator(written)
    checks.check_schema(written)
    assert list(checks.iter_errors(yaml.safe_load(SAID))) == []
    assert list(checks.iter_errors(yaml.safe_load(SAID.replace("number: b, ", "")))) != []


def test_the_example_in_the_documents_is_a_mapping(words: Vocabulary) -> None:
    text = (ROOT / "docs/formats/import-mapping.md").read_text(encoding="utf-8")
    block = text.split("## An example\n\n")[1].split("\n\n## ")[0]
    example = "\n".join(line[4:] for line in block.splitlines())
    assert read_mapping(example, name="example", vocabulary=words).table.header == 2


def test_times_are_read_by_the_patterns_in_the_zone_given() -> None:
    patterns = ("YYYY年M月D日", "YYYY-MM-DD HH:mm")
    assert read_time("2020年3月1日", patterns, CHINA) == datetime(2020, 3, 1, tzinfo=CHINA)
    assert read_time("2020-03-01T09:30", patterns, UTC) == datetime(2020, 3, 1, 9, 30, tzinfo=UTC)
    assert read_time("2020-03-01 09:30:05", patterns, CHINA).second == 5, "how a spreadsheet's own dates arrive"
    for wrong in ("2020-3-1", "1850年1月1日", "2020年2月30日", "２０２０年3月1日"):
        with pytest.raises(ValueError, match=r"时间|日期|早于"):
            read_time(wrong, patterns, CHINA)
    assert zone_of("-03:30").utcoffset(None) == timedelta(hours=-3, minutes=-30)
    assert pattern_fault("YYYY-MM-DD MM") == "“YYYY-MM-DD MM”中 MM 出现了两次"
