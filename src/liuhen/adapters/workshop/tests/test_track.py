"""Tracks from packets, logs and subtitles made here; which positions are believed; real files where there are any."""

from __future__ import annotations

import math
import os
import shutil
import struct
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from liuhen.adapters.workshop.tests.test_survey import as_documented
from liuhen.adapters.workshop.track import make
from liuhen.adapters.workshop.tracks.packets import points_in
from liuhen.adapters.workshop.tracks.points import MOST_POINTS, Doubt, Point, judge, thinned
from liuhen.ports.workshop import Task, WorkKind

SAMPLES = Path(os.environ.get("LIUHEN_SAMPLES", "../shared/samples"))
HERE = 23.129, 113.264


def track(path: Path, container: str, kind: str = "sidecar", **facts: Any) -> dict[str, Any]:
    task = Task(kind=WorkKind.TRACK, facts={"kind": kind, "container": container, **facts})
    return dict(as_documented("track", make(task, path, path.parent).result))


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str, str], Path]:
    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def rmc(second: int, latitude: str, knots: float, status: str = "A") -> str:
    return f"$GPRMC,0603{second:02}.000,{status},{latitude},N,11315.8400,E,{knots},90.0,201126,,,A*00"


def gpmf(key: bytes, kind: bytes, size: int, content: bytes) -> bytes:
    head = struct.pack(">4scBH", key, kind, size, len(content) // size)
    return head + content + bytes(-len(content) % 4)


def test_an_nmea_log_is_read_from_its_first_position_to_its_last(written: Callable[[str, str], Path]) -> None:
    lines = [rmc(10 + second, f"230{7 + second / 100:.4f}", 27.0) for second in range(5)]
    found = track(written("a.nmea", "\n".join(lines)), "nmea")
    assert [point[0] for point in found["points"]] == [0, 1000, 2000, 3000, 4000]
    assert found["points"][0] == [0, pytest.approx(23.116667, abs=1e-5), pytest.approx(113.264, abs=1e-5), 50.0]
    assert found["metres"] == pytest.approx(74, abs=2)
    assert (found["source"], found["count"], found["fastest_kmh"], found["doubts"]) == ("nmea", 5, 50.0, {})


def test_sentences_without_a_fix_are_set_aside_and_say_so(written: Callable[[str, str], Path]) -> None:
    lines = [rmc(1, "2307.0000", 0, "V"), rmc(2, "2307.0000", 0), rmc(3, "0000.0000", 0).replace("11315.8400", "0")]
    found = track(written("a.nmea", "\n".join(lines)), "nmea")
    assert (found["count"], found["doubts"]) == (1, {"no_fix": 1, "sentinel": 1})
    assert {point[4] for point in found["doubtful"]} == {"no_fix", "sentinel"}


def test_a_log_with_stamps_of_its_own_goes_by_them(written: Callable[[str, str], Path]) -> None:
    lines = [f"[{1784358211371 + step * 1250}]{rmc(30, f'2307.{step:04}', 3)}" for step in range(3)]
    assert [point[0] for point in track(written("a.gps", "\n".join(lines)), "nmea")["points"]] == [0, 1250, 2500]


def test_a_drone_s_subtitles_give_positions_speed_and_words(written: Callable[[str, str], Path]) -> None:
    cues = [f"{n}\n00:00:0{n},000 --> 00:00:0{n + 1},000\nGPS (113.26{n}, 23.12, 15), H.S 5.00m/s\n" for n in range(3)]
    found = track(written("a.srt", "\n".join(cues)), "srt")
    assert found["points"][2] == [2000, 23.12, 113.262, 18.0]
    assert found["stated"][0] == {"at_ms": 0, "text": "GPS (113.260, 23.12, 15), H.S 5.00m/s"}


def test_what_a_device_says_twice_is_told_once_and_never_too_much(written: Callable[[str, str], Path]) -> None:
    cue = "{n}\n00:{m:02}:{s:02},000 --> 00:59:59,000\n{words}\n\n"
    said = "".join(cue.format(n=n, m=n // 60, s=n % 60, words="粤A12345 执法一队") for n in range(5))
    assert [one["text"] for one in track(written("a.srt", said), "srt")["stated"]] == ["粤A12345 执法一队"]
    many = "".join(cue.format(n=n, m=n // 60, s=n % 60, words=f"第{n}条设备文字") for n in range(1000))
    assert 100 <= len(track(written("b.srt", many), "srt")["stated"]) <= 200


def test_gopro_rows_are_spread_over_their_packet() -> None:
    row = lambda n: struct.pack(">5i", 231290000 + n * 1000, 1132640000, 0, 5000, 5000)  # noqa: E731
    stream = (
        gpmf(b"GPSF", b"L", 4, struct.pack(">I", 3))
        + gpmf(b"SCAL", b"l", 4, struct.pack(">5i", 10**7, 10**7, 1000, 1000, 100))
        + gpmf(b"GPS5", b"l", 20, row(0) + row(1) + row(2) + row(3))
    )
    points = list(points_in(gpmf(b"DEVC", b"\0", 1, gpmf(b"STRM", b"\0", 1, stream)), 2000, 1000))
    assert [point.at for point in points] == [2000, 2250, 2500, 2750]
    assert points[1] == Point(2250, 23.1291, 113.264, 18.0, True)


def test_camera_motion_metadata_is_read_in_both_forms() -> None:
    plain = struct.pack("<HH3d", 0, 5, *HERE, 11.0)
    full = struct.pack("<HHdi2d7f", 0, 6, 1.4e9, 3, *HERE, 11, 1, 1, 3, 4, 0, 1)
    assert list(points_in(plain, 40, 0)) == [Point(40, *HERE)]
    assert list(points_in(full, 80, 0)) == [Point(80, *HERE, 18.0, True)]


def test_rows_of_sigmastar_and_lines_of_ligo_are_read() -> None:
    row = struct.pack("<dd6xBBBBBBBB", *HERE, 126, 11, 20, 9, 0, 0, 42, 1) + bytes(10)
    assert list(points_in(row, 7, 0)) == [Point(7, *HERE, 42.0, True)]
    line = b"normal:2026/05/12 15:08:21 N:23.129000 E:113.264000 45.1 km/h x:0.00"
    assert list(points_in(line, 7, 0)) == [Point(7, *HERE, 45.1, True)]


@pytest.mark.parametrize("packet", [b"", b"DEVC", b"DEVC\0\1\xff\xff", bytes(28), bytes(40), bytes(range(60))])
def test_damaged_packets_give_nothing_and_harm_nothing(packet: bytes) -> None:
    assert [point for point in points_in(packet, 0, 0) if math.isfinite(point.latitude) and point.speed] == []


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="no ffmpeg to write subtitles into a film")
def test_a_track_inside_a_film_is_read_with_the_time_of_its_packets(tmp_path: Path) -> None:
    cue = "{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{said}\n\n"
    (tmp_path / "a.srt").write_text("".join(cue.format(n=n, said=rmc(n, f"2307.{n:04}", 10)) for n in range(4)))
    path = tmp_path / "a.mp4"
    subprocess.run(["ffmpeg", "-v", "error", "-i", tmp_path / "a.srt", "-c:s", "mov_text", path], check=True)
    found = track(path, "mov", "video", duration_ms=4000)
    assert [point[0] for point in found["points"]] == [0, 1000, 2000, 3000]


def test_a_film_without_a_track_has_none(tmp_path: Path) -> None:
    from liuhen.adapters.workshop.tests import reels

    found = track(reels.film(tmp_path / "a.mp4", reels.moving, 1), "mov", "video")
    assert (found["points"], found["stated"], found["count"]) == ([], [], 0)


def line(count: int, speed: float = 40.0, step: float = 0.0001) -> list[Point]:
    return [Point(n * 1000, HERE[0] + n * step, HERE[1], speed) for n in range(count)]


def test_a_single_jump_is_set_aside() -> None:
    points = line(20)
    points[7] = Point(7000, 0.5, 0.5, 40.0)
    way = judge(points)
    assert len(way.points) == 19
    assert way.doubtful == [(points[7], Doubt.JUMP)]


def test_a_wrong_beginning_yields_to_what_agrees_with_itself() -> None:
    points = [Point(0, 39.9, 116.4, 0.0), *(Point(n * 1000, HERE[0] + n / 10000, HERE[1], 40.0) for n in range(1, 20))]
    way = judge(points)
    assert way.points == points[1:]
    assert way.doubts() == {"jump": 1}


def test_a_receiver_that_repeats_itself_at_speed_is_not_believed() -> None:
    way = judge([Point(n * 1000, *HERE, 80.0) for n in range(10)])
    assert (way.points, way.doubts()) == ([], {"standing": 10})


def test_a_car_that_stands_is_believed() -> None:
    assert len(judge([Point(n * 1000, *HERE, 0.0) for n in range(10)]).points) == 10


def test_whole_degrees_are_told_as_a_doubt() -> None:
    assert judge([Point(0, 50.0, 30.0)]).rounded() == 1


def test_a_long_track_is_thinned_with_both_its_ends() -> None:
    points = line(9001)
    few = thinned(points, MOST_POINTS)
    assert (len(few), few[0], few[-1]) == (MOST_POINTS, points[0], points[-1])
    assert thinned(points[:5], MOST_POINTS) == points[:5]


@pytest.mark.samples
@pytest.mark.parametrize(
    ("name", "container", "kind", "count", "doubts"),
    [
        ("actioncam/gopro_hero5_karma_gpmf.mp4", "mov", "video", 47, {}),
        ("actioncam/gopro_hero6_trim_no_creation_time.mp4", "mov", "video", 36, {}),
        ("dashcam/neoline_phantom_gps_track.mp4", "mov", "video", 0, {"no_fix": 120, "standing": 72}),
        ("dashcam/juscar_mpegts_real_video.TS", "mpegts", "video", 0, {"sentinel": 4}),
        ("dashcam/viofo_coldstart_clock_jump.mp4", "mov", "video", 4, {"no_fix": 4}),
        ("dashcam/thinkware_front_nmea_subtitles.mp4", "mov", "video", 10, {}),
        ("dashcam/70mai_a810_gpsdata.txt", "70mai", "sidecar", 50, {}),
        ("drone/dji_p4_rtk.SRT", "srt", "sidecar", 55, {}),
    ],
)
def test_real_devices(name: str, container: str, kind: str, count: int, doubts: dict[str, int]) -> None:
    path = SAMPLES / name
    if not path.exists():
        pytest.skip(f"no sample at {path}: set LIUHEN_SAMPLES")
    found = track(path, container, kind)
    assert (found["count"], found["doubts"]) == (count, doubts)
