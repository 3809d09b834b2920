"""An export is a tree by the classes of the law, verified, journalled, resumable, and never a way into the vault."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from liuhen.apps.journal.actions import Purpose
from liuhen.apps.journal.queries import body_of, entries_about
from liuhen.apps.recordings.actions import link
from liuhen.apps.recordings.models import Recording
from liuhen.apps.recordings.queries import Filters
from liuhen.apps.recordings.tests.conftest import NINE, World, world
from liuhen.ports.outside import outside
from liuhen.site.exporting import INDEX, ExportRefused, Order, export

__all__ = ["world"]


@pytest.fixture
def order(world: World) -> Order:
    why = Purpose(purpose="移交技术装备科", ground="叶交执〔2026〕3号")
    return Order(agency=world.cast.agency, wanted=Filters(), by=("unit", "officer", "date"), why=why)


@pytest.fixture
def film(world: World) -> Recording:
    recording = world.recording(NINE)
    link(world.cast.officer, recording, world.step(NINE))
    return recording


def files_in(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def lines_of(folder: Path) -> Iterator[dict[str, str]]:
    with (folder / INDEX).open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def test_the_tree_is_by_squad_officer_and_day_with_a_list_that_names_the_original(
    film: Recording, order: Order, tmp_path: Path
) -> None:
    outcome = export(tmp_path / "out", order)
    name = f"一大队/林一鸣 440101001/2026-11-20/20261120-090000_GD-1_{film.sha256[:12]}.mp4"
    assert files_in(tmp_path / "out") == [INDEX, name]
    with outside().vault.open(film.sha256) as kept:
        assert (tmp_path / "out" / name).read_bytes() == kept.read()
    (line,) = lines_of(tmp_path / "out")
    assert (line["路径"], line["SHA-256"], line["原文件名"]) == (name, film.sha256, film.original_name)
    assert (line["当事人"], line["案由"], line["案号"]) == ("某运输公司", "超限运输", "粤交罚〔2026〕1号")
    assert (outcome.copied, outcome.failures) == (1, [])


def test_every_copy_is_an_entry_of_the_recording_with_purpose_and_ground(
    film: Recording, order: Order, tmp_path: Path
) -> None:
    export(tmp_path / "out", order)
    last = entries_about("recording", str(film.pk)).last()
    assert last is not None
    body = body_of(last)
    assert (last.kind, body["purpose"], body["ground"]) == ("recordings.copied", "移交技术装备科", "叶交执〔2026〕3号")
    assert body["case"] == "粤交罚〔2026〕1号"


def test_run_again_it_copies_only_what_is_missing_or_damaged(film: Recording, order: Order, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    export(folder, order)
    assert (export(folder, order).copied, export(folder, order).there) == (0, 1)
    (copy,) = folder.rglob("*.mp4")
    content = copy.read_bytes()
    copy.write_bytes(content[:-1] + b"!")
    assert export(folder, order).copied == 1
    assert copy.read_bytes() == content


def test_what_was_made_from_a_recording_is_left_out_unless_it_is_asked_for(
    film: Recording, world: World, order: Order, tmp_path: Path
) -> None:
    made = world.recording(NINE + timedelta(minutes=5))
    columns = {field.attname: getattr(made, field.attname) for field in Recording._meta.concrete_fields}
    clip = Recording.objects.create(**{**columns, "id": None, "sha256": "0" * 64, "parent_id": film.pk})
    assert export(tmp_path / "a", order).failures == []
    outcome = export(tmp_path / "b", replace(order, derivatives=True))
    assert [path.split("/")[-1].startswith("派生_") for path, _ in outcome.failures] == [True]
    assert clip.sha256 not in (tmp_path / "b" / INDEX).read_text(encoding="utf-8-sig")


def test_a_party_that_is_a_formula_or_a_path_is_neither(world: World, order: Order, tmp_path: Path) -> None:
    recording = world.recording(NINE)
    link(world.cast.officer, recording, world.step(NINE, party="=cmd|'/c calc'!A1"))
    export(tmp_path / "out", replace(order, by=("party",)))
    (line,) = lines_of(tmp_path / "out")
    assert line["当事人"].startswith("'=cmd")
    assert line["路径"].split("/")[0] == "=cmd_'_c calc'!A1"


def test_bytes_the_vault_has_lost_are_told_and_the_others_are_copied(
    film: Recording, world: World, order: Order, tmp_path: Path
) -> None:
    lost = world.recording(NINE + timedelta(minutes=5))
    for path in Path(str(outside().vault.root)).rglob(f"*{lost.sha256[4:]}*"):  # type: ignore[attr-defined]
        path.unlink()
    outcome = export(tmp_path / "out", order)
    assert (outcome.copied, len(outcome.failures)) == (1, 1)
    assert [line["SHA-256"] for line in lines_of(tmp_path / "out")] == [film.sha256]


def test_the_instance_itself_is_no_place_to_export_to(order: Order, settings) -> None:
    with pytest.raises(ExportRefused, match="本实例的目录"):
        export(Path(settings.HOME) / "vault" / "out", order)


def test_the_command_says_what_was_done_and_refuses_what_it_does_not_know(
    film: Recording, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from liuhen.site.cli import recordings

    monkeypatch.setattr(recordings, "need_instance", lambda: None)
    monkeypatch.setattr(recordings, "start_django", lambda: None)
    said = [str(tmp_path / "out"), "--agency", "city", "--purpose", "评查", "--officer", "林", "--json"]
    answer = CliRunner().invoke(recordings.export, said)
    assert (answer.exit_code, json.loads(answer.stdout)["copied"]) == (0, 1)
    for wrong in (["--by", "colour"], ["--unit", "九大队"], ["--since", "gestern"], ["--purpose", " "]):
        assert CliRunner().invoke(recordings.export, [*said, *wrong]).exit_code == 2
