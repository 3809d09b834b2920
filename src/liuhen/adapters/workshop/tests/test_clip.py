"""Clips: they begin and end where they were asked to, and say of what they are a part."""

from __future__ import annotations

from pathlib import Path

import av
import pytest

from liuhen.adapters.workshop import clip
from liuhen.adapters.workshop.tests.studio import facts, heard_ms, seen, shoot
from liuhen.ports.workshop import Task, Work, WorkImpossible, WorkKind

DIGEST = "cd" * 32


def cut(source: Path, begin: int, end: int, **told: str) -> tuple[Work, Path]:
    options = {"from_ms": begin, "to_ms": end, **told}
    task = Task(kind=WorkKind.CLIP, facts={**facts(source), "sha256": DIGEST}, options=options)
    work = clip.make(task, source, source.parent)
    return work, work.files[0].path


def test_a_clip_of_one_of_several_channels_says_which(tmp_path: Path) -> None:
    source = shoot(tmp_path / "film.mp4")
    told = {**facts(source), "sha256": DIGEST, "channel": "3"}
    task = Task(kind=WorkKind.CLIP, facts=told, options={"from_ms": 0, "to_ms": 500})
    with av.open(str(clip.make(task, source, tmp_path).files[0].path)) as film:
        assert "原件中的位置（通道 3）：00:00:00.000" in film.metadata["comment"]


def numbers(path: Path) -> list[int]:
    return [number for _, number in seen(path)]


def test_a_clip_from_a_key_picture_is_moved_over_unchanged(tmp_path: Path) -> None:
    work, made = cut(shoot(tmp_path / "film.mp4"), 1000, 1600)
    assert work.result["exact"]
    assert work.result["video"] == {"from": "h264", "to": "h264", "way": "copy"}
    assert seen(made)[0] == (0, 25)
    assert numbers(made) == list(range(25, 40))
    assert abs(heard_ms(made) - 600) < 150


@pytest.mark.parametrize("ending", ["mp4", "ts", "mkv"])
def test_a_clip_from_any_other_picture_is_encoded_and_begins_with_it(tmp_path: Path, ending: str) -> None:
    work, made = cut(shoot(tmp_path / f"film.{ending}"), 400, 1200)
    assert not work.result["exact"]
    assert work.result["video"]["way"] == "encode"
    late = 2 if ending == "ts" else 0  # a transport stream begins with its sound, some milliseconds before the picture
    assert abs(numbers(made)[0] - 10) <= late
    assert abs(len(numbers(made)) - 20) <= late
    assert abs(heard_ms(made) - 800) < 150


def test_a_clip_of_what_no_browser_plays_can_be_played(tmp_path: Path) -> None:
    work, made = cut(shoot(tmp_path / "film.avi", coder="mjpeg", sound="pcm_s16le"), 400, 1200)
    assert (work.result["video"]["to"], work.result["audio"]["to"]) == ("h264", "aac")
    assert numbers(made) == list(range(10, 30))
    assert abs(heard_ms(made) - 800) < 100


def test_a_clip_of_sound_alone(tmp_path: Path) -> None:
    work, made = cut(shoot(tmp_path / "talk.wav", coder=None, sound="pcm_s16le"), 500, 1500)
    assert work.files[0].content_type == "audio/mp4"
    assert abs(heard_ms(made) - 1000) < 100


def test_a_clip_says_what_it_is_where_it_lay_and_who_cut_it(tmp_path: Path) -> None:
    _, made = cut(shoot(tmp_path / "film.mp4"), 1000, 1600, label="告知权利", by="张三（粤0001）")
    with av.open(str(made)) as film:
        title, comment = film.metadata["title"], film.metadata["comment"]
    assert title == "告知权利（派生件，非原件）"
    assert DIGEST in comment
    assert "原件中的位置：00:00:01.000 至 00:00:01.600，由张三（粤0001）截取" in comment


def test_a_clip_from_a_copy_of_another_length_says_that_its_positions_are_the_copys(tmp_path: Path) -> None:
    source = shoot(tmp_path / "film.mp4")
    told = {**facts(source), "sha256": DIGEST, "positions": "copy"}
    work = clip.make(Task(kind=WorkKind.CLIP, facts=told, options={"from_ms": 0, "to_ms": 400}), source, tmp_path)
    with av.open(str(work.files[0].path)) as film:
        assert "副本中的位置：00:00:00.000 至 00:00:00.400" in film.metadata["comment"]
        assert "原件中的位置" not in film.metadata["comment"]
    assert work.result["positions"] == "copy"


@pytest.mark.parametrize(("begin", "end"), [(-1, 5), (500, 500), (900, 100)])
def test_no_clip_without_a_beginning_before_its_end(tmp_path: Path, begin: int, end: int) -> None:
    source = shoot(tmp_path / "film.mp4")
    with pytest.raises(WorkImpossible, match="止须在起之后"):
        cut(source, begin, end)


def test_no_clip_behind_the_end(tmp_path: Path) -> None:
    source = shoot(tmp_path / "film.mp4")
    with pytest.raises(WorkImpossible, match="超出录像的长度"):
        cut(source, 60_000, 70_000)


def test_no_clip_of_a_still(tmp_path: Path) -> None:
    task = Task(kind=WorkKind.CLIP, facts={"kind": "image"}, options={"from_ms": 0, "to_ms": 10})
    with pytest.raises(WorkImpossible, match="录音录像"):
        clip.make(task, tmp_path / "a.jpg", tmp_path)
