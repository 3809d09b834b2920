"""Frames put together from packets, and the time that is missing where packets were lost."""

from collections.abc import Iterable

import pytest

from liuhen.core.media.frames import Assembler, Frame, Missing
from liuhen.core.media.jt1078 import Data, Part
from liuhen.core.media.tests.terminal import G711A, raw, row, split


def assembled(packets: Iterable[bytes]) -> tuple[list[Frame], Assembler]:
    assembler = Assembler()
    frames = [frame for packet in split(b"".join(packets)) for frame in assembler.take(packet)]
    assembler.finish()
    return frames, assembler


def bodies(frames: Iterable[Frame]) -> list[bytes]:
    return [frame.body for frame in frames]


def sound(seq: int, at: int) -> bytes:
    return raw(b"s", seq=seq, at=at, data=Data.SOUND, coding=G711A)


def test_parts_are_joined_and_time_counts_from_the_first_stamp() -> None:
    packets = [
        raw(b"a", seq=65534, at=5000, part=Part.FIRST),
        raw(b"b", seq=65535, at=5000, part=Part.MIDDLE),
        raw(b"c", seq=0, at=5000, part=Part.LAST),
        raw(b"d", seq=1, at=5040, data=Data.FRAME, interval=40),
    ]
    frames, assembler = assembled(packets)
    assert [(frame.body, frame.at_ms, frame.is_key) for frame in frames] == [(b"abc", 0, True), (b"d", 40, False)]
    assert (assembler.first_stamp, assembler.missing, assembler.left_out) == (5000, [], 0)


def test_a_lost_picture_leaves_out_what_builds_on_it_and_is_missing_time() -> None:
    packets = list(row(12))
    frames, assembler = assembled(packets[:6] + packets[7:])
    assert bodies(frames) == [b"0", b"1", b"2", b"3", b"4", b"5", b"10", b"11"]
    assert assembler.missing == [Missing(200, 400, 1)]
    assert assembler.left_out == 3


def test_a_lost_part_leaves_out_its_picture() -> None:
    packets = [
        raw(b"k", seq=0, at=0),
        raw(b"a", seq=1, at=40, data=Data.FRAME, part=Part.FIRST),
        raw(b"c", seq=3, at=40, data=Data.FRAME, part=Part.LAST),
        raw(b"p", seq=4, at=80, data=Data.FRAME),
        raw(b"K", seq=5, at=120),
    ]
    frames, assembler = assembled(packets)
    assert bodies(frames) == [b"k", b"K"]
    assert assembler.missing == [Missing(0, 120, 1)]


def test_lost_sound_leaves_out_no_picture_that_says_it_follows_on_the_last() -> None:
    packets = [raw(b"k", seq=0, at=0), raw(b"p", seq=2, at=40, data=Data.FRAME, interval=40)]
    frames, assembler = assembled(packets)
    assert bodies(frames) == [b"k", b"p"]
    assert assembler.missing == []


def test_pictures_before_the_first_key_picture_are_missing_time() -> None:
    frames, assembler = assembled(row(8, first=3))
    assert bodies(frames)[0] == b"5"
    assert assembler.missing == [Missing(0, 80, 0)]


def test_what_is_lost_at_the_end_is_missing_too() -> None:
    packets = [*row(2), raw(b"half", seq=2, at=1080, data=Data.FRAME, part=Part.FIRST)]
    lost = raw(b"p", seq=5, at=1400, data=Data.FRAME)
    frames, assembler = assembled([*packets, lost])
    assert bodies(frames) == [b"0", b"1"]
    assert assembler.missing == [Missing(40, 400, 2)]


def test_packets_that_come_twice_or_late_are_passed_over() -> None:
    packets = list(row(5))
    frames, assembler = assembled([*packets[:3], packets[2], packets[0], *packets[3:]])
    assert bodies(frames) == [b"0", b"1", b"2", b"3", b"4"]
    assert assembler.missing == []


def test_pictures_and_sounds_may_each_have_their_own_numbers() -> None:
    packets = [packet for n in range(4) for packet in (list(row(4))[n], sound(500 + n, 1000 + 40 * n))]
    frames, assembler = assembled(packets)
    assert sum(frame.is_picture for frame in frames) == 4
    assert sum(not frame.is_picture for frame in frames) == 4
    assert assembler.missing == []


def test_a_channel_of_sound_alone_misses_no_pictures() -> None:
    frames, assembler = assembled([sound(0, 0), sound(1, 20), sound(4, 80)])
    assert [frame.at_ms for frame in frames] == [0, 20, 80]
    assert assembler.missing == []


@pytest.mark.parametrize("leap", [20 * 365 * 86_400_000, -5_000_000])
def test_a_clock_that_is_set_meanwhile_moves_nothing(leap: int) -> None:
    base = 10_000_000
    packets = [raw(b"%d" % n, seq=n, at=base + n * 40 + (leap if n >= 2 else 0), interval=40) for n in range(4)]
    frames, assembler = assembled(packets)
    assert [frame.at_ms for frame in frames] == [0, 40, 80, 120]
    assert assembler.leaps == [(80, base + 40, base + 80 + leap)]


@pytest.mark.parametrize(
    ("stamp", "where"),
    [(1000, 0), (1500, 500), (400, -600), (1000 + 3_600_000, 3_600_000), (10**12, 160), (1000 - 3_600_001, 160)],
)
def test_the_stamp_of_another_channel_lies_by_the_same_clock_or_after_all_that_came(stamp: int, where: int) -> None:
    _frames, assembler = assembled(row(5))
    assert assembler.has_begun
    assert assembler.where(stamp) == where


def test_after_the_clock_was_set_stamps_are_placed_by_the_new_one() -> None:
    leap = 20 * 365 * 86_400_000
    packets = [raw(b"%d" % n, seq=n, at=1000 + n * 40 + (leap if n >= 2 else 0), interval=40) for n in range(4)]
    _frames, assembler = assembled(packets)
    assert assembler.where(1000 + 100 + leap) == 100


def test_a_terminal_that_counts_from_the_start_again_is_followed() -> None:
    before = [raw(b"%d" % n, seq=40_000 + n, at=n * 40, data=Data.FRAME if n else Data.KEY_FRAME) for n in range(3)]
    after = [raw(b"new%d" % n, seq=n, at=5000 + n * 40, data=Data.FRAME if n else Data.KEY_FRAME) for n in range(2)]
    frames, assembler = assembled([*before, *after])
    assert bodies(frames) == [b"0", b"1", b"2", b"new0", b"new1"]
    assert assembler.missing == [Missing(80, 5000, 0)]
