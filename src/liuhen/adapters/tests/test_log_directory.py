"""The log's folder: what was published never changes, and a crash at any point heals by publishing again."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from liuhen.adapters.log_directory import LogDirectory
from liuhen.core.tlog import (
    EMPTY_ROOT,
    Checkpoint,
    MalformedError,
    append_leaves,
    check_log,
    open_checkpoint,
    read_checkpoint_unsafe,
    sign_checkpoint,
)
from liuhen.core.tlog.tests.keys import FixedSigner
from liuhen.ports.log_store import LogConflict, LogStore, LogStoreError

SIGNER = FixedSigner()


class Crash(BaseException):
    """Stands for the process dying between two system calls."""


def _leaves(count: int, mark: str = "") -> list[bytes]:
    return [f"leaf {i}{mark}".encode() for i in range(count)]


def _publish(log: LogStore, leaves: list[bytes]) -> None:
    raw = log.fetch("checkpoint")
    old = open_checkpoint(raw, [SIGNER.verifier]) if raw else Checkpoint(SIGNER.name, 0, EMPTY_ROOT)
    grown = append_leaves(log.fetch, old.size, leaves[old.size :], expected_root=old.root)
    log.publish(grown.files, sign_checkpoint(Checkpoint(SIGNER.name, grown.size, grown.root), SIGNER))


def _faults(log: LogStore, leaves: list[bytes]) -> list[str]:
    checkpoint = read_checkpoint_unsafe(log.fetch("checkpoint") or b"")
    return [str(f) for f in check_log(log.fetch, leaves, size=checkpoint.size, root=checkpoint.root)]


def test_a_log_published_in_steps_is_whole_and_keeps_no_outgrown_partial_tiles(tmp_path):
    log = LogDirectory(tmp_path / "log")
    for count in (1, 2, 200, 257, 600, 600):
        _publish(log, _leaves(count))
        assert _faults(log, _leaves(count)) == []
    assert not (tmp_path / "log/tile/0/000.p").exists()
    assert (tmp_path / "log/tile/0/002.p/88").is_file()
    assert [p.name for p in (tmp_path / "log").iterdir() if p.name.startswith(".new")] == []


def _crash_after(monkeypatch: pytest.MonkeyPatch, limit: int) -> None:
    """Let `limit` file operations through, then die before the next."""
    done = {"count": 0}

    def counted(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            if done["count"] == limit:
                raise Crash
            done["count"] += 1
            return function(*args, **kwargs)

        return call

    for owner, name in ((os, "fsync"), (Path, "hardlink_to"), (Path, "replace"), (Path, "unlink"), (Path, "mkdir")):
        monkeypatch.setattr(owner, name, counted(getattr(owner, name)))


def test_a_crash_at_any_file_operation_leaves_the_old_log_whole_and_publishing_again_heals(tmp_path, monkeypatch):
    crashes = 0
    while True:
        log = LogDirectory(tmp_path / str(crashes))
        _publish(log, _leaves(250))
        with monkeypatch.context() as patch:
            _crash_after(patch, crashes)
            try:
                _publish(log, _leaves(300))
                break
            except Crash:
                crashes += 1
        assert _faults(log, _leaves(300)) == []
        _publish(log, _leaves(310))
        assert _faults(log, _leaves(310)) == []
    assert crashes > 15


def test_a_partial_tile_that_no_checkpoint_speaks_of_may_be_superseded(tmp_path):
    log = LogDirectory(tmp_path)
    _publish(log, _leaves(3))
    stale = tmp_path / "tile/0/000.p/5"
    stale.write_bytes(bytes(160))
    _publish(log, _leaves(5))
    assert _faults(log, _leaves(5)) == []


def test_a_published_tile_is_never_overwritten(tmp_path):
    log = LogDirectory(tmp_path)
    _publish(log, _leaves(300))
    checkpoint = log.fetch("checkpoint") or b""
    for path in ("tile/0/000", "tile/0/001.p/44"):
        with pytest.raises(LogConflict, match=path):
            log.publish({path: b"other"}, checkpoint)
    assert _faults(log, _leaves(300)) == []


def test_a_log_never_shrinks_splits_or_changes_its_name(tmp_path):
    log = LogDirectory(tmp_path)
    _publish(log, _leaves(9))
    for bad in (
        Checkpoint(SIGNER.name, 8, EMPTY_ROOT),
        Checkpoint(SIGNER.name, 9, EMPTY_ROOT),
        Checkpoint("other", 10, EMPTY_ROOT),
    ):
        with pytest.raises(LogConflict):
            log.publish({}, sign_checkpoint(bad, SIGNER))


def test_only_paths_of_the_log_are_read_or_written(tmp_path):
    log = LogDirectory(tmp_path / "log")
    (tmp_path / "secret").write_text("x")
    for path in ("../secret", "tile/0/../../secret", "/etc/hostname", ".lock"):
        with pytest.raises(MalformedError):
            log.fetch(path)
        with pytest.raises(MalformedError):
            log.publish({path: b""}, b"")


def test_a_full_disk_is_reported_and_leaves_no_half_file(tmp_path, monkeypatch):
    log = LogDirectory(tmp_path)
    _publish(log, _leaves(3))

    def full(fd):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(LogStoreError, match="No space left"):
            _publish(log, _leaves(4))
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".new")] == []
    assert _faults(log, _leaves(4)) == []
