"""Files made or broken to harm a parser: each ends with an outcome, and the service does not notice."""

import hashlib
import resource
from pathlib import Path
from typing import Any

import pytest

from liuhen.adapters.disk_vault import DiskVault
from liuhen.adapters.media_probe.parent import ChildProbe
from liuhen.ports.media_probe import MediaFault, MediaKind, ProbeOutcome, ReasonCode
from liuhen.ports.vault import Lane

pytestmark = pytest.mark.samples

MEMORY_KIB = 200 << 10


def _files(samples: Path) -> list[Path]:
    return sorted([*(samples / "hostile").iterdir(), *(samples / "derived").iterdir()])


def test_every_hostile_and_damaged_file_ends_with_an_outcome_and_a_reason(samples: Path, probe: ChildProbe) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # the peak of whatever ran earlier in this process
    for path in _files(samples):
        result = probe.probe(path, original_name=path.name)
        assert (result.outcome is ProbeOutcome.RECORDING) == (result.reason is None), path.name
        assert bool(result.message) == bool(result.reason), path.name
        assert result.playable <= (result.reason is None), path.name
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < MEMORY_KIB, "the parent never holds what a file asks for"


def test_no_hostile_file_needs_to_cost_the_child_its_life(samples: Path, probe: ChildProbe) -> None:
    probe.probe(samples / "derived/one_bit_flipped.mp4", original_name="a.mp4")
    child = probe.child_id
    for path in _files(samples):
        probe.probe(path, original_name=path.name)
    assert probe.child_id == child


def test_files_that_cannot_be_read_say_so_or_name_a_fault(
    samples: Path, manifest: list[dict[str, Any]], probe: ChildProbe
) -> None:
    """Three JPEGs of the list have readable headers and whole data; only decoding every pixel could show more."""
    readable = {"hostile/x_imagemeta_infinite_loop.jpg", "hostile/x_jpg_its_2.jpg", "hostile/x_jpg_its_big.jpg"}
    for entry in manifest:
        if entry["truth"].get("expect") == "rejected or stored as unreadable":
            result = probe.probe(samples / entry["file"], original_name=entry["file"])
            unread = result.outcome is not ProbeOutcome.RECORDING or MediaFault.TRUNCATED in result.faults
            assert unread != (entry["file"] in readable), entry["file"]


def test_every_file_is_kept_byte_for_byte_in_the_lane_its_outcome_says(
    samples: Path, probe: ChildProbe, tmp_path: Path
) -> None:
    vault = DiskVault(tmp_path / "vault", floor_bytes=0)
    for path in _files(samples):
        staged = vault.stage(path)
        rejected = probe.probe(staged.path, original_name=path.name).outcome is ProbeOutcome.NOT_A_RECORDING
        stored = vault.commit(staged, lane=Lane.REJECTED if rejected else Lane.RECORDINGS)
        assert stored.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert {vault.verify(digest) for digest in vault.iter_digests()} == {None}


def test_a_recording_cut_off_by_power_loss_is_kept_and_marked_unplayable(samples: Path, probe: ChildProbe) -> None:
    result = probe.probe(samples / "derived/powerloss_moov_missing.mp4", original_name="GOPR0001.MP4")
    assert (result.outcome, result.reason) == (ProbeOutcome.UNREADABLE_RECORDING, ReasonCode.INDEX_MISSING)
    assert not result.playable


def test_a_list_of_addresses_inside_a_video_reads_no_local_file(samples: Path, probe: ChildProbe) -> None:
    result = probe.probe(samples / "hostile/x_ffmpeg_hls_lfi.avi", original_name="read_passwd.avi")
    assert result.reason is ReasonCode.NO_PICTURE_OR_SOUND
    assert "root:" not in repr(result)


def test_an_absurd_length_is_flagged_and_the_real_one_given(samples: Path, probe: ChildProbe) -> None:
    result = probe.probe(samples / "hostile/x_absurd_duration.mp4", original_name="a.mp4")
    assert MediaFault.ABSURD_DURATION in result.faults
    assert result.duration_ms is not None
    assert 1000 <= result.duration_ms <= 1200


def test_giant_pictures_are_not_unfolded(samples: Path, probe: ChildProbe) -> None:
    for name in ("x_pixel_flood_lottapixel.jpg", "x_pillow_decompression_bomb.gif"):
        result = probe.probe(samples / "hostile" / name, original_name=name)
        assert (result.kind, result.reason) == (MediaKind.IMAGE, ReasonCode.TOO_LARGE_PICTURE)


def test_one_flipped_bit_changes_the_digest_and_nothing_else_that_is_shown(samples: Path, probe: ChildProbe) -> None:
    whole, flipped = samples / "phone_video/android6_gps.mp4", samples / "derived/one_bit_flipped.mp4"
    assert whole.stat().st_size == flipped.stat().st_size
    assert probe.probe(whole, original_name="a.mp4") == probe.probe(flipped, original_name="a.mp4")
    assert hashlib.sha256(whole.read_bytes()).digest() != hashlib.sha256(flipped.read_bytes()).digest()
