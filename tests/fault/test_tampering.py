"""What was changed behind Liuhen's back is found and named: rows, entries, tiles, bytes in the vault."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.fault.instance import Instance, one_recording

pytestmark = pytest.mark.fault


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Instance:
    """An instance with one recording, published; made once, never touched."""
    return one_recording(tmp_path_factory.mktemp("original"))


@pytest.fixture
def instance(original: Instance, tmp_path: Path) -> Instance:
    """A copy of it, to be tampered with."""
    return Instance(shutil.copytree(original.home, tmp_path / "home"))


def without_triggers(instance: Instance, sql: str) -> None:
    with sqlite3.connect(instance.home / "liuhen.sqlite3") as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        assert database.execute(sql).rowcount >= 1
    database.close()


def found(instance: Instance) -> list[str]:
    report = instance.verify()
    return [f"{one['step']} {one['about']} {one['text']}" for one in report["findings"]]


def test_an_untouched_instance_is_clean(instance: Instance) -> None:
    assert found(instance) == []


def test_one_byte_changed_in_the_vault_is_named(instance: Instance) -> None:
    kept = max((instance.home / "vault/objects").rglob("?" * 64), key=lambda path: path.stat().st_size)
    kept.chmod(0o600)
    with kept.open("r+b") as file:
        file.seek(1000)
        byte = file.read(1)
        file.seek(1000)
        file.write(bytes([byte[0] ^ 1]))
    assert [line for line in found(instance) if kept.name in line and line.startswith("5")]


def test_an_object_removed_from_the_vault_is_named(instance: Instance) -> None:
    kept = next((instance.home / "vault/objects").rglob("?" * 64))
    kept.unlink()
    assert [line for line in found(instance) if kept.name in line and line.startswith("5")]


def test_a_recording_moved_in_time_is_named(instance: Instance) -> None:
    without_triggers(instance, "UPDATE recordings_recording SET start = '2020-01-01 00:00:00'")
    assert [line for line in found(instance) if line.startswith("4 recordings.recording/1") and "已被改动" in line]


@pytest.mark.parametrize("change", ["duration_ms = 'abc'", "found = '1.5'", "start = 5"])
def test_a_row_that_holds_what_no_action_could_have_written_is_named(instance: Instance, change: str) -> None:
    without_triggers(instance, "UPDATE recordings_recording SET " + change)  # noqa: S608 - written above
    assert [line for line in found(instance) if line.startswith("4 recordings.recording/1") and "已被改动" in line]


def test_a_removed_mark_or_link_is_named(instance: Instance) -> None:
    without_triggers(instance, "DELETE FROM people_rolegrant WHERE id = 1")
    assert [line for line in found(instance) if line.startswith("4 people.rolegrant/1") and "删除" in line]


def test_a_rewritten_entry_is_named(instance: Instance) -> None:
    without_triggers(
        instance, "UPDATE journal_entry SET body = REPLACE(body, 'a.mp4', 'b.mp4') WHERE body LIKE '%a.mp4%'"
    )
    assert [line for line in found(instance) if line.startswith("1 ")]


def test_a_cut_off_journal_is_named(instance: Instance) -> None:
    without_triggers(instance, "DELETE FROM journal_entry WHERE seq = (SELECT MAX(seq) FROM journal_entry)")
    assert [line for line in found(instance) if line.startswith("2 ")]


def test_a_rewritten_tile_is_named(instance: Instance) -> None:
    tile = max((path for path in (instance.home / "log/tile/0").rglob("*") if path.is_file()), key=str)
    tile.chmod(0o600)
    tile.write_bytes(bytes(len(tile.read_bytes())))
    assert [line for line in found(instance) if line.startswith("3 ")]


def test_a_removed_checkpoint_is_named(instance: Instance) -> None:
    (instance.home / "log/checkpoint").unlink()
    assert [line for line in found(instance) if line.startswith("2 ")]
