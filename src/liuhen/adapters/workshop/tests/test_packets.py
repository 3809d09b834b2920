"""Playable copies of captures: every picture at its time, sound beside it, lost time left empty."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from liuhen.adapters.workshop import playable
from liuhen.adapters.workshop.terminal_sound import CODINGS, TerminalSound, without_makers_head
from liuhen.adapters.workshop.tests.studio import facts, heard_ms, loudness, seen
from liuhen.adapters.workshop.tests.transmitter import Sent, pictures, sent, sound
from liuhen.core.media.jt1078 import Data
from liuhen.core.media.playing import needs_playable
from liuhen.core.media.tests.terminal import raw
from liuhen.ports.workshop import Task, Work, WorkImpossible, WorkKind


def copied(packets: list[bytes], folder: Path, name: str = "ch1.bin") -> Work:
    source = folder / name
    text = name.endswith(".txt")
    source.write_bytes(b"\n".join(one.hex().encode() for one in packets) if text else b"".join(packets))
    told = facts(source)
    assert told["kind"] == "packets"
    assert needs_playable(told)
    return playable.make(Task(kind=WorkKind.PLAYABLE, facts=told), source, folder)


def numbers(path: Path) -> list[int]:
    return [number for _, number in seen(path)]


@pytest.mark.parametrize("name", ["ch1.bin", "ch1.txt"])
@pytest.mark.parametrize("coder", ["h264", "hevc"])
def test_every_picture_is_shown_at_the_time_of_its_stamp(tmp_path: Path, coder: str, name: str) -> None:
    work = copied(sent(pictures(coder, step=80)), tmp_path, name)
    made = work.files[0].path
    assert seen(made) == [(number * 80, number) for number in range(50)]
    assert work.result["video"]["way"] == ("copy" if coder == "h264" else "encode")
    (stream,) = work.result["streams"]
    assert (stream["channel"], stream["pictures"], stream["missing"]) == (1, 50, [])
    assert stream["first_stamp_ms"] == 1_600_000_000_000
    assert not needs_playable(facts(made))
    assert [path.name for path in tmp_path.iterdir() if path.name != name] == ["playable.mp4"]


@pytest.mark.parametrize(
    ("codec", "coding", "head"),
    [
        ("pcm_alaw", 6, False),
        ("pcm_alaw", 6, True),
        ("pcm_mulaw", 7, False),
        ("g726le", 8, False),
        ("g726le", 8, True),
        ("pcm_s16le", 22, False),
    ],
)
def test_sound_is_heard_beside_the_pictures(tmp_path: Path, codec: str, coding: int, head: bool) -> None:
    work = copied(sent(pictures(), sound(codec, coding, makers_head=head)), tmp_path)
    made = work.files[0].path
    assert numbers(made) == list(range(50))
    assert abs(heard_ms(made) - 2000) < 200
    assert max(loudness(made)[2:]) == pytest.approx(0.244, abs=0.06)
    assert work.result["audio"] == {"from": CODINGS[coding].label, "to": "aac", "way": "encode"}


def test_lost_packets_become_missing_time_and_sound_stays_beside_the_picture(tmp_path: Path) -> None:
    packets = sent(pictures(), sound("pcm_alaw", 6))
    lost = {k for k, one in enumerate(packets) if 400 <= int.from_bytes(one[16:24], "big") - 1_600_000_000_000 < 600}
    work = copied([one for k, one in enumerate(packets) if k not in lost], tmp_path)
    made = work.files[0].path
    assert numbers(made) == [*range(10), *range(25, 50)]
    assert seen(made)[10] == (1000, 25)
    (hole,) = work.result["streams"][0]["missing"]
    assert (hole["from_ms"], hole["to_ms"], hole["packets"]) == (360, 1000, len(lost))
    assert abs(heard_ms(made) - 2000) < 200
    levels = loudness(made)
    assert max(levels[4:5]) < 0.1, "silence where sound was lost"
    assert min(max(levels[1:3]), max(levels[8:9])) > 0.15


def test_two_channels_make_two_films(tmp_path: Path) -> None:
    packets = sent(pictures(count=25), channel=1) + sent(pictures(count=50), channel=2)
    work = copied(packets, tmp_path)
    assert [file.name for file in work.files] == ["playable.mp4", "playable-2.mp4"]
    assert [(one["channel"], one["artifact"]) for one in work.result["streams"]] == [
        (1, "playable.mp4"),
        (2, "playable-2.mp4"),
    ]
    assert [len(numbers(file.path)) for file in work.files] == [25, 50]


BASE = 1_600_000_000_000


def starts(first: list[bytes], second: list[bytes], folder: Path, *, together: bool = True) -> list[int]:
    packets = [one for pair in zip(first, second, strict=False) for one in pair] if together else [*first, *second]
    return [one["starts_ms"] for one in copied(packets, folder).result["streams"]]


@pytest.mark.parametrize("together", [True, False], ids=["mixed", "one after the other"])
@pytest.mark.parametrize(("late", "told"), [(1500, [0, 1500]), (-700, [700, 0])])
def test_a_channel_begins_where_its_stamps_say(tmp_path: Path, late: int, told: list[int], together: bool) -> None:
    first, second = sent(pictures(count=25), channel=1), sent(pictures(count=25), channel=2, base=BASE + late)
    assert starts(first, second, tmp_path, together=together) == told


def test_a_channel_with_another_clock_begins_where_the_capture_had_come_to(tmp_path: Path) -> None:
    first, second = sent(pictures(count=25), channel=1), sent(pictures(count=25), channel=2, base=0)
    assert starts(first, second, tmp_path, together=False) == [0, 960]


def cut_off(packets: list[bytes], before_ms: int) -> list[bytes]:
    """The packets from this position on: what a terminal sends that is switched on there."""
    return [one for one in packets if stamp_of(one) >= BASE + before_ms]


def test_a_film_that_waits_for_its_first_key_picture_begins_that_much_later(tmp_path: Path) -> None:
    work = copied(cut_off(sent(pictures()), 80), tmp_path)
    assert seen(work.files[0].path) == [(number * 40, 25 + number) for number in range(25)]
    (stream,) = work.result["streams"]
    assert (work.result["starts_ms"], stream["starts_ms"], stream["missing"]) == (920, 920, [])
    assert (stream["first_stamp_ms"], stream["length_ms"]) == (BASE + 80, 1000)


def stamp_of(packet: bytes) -> int:
    return int.from_bytes(packet[16:24], "big")


def test_time_lost_later_and_clocks_set_are_told_in_the_time_of_the_film(tmp_path: Path) -> None:
    begun = cut_off(sent(pictures(count=100)), 80)
    kept = [one for one in begun if not BASE + 2400 <= stamp_of(one) < BASE + 2480]
    later = [stamp_of(one) + (10_000_000 if stamp_of(one) >= BASE + 3400 else 0) for one in kept]
    leapt = [one[:16] + at.to_bytes(8, "big") + one[24:] for one, at in zip(kept, later, strict=True)]
    (stream,) = copied(leapt, tmp_path).result["streams"]
    assert [(hole["from_ms"], hole["to_ms"]) for hole in stream["missing"]] == [(1360, 2000)]
    assert seen(tmp_path / "playable.mp4")[34:36] == [(1360, 59), (2000, 75)]
    assert [one["at_ms"] for one in stream["clock_set"]] == [2400]


def test_a_film_whose_sound_begins_before_its_first_key_picture_begins_with_the_sound(tmp_path: Path) -> None:
    work = copied(cut_off(sent(pictures(), sound("pcm_alaw", 6)), 80), tmp_path)
    made = work.files[0].path
    assert seen(made) == [(920 + number * 40, 25 + number) for number in range(25)]
    assert abs(heard_ms(made) - 1920) < 200
    (stream,) = work.result["streams"]
    assert stream["starts_ms"] == 0
    assert [(hole["from_ms"], hole["to_ms"]) for hole in stream["missing"]] == [(0, 920)]


def test_a_late_key_picture_is_counted_from_where_its_channel_begins(tmp_path: Path) -> None:
    first, second = sent(pictures(count=50), channel=1), sent(pictures(), channel=2, base=BASE + 500)
    streams = copied(first + cut_off(second, 580), tmp_path).result["streams"]
    assert [one["starts_ms"] for one in streams] == [0, 1500]


def ruined(stream: Iterator[Sent]) -> Iterator[Sent]:
    """The same pictures, announced truly as far as a slice's first bytes, with nothing in them that can be decoded."""
    for one in stream:
        key = one.body.find(b"\0\0\1\x65")
        kept = one.body[: key + 7] if key >= 0 else b""
        yield replace(one, body=kept + b"\1" * (len(one.body) - len(kept)))


