"""What the YAML reader lets in, and what it refuses with a line number."""

import pytest

from liuhen.core.lawbook.errors import LawError
from liuhen.core.lawbook.reading import MAX_CHARACTERS, Mapping, line_of, read_yaml


def refusal(text):
    with pytest.raises(LawError) as caught:
        read_yaml(text, name="x.yaml")
    return caught.value.problems[0]


def test_every_scalar_stays_text():
    tree = read_yaml("a: no\nb: 24:00\nc: 0x10\nd: 1_000\ne: 2019-03-01\nf: ~\n", name="x.yaml")
    assert dict(tree) == {"a": "no", "b": "24:00", "c": "0x10", "d": "1_000", "e": "2019-03-01", "f": "~"}


def test_lines_are_remembered_for_every_part():
    tree = read_yaml("a: 1\nb:\n  - x\n  - c: 2\n", name="x.yaml")
    assert line_of(tree, ["b", 1, "c"]) == 4
    assert line_of(tree, ["b", 0, "missing"]) == 3


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "重复"),
        ("a: &x [1]\nb: *x\n", 1, "锚点"),
        ("a: !!python/object:os.system x\n", 1, "标签"),
        ("a:\n\t- 1\n", 2, "制表符"),
        ("a: [1\n", 2, "YAML"),
        ("a: 1\n---\nb: 2\n", 2, "一份"),
        ("- 1\n", 1, "映射"),
        ("", 1, "空"),
        ("? [a]\n: 1\n", 1, "键"),
    ],
)
def test_what_is_not_plain_is_refused_at_its_line(text, line, word):
    problem = refusal(text)
    assert problem.line == line
    assert word in problem.message


def test_a_billion_laughs_never_start():
    bomb = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
    assert "锚点" in refusal(bomb).message


@pytest.mark.parametrize("text", ["[" * 5000, "a: " + "{b: " * 3000, "- " * 5000])
def test_deep_nesting_is_refused_not_recursed_into(text):
    refusal(text)


def test_a_huge_file_is_refused():
    assert "字符" in refusal("a: " + "x" * MAX_CHARACTERS).message


def test_merging_keeps_the_line_of_each_key():
    ours, theirs = read_yaml("a: 1\nb: 2\n", name="x"), read_yaml("\n\nb: 3\n", name="x")
    merged = ours.merged(theirs)
    assert dict(merged) == {"a": "1", "b": "3"}
    assert merged.lines == {"a": 1, "b": 3}
    assert isinstance(merged, Mapping)
