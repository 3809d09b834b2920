"""`liuhen case`, `liuhen package` and `liuhen verify`: the same verdict with and without the database, and packages."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone

import pytest
from click.testing import CliRunner

from liuhen.apps.cases.actions import NewCase, NewStep, Taking, Times, add_step, open_case, register_document
from liuhen.apps.cases.inputs import File, NewDocument
from liuhen.apps.duties.actions import judge
from liuhen.apps.lawlib.actions import bind_text
from liuhen.site.cli.main import cli
from liuhen.site.testing import make_cast, outside_at

NINE = datetime(2026, 11, 20, 9, 0, tzinfo=timezone(timedelta(hours=8)))
NOW = NINE + timedelta(hours=3)
NUMBER = "粤交罚〔2026〕1号"
AT = "2026-11-22 12:00"
TEXT = "gd-transport-2019"


@pytest.fixture
def run(db, tmp_path, monkeypatch):
    """Run the command line on an instance with one case."""
    (tmp_path / "liuhen.sqlite3").touch()
    monkeypatch.setenv("LIUHEN_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    with outside_at(NOW):
        _register()
        yield lambda *words: CliRunner().invoke(cli, list(words))


def _register():
    cast = make_cast()
    bind_text(None, cast.agency, TEXT)
    case = open_case(cast.handler, NewCase(number=NUMBER, cause="超限运输", party="某公司", acts=("penalty",)))
    people = (Taking(person=cast.officer), Taking(person=cast.handler))
    new = NewStep(kind="on_site_inspection", stage="investigation", times=Times(start=NINE, end=NOW), people=people)
    step = add_step(cast.handler, case, new)
    paper = File(source=[b"%PDF-1.7\nrecord"], name="现场笔录.pdf")
    register_document(cast.handler, case, NewDocument(kind="on_site_record", made_at=NOW, step=step.pk, file=paper))
    judge(case, NOW)


def test_the_verdict_is_the_same_from_the_database_and_from_the_exported_dossier(run, tmp_path):
    run("case", "export", NUMBER, "-o", "dossier.yaml")
    checked = run("law", "check", "dossier.yaml", "--at", AT, "--text", TEXT, "--json")
    judged = run("case", "verdict", NUMBER, "--at", AT, "--json")
    assert json.loads(judged.stdout) == json.loads(checked.stdout)
    assert judged.exit_code == checked.exit_code == 1
    assert json.loads(judged.stdout)["obligations"]


def test_a_verdict_with_nothing_breached_ends_with_0(run):
    early = (NINE + timedelta(minutes=1)).isoformat()
    assert run("case", "verdict", NUMBER, "--at", early).exit_code == 0


def test_cases_are_listed_and_searched(run):
    [row] = json.loads(run("case", "list", "--json").stdout)["cases"]
    assert (row["number"], row["stage"], row["lacking"] > 0) == (NUMBER, "investigation", True)
    assert NUMBER in run("case", "list", "--search", "超限").stdout
    assert json.loads(run("case", "list", "--search", "没有这个词", "--json").stdout)["cases"] == []


def test_a_case_is_shown_with_its_steps_and_documents(run):
    shown = run("case", "show", NUMBER).stdout
    assert "现场检查" in shown
    assert "现场笔录" in shown
    assert json.loads(run("case", "show", NUMBER, "--json").stdout)["case"]["number"] == NUMBER


@pytest.mark.parametrize("words", [["case", "show"], ["case", "verdict"], ["case", "export"], ["package", "build"]])
def test_a_wrong_number_is_named_with_what_to_do_next(run, words):
    more = ["-o", "p.zip"] if words[0] == "package" else []
    answer = run(*words, "没有这个案号", *more)
    assert answer.exit_code != 0
    assert "liuhen case list" in answer.output


def test_a_package_is_built_and_verified(run, tmp_path):
    built = run("package", "build", NUMBER, "-o", "p.zip", "--purpose", "提交人民法院", "--json")
    assert built.exit_code == 0, built.output
    made = json.loads(built.stdout)
    assert any(file["path"].startswith("documents/") for file in made["files"])
    checked = run("verify", "p.zip", "--key", made["log_key"], "--json")
    assert checked.exit_code == 0
    assert json.loads(checked.stdout)["verified"]
    assert not (tmp_path / "p.zip.part").exists()


def test_a_changed_package_fails_with_1(run, tmp_path):
    run("package", "build", NUMBER, "-o", "p.zip")
    raw = bytearray((tmp_path / "p.zip").read_bytes())
    raw[raw.index(b"%PDF-1.7")] ^= 1
    (tmp_path / "p.zip").write_bytes(raw)
    assert run("verify", "p.zip").exit_code == 1


def test_a_package_that_cannot_be_written_leaves_nothing_behind(run, tmp_path):
    answer = run("package", "build", NUMBER, "-o", "missing/p.zip")
    assert answer.exit_code != 0
    assert "不能写入" in answer.output
    assert not (tmp_path / "missing").exists()
