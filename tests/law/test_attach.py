"""`liuhen law attach` and `liuhen law new`: from an official document to a text, and back to compare them."""

import hashlib
import json
import os
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from liuhen.adapters.law_folder import DiskLawFolder
from liuhen.core.lawbook.fit import fit
from liuhen.core.lawbook.official import parse_official
from liuhen.core.lawbook.reading import read_yaml
from liuhen.core.lawbook.stated import short_title, stated_in
from liuhen.site.cli.law import law

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("LIUHEN_SHARED", ROOT.parent / "shared")) / "mission/regulations"
LAW = DiskLawFolder(ROOT / "law")
COUNTS = {
    "gd-province-2018": (31, 31),
    "gd-transport-2019": (35, 45),
    "wendeng-transport": (40, 51),
    "yexian-transport-2017": (25, 10),
    "chongqing-transport-2020": (20, 12),
}
WORDING = """甲县记录办法
第一条 目的。
第二条 应当制作下列笔录：
（一）询问笔录；
（三）勘验笔录。
第三条 自2026年1月1日起施行。
"""


@pytest.fixture(autouse=True)
def no_instance(monkeypatch, tmp_path):
    monkeypatch.setenv("LIUHEN_HOME", str(tmp_path / "nowhere"))


def run(*arguments):
    return CliRunner().invoke(law, [*map(str, arguments)])


@pytest.fixture
def wording(tmp_path):
    path = tmp_path / "official.txt"
    path.write_text(WORDING, encoding="utf-8")
    return path


@pytest.fixture
def begun(tmp_path, wording):
    result = run("new", "jia-2026", "--from", wording, "--into", tmp_path)
    assert result.exit_code == 0, result.output
    return tmp_path / "jia-2026"


@pytest.mark.parametrize("id", COUNTS)
def test_a_founding_text_attaches_with_all_its_articles_and_items(id):
    if not SHARED.is_dir():
        pytest.skip(f"no founding texts in {SHARED}: set LIUHEN_SHARED")
    if id not in LAW.ids():
        pytest.skip(f"{id} is not written yet")
    path = SHARED / f"{id}.txt"
    result = run("attach", id, path, "--json")
    found = json.loads(result.stdout)
    assert (len(found["articles"]), found["items"]) == COUNTS[id]
    assert found["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (result.exit_code, found["uncovered"], found["absent"], found["item_mismatches"]) == (0, [], [], [])
    assert found["kept"] is False


def test_a_new_text_is_filled_from_its_document_and_lints_with_what_is_left_to_fill(begun):
    result = run("lint", begun)
    assert result.exit_code == 1
    problems = result.stdout.splitlines()[:-1]
    assert all("还没有填写" in problem for problem in problems)
    files = {problem.split(":")[0] for problem in problems}
    assert files == {f"jia-2026/{name}" for name in ("text.yaml", "coverage.yaml", "cases/first.yaml")}
    assert "articles: 3" in (begun / "text.yaml").read_text(encoding="utf-8")
    assert "2 项 （一）（三）" in (begun / "coverage.yaml").read_text(encoding="utf-8")


NOTICE = """云岭县人民政府办公室文件
云政办发〔2026〕17号
各乡镇人民政府：
现将《云岭县城市管理行政执法全过程记录规定》印发给你们。
云岭县人民政府办公室
2026年5月18日
云岭县城市管理行政执法全过程记录规定
第一条  根据上级文件（省发〔2020〕3号）制定。上级办法自2020年2月1日起施行。
第二条  本规定自2026年7月1日起施行。
云岭县人民政府办公室  2026年5月19日印发
"""


def test_issuer_number_and_first_day_are_taken_from_the_document_where_it_states_them(tmp_path, begun):
    path = tmp_path / "notice.txt"
    path.write_text(NOTICE.replace("上级办法自2020年2月1日起施行。", ""), encoding="utf-8")
    assert run("new", "yunling", "--from", path, "--into", tmp_path).exit_code == 0
    written = read_yaml((tmp_path / "yunling/text.yaml").read_text(encoding="utf-8"), name="text.yaml")
    assert (written["issuer"], written["number"]) == ("云岭县人民政府办公室", "云政办发〔2026〕17号")
    assert written["in_force"] == {"from": "2026-07-01", "basis": "第二条", "certainty": "stated"}
    assert written["short"] == "城市管理行政执法规定"
    plain = read_yaml((begun / "text.yaml").read_text(encoding="utf-8"), name="text.yaml")
    assert plain["issuer"].startswith("〔待填〕")
    assert "number" not in plain


@pytest.mark.parametrize(
    ("last", "day"),
    [
        ("自2026年1月1日起施行。", (date(2026, 1, 1), "第二条")),
        ("本细则自2026年12月31日起试行，有效期二年。", (date(2026, 12, 31), "第二条")),
        ("本办法自印发之日起施行。", (None, "")),
        ("旧办法自2019年1月1日起施行的部分废止。", (None, "")),
        ("自2026年1月1日起施行。\n第三条 第二章自2027年1月1日起施行。", (date(2026, 1, 1), "第二条")),
        ("本办法自2026年1月1日起施行。\n第三条 本章自2027年1月1日起施行。", (None, "")),
        ("自2026年2月30日起施行。", (None, "")),
    ],
)
def test_the_first_day_is_the_one_the_document_names(last, day):
    stated = stated_in(parse_official(f"甲县办法\n第一条 目的。\n第二条 {last}\n"))
    assert (stated.in_force, stated.basis) == day


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("甲县记录办法", "甲县记录办法"),
        ("云岭县城市管理行政执法全过程记录规定（试行）", "城市管理行政执法规定"),
        ("威海市文登区交通运输局行政执法全过程记录实施细则", "交通运输局行政执法细则"),
        ("广东省行政执法全过程记录办法", "行政执法全过程记录办法"),
        ("关于进一步加强基层行政执法规范化建设的若干意见", ""),
    ],
)
def test_a_short_title_is_cut_where_a_word_begins_or_left_to_a_person(title, short):
    assert short_title(title) == short


