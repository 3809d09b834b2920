"""`liuhen dock import`, `clear` and `withdraw`: what they say, and what they demand before they do anything."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from django.core.exceptions import PermissionDenied

from liuhen.apps.docking.tests.conftest import Dock, dock  # noqa: F401 - a fixture
from liuhen.apps.journal.models import Entry
from liuhen.apps.journal.queries import body_of
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


@pytest.fixture
def asked(run, dock):  # noqa: F811
    """A card that was read, with a wish of its officer to clear it; and the words that clear it as another person."""
    card = dock.card()
    imported(run, card)
    number = str(dock.visit().pk)
    assert run("clear", number, "--by", "440101001", "--yes", "--purpose", "交还设备").exit_code == 0
    return card, lambda by, *more: run("clear", number, "--by", by, "--yes", "--purpose", "今日换卡", *more)


def test_whoever_clears_what_another_asked_for_is_looked_up_and_needs_the_right(dock, asked):  # noqa: F811
    card, clear_as = asked
    assert "没有执法证号或用户名" in clear_as("nobody", "--at", str(card)).output
    assert isinstance(clear_as("inspector", "--at", str(card)).exception, PermissionDenied)
    assert len(list(card.rglob("*.wav"))) == 2
    assert dock.visit().cleared_at is None


def test_whoever_clears_what_another_asked_for_is_journalled_with_the_reason(dock, asked):  # noqa: F811
    card, clear_as = asked
    answer = clear_as("custodian", "--at", str(card))
    assert answer.exit_code == 0, answer.output
    assert not list(card.rglob("*.wav"))
    entry = Entry.objects.get(kind="docking.clear_taken_up")
    assert entry.actor_id == dock.cast.custodian.pk
    body = body_of(entry)
    assert body["purpose"] == "今日换卡"
    assert body["data"]["asked_by"] == "440101001"


def test_asking_again_without_the_card_at_hand_is_refused_and_not_told_as_done(asked):
    _card, clear_as = asked
    assert "已经要求清空" in str(clear_as("custodian").exception)
    assert not Entry.objects.filter(kind="docking.clear_taken_up").exists()
