"""Several on one upload at once: one writes, the others are told so, and nobody finishes it twice."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from liuhen.ports.outside import Outside
from liuhen.ports.upload_store import UploadBusy, UploadGone, UploadState
from liuhen.site.dataplane import tus
from liuhen.site.dataplane.tests.test_tus import CONTENT, DIGEST, call, create, send
from liuhen.site.testing import outside_at


@pytest.fixture(autouse=True)
def own(tmp_path: Path) -> Iterator[Outside]:
    with outside_at(home=tmp_path) as made:
        yield made


def test_of_two_writers_the_second_is_told_that_it_is_busy(own: Outside) -> None:
    path = create()
    with own.uploads.receive(path.rpartition("/")[2], 0) as receiver:
        assert send(path, CONTENT, 0).status == 423
        assert call("DELETE", path).status == 423
        receiver.write([CONTENT])
        assert receiver.settle().sha256 == DIGEST


def test_who_asks_while_another_makes_the_last_byte_durable_is_told_the_end_of_it(own: Outside) -> None:
    path = create()
    with ThreadPoolExecutor(1) as other, own.uploads.receive(path.rsplit("/", 1)[1], 0) as receiver:
        receiver.write([CONTENT])
        # The last byte has reached the file, and is not durable yet: too late to send, too early for a receipt.
        own.uploads.part(receiver.upload.id).write_bytes(CONTENT)  # type: ignore[attr-defined]
        asked = other.submit(call, "HEAD", path)
        with pytest.raises(TimeoutError):
            asked.result(0.3)
        receiver.settle()
    assert asked.result(10).headers["liuhen-digest"] == DIGEST


def test_who_asks_while_another_takes_too_long_over_the_end_is_told_that_it_is_busy(
    own: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tus, "FINISHING", 0.2)
    path = create()
    with own.uploads.receive(path.rsplit("/", 1)[1], 0) as receiver:
        own.uploads.part(receiver.upload.id).write_bytes(CONTENT)  # type: ignore[attr-defined]
        assert call("HEAD", path).status == 423


def test_an_upload_finished_by_another_in_between_is_not_finished_twice(
    own: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = create().rsplit("/", 1)[1]
    finish_before_the_lock(own, monkeypatch, id)
    with pytest.raises(UploadGone), own.uploads.receive(id, 0):
        pass
    assert own.uploads.look(id).state is UploadState.WHOLE


def test_who_comes_to_a_finished_upload_is_told_to_look_how_far_it_is_and_not_to_begin_anew(
    own: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = create()
    finish_before_the_lock(own, monkeypatch, path.rsplit("/", 1)[1])
    assert send(path, CONTENT, 0).status == 409
    assert call("HEAD", path).headers["liuhen-digest"] == DIGEST


def finish_before_the_lock(own: Outside, monkeypatch: pytest.MonkeyPatch, id: str) -> None:
    """Have another connection send everything just before the next one gets the lock."""
    lock = own.uploads._lock  # type: ignore[attr-defined]

    def finished_first(asked: str) -> int:
        monkeypatch.setattr(own.uploads, "_lock", lock)
        with own.uploads.receive(id, 0) as other:
            other.write([CONTENT])
            other.settle()
        return int(lock(asked))

    monkeypatch.setattr(own.uploads, "_lock", finished_first)


def test_a_part_claimed_between_opening_and_locking_is_busy(own: Outside, monkeypatch: pytest.MonkeyPatch) -> None:
    id = create().rsplit("/", 1)[1]
    send(f"/data/tus/{id}", CONTENT, 0)
    flock = fcntl.flock

    def claimed_first(fd: int, how: int) -> None:
        monkeypatch.setattr(fcntl, "flock", flock)
        own.vault.commit(own.uploads.claim(id))
        flock(fd, how)

    monkeypatch.setattr(fcntl, "flock", claimed_first)
    with pytest.raises(UploadBusy):
        own.uploads.give_up(id, "不要了")
    assert own.vault.exists(DIGEST)
