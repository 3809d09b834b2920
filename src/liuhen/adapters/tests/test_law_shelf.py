"""A changed law folder is opened again, once it can be used."""

from __future__ import annotations

import logging
import os
import shutil
from pathlib import Path

import pytest

from liuhen.adapters.law_folder import default_folder
from liuhen.adapters.law_shelf import LOOK_EVERY_SECONDS, LawShelf

TEXT = "gd-transport-2019"


class Shelf:
    """A shelf over a copy of the law, with a clock that moves when told."""

    def __init__(self, place: Path) -> None:
        self.place = Path(shutil.copytree(default_folder(), place / "law"))
        self.seconds = 0.0
        self.shelf = LawShelf(self.place, clock=lambda: self.seconds)

    def change(self, before: str, after: str) -> None:
        path = self.place / TEXT / "duties.yaml"
        seen = path.stat()
        path.write_text(path.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
        os.utime(path, ns=(seen.st_atime_ns, seen.st_mtime_ns + 1))
        self.seconds += LOOK_EVERY_SECONDS


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def test_an_unchanged_folder_stays_the_same_object(shelf: Shelf) -> None:
    first = shelf.shelf.folder()
    shelf.seconds += 2 * LOOK_EVERY_SECONDS
    assert shelf.shelf.folder() is first


def test_a_changed_text_is_read_again_and_has_another_digest(shelf: Shelf) -> None:
    before = shelf.shelf.folder().text(TEXT)
    shelf.change("amount: 24", "amount: 36")
    after = shelf.shelf.folder().text(TEXT)
    assert before.digest != after.digest
    assert shelf.shelf.folder().text(TEXT) is after


def test_a_change_is_not_looked_for_at_every_word(shelf: Shelf) -> None:
    first = shelf.shelf.folder()
    shelf.change("amount: 24", "amount: 36")
    shelf.seconds -= LOOK_EVERY_SECONDS
    assert shelf.shelf.folder() is first


def test_a_text_that_cannot_be_read_leaves_the_former_in_use_and_says_so(
    shelf: Shelf, caplog: pytest.LogCaptureFixture
) -> None:
    before = shelf.shelf.folder()
    digest = before.text(TEXT).digest
    logger = logging.getLogger("liuhen.law")
    logger.addHandler(caplog.handler)
    try:
        shelf.change("amount: 24", "amount: soon")
        assert shelf.shelf.folder() is before
    finally:
        logger.removeHandler(caplog.handler)
    assert "不能使用" in caplog.text
    shelf.change("amount: soon", "amount: 36")
    assert before.text(TEXT).digest == digest
    assert shelf.shelf.folder().text(TEXT).digest != digest


def test_the_vocabulary_and_the_calendars_have_a_digest_of_their_own(shelf: Shelf) -> None:
    before = shelf.shelf.folder()
    digests = before.shared_digest(), before.text(TEXT).digest
    with (shelf.place / "_vocabulary" / "acts.yaml").open("a", encoding="utf-8") as file:
        file.write("another_act: 其他行为\n")
    shelf.seconds += LOOK_EVERY_SECONDS
    after = shelf.shelf.folder()
    assert before.shared_digest() == digests[0] != after.shared_digest()
    assert after.text(TEXT).digest == digests[1]
