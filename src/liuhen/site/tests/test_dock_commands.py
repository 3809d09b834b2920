"""`liuhen dock import`, `clear` and `withdraw`: what they say, and what they demand before they do anything."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from liuhen.apps.docking.tests.conftest import Dock, dock  # noqa: F401 - a fixture
from liuhen.ports.outside import outside
from liuhen.ports.vault import SourceUnreadable
from liuhen.site.cli.main import cli


@pytest.fixture
def run(dock: Dock, tmp_path, monkeypatch):  # noqa: F811
    """Run the command line where there is a camera and its officer."""
    (tmp_path / "liuhen.sqlite3").touch()
    monkeypatch.setenv("LIUHEN_HOME", str(tmp_path))
    return lambda *words: CliRunner().invoke(cli, ["dock", *words])


def imported(run, card):
    return run("import", str(card), "--device", "GD-1", "--officer", "440101001")


def test_a_card_that_was_read_and_compared_ends_with_0(run, dock):  # noqa: F811
    answer = imported(run, dock.card())
    assert answer.exit_code == 0
    assert "2 个文件。核对无误，可以清空。" in answer.output


def test_files_that_could_not_be_read_are_counted_and_the_command_ends_with_1(run, dock, monkeypatch):  # noqa: F811
    card = dock.card()
    bad, vault = sorted(card.rglob("*.wav"))[0], outside().vault
    stage = vault.stage

    def scratched(source, **more):
        if source == bad:
            raise SourceUnreadable("读不出")
        return stage(source, **more)

    monkeypatch.setattr(vault, "stage", scratched)
    answer = imported(run, card)
    assert "另有 1 个文件读不出" in answer.output.splitlines()[-1]
    assert answer.exit_code == 1


def test_clearing_demands_the_reason_and_can_be_taken_back(run, dock):  # noqa: F811
    card = dock.card()
    imported(run, card)
    number = str(dock.visit().pk)
    refused = run("clear", number, "--by", "440101001", "--yes")
    assert refused.exit_code == 2
    assert "--purpose" in refused.output
    assert dock.visit().clear_asked_at is None
    asked = run("clear", number, "--by", "440101001", "--yes", "--purpose", "交还设备")
    assert asked.exit_code == 0, asked.output
    assert dock.visit().clear_asked_by == dock.cast.officer
    assert "没有删除" in run("withdraw", number, "--by", "440101001").output
    assert dock.visit().clear_asked_at is None
    assert len(list(card.rglob("*.wav"))) == 2
