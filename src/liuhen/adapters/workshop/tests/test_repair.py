"""Films that lost their index: pictures found again where the camera left the means to decode them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import av
import pytest

from liuhen.adapters.workshop import playable
from liuhen.adapters.workshop.tests.studio import KEYS, facts, seen, shoot
from liuhen.ports.workshop import Task, Work, WorkImpossible, WorkKind


def power_lost(path: Path) -> Path:
    """The film as it lies on the card when the power goes before its index is written."""
    data = path.read_bytes()
    path.write_bytes(data[: data.rindex(b"moov") - 4 - 30])
    return path


def repaired(source: Path) -> Work:
    told = facts(source)
    assert told["reason"] == "index_missing"
    return playable.make(Task(kind=WorkKind.PLAYABLE, facts=told), source, source.parent)


@pytest.mark.parametrize("coder", ["h264", "hevc"])
def test_pictures_between_the_sounds_are_found_again(
    tmp_path: Path, coder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(KEYS, "libx264", {**KEYS["libx264"], "x264-params": "repeat-headers=1"})
    params = KEYS["libx265"]["x265-params"] + ":repeat-headers=1"
    monkeypatch.setitem(KEYS, "libx265", {"x265-params": params})
    work = repaired(power_lost(shoot(tmp_path / "cut.mp4", coder=coder)))
    found = [number for _, number in seen(work.files[0].path)]
    assert found == list(range(len(found)))
    assert len(found) >= 48
    assert work.result["repaired"]["pictures"] == len(found)
    assert work.result["repaired"]["fps"] == 25
    assert work.result["audio"] is None
    assert not work.result["same_length"]


def test_the_copy_says_that_it_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(KEYS, "libx264", {**KEYS["libx264"], "x264-params": "repeat-headers=1"})
    work = repaired(power_lost(shoot(tmp_path / "cut.mp4", sound=None)))
    with av.open(str(work.files[0].path)) as film:
        assert "断电录像" in film.metadata["title"]


def test_without_the_means_to_decode_it_says_what_would_be_needed(tmp_path: Path) -> None:
    with pytest.raises(WorkImpossible, match="同型号设备"):
        repaired(power_lost(shoot(tmp_path / "cut.mp4")))


IN_LITTLE_ROOM = """
import resource, sys
from pathlib import Path
from liuhen.adapters.workshop import repair
source, raw = map(Path, sys.argv[1:])
held = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (held + (96 << 20),) * 2)
with source.open("rb") as file:
    print(repair._unpack(repair._Stored(file.fileno()), raw).pictures)
"""


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="only Linux tells how much a process holds")
def test_a_film_larger_than_the_memory_allowed_is_repaired(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(KEYS, "libx264", {**KEYS["libx264"], "x264-params": "repeat-headers=1"})
    source = power_lost(shoot(tmp_path / "cut.mp4"))
    with source.open("r+b") as file:
        file.truncate(192 << 20)  # the card's room that was set aside and never written
    told = subprocess.run(
        [sys.executable, "-c", IN_LITTLE_ROOM, str(source), str(tmp_path / "found.mkv")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    assert int(told.stdout) >= 48
