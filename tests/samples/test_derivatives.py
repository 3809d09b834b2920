"""Copies and clips of real camera files: captures whole, and hostile files end with a file or a reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import av
import pytest

from liuhen.adapters.media_probe.parent import ChildProbe
from liuhen.adapters.workshop import clip, playable
from liuhen.adapters.workshop.tests.studio import facts
from liuhen.ports.workshop import Task, Work, WorkFailed, WorkKind

pytestmark = pytest.mark.samples

CAPTURES = ["jt1078_packets_csv_ch1.txt", "jt1078_packets_hex_audio_video.txt", "jt1078_packets_hex_ch3.txt"]
FRAMES = {
    "jt1078_packets_csv_ch1.txt": 270,
    "jt1078_packets_hex_audio_video.txt": 102,
    "jt1078_packets_hex_ch3.txt": 931,
}


def made(path: Path, probe: ChildProbe, into: Path) -> Work:
    return playable.make(Task(kind=WorkKind.PLAYABLE, facts=facts(path, probe)), path, into)


@pytest.mark.parametrize("name", CAPTURES)
def test_every_picture_of_a_capture_can_be_decoded_at_its_time(
    samples: Path, manifest: list[dict[str, Any]], probe: ChildProbe, tmp_path: Path, name: str
) -> None:
    truth = next(entry["truth"] for entry in manifest if entry["file"].endswith(name))
    work = made(samples / "vehicle_terminal" / name, probe, tmp_path)
    (stream,) = work.result["streams"]
    assert (stream["sim"], stream["channel"]) == (truth["sim"], truth["channel"])
    assert stream["first_stamp_ms"] == truth["first_ts_ms"]
    assert (stream["pictures"], stream["missing"], stream["left_out"]) == (FRAMES[name], [], 0)
    assert stream["sounds"] == truth.get("audio_packets", 0)
    with av.open(str(work.files[0].path)) as film:
        times = [frame.time or 0.0 for frame in film.decode(video=0)]
    assert len(times) == FRAMES[name]
    assert times == sorted(times)
    assert times[-1] * 1000 <= truth["last_ts_ms"] - truth["first_ts_ms"] + 1


def test_a_picture_of_a_phone_held_upright_is_upright_in_its_copy(
    samples: Path, probe: ChildProbe, tmp_path: Path
) -> None:
    work = made(samples / "photo/iphone15pro_orientation6.heic", probe, tmp_path)
    assert (work.result["width"], work.result["height"], work.result["colour_profile"]) == (3024, 4032, True)


def test_a_film_of_a_phone_keeps_its_turn_and_the_colours_it_states(
    samples: Path, probe: ChildProbe, tmp_path: Path
) -> None:
    for name, rotation, transfer in (("iphone_hevc_edit_list.mp4", -90, None), ("pixel_hevc_hlg_gps.mp4", 0, 18)):
        into = tmp_path / name
        into.mkdir()
        work = made(samples / "phone_video" / name, probe, into)
        with av.open(str(work.files[0].path)) as film:
            frame = next(film.decode(video=0))
        assert frame.rotation == rotation, name
        assert transfer is None or frame.color_trc == transfer, "hybrid log-gamma (ITU-T H.273)"


def test_hostile_files_end_with_a_file_or_a_reason(samples: Path, probe: ChildProbe, tmp_path: Path) -> None:
    for number, path in enumerate(sorted([*(samples / "hostile").iterdir(), *(samples / "derived").iterdir()])):
        told = facts(path, probe)
        for kind, make in ((WorkKind.PLAYABLE, playable.make), (WorkKind.CLIP, clip.make)):
            into = tmp_path / f"{number}-{kind.value}"
            into.mkdir()
            try:
                work = make(Task(kind=kind, facts=told, options={"from_ms": 0, "to_ms": 100}), path, into)
            except WorkFailed as reason:
                assert str(reason), path.name
            else:
                assert work.files[0].path.stat().st_size, path.name
