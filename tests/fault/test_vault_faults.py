"""Each step of keeping a recording is made to fail: nothing half-written is kept, nothing earlier is harmed."""

import errno
import hashlib
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from liuhen.adapters.disk_vault import DiskVault
from liuhen.ports.vault import Lane, SourceUnreadable, VaultDamaged, VaultError, VaultFull

pytestmark = pytest.mark.fault

EARLIER, LATER = b"earlier" * 5000, b"later" * 5000
EARLIER_DIGEST = hashlib.sha256(EARLIER).hexdigest()
LATER_DIGEST = hashlib.sha256(LATER).hexdigest()


@pytest.fixture
def vault(tmp_path: Path) -> DiskVault:
    vault = DiskVault(tmp_path / "vault", floor_bytes=0)
    vault.commit(vault.stage([EARLIER]))
    return vault


def _fails(*args: object, **kwargs: object) -> None:
    raise OSError(errno.EIO, "Input/output error")


def _no_room(*args: object, **kwargs: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def _assert_only_the_earlier_one_is_kept(vault: DiskVault) -> None:
    assert list(vault.iter_digests()) == [EARLIER_DIGEST]
    assert vault.verify(EARLIER_DIGEST) is None


@pytest.mark.parametrize("step", ["open", "write", "fchmod", "fsync"])
@pytest.mark.parametrize("failure, expected", [(_fails, VaultError), (_no_room, VaultFull)])
def test_a_failure_while_writing_leaves_no_half_file(
    vault: DiskVault, monkeypatch: pytest.MonkeyPatch, step: str, failure: object, expected: type[VaultError]
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(os, step, failure)
        with pytest.raises(expected, match="没有入库"):
            vault.stage([LATER])
    assert vault.leftovers() == []
    _assert_only_the_earlier_one_is_kept(vault)
    assert vault.commit(vault.stage([LATER])).sha256 == LATER_DIGEST


@pytest.mark.parametrize("step", ["link", "fsync"])
def test_a_failure_while_keeping_leaves_the_staged_bytes_to_try_again(
    vault: DiskVault, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    staged = vault.stage([LATER])
    with monkeypatch.context() as broken:
        broken.setattr(os, step, _fails)
        with pytest.raises(VaultError, match="请检查磁盘"):
            vault.commit(staged)
    assert staged.path.read_bytes() == LATER
    vault.commit(staged)
    assert vault.verify(LATER_DIGEST) is None
    assert vault.leftovers() == []


def test_a_write_in_small_pieces_by_the_system_still_keeps_every_byte(
    vault: DiskVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda fd, view: write(fd, view[:777]))
    vault.commit(vault.stage([LATER]))
    assert vault.verify(LATER_DIGEST) is None


def test_a_card_that_fails_in_the_middle_is_reported_and_nothing_of_it_is_kept(
    vault: DiskVault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "card.mp4"
    source.write_bytes(LATER)
    with monkeypatch.context() as broken:
        broken.setattr(os, "readv", _fails)
        with pytest.raises(SourceUnreadable, match="请检查设备"):
            vault.stage(source)
    assert vault.leftovers() == []
    _assert_only_the_earlier_one_is_kept(vault)


def test_a_file_that_grows_while_it_is_taken_in_is_not_kept(
    vault: DiskVault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "still recording.mp4"
    source.write_bytes(LATER)
    readv = os.readv

    def growing(fd: int, buffers: list[memoryview]) -> int:
        with source.open("ab") as camera:
            camera.write(b"x" if source.stat().st_size < 30_000 else b"")
        return readv(fd, buffers)

    monkeypatch.setattr(os, "readv", growing)
    with pytest.raises(SourceUnreadable, match="被改动"):
        vault.stage(source)
    assert vault.leftovers() == []


def test_a_stream_that_breaks_off_leaves_nothing(vault: DiskVault) -> None:
    def stream() -> Iterator[bytes]:
        yield LATER
        raise ConnectionAbortedError("client gone")

    with pytest.raises(VaultError):
        vault.stage(stream())
    assert vault.leftovers() == []
    _assert_only_the_earlier_one_is_kept(vault)


def test_space_that_runs_out_during_a_stream_stops_it_before_the_floor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = DiskVault(tmp_path / "vault", floor_bytes=1000)
    room = os.statvfs(tmp_path)
    answers = iter([room.f_bavail, 0])
    shape = (room.f_bsize, room.f_frsize, 0, 0)
    monkeypatch.setattr(os, "statvfs", lambda _: os.statvfs_result((*shape, next(answers), 0, 0, 0, 0, 255)))
    with pytest.raises(VaultFull):
        vault.stage(bytes(1 << 20) for _ in range(20))
    assert vault.leftovers() == []


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "tiny"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "none", str(place)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("a tiny disk cannot be mounted here; the file-size-limit test covers a full disk")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_really_full_disk_gives_a_clear_error_and_harms_nothing(tiny_disk: Path) -> None:
    vault = DiskVault(tiny_disk / "vault", floor_bytes=0)
    vault.commit(vault.stage([EARLIER]))
    with pytest.raises(VaultFull, match="存储空间不足"):
        vault.stage(os.urandom(1 << 18) for _ in range(20))
    assert vault.leftovers() == []
    _assert_only_the_earlier_one_is_kept(vault)
    vault.commit(vault.stage([LATER]))
    assert vault.verify(LATER_DIGEST) is None


LIMITED = """
import resource, signal, sys
from pathlib import Path
from liuhen.adapters.disk_vault import DiskVault
from liuhen.ports.vault import VaultFull
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))
vault = DiskVault(Path(sys.argv[1]), floor_bytes=0)
try:
    vault.stage(bytes(1 << 18) for _ in range(8))
except VaultFull:
    print("full", len(list((Path(sys.argv[1]) / "incoming").iterdir())))
"""


def test_a_write_past_the_file_size_limit_is_a_full_vault_too(tmp_path: Path) -> None:
    answer = subprocess.run(
        [sys.executable, "-c", LIMITED, str(tmp_path / "vault")], check=True, capture_output=True, text=True
    )
    assert answer.stdout.split() == ["full", "0"]
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 1 << 20


SLOW_WRITER = """
import sys, time
from pathlib import Path
from liuhen.adapters.disk_vault import DiskVault
vault = DiskVault(Path(sys.argv[1]), floor_bytes=0)
staged = vault.stage([b"complete" * 1000])
def stream():
    yield b"begun" * 1000
    print("writing", flush=True)
    time.sleep(60)
vault.stage(stream())
"""


def test_a_killed_intake_leaves_what_can_be_listed_taken_over_and_cleared(tmp_path: Path) -> None:
    root = tmp_path / "vault"
    vault = DiskVault(root, floor_bytes=0)
    writer = subprocess.Popen([sys.executable, "-c", SLOW_WRITER, str(root)], stdout=subprocess.PIPE)
    assert writer.stdout is not None
    with writer.stdout:
        assert writer.stdout.readline() == b"writing\n"
        assert vault.leftovers() == [], "work still going on is nobody's leftover"
        writer.send_signal(signal.SIGKILL)
        writer.wait()
    whole = [leftover for leftover in vault.leftovers() if leftover.complete]
    half = [leftover for leftover in vault.leftovers() if not leftover.complete]
    assert (len(whole), len(half)) == (1, 1)
    stored = vault.commit(vault.restage(whole[0]), lane=Lane.RECORDINGS)
    assert stored.sha256 == hashlib.sha256(b"complete" * 1000).hexdigest()
    with pytest.raises(VaultDamaged, match="没有写完"):
        vault.restage(half[0])
    vault.discard(half[0])
    assert vault.leftovers() == []


def test_a_leftover_whose_bytes_no_longer_fit_its_name_is_not_kept(tmp_path: Path) -> None:
    again = DiskVault(tmp_path / "vault", floor_bytes=0)
    (tmp_path / "vault" / "incoming" / f"{LATER_DIGEST}-{'0' * 32}.staged").write_bytes(LATER[:-1] + b"?")
    (leftover,) = again.leftovers()
    with pytest.raises(VaultDamaged, match="不符"):
        again.restage(leftover)
    assert list(again.iter_digests()) == []


def test_killing_at_random_moments_never_loses_or_doubles_a_kept_object(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    for number in range(40):
        (source / f"{number}.mp4").write_bytes(bytes([number]) * 200_000)
    program = (
        "import sys; from pathlib import Path; from liuhen.adapters.disk_vault import DiskVault\n"
        "v = DiskVault(Path(sys.argv[1]), floor_bytes=0)\n"
        "[print(o.stored.sha256, flush=True) for o in v.store_many(sorted(Path(sys.argv[2]).iterdir()))]"
    )
    root = tmp_path / "vault"
    for turn in range(8):
        child = subprocess.Popen([sys.executable, "-c", program, str(root), str(source)], stdout=subprocess.PIPE)
        time.sleep(0.12 + turn * 0.02)
        child.kill()
        said, _ = child.communicate()
        vault = DiskVault(root, floor_bytes=0)
        promised = {line.decode() for line in said.splitlines() if len(line) == 64}
        assert promised <= set(vault.iter_digests())
        assert [finding for digest in vault.iter_digests() if (finding := vault.verify(digest))] == []
    vault = DiskVault(root, floor_bytes=0)
    for leftover in vault.leftovers():
        if leftover.complete:
            vault.commit(vault.restage(leftover))
        else:
            vault.discard(leftover)
    assert sum(1 for _ in vault.store_many(sorted(source.iterdir()))) == 40
    assert len(list(vault.iter_digests())) == 40
