"""What every vault must do, whatever it stands on."""

import hashlib
import io
import os
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuhen.adapters import disk_io
from liuhen.adapters.disk_io import sm3_of
from liuhen.adapters.disk_vault import DiskVault
from liuhen.ports.vault import (
    Fault,
    Lane,
    Leftover,
    NotInVault,
    SourceUnreadable,
    Vault,
    VaultDamaged,
    VaultFull,
)

WORDS = b"one recording" * 1000
DIGEST = hashlib.sha256(WORDS).hexdigest()


@pytest.fixture
def vault(tmp_path: Path) -> DiskVault:
    return DiskVault(tmp_path / "vault", floor_bytes=0)


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "录像 001.mp4"
    path.write_bytes(WORDS)
    return path


def test_a_disk_vault_is_a_vault(vault: DiskVault) -> None:
    accepted: Vault = vault
    assert accepted is vault


def test_a_stored_file_is_read_back_byte_for_byte(vault: DiskVault, recording: Path) -> None:
    stored = vault.commit(vault.stage(recording))
    assert (stored.sha256, stored.size, stored.lane, stored.duplicate) == (DIGEST, len(WORDS), Lane.RECORDINGS, False)
    with vault.open(DIGEST) as file:
        assert file.read() == WORDS
    assert vault.size(DIGEST) == len(WORDS)
    assert recording.read_bytes() == WORDS


def test_a_stored_object_is_read_only_and_lies_under_its_digest(
    vault: DiskVault, recording: Path, tmp_path: Path
) -> None:
    vault.commit(vault.stage(recording))
    path = tmp_path / "vault" / "objects" / DIGEST[:2] / DIGEST[2:4] / DIGEST
    assert path.stat().st_mode & 0o777 == 0o440
    assert path.stat().st_nlink == 1


def test_the_same_bytes_twice_are_a_duplicate_whatever_their_name(vault: DiskVault, recording: Path) -> None:
    vault.commit(vault.stage(recording))
    again = vault.commit(vault.stage([WORDS[:7], WORDS[7:]]))
    assert again.duplicate
    assert list(vault.iter_digests()) == [DIGEST]
    assert vault.leftovers() == []


def test_staging_keeps_nothing_under_the_digest_until_commit(vault: DiskVault, recording: Path) -> None:
    staged = vault.stage(recording)
    assert not vault.exists(DIGEST)
    assert staged.path.read_bytes() == WORDS
    assert staged.source_mtime_ns == recording.stat().st_mtime_ns
    assert recording.name not in str(staged.path)


def test_abandoned_bytes_are_gone(vault: DiskVault, recording: Path) -> None:
    staged = vault.stage(recording)
    vault.abandon(staged)
    assert not staged.path.exists()
    assert vault.leftovers() == []


def test_bytes_that_are_no_recording_are_kept_in_the_rejected_lane(vault: DiskVault, recording: Path) -> None:
    stored = vault.commit(vault.stage(recording), lane=Lane.REJECTED)
    assert stored.lane is Lane.REJECTED
    assert vault.lane_of(DIGEST) is Lane.REJECTED
    assert list(vault.iter_digests(Lane.RECORDINGS)) == []
    assert list(vault.iter_digests(Lane.REJECTED)) == [DIGEST]
    assert vault.verify(DIGEST) is None


def test_a_rejected_file_can_become_a_recording_but_never_the_other_way(vault: DiskVault, recording: Path) -> None:
    vault.commit(vault.stage(recording), lane=Lane.REJECTED)
    assert not vault.commit(vault.stage(recording)).duplicate
    back = vault.commit(vault.stage(recording), lane=Lane.REJECTED)
    assert (back.duplicate, back.lane) == (True, Lane.RECORDINGS)
    assert list(vault.iter_digests()) == [DIGEST]


def test_several_files_come_back_in_their_order_and_one_bad_one_stops_nobody(vault: DiskVault, tmp_path: Path) -> None:
    paths = [tmp_path / f"clip{number}" for number in range(12)]
    for number, path in enumerate(paths):
        if number != 5:
            path.write_bytes(bytes([number]) * 100_000)
    outcomes = list(vault.store_many(paths))
    assert [outcome.source for outcome in outcomes] == paths
    assert [outcome.stored is None for outcome in outcomes] == [number == 5 for number in range(12)]
    assert isinstance(outcomes[5].error, SourceUnreadable)
    assert len(list(vault.iter_digests())) == 11


def test_files_staged_ahead_and_never_asked_for_are_listed_and_not_lost(vault: DiskVault, tmp_path: Path) -> None:
    paths = [tmp_path / f"clip{number}" for number in range(6)]
    for path in paths:
        path.write_bytes(path.name.encode() * 1000)
    outcomes = vault.stage_many(paths)
    first = next(outcomes)
    outcomes.close()  # type: ignore[attr-defined]
    assert first.staged is not None
    vault.commit(first.staged)
    for leftover in vault.leftovers():
        assert leftover.complete
        vault.commit(vault.restage(leftover))
    assert vault.leftovers() == []


@pytest.mark.parametrize("start, length", [(0, 5), (3, 0), (12_990, 500), (0, 13_000), (20_000, 5)])
def test_a_range_is_the_same_slice_of_the_bytes(vault: DiskVault, recording: Path, start: int, length: int) -> None:
    vault.commit(vault.stage(recording))
    pieces = list(vault.open_range(DIGEST, start, length, step=1000))
    assert b"".join(pieces) == WORDS[start : start + length]
    assert all(len(piece) <= 1000 for piece in pieces)


