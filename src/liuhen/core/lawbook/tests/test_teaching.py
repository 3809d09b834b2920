"""What is wrong with a file is told with its line and with what to write instead."""

import pytest

from liuhen.core.lawbook.errors import LawError
from liuhen.core.lawbook.load import TextFiles, load_text
from liuhen.core.lawbook.near import half_width, near
from liuhen.core.lawbook.reading import MAX_CHARACTERS, read_yaml
from liuhen.core.lawbook.vocabulary import Vocabulary, Word

WORDS = Vocabulary(
    {
        name: {code: Word(code, label)}
        for name, code, label in [
            ("roles", "officer", "执法人员"),
            ("documents", "inquiry_record", "询问笔录"),
            ("ranks", "rule", "规范性文件"),
        ]
    }
)
TEXT = """id: x
title: 甲
short: 甲
issuer: 乙
rank: rule
articles: 1
in_force: {from: 2020-01-01, basis: 第一条}
"""
DUTIES = """text: x
duties:
  - id: record
    article: 1
    kind: text_record
    modality: must
    subject: step
    title: 询问
    needs: {documents: [inquiry_record]}
    owner: officer
"""
COVERAGE = "text: x\narticles:\n  - {article: 1, as: duty, reason: 询问, duties: [record]}\n"


def problems(**changed):
    files = {"text": TEXT, "duties": DUTIES, "coverage": COVERAGE, **changed}
    with pytest.raises(LawError) as caught:
        load_text(TextFiles(folder="x", **files), WORDS)
    return caught.value.problems


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("kind: text_record", "kind: text_recrod", 5, ["“text_record”"]),
        ("modality: must", "modality: most", 6, ["“must”"]),
        ("title: 询问", "titel: 询问", 8, ["不认识的字段“titel”", "“title”"]),
        ("{documents: [", "{docments: [", 9, ["“documents”"]),
        ("    owner: officer\n", "", 3, ["缺少字段“owner”", "liuhen law words roles"]),
        ("article: 1\n", "article: １\n", 4, ["全角", "请改成 1"]),
        ("[inquiry_record]", "inquiry_record", 9, ["列表", "[a]"]),
        ("owner: officer", "owner: officer\n    deadline: {amount: 1, unit: hours}", 11, ["from", "起算"]),
        (
            "owner: officer",
            "owner: officer\n    deadline: {amount: 1, unit: hour, from: step_end}",
            11,
            ["hour", "“hours”"],
        ),
    ],
)
def test_a_fault_of_a_duty_is_told_with_its_line_and_its_remedy(old, new, line, words):
    assert old in DUTIES
    found = problems(duties=DUTIES.replace(old, new))
    assert any(p.line == line and all(word in p.message for word in words) for p in found), found


def test_a_date_in_full_width_digits_is_told_how_to_be_written():
    (found,) = problems(text=TEXT.replace("2020-01-01", "２０２０-０１-０１"))
    assert (found.line, "请改成 2020-01-01" in found.message) == (7, True)


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("a: 1\nb: " + "x" * 200_000 + "\n", 2, "这一行"),
        ("a:\n" + "  - 一二三四五六七八九十\n" * 90_000, None, "拆成几个文件"),
        ("a: &x [1]\nb: [*x, *x]\n", 1, "锚点"),
        ("a: 1\n\nb:\n\t- 1\n", 4, "制表符"),
        ("a:\n  b: 1\n  c: 2\n  b: 3\n", 4, "第 2 行"),
        ("a: !!set {x}\n", 1, "标签"),
    ],
)
def test_hostile_yaml_is_refused_at_its_line(text, line, word):
    with pytest.raises(LawError) as caught:
        read_yaml(text, name="x.yaml")
    problem = caught.value.problems[0]
    assert word in problem.message
    assert problem.line == (line or text.count("\n", 0, MAX_CHARACTERS) + 1)


def test_only_near_words_are_suggested():
    assert "“inquiry_record”" in near("inquiry-recrod", ["inquiry_record", "verdict"])
    assert near("moon", ["inquiry_record"]) == ""
    assert half_width("24") == half_width("二十四") == ""
