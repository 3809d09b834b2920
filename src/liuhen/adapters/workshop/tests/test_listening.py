"""Sound is read in even pieces with true positions, speech is not found where nobody speaks, and gaps stay gaps."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from math import pi, sin
from pathlib import Path

import av
import pytest

from liuhen.adapters.workshop import speech
from liuhen.adapters.workshop.sound import pieces
from liuhen.core.media.speaking import spoken
from liuhen.ports.recognisers import RATE
from liuhen.ports.workshop import Task, WorkFailed, WorkImpossible, WorkKind

SAMPLES = 512


def _task(container: str | None) -> Task:
    return Task(kind=WorkKind.SPEECH, facts={"container": container})


def _tone(path: Path, seconds: Sequence[float], *, rate: int = 48_000) -> Path:
    """A file of one tone, in stretches that begin at these seconds and last one each."""
    with av.open(str(path), "w") as out:
        stream = out.add_stream("pcm_s16le", rate=rate, layout="stereo")
        for begins in seconds:
            for tenth in range(10):
                frame = av.AudioFrame(format="s16", layout="stereo", samples=rate // 10)
                wave = array("h", (round(8000 * sin(2 * pi * 440 * n / rate)) for n in range(rate // 10) for _ in "lr"))
                frame.planes[0].update(wave.tobytes())
                frame.sample_rate, frame.time_base = rate, Fraction(1, rate)
                frame.pts = round(begins * rate) + tenth * rate // 10
                out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


@pytest.mark.parametrize("rate", [8_000, 44_100, 48_000])
def test_sound_of_any_rate_comes_in_even_pieces_with_true_positions(tmp_path: Path, rate: int) -> None:
    found = list(pieces(_task("wav"), _tone(tmp_path / "a.wav", [0, 1, 2], rate=rate), SAMPLES))
    assert {len(sound) for _, sound in found[:-1]} == {2 * SAMPLES}
    assert abs(sum(len(sound) for _, sound in found) / 2 / RATE - 3) < 0.02
    assert [at for at, _ in found] == [number * SAMPLES * 1000 // RATE for number in range(len(found))]


def test_missing_sound_is_no_sound_and_does_not_move_what_follows(tmp_path: Path) -> None:
    path = _tone(tmp_path / "gap.mkv", [0, 1, 5])
    found = list(pieces(_task("matroska"), path, SAMPLES))
    positions = [at for at, _ in found]
    leap = max(after - before for before, after in pairwise(positions))
    assert 2900 < leap < 3100
    assert abs(sum(len(sound) for _, sound in found) / 2 / RATE - 3) < 0.1
    assert positions[-1] < 6000


def test_a_file_cut_off_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    whole = _tone(tmp_path / "whole.wav", [0, 1, 2])
    cut = tmp_path / "cut.wav"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    found = list(pieces(_task("wav"), cut, SAMPLES))
    assert 1.3 < sum(len(sound) for _, sound in found) / 2 / RATE < 1.6


def test_what_has_no_sound_can_never_be_listened_to(tmp_path: Path) -> None:
    path = tmp_path / "silent.mkv"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("mpeg4", rate=5)
        stream.width = stream.height = 64
        out.mux(stream.encode(av.VideoFrame(64, 64, "yuv420p")))
        out.mux(stream.encode(None))
    with pytest.raises(WorkImpossible, match="没有声音"):
        list(pieces(_task("matroska"), path, SAMPLES))


def test_what_cannot_be_opened_is_a_failure_with_words(tmp_path: Path) -> None:
    path = tmp_path / "broken.wav"
    path.write_bytes(b"RIFF\0\0\0\0WAVEjunk" * 9)
    with pytest.raises((WorkFailed, WorkImpossible)):
        list(pieces(_task("matroska"), path, SAMPLES))


def test_nobody_speaks_in_a_tone(tmp_path: Path) -> None:
    work = speech.make(_task("wav"), _tone(tmp_path / "tone.wav", [0, 1, 2]), tmp_path)
    assert work.result == {"spans": []}
    assert "Silero" in work.tool


class Remembering:
    """A finder that calls every piece speech, and counts how often it was told to begin anew."""

    name, samples = "remembering", SAMPLES

    def __init__(self) -> None:
        self.forgot = 0

    def chance(self, sound: bytes) -> float:
        return 1.0

    def forget(self) -> None:
        self.forgot += 1


def test_after_a_gap_the_finder_begins_anew_and_a_new_span_with_it(tmp_path: Path) -> None:
    finder = Remembering()
    sound = pieces(_task("matroska"), _tone(tmp_path / "gap.mkv", [0, 1, 5]), SAMPLES)
    heard = list(speech.listen(finder, sound))
    spans = list(spoken(((at, chance) for at, chance, _ in heard), every_ms=32))
    assert finder.forgot == 1
    assert [round(start / 1000) for start, _ in spans] == [0, 5]