@pytest.mark.parametrize("digest", ["0" * 64, "", "../../etc/passwd", "A" * 64, "/etc/passwd", DIGEST + "\n"])
def test_what_is_not_kept_or_no_digest_is_said_to_be_absent(vault: DiskVault, digest: str) -> None:
    with pytest.raises(NotInVault):
        vault.open(digest)
    with pytest.raises(NotInVault):
        vault.open_range(digest, 0, 1)
    with pytest.raises(NotInVault):
        vault.size(digest)


def test_one_changed_byte_in_the_vault_is_found_and_named(vault: DiskVault, recording: Path, tmp_path: Path) -> None:
    vault.commit(vault.stage(recording))
    assert vault.verify(DIGEST) is None
    path = tmp_path / "vault" / "objects" / DIGEST[:2] / DIGEST[2:4] / DIGEST
    path.chmod(0o640)
    path.write_bytes(b"X" + WORDS[1:])
    finding = vault.verify(DIGEST)
    assert finding is not None
    assert (finding.sha256, finding.fault) == (DIGEST, Fault.DIGEST_DIFFERS)
    path.unlink()
    missing = vault.verify(DIGEST)
    assert missing is not None
    assert missing.fault is Fault.MISSING


@pytest.mark.skipif(not hasattr(os, "posix_fadvise"), reason="this system has no posix_fadvise")
def test_what_memory_holds_of_an_object_is_dropped_before_it_is_verified(
    vault: DiskVault, recording: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault.commit(vault.stage(recording))
    done: list[object] = []
    hashed = disk_io.sha256_of

    def advise(_fd: int, start: int, length: int, advice: int) -> None:
        done.append((start, length, advice))

    def hash_it(file: BinaryIO) -> tuple[str, int]:
        done.append("read")
        return hashed(file)

    monkeypatch.setattr(os, "posix_fadvise", advise)
    monkeypatch.setattr(disk_io, "sha256_of", hash_it)
    assert vault.verify(DIGEST) is None
    assert done == [(0, 0, os.POSIX_FADV_DONTNEED), "read"]


def test_a_truncated_object_is_not_taken_for_a_duplicate_and_the_new_bytes_stay(
    vault: DiskVault, recording: Path, tmp_path: Path
) -> None:
    vault.commit(vault.stage(recording))
    path = tmp_path / "vault" / "objects" / DIGEST[:2] / DIGEST[2:4] / DIGEST
    path.chmod(0o640)
    path.write_bytes(WORDS[:10])
    staged = vault.stage(recording)
    with pytest.raises(VaultDamaged):
        vault.commit(staged)
    assert staged.path.read_bytes() == WORDS


def test_a_vault_at_its_floor_takes_nothing_and_says_so(tmp_path: Path, recording: Path) -> None:
    full = DiskVault(tmp_path / "full", floor_bytes=1 << 60)
    with pytest.raises(VaultFull, match="存储空间不足"):
        full.stage(recording)
    with pytest.raises(VaultFull):
        full.stage([WORDS], size_hint=len(WORDS))
    assert list((tmp_path / "full" / "incoming").iterdir()) == []


def test_links_folders_and_pipes_are_no_source(vault: DiskVault, recording: Path, tmp_path: Path) -> None:
    link, pipe = tmp_path / "link", tmp_path / "pipe"
    link.symlink_to(recording)
    os.mkfifo(pipe)
    for source in (link, pipe, tmp_path, tmp_path / "absent", Path("/dev/zero"), Path("nul\0name")):
        with pytest.raises(SourceUnreadable):
            vault.stage(source)


def test_a_leftover_name_from_outside_is_never_used_as_a_path(vault: DiskVault, recording: Path) -> None:
    for name in ("../../" + recording.name, str(recording), "..", ""):
        outside = Leftover(name, 1, True, recording)
        with pytest.raises(NotInVault):
            vault.discard(outside)
        with pytest.raises(VaultDamaged):
            vault.restage(outside)
    assert recording.exists()


def test_sm3_gives_the_value_of_the_standards_example() -> None:
    # GB/T 32905-2016, appendix A, first example
    expected = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert sm3_of(io.BytesIO(b"abc")) == expected


@given(st.lists(st.binary(max_size=5000), max_size=6))
def test_any_stream_of_chunks_is_kept_under_the_digest_of_their_sum(
    tmp_path_factory: pytest.TempPathFactory, chunks: list[bytes]
) -> None:
    vault = DiskVault(tmp_path_factory.mktemp("any"), floor_bytes=0)
    stored = vault.commit(vault.stage(chunks))
    whole = b"".join(chunks)
    assert stored.sha256 == hashlib.sha256(whole).hexdigest()
    with vault.open(stored.sha256) as file:
        assert file.read() == whole


def test_what_was_let_go_of_is_a_leftover_that_can_be_taken_over(vault: DiskVault) -> None:
    staged = vault.stage([WORDS])
    assert vault.leftovers() == []
    vault.let_go(staged)
    [leftover] = vault.leftovers()
    assert vault.commit(vault.restage(leftover)).sha256 == DIGEST