def test_a_filled_text_has_no_problem_left(begun):
    for file in begun.rglob("*.yaml"):
        file.write_text(file.read_text(encoding="utf-8").replace("〔待填〕", ""), encoding="utf-8")
    result = run("lint", begun)
    assert result.exit_code == 0, result.stdout


def test_the_example_in_the_scaffold_is_a_working_duty_once_its_signs_are_taken_away(begun):
    for name in ("duties.yaml", "cases/first.yaml"):
        path = begun / name
        text = path.read_text(encoding="utf-8").replace("〔待填〕", "").replace("article: 12 ", "article: 2 ")
        lines = [line.removeprefix("#") if line.startswith("#  ") else line for line in text.splitlines()]
        path.write_text("\n".join(lines).replace(" []", "") + "\n", encoding="utf-8")
    coverage = begun / "coverage.yaml"
    text = coverage.read_text(encoding="utf-8").replace("〔待填〕", "").splitlines()
    text[-2] = "  - {article: 2, as: duty, reason: 入库, duties: [store-24h]}"
    coverage.write_text("\n".join(text) + "\n", encoding="utf-8")
    (begun / "text.yaml").write_text((begun / "text.yaml").read_text(encoding="utf-8").replace("〔待填〕", ""))
    problems = run("lint", begun).stdout.splitlines()
    assert len(problems) == 2, problems  # only the failing case is still to be written
    assert "没有履行" in problems[0]


def test_a_text_that_is_there_is_never_overwritten(begun, tmp_path, wording):
    before = (begun / "text.yaml").read_text(encoding="utf-8")
    result = run("new", "jia-2026", "--from", wording, "--into", tmp_path)
    assert result.exit_code == 1
    assert "已经存在" in result.output
    assert (begun / "text.yaml").read_text(encoding="utf-8") == before


@pytest.mark.parametrize(("arguments", "word"), [(["甲县"], "标识"), (["jia"], "--title")])
def test_a_new_text_needs_an_id_and_a_title(arguments, word, tmp_path):
    result = run("new", *arguments, "--into", tmp_path)
    assert result.exit_code == 2
    assert word in result.output


def test_what_document_and_text_lack_of_each_other_is_told(begun, wording):
    wording.write_text(WORDING.replace("第三条 自", "第三条 另行规定。\n第四条 自"), encoding="utf-8")
    result = run("attach", begun, wording, "--dry-run")
    assert result.exit_code == 1
    assert "没有的条：第4条" in result.stdout
    wording.write_text(WORDING.partition("第三条")[0], encoding="utf-8")
    assert "原文没有的条：第3条" in run("attach", begun, wording, "--dry-run").stdout


def test_an_item_cited_otherwise_than_printed_is_told():
    text = LAW.text("gd-transport-2019")
    printed = "第九条 情形：" + "".join(f"（{n}）甲；" for n in "一二三四五六七八九十")
    mismatches = fit(parse_official("第一条 甲。\n" + printed), text).items
    assert {(m.position, m.label, m.printed) for m in mismatches if m.article == 9} >= {
        (8, "（七）", "（八）"),
        (11, "（十）", ""),
    }
    assert all(str(m).startswith("第9条") for m in mismatches if m.article == 9)


def test_a_scan_says_what_to_do_and_ends_with_exit_code_2(tmp_path, begun):
    picture = tmp_path / "scan.pdf"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    result = run("attach", begun, picture, "--dry-run")
    assert "OCR" in str(result.exception)


def test_without_an_instance_nothing_is_kept_and_it_says_so(begun, wording):
    assert "没有存入实例" in run("attach", begun, wording).stdout
