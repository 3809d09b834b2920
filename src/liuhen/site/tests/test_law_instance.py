"""`liuhen law` on an instance: official wording is kept, and a change of the law is tried on the open cases."""

from __future__ import annotations

import json
import shutil
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from click.testing import CliRunner

from liuhen.apps.cases.actions import NewCase, NewStep, Taking, Times, add_step, open_case
from liuhen.apps.duties.actions import judge
from liuhen.apps.lawlib.actions import bind_text
from liuhen.apps.lawlib.models import OfficialWording
from liuhen.site.cli.main import cli
from liuhen.site.testing import make_cast, outside_at

LAW = Path(__file__).parents[4] / "law"
NINE = datetime(2026, 11, 20, 9, 0, tzinfo=timezone(timedelta(hours=8)))
NOW = NINE + timedelta(hours=3)
TEXT = "gd-transport-2019"
WORDING = "广东省某办法\n" + "".join(f"第{n}条 内容。\n" for n in range(1, 36))


@pytest.fixture
def run(db, tmp_path, monkeypatch):
    """Run the command line on an instance with one judged case."""
    (tmp_path / "liuhen.sqlite3").touch()
    monkeypatch.setenv("LIUHEN_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "official.txt").write_text(WORDING, encoding="utf-8")
    with outside_at(NOW):
        cast = make_cast()
        bind_text(None, cast.agency, TEXT)
        case = open_case(cast.handler, NewCase(number="一号", cause="超限运输", party="某公司", acts=("penalty",)))
        times = Times(start=NINE, end=NINE + timedelta(minutes=30))
        people = (Taking(person=cast.officer), Taking(person=cast.handler))
        add_step(
            cast.handler, case, NewStep(kind="on_site_inspection", stage="investigation", times=times, people=people)
        )
        judge(case, NOW)
        yield lambda *words: CliRunner().invoke(cli, list(words))


def test_the_official_wording_is_kept_with_who_attached_it(run):
    result = run("law", "attach", TEXT, "official.txt", "--by", "reviewer")
    assert "已存入实例" in result.stdout, result.output
    row = OfficialWording.objects.get()
    assert (row.text, row.attached_by.username, row.file_name) == (TEXT, "reviewer", "official.txt")
    assert row.sha256 in result.stdout


@pytest.mark.parametrize(("by", "word"), [("", "--by"), ("nobody", "nobody"), ("officer", "附上官方原文")])
def test_nobody_attaches_unnamed_or_without_the_right(run, by, word):
    result = run("law", "attach", TEXT, "official.txt", *(["--by", by] if by else []))
    assert result.exit_code != 0
    assert word in result.output
    assert not OfficialWording.objects.exists()


def test_a_dry_run_keeps_nothing(run):
    assert "没有存入实例" in run("law", "attach", TEXT, "official.txt", "--dry-run").stdout
    assert not OfficialWording.objects.exists()


def test_what_a_change_does_to_open_cases_is_counted_and_listed(run, tmp_path):
    shutil.copytree(LAW, tmp_path / "draft")
    duties = tmp_path / "draft" / TEXT / "duties.yaml"
    text = duties.read_text(encoding="utf-8")
    assert "needs: {event: gathered}" in text
    duties.write_text(
        text.replace(
            "label: （三）\n        title: 现场检查、勘验作文字记录",
            "label: （三）\n        modality: may\n        title: 现场检查、勘验作文字记录",
        ),
        encoding="utf-8",
    )
    result = run("law", "diff", TEXT, str(tmp_path / "draft" / TEXT), "--cases", "--json")
    assert result.exit_code == 1, result.output
    found = json.loads(result.stdout)
    assert [duty["duty"] for duty in found["duties"]] == ["text-record-3"]
    assert found["cases"]["counts"] == {"state": 1}
    (change,) = found["cases"]["list"][0]["changes"]
    assert (change["old_state"], change["new_state"]) == ("open", "advised")
    assert json.loads(
        run("law", "diff", TEXT, str(tmp_path / "draft" / TEXT), "--cases", "--json", "--limit", "0").stdout
    )["cases"] == {"open": 1, "changed": 1, "counts": {"state": 1}, "recordings": 0, "list": []}
    assert "1 件会有变化" in run("law", "diff", TEXT, str(tmp_path / "draft" / TEXT), "--cases").stdout


def test_without_a_change_no_case_changes(run):
    found = json.loads(run("law", "diff", TEXT, TEXT, "--cases", "--json").stdout)
    assert found["cases"] == {"open": 1, "changed": 0, "counts": {}, "recordings": 0, "list": []}


def test_versions_are_named_by_their_day(run):
    assert run("law", "diff", f"{TEXT}@2026-01-01", TEXT).exit_code == 0
    assert run("law", "diff", f"{TEXT}@yesterday", TEXT).exit_code == 2
    assert run("law", "diff", "moon-1969@2026-01-01", TEXT).exit_code != 0
