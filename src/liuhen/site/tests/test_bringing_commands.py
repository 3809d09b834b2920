"""`liuhen case bring`, `scans`, `export`, `import` as people run them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from liuhen.apps.cases.models import Case
from liuhen.apps.duties.models import Judgement
from liuhen.apps.importing.tests.conftest import FIRST, MAPPING, NOW, numbered
from liuhen.site.cli.main import cli
from liuhen.site.testing import make_cast, outside_at

ROWS: tuple[dict[str, str], ...] = ({}, numbered(2, 案由=""))


class Line:
    """The command line of an instance."""

    def __init__(self, place: Path) -> None:
        """Write a table with one good row and one that has a fault."""
        lines = [[*FIRST], *([*{**FIRST, **row}.values()] for row in ROWS)]
        (place / "cases.csv").write_text("\n".join(",".join(one) for one in lines), encoding="utf-8")
        (place / "mapping.yaml").write_text(MAPPING + 'scans: {name: "{case}/{date}_{kind}"}\n', encoding="utf-8")

    def run(self, *words: str) -> Result:
        return CliRunner().invoke(cli, ["case", *words])

    def bring(self, *more: str) -> Result:
        return self.run("bring", "cases.csv", "--mapping", "mapping.yaml", "--by", "custodian", *more)


@pytest.fixture
def line(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    (tmp_path / "liuhen.sqlite3").touch()
    monkeypatch.setenv("LIUHEN_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("os.cpu_count", lambda: 1)  # judged in this process: another one has another database
    with outside_at(NOW):
        make_cast()
        yield Line(tmp_path)


def test_a_trial_reports_and_writes_nothing(line: Line) -> None:
    done = line.bring("--dry-run", "--report", "report.csv")
    assert done.exit_code == 1, done.output
    assert "共 2 行：可以导入 1 件，早已导入 0 件，来源已改 0 件，未导入 1 行。" in done.output
    assert "3,未导入,案由,,这一列是空的" in Path("report.csv").read_text(encoding="utf-8-sig")
    assert Case.objects.count() == 0


def test_cases_are_brought_in_judged_and_told_as_json(line: Line) -> None:
    told = json.loads(line.bring("--json").stdout)
    assert {key: told[key] for key in ("rows_read", "brought", "known", "changed", "refused")} == {
        "rows_read": 2, "brought": 1, "known": 0, "changed": 0, "refused": 1,
    }  # fmt: skip
    assert told["findings"][0]["row"] == 3
    assert Judgement.objects.count() == Case.objects.count() == 1
    assert json.loads(line.bring("--json").stdout)["known"] == 1


def test_scans_are_attached_by_their_names(line: Line) -> None:
    line.bring()
    Path("scans/A-1").mkdir(parents=True)
    Path("scans/A-1/20200305_检查记录.pdf").write_bytes(b"%PDF-1.7 scanned")
    done = line.run("scans", "scans", "--mapping", "mapping.yaml", "--by", "custodian")
    assert done.exit_code == 0, done.output
    assert done.output.splitlines() == ["已附入\tA-1/20200305_检查记录.pdf\t粤交罚〔2020〕1号", "已附入 1。"]


def test_a_case_is_exported_and_the_way_out_is_told_where_it_cannot_come_in(line: Line) -> None:
    line.bring()
    number = FIRST["案号"]
    assert "已导出到 one.liuhen" in line.run("export", number, "-o", "one.liuhen").output
    refused = line.run("import", "one.liuhen", "--by", "custodian")
    assert "已被本系统中的案件使用" in str(refused.exception)
    assert line.run("export", number).output.startswith("agency:")
    assert line.run("import", "one.liuhen", "--by", "nobody").exit_code != 0
