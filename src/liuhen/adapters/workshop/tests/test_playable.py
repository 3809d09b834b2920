"""Playable copies: what is seen and heard, and when, is the same as in the original."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import av
import pytest

from liuhen.adapters.workshop import labels, playable
from liuhen.adapters.workshop.tests.studio import facts, heard_ms, loudness, seen, shoot
from liuhen.core.media.playing import needs_playable
from liuhen.ports.workshop import Task, Work, WorkImpossible, WorkKind

DIGEST = "ab" * 32


def copied(source: Path, into: Path, told: dict[str, Any] | None = None) -> tuple[Work, Path]:
    known = {**(told or facts(source)), "sha256": DIGEST}
    assert needs_playable(known)
    work = playable.make(Task(kind=WorkKind.PLAYABLE, facts=known), source, into)
    return work, work.files[0].path


@pytest.mark.parametrize(("ending", "container"), [("ts", "mpegts"), ("mkv", "matroska"), ("flv", "flv")])
def test_where_only_the_container_is_wrong_everything_is_moved_over_unchanged(
    tmp_path: Path, ending: str, container: str
) -> None:
    source = shoot(tmp_path / f"film.{ending}", container=container)
    work, made = copied(source, tmp_path)
    assert work.result["video"] == {"from": "h264", "to": "h264", "way": "copy"}
    assert work.result["audio"] == {"from": "aac", "to": "aac", "way": "copy"}
    assert work.result["same_length"]
    assert [number for _, number in seen(made)] == list(range(50))
    assert not needs_playable(facts(made))


@pytest.mark.parametrize(
    ("ending", "coder", "sound"),
    [
        ("mp4", "hevc", "aac"),
        ("mov", "h264", "pcm_s16le"),
        ("avi", "mjpeg", "pcm_s16le"),
        ("avi", "mpeg4", "pcm_alaw"),
        ("mov", "h264", "pcm_mulaw"),
        ("mpg", "mpeg2video", "mp2"),
        ("mkv", "vp8", "pcm_s16le"),
        ("ts", "hevc", "aac"),
    ],
)
def test_what_no_browser_plays_is_encoded_with_every_picture_at_its_time(
    tmp_path: Path, ending: str, coder: str, sound: str
) -> None:
    rate = 8000 if sound in ("pcm_alaw", "pcm_mulaw") else 48_000 if sound == "mp2" else 16_000
    source = shoot(tmp_path / f"film.{ending}", coder=coder, sound=sound, rate=rate)
    work, made = copied(source, tmp_path)
    pictures = seen(made)
    assert [number for _, number in pictures] == [number for _, number in seen(source)]
    first = pictures[0][0]
    assert all(abs(at - first - number * 40) <= 1 for at, number in pictures)
    assert abs(heard_ms(made) - 2000) < 200
    assert work.result["same_length"]
    assert not needs_playable(facts(made))


def test_uneven_times_stay_as_they_are(tmp_path: Path) -> None:
    times = [0, 40, 55, 200, 233, 1033, 1050, 1500]
    source = shoot(tmp_path / "uneven.mp4", coder="hevc", sound=None, times_ms=times)
    _, made = copied(source, tmp_path)
    assert seen(made) == [(at, number) for number, at in enumerate(times)]


def test_the_turn_of_the_picture_is_kept(tmp_path: Path) -> None:
    for coder, ending in (("hevc", "mp4"), ("h264", "mkv")):
        source = shoot(tmp_path / f"{coder}.{ending}", coder=coder, sound=None, rotation=90)
        _, made = copied(source, tmp_path)
        with av.open(str(made)) as film:
            assert next(film.decode(video=0)).rotation == 90


def test_sound_alone_becomes_a_sound_file(tmp_path: Path) -> None:
    source = shoot(tmp_path / "talk.wav", coder=None, sound="pcm_alaw", rate=8000)
    work, made = copied(source, tmp_path)
    assert (work.files[0].name, work.files[0].content_type) == ("playable.m4a", "audio/mp4")
    assert work.result["video"] is None
    assert abs(heard_ms(made) - 2000) < 150
    assert max(loudness(made)) == pytest.approx(0.244, abs=0.05)


def test_the_copy_says_of_what_it_is_a_derivative(tmp_path: Path) -> None:
    _, made = copied(shoot(tmp_path / "film.ts", container="mpegts"), tmp_path)
    with av.open(str(made)) as film:
        assert DIGEST in film.metadata["comment"]
        assert labels.NO_ORIGINAL in film.metadata["title"]


def test_the_digest_is_computed_where_the_house_does_not_say_it(tmp_path: Path) -> None:
    source = tmp_path / "a"
    source.write_bytes(b"abc")
    assert labels.parent_of({}, source).startswith("ba7816bf")


def test_a_film_that_breaks_off_is_copied_as_far_as_it_goes(tmp_path: Path) -> None:
    source = shoot(tmp_path / "whole.ts", container="mpegts")
    cut = tmp_path / "cut.ts"
    cut.write_bytes(source.read_bytes()[: source.stat().st_size * 2 // 3])
    _, made = copied(cut, tmp_path)
    numbers = [number for _, number in seen(made)]
    assert 10 < len(numbers) < 50
    assert numbers == list(range(len(numbers)))


def test_where_nothing_can_be_decoded_it_says_so(tmp_path: Path) -> None:
    source = tmp_path / "noise.ts"
    source.write_bytes(b"".join(b"\x47" + bytes(187) for _ in range(50)))
    told = {"kind": "video", "container": "mpegts", "tracks": [{"kind": "video", "codec": ""}]}
    with pytest.raises(WorkImpossible, match="画面"):
        playable.make(Task(kind=WorkKind.PLAYABLE, facts=told), source, tmp_path)


def test_the_index_stands_in_front_of_the_data(tmp_path: Path) -> None:
    _, made = copied(shoot(tmp_path / "film.ts", container="mpegts"), tmp_path)
    data = made.read_bytes()
    assert 0 < data.find(b"moov") < data.find(b"mdat")
