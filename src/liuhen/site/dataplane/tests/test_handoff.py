"""Bodies a proxy hands over as files: taken without a copy, only from who knows the secret, only from one place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as configured

from liuhen.ports.outside import Outside
from liuhen.site.dataplane.tests.plane import Answer
from liuhen.site.dataplane.tests.test_tus import CONTENT, DIGEST, checksum, create, offset_of, send
from liuhen.site.testing import outside_at


@pytest.fixture(autouse=True)
def own(tmp_path: Path) -> Iterator[Outside]:
    with outside_at(home=tmp_path) as made:
        yield made


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "spool"
    folder.mkdir()
    before = configured.HANDOFF_FOLDER, configured.HANDOFF_SECRET
    configured.HANDOFF_FOLDER, configured.HANDOFF_SECRET = str(folder), "shared"
    yield folder
    configured.HANDOFF_FOLDER, configured.HANDOFF_SECRET = before


def hand_over(path: str, file: Path, offset: int = 0, word: str = "shared", **more: str) -> Answer:
    return send(path, b"", offset, x_body_file=str(file), liuhen_handoff=word, **more)


def test_a_file_handed_over_takes_its_place_without_being_copied(own: Outside, spool: Path) -> None:
    file = spool / "0000000001"
    file.write_bytes(CONTENT)
    inode, path = file.stat().st_ino, create()
    assert hand_over(path, file).headers["liuhen-digest"] == DIGEST
    staged = own.uploads.claim(path.rpartition("/")[2])
    assert (staged.path.stat().st_ino, staged.path.read_bytes()) == (inode, CONTENT)
    assert not file.exists()


def test_stretches_handed_over_follow_each_other(spool: Path) -> None:
    path = create()
    for number, (start, end) in enumerate([(0, 1_000_001), (1_000_001, 2_500_000), (2_500_000, 3_000_000)]):
        file = spool / str(number)
        file.write_bytes(CONTENT[start:end])
        answer = hand_over(path, file, start, upload_checksum=checksum(CONTENT[start:end]))
        assert answer.status == 204
    assert answer.headers["liuhen-digest"] == DIGEST


def test_a_wrong_stretch_handed_over_is_dropped(spool: Path) -> None:
    file = spool / "1"
    file.write_bytes(b"x" * 500)
    path = create()
    assert hand_over(path, file, upload_checksum=checksum(b"y")).status == 460
    assert send(path, CONTENT, 0).headers["liuhen-digest"] == DIGEST


def test_only_the_proxy_that_knows_the_secret_is_believed(spool: Path) -> None:
    file = spool / "1"
    file.write_bytes(CONTENT)
    path = create()
    assert hand_over(path, file, word="guess").status == 403
    assert (offset_of(path), file.exists()) == (0, True)


def test_only_files_of_the_agreed_directory_are_taken(spool: Path, tmp_path: Path) -> None:
    outside_file, path = tmp_path / "log.key.copy", create()
    outside_file.write_bytes(CONTENT)
    (spool / "link").symlink_to(outside_file)
    for name in (outside_file, spool / ".." / "log.key.copy", spool / "link"):
        assert hand_over(path, Path(name)).status == 403
    assert hand_over(path, spool).status == 500
    assert outside_file.exists()
