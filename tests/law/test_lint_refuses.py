"""`liuhen law lint` against what is broken or hostile: a sentence in Chinese and exit code 1, never a traceback."""

import os
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WHOLE = "agency: {id: a, name: 甲}\n"
LAUGHS = 'a: &a ["x"]\n' + "".join(f"{b}: &{b} [{','.join(['*' + a] * 9)}]\n" for a, b in pairwise("abcdefghi"))
HOSTILE = {
    "laughs": (LAUGHS, "锚点"),
    "scalar": (WHOLE + "case: {number: " + "甲" * 1_000_000 + "}\n", "这一行超过"),
    "deep": ("a: " + "[" * 10_000 + "]" * 10_000 + "\n", "嵌套超过"),
    "keys": (WHOLE * 2, "重复（前一个在第 1 行）"),
    "types": ("agency: [1]\nsteps: 甲\n", "应为列表"),
    "tab": ("agency:\n\tid: a\n", "制表符"),
    "digits": (WHOLE + "case: {number: 一, milestones: {filed: ２０１９-01-01 09:00}}\n", "全角字符"),
    "nul": (WHOLE + 'case: {number: "一\0"}\n', ":2: 含有看不见的控制字符（U+0000）"),
    "tag": ('agency: !!python/object/apply:os.system ["id"]\n', "类型标签"),
    "list": ("- a\n", "最外层应为"),
    "empty": ("", "文件是空的"),
}


def lint(path):
    command = [sys.executable, "-c", "from liuhen.site.cli.main import main; main()", "law", "lint", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, timeout=60)
    assert "Traceback" not in done.stdout + done.stderr
    return done.returncode, done.stdout


def refused(path, words):
    code, said = lint(path)
    assert (code, words in said) == (1, True), said


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_yaml_is_refused_with_the_reason(name, tmp_path):
    text, words = HOSTILE[name]
    path = tmp_path / f"{name}.yaml"
    path.write_bytes(text.encode())
    refused(path, words)


def test_a_byte_order_mark_does_no_harm_and_another_encoding_is_named(tmp_path):
    marked, other = tmp_path / "marked.yaml", tmp_path / "other.yaml"
    marked.write_bytes(WHOLE.encode("utf-8-sig"))
    other.write_bytes(WHOLE.encode("utf-16"))
    assert lint(marked)[0] == 0
    refused(other, "UTF-8")


def test_a_file_of_300_megabytes_is_not_read(tmp_path):
    path = tmp_path / "huge.yaml"
    with path.open("wb") as file:
        file.truncate(300 * 1024 * 1024)
    refused(path, "请拆分")


def test_what_is_no_readable_file_is_said_to_be_none(tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    os.mkfifo(tmp_path / "pipe.yaml")
    refused(tmp_path / "folder", "没有这个文件")
    refused(tmp_path / "loop.yaml", "绕成了圈")
    refused(tmp_path / "pipe.yaml", "不是普通文件")
    refused(tmp_path / "nowhere.yaml", "没有这个文件")


def test_a_folder_whose_worked_case_fails_ends_with_exit_code_1(tmp_path):
    shutil.copytree(ROOT / "law", tmp_path / "law")
    place = tmp_path / "law/yexian-transport-2017"
    case = place / "cases/use-and-conduct.yaml"
    case.write_text(case.read_text(encoding="utf-8").replace("state: met", "state: open", 1), encoding="utf-8")
    refused(place, "应为 open，实为 met")
    refused(case, "应为 open，实为 met")
