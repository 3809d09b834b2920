"""Recordings that came in before a kind of analysis was there are asked about later: once, in portions, journalled."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from click.testing import CliRunner

from liuhen.apps.findings.models import Analysis
from liuhen.apps.journal.models import Entry
from liuhen.apps.journal.queries import body_of
from liuhen.apps.recordings import looking_back
from liuhen.apps.recordings.looking_back import ask_missing
from liuhen.apps.recordings.tests.conftest import NINE, World
from liuhen.ports.workshop import WorkKind, WorkState

ASKED = "recordings.analyses_asked"


@pytest.fixture
def older(world: World) -> list[str]:
    """Three recordings, of which nobody had the letters or the track looked at."""
    digests = [world.recording(NINE + timedelta(minutes=number)).sha256 for number in range(3)]
    Analysis.objects.filter(kind__in=["letters", "track"]).delete()
    return digests


def kinds_of(sha256: str) -> set[str]:
    return set(Analysis.objects.filter(sha256=sha256).values_list("kind", flat=True))


def test_what_is_missing_is_asked_for_and_what_was_asked_stays(older: list[str]) -> None:
    Analysis.objects.filter(kind="survey").update(state=WorkState.DONE.value, result={"a": 1})
    asked = sum(ask_missing(list(WorkKind)), start=Counter())
    assert asked == {WorkKind.LETTERS: 3, WorkKind.TRACK: 3}
    assert all(kinds_of(sha256) == {"survey", "letters", "track", "playable"} for sha256 in older)
    assert set(Analysis.objects.filter(kind="survey").values_list("state", flat=True)) == {"done"}


def test_each_portion_is_one_entry_and_a_second_run_asks_and_writes_nothing(
    older: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking_back, "PORTION", 2)
    assert len(list(ask_missing(list(WorkKind)))) == 2
    bodies = [body_of(entry)["data"]["asked"] for entry in Entry.objects.filter(kind=ASKED).order_by("seq")]
    assert bodies == [{"letters": 2, "track": 2}, {"letters": 1, "track": 1}]
    assert not any(ask_missing(list(WorkKind)))
    assert Entry.objects.filter(kind=ASKED).count() == 2


def test_broken_off_in_the_middle_it_goes_on_where_something_is_missing(
    older: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking_back, "PORTION", 1)
    next(ask_missing([WorkKind.LETTERS]))
    assert [bool(one) for one in ask_missing([WorkKind.LETTERS])] == [False, True, True]
    assert Analysis.objects.filter(kind="letters").count() == 3


def test_the_command_asks_for_one_kind_and_says_how_many(
    older: list[str], world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from liuhen.site.cli.main import cli

    (world.card.parent / "liuhen.sqlite3").touch()
    monkeypatch.setenv("LIUHEN_HOME", str(world.card.parent))
    answer = CliRunner().invoke(cli, ["findings", "ask", "--kind", "letters"])
    assert answer.exit_code == 0, answer.output
    assert "画面文字\t3 项" in answer.output
    assert "共要求补做 3 项分析" in answer.output
    assert kinds_of(older[0]) == {"survey", "letters", "playable"}
    assert "没有缺少的分析" in CliRunner().invoke(cli, ["findings", "ask", "--kind", "letters"]).output
    assert CliRunner().invoke(cli, ["findings", "ask", "--kind", "clip"]).exit_code == 2