@pytest.mark.parametrize("bad", [1, 2])
def test_a_channel_that_cannot_be_decoded_takes_nothing_from_the_others(tmp_path: Path, bad: int) -> None:
    good = 3 - bad
    streams = {good: sent(pictures(count=25), channel=good), bad: sent(ruined(pictures(count=25)), channel=bad)}
    work = copied(streams[1] + streams[2], tmp_path)
    assert [file.name for file in work.files] == ["playable.mp4"]
    assert numbers(work.files[0].path) == list(range(25))
    assert work.result["channel"] == good
    told = {one["channel"]: one for one in work.result["streams"]}
    assert "artifact" not in told[bad]
    assert "不能解码" in told[bad]["failure"]
    assert "failure" not in told[good]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ch1.bin", "playable.mp4"]


def test_where_no_channel_can_be_decoded_there_is_no_copy_and_trying_again_is_no_use(tmp_path: Path) -> None:
    with pytest.raises(WorkImpossible, match="不能解码"):
        copied(sent(ruined(pictures(count=25))), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["ch1.bin"]


def test_sound_alone_makes_a_sound_file(tmp_path: Path) -> None:
    work = copied(sent(sound("pcm_alaw", 6)), tmp_path)
    assert work.files[0].name == "playable.m4a"
    assert abs(heard_ms(work.files[0].path) - 2000) < 200


def test_codings_nobody_can_decode_are_named(tmp_path: Path) -> None:
    packets = [raw(b"svac", seq=n, at=n * 40, coding=101) for n in range(3)]
    with pytest.raises(WorkImpossible, match="SVAC"):
        copied(packets, tmp_path)


def test_transparent_data_alone_holds_no_picture(tmp_path: Path) -> None:
    with pytest.raises(WorkImpossible, match="没有完整的画面"):
        copied([raw(b"gps", seq=n, data=Data.TRANSPARENT) for n in range(3)], tmp_path)


def test_the_makers_head_is_taken_off_only_where_its_length_agrees() -> None:
    assert without_makers_head(b"\0\1\2\0abcd") == b"abcd"
    for plain in (b"\0\1\3\0abcd", b"\1\1\2\0abcd", b"\0\1", b""):
        assert without_makers_head(plain) == plain


@pytest.mark.parametrize("number", sorted(CODINGS))
def test_damaged_sound_is_survived_in_every_coding(number: int) -> None:
    noise: Any = bytes(range(256))
    for body in (noise, noise[:1], b""):
        decoder = TerminalSound(CODINGS[number], noise[:160], 20)
        for _ in range(3):
            decoder.decode(body)
