"""The words of a text that is being written count wherever somebody works with it: beside a file, or one folder up."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from liuhen.site.cli.law import law

ROOT = Path(__file__).parents[2]
DOSSIER = """agency: {id: demo, name: 示范, territory: qinghe}
case: {number: 一号}
recordings: [{id: r1, medium: video, start: 2026-04-01 09:00, end: 2026-04-01 10:00}]
marks: [{id: m1, recording: r1, kind: key_content, at: 2026-04-01 09:30, content: items_counted}]
"""


def run(*arguments):
    return CliRunner().invoke(law, [*map(str, arguments)])


@pytest.fixture
def desk(tmp_path):
    """A folder with words of its own, a text that uses them, and a folder for dossiers."""
    shutil.copytree(ROOT / "docs/how-to/_vocabulary", tmp_path / "desk/_vocabulary")
    shutil.copytree(ROOT / "docs/how-to/example-regulation", tmp_path / "desk/example-regulation")
    (tmp_path / "desk/dossiers").mkdir()
    return tmp_path / "desk"


@pytest.mark.parametrize("place", ["", "dossiers"])
def test_a_dossier_beside_the_words_is_sound(place, desk):
    path = desk / place / "dossier.yaml"
    path.write_text(DOSSIER, encoding="utf-8")
    assert run("lint", path).stdout == "没有问题\n"
    shutil.rmtree(desk / "_vocabulary")
    assert "items_counted" in run("lint", path).stdout


@pytest.mark.parametrize("where", ["beside the dossier", "beside the text"])
def test_a_dossier_is_judged_with_the_words_beside_it_or_beside_the_text(where, desk, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    path = (desk if where == "beside the dossier" else elsewhere) / "dossier.yaml"
    path.write_text(DOSSIER, encoding="utf-8")
    text = "gd-transport-2019" if where == "beside the dossier" else desk / "example-regulation"
    result = run("check", path, "--at", "2026-04-01 12:00", "--text", text, "--json")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    assert json.loads(result.stdout)["obligations"]
    compared = ("compare", path, "--at", "2026-04-01 12:00", "--texts", f"gd-transport-2019,{text}")
    assert run(*compared).exit_code == 0


@pytest.mark.parametrize("place", ["", "dossiers", "example-regulation"])
def test_words_finds_those_of_the_folder_one_works_in(place, desk, monkeypatch):
    monkeypatch.chdir(desk / place)
    assert "items_counted" in run("words", "--search", "清点物品").stdout
    assert "urban_management" in run("words", "fields").stdout
    monkeypatch.chdir(desk.parent)
    assert "items_counted" not in run("words", "--search", "清点物品").stdout
