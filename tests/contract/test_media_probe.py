"""What every media probe must do, on files made here."""

import os
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import pytest
from PIL import Image

from liuhen.adapters.media_probe.parent import ChildProbe
from liuhen.core.continuity.clocks import ClockSource, Problem
from liuhen.ports.media_probe import (
    FAULTS,
    REASONS,
    MediaFault,
    MediaKind,
    MediaProbe,
    PlaceProblem,
    ProbeOutcome,
    ProbeResult,
    ReasonCode,
)

TAKEN = "2026-02-27T10:00:00+0800"


@pytest.fixture(scope="module")
def probe() -> Iterator[ChildProbe]:
    probe = ChildProbe()
    yield probe
    probe.close()


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two seconds of picture and sound with a place, a clock and a maker."""
    path = tmp_path_factory.mktemp("clip") / "clip.mp4"
    options = {"movflags": "use_metadata_tags"}
    with av.open(str(path), "w", options=options) as out:
        out.metadata.update({"creation_time": "2026-02-27T02:00:00Z", "com.apple.quicktime.creationdate": TAKEN})
        out.metadata.update({"com.apple.quicktime.model": "DSJ-V8", "location": "+23.1291+113.2644+011.500/"})
        video = out.add_stream("mpeg4", rate=25)
        video.width, video.height, video.time_base = 320, 240, Fraction(1, 25)
        sound = out.add_stream("aac", rate=16000)
        for number in range(50):
            frame = av.VideoFrame(320, 240, "yuv420p")
            for plane in frame.planes:
                plane.update(bytes([number * 4]) * plane.buffer_size)
            frame.pts = number
            out.mux(video.encode(frame))
        out.mux(video.encode())
        for number in range(31):
            tone = av.AudioFrame(format="fltp", layout="mono", samples=1024)
            tone.planes[0].update(bytes(tone.planes[0].buffer_size))
            tone.sample_rate, tone.pts = 16000, number * 1024
            out.mux(sound.encode(tone))
        out.mux(sound.encode())
    return path


def photo(path: Path, *, time: str = "2026:02:27 10:00:00", **tags: Any) -> Path:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = tags.get("make", "LEO"), "DSJ-V8"
    exif[0x0112] = tags.get("orientation", 6)
    exif.get_ifd(0x8769).update({0x9003: time, 0xA431: tags.get("serial", "V8-0001")})
    if "gps" in tags:
        exif.get_ifd(0x8825).update(tags["gps"])
    Image.new("RGB", (64, 48), "navy").save(path, "JPEG", exif=exif)
    return path


def test_a_child_probe_is_a_media_probe(probe: ChildProbe) -> None:
    accepted: MediaProbe = probe
    assert accepted is probe


def test_a_video_tells_its_length_tracks_place_clocks_and_device(probe: ChildProbe, clip: Path) -> None:
    modified = datetime(2026, 2, 27, 3, tzinfo=UTC)
    result = probe.probe(clip, original_name="DSJ_20260227_100000_001.mp4", modified_at=modified)
    assert (result.outcome, result.kind, result.playable) == (ProbeOutcome.RECORDING, MediaKind.VIDEO, True)
    assert result.duration_ms == pytest.approx(2000, abs=70)
    assert [(track.kind, track.codec) for track in result.tracks] == [("video", "mpeg4"), ("audio", "aac")]
    assert (result.width, result.height, result.tracks[0].fps, result.tracks[1].sample_rate) == (320, 240, 25.0, 16000)
    assert result.place is not None
    assert (result.place.latitude, result.place.longitude, result.place.altitude_m) == (23.1291, 113.2644, 11.5)
    assert result.device.model == "DSJ-V8"
    assert [clock.source for clock in result.clocks] == [
        ClockSource.FILE_NAME,
        ClockSource.APPLE_CREATIONDATE,
        ClockSource.CONTAINER,
        ClockSource.FILE_MTIME,
    ]
    assert result.clocks[0].wall == "2026-02-27T10:00:00"
    assert result.clocks[1].raw == TAKEN
    assert result.clocks[3].at == modified


def test_a_video_cut_off_before_its_index_is_kept_as_unreadable(probe: ChildProbe, clip: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(clip.read_bytes()[:2000])
    result = probe.probe(cut, original_name="cut.mp4")
    assert (result.outcome, result.reason) == (ProbeOutcome.UNREADABLE_RECORDING, ReasonCode.INDEX_MISSING)
    assert result.message == REASONS[ReasonCode.INDEX_MISSING]
    assert not result.playable


def test_bytes_after_the_end_of_a_video_are_noticed(probe: ChildProbe, clip: Path, tmp_path: Path) -> None:
    longer = tmp_path / "longer.mp4"
    longer.write_bytes(clip.read_bytes() + bytes(4096))
    result = probe.probe(longer, original_name="longer.mp4")
    assert MediaFault.TRAILING_BYTES in result.faults
    assert result.playable


def test_a_photo_tells_its_time_serial_and_orientation(probe: ChildProbe, tmp_path: Path) -> None:
    result = probe.probe(photo(tmp_path / "a.jpg"), original_name="a.jpg")
    assert (result.kind, result.width, result.height, result.orientation) == (MediaKind.IMAGE, 64, 48, 6)
    assert (result.device.make, result.device.model, result.device.serial) == ("LEO", "DSJ-V8", "V8-0001")
    assert result.clocks[0].wall == "2026-02-27T10:00:00"
    assert not result.clocks[0].zone_known


@pytest.mark.parametrize(
    "time, problem",
    [
        ("2015:06:17 18:60:19", Problem.UNREADABLE),
        ("0000:00:00 00:00:00", Problem.ZERO),
        ("２０２６:02:27 10:00:00", Problem.UNREADABLE),
        ("2026:02:30 10:00:00", Problem.UNREADABLE),
        ("yesterday", Problem.UNREADABLE),
    ],
)
def test_a_time_that_cannot_be_is_kept_raw_and_gives_no_clock(
    probe: ChildProbe, tmp_path: Path, time: str, problem: Problem
) -> None:
    path = tmp_path / "a.jpg"
    ascii_time = time.encode("utf-8").decode("latin-1")
    (clock,) = probe.probe(photo(path, time=ascii_time), original_name="a.jpg").clocks
    assert (clock.at, clock.wall, clock.problem) == (None, None, problem)
    assert clock.raw


@pytest.mark.parametrize(
    "latitude, longitude, problem",
    [
        ((213.0, 38.0, 24.0), (103.0, 28.0, 48.0), PlaceProblem.OUT_OF_RANGE),
        ((0.0, 0.0, 0.0), (0.0, 0.0, 0.0), PlaceProblem.ZERO),
        ((23.0, 7.0, 44.8), (113.0, 15.0, 51.8), None),
    ],
)
def test_an_impossible_position_is_no_place(
    probe: ChildProbe, tmp_path: Path, latitude: tuple[float, ...], longitude: tuple[float, ...], problem: PlaceProblem
) -> None:
    gps = {1: "N", 2: latitude, 3: "E", 4: longitude}
    place = probe.probe(photo(tmp_path / "a.jpg", gps=gps), original_name="a.jpg").place
    assert place is not None
    assert (place.problem, place.usable) == (problem, problem is None)


def test_a_maker_written_in_gbk_is_read_as_chinese(probe: ChildProbe, tmp_path: Path) -> None:
    maker = "杭州海康威视"
    path = photo(tmp_path / "a.jpg", make="X" * len(maker.encode("gbk")))
    path.write_bytes(path.read_bytes().replace(b"X" * 12, maker.encode("gbk")))
    assert probe.probe(path, original_name="a.jpg").device.make == maker


@pytest.mark.parametrize(
    "content, reason",
    [
        (b"", ReasonCode.EMPTY),
        (b"dear colleague,\nsee attachment", ReasonCode.NOT_MEDIA),
        ("执法记录说明".encode("gb18030"), ReasonCode.NOT_MEDIA),
        (b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0", ReasonCode.UNKNOWN_FORMAT),
        (b"\0" * 5000, ReasonCode.UNKNOWN_FORMAT),
        (b"BMW parked at the corner", ReasonCode.NOT_MEDIA),
        ("\ufeff执法记录".encode("utf-16-le"), ReasonCode.UNKNOWN_FORMAT),
    ],
)
def test_what_is_no_recording_is_refused_with_a_reason(
    probe: ChildProbe, tmp_path: Path, content: bytes, reason: ReasonCode
) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    result = probe.probe(path, original_name="录像.mp4")
    assert (result.outcome, result.kind, result.reason) == (ProbeOutcome.NOT_A_RECORDING, MediaKind.NONE, reason)


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "a\0b.jpg", "\udcff\udcfe.jpg", "㊙️\u202egpj.exe", "x" * 5000, ""]
)
def test_a_name_is_only_text_whatever_is_in_it(probe: ChildProbe, tmp_path: Path, name: str) -> None:
    assert probe.probe(photo(tmp_path / "a.jpg"), original_name=name).outcome is ProbeOutcome.RECORDING


def test_packets_of_a_vehicle_terminal_are_recognised_in_a_hex_dump(probe: ChildProbe, tmp_path: Path) -> None:
    def packet(stamp: int) -> str:
        head = struct.pack(">4sBBH6sBBQHHH", b"01cd", 0x81, 98, 1, bytes.fromhex("013912345678"), 3, 0, stamp, 0, 40, 4)
        return (head + b"data").hex()

    path = tmp_path / "dump.txt"
    path.write_text(f"{packet(1_700_000_000_000)}\n{packet(1_700_000_002_500)}{packet(1_700_000_003_000)}\n")
    result = probe.probe(path, original_name="dump.txt")
    assert result.packets is not None
    assert (result.packets.sim, result.packets.channel, result.packets.packets) == ("013912345678", 3, 3)
    assert (result.duration_ms, result.clocks[0].source) == (3000, ClockSource.PACKET)


def test_the_child_is_reused_and_comes_back_after_it_was_killed(probe: ChildProbe, clip: Path) -> None:
    first = probe.probe(clip, original_name="a.mp4")
    child = probe.child_id
    assert child is not None
    probe.probe(clip, original_name="a.mp4")
    assert probe.child_id == child
    os.kill(child, 9)
    assert probe.probe(clip, original_name="a.mp4") == first
    assert probe.child_id != child


def test_several_threads_share_one_probe(probe: ChildProbe, clip: Path) -> None:
    results: list[ProbeResult] = []
    threads = [
        threading.Thread(target=lambda: results.append(probe.probe(clip, original_name="a.mp4"))) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 6
    assert len(set(map(repr, results))) == 1


def fake(program: str, *, wall_seconds: float = 20.0) -> ChildProbe:
    head = "import socket, sys, time\nline = socket.socket(fileno=int(sys.argv[1]))\nsocket.recv_fds(line, 9999, 1)\n"
    return ChildProbe(wall_seconds=wall_seconds, command=[sys.executable, "-c", head + program])


@pytest.mark.parametrize(
    "program",
    ["raise SystemExit(1)", "line.sendall(b'{}\\n')", "line.sendall(b'\\xff' * 3000000)", "import os; os.abort()"],
)
def test_a_child_that_crashes_or_talks_nonsense_is_a_result_and_no_exception(clip: Path, program: str) -> None:
    probe = fake(program)
    result = probe.probe(clip, original_name="a.mp4")
    assert (result.outcome, result.reason) == (ProbeOutcome.UNREADABLE_RECORDING, ReasonCode.PARSER_CRASHED)
    assert probe.child_id is None


@pytest.mark.parametrize(
    "program",
    [
        "time.sleep(60)",
        "while line.send(b'x'): time.sleep(0.05)",
        "import os, signal; os.kill(os.getpid(), signal.SIGXCPU)",
    ],
)
def test_a_child_that_never_finishes_is_stopped(clip: Path, program: str) -> None:
    probe = fake(program, wall_seconds=2.0)
    begun = time.monotonic()
    result = probe.probe(clip, original_name="a.mp4")
    assert result.reason is ReasonCode.PARSER_TIMED_OUT
    assert probe.child_id is None
    assert time.monotonic() - begun < 30, "the child would have slept a minute"


@pytest.mark.parametrize(
    "attempt, refusal",
    [
        ("bytearray(3 << 30)", "MemoryError"),
        ("open(sys.argv[1], 'wb', 0).write(b'x')", "OSError"),
        ("limits.allow_seconds(1)\nwhile True: pass", "SIGXCPU"),
    ],
)
def test_the_child_is_held_to_its_limits(attempt: str, refusal: str, tmp_path: Path) -> None:
    program = f"import sys\nfrom liuhen.adapters.confined import limits\nlimits.confine()\n{attempt}"
    command = [sys.executable, "-c", program, str(tmp_path / "file")]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert refusal in answer.stderr or (refusal, answer.returncode) == ("SIGXCPU", -24)


def test_the_child_reaches_no_network_where_the_kernel_lets_it_give_that_up() -> None:
    program = (
        "import socket\nfrom liuhen.adapters.confined import limits\n"
        "with socket.create_server(('127.0.0.1', 0)) as server:\n"
        "    address = server.getsockname()\n    limits.confine()\n    socket.create_connection(address, 5)"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    if answer.returncode == 0:
        pytest.skip("this kernel or user may not give up the network; the protocol whitelist still holds")
    assert "unreachable" in answer.stderr


def test_every_reason_and_fault_is_said_in_chinese() -> None:
    assert set(REASONS) == set(ReasonCode)
    assert set(FAULTS) == set(MediaFault)
