"""Pictures found again in the data of a film without an index."""

from collections.abc import Sequence

from liuhen.core.media.nal import find_coding, pictures, units

SPS, PPS, SEI = b"\x67\x64\x00\x1f\xac\xd9", b"\x68\xeb\xe3\xcb", b"\x06\x05\x04abcd"
KEY, NEXT = b"\x65\x88\x84\x21" + b"k" * 300, b"\x41\x9a\x24\x6c" + b"p" * 90
SECOND_SLICE = b"\x41\x48\x9a\x24" + b"q" * 60
SOUND = bytes(range(33, 90)) * 4


def told(*parts: bytes) -> bytes:
    """Units each behind its length."""
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def found(data: bytes) -> Sequence[tuple[int, bool]]:
    """Of each picture: how many units, and whether it is a key picture."""
    coding = find_coding(data)
    assert coding is not None
    return [(len(one.units), one.is_key) for one in pictures(units(data, coding), coding)]


def test_pictures_are_found_between_the_sounds() -> None:
    data = b"mdat" + told(SPS, PPS, SEI, KEY, NEXT, NEXT) + SOUND + told(NEXT, NEXT) + SOUND + told(SPS, PPS, KEY)
    assert found(data) == [(4, True), (1, False), (1, False), (1, False), (1, False), (3, True)]


def test_parameters_are_handed_on_for_decoding() -> None:
    coding = find_coding(b"mdat...." + told(SPS, PPS, KEY))
    assert coding is not None
    assert (coding.codec, coding.parameters) == ("h264", (SPS, PPS))
    assert coding.first_picture == b"\0\0\0\1" + KEY


def test_slices_of_one_picture_stay_together() -> None:
    assert found(told(SPS, PPS, KEY, NEXT, SECOND_SLICE, NEXT)) == [(3, True), (2, False), (1, False)]


def test_sound_that_looks_like_a_unit_swallows_no_pictures() -> None:
    trap = (700).to_bytes(4, "big") + b"\x41\x9a\x24\x6c"
    data = told(SPS, PPS, KEY, NEXT) + SOUND + trap + SOUND + told(NEXT, NEXT, NEXT) + SOUND * 4
    assert found(data) == [(3, True), *[(1, False)] * 4]


def test_a_picture_that_breaks_off_at_the_end_is_left_out() -> None:
    assert found(told(SPS, PPS, KEY, NEXT) + told(NEXT)[:-20]) == [(3, True), (1, False)]


def test_without_parameters_or_a_key_picture_nothing_is_found() -> None:
    assert find_coding(told(KEY, NEXT, NEXT)) is None
    assert find_coding(told(SPS, PPS, NEXT)) is None
    assert find_coding(b"") is None


def test_hevc_is_recognised_by_its_three_parameter_sets() -> None:
    vps, sps, pps = b"\x40\x01vps", b"\x42\x01sps", b"\x44\x01pps"
    key, after = b"\x26\x01\xaf" + b"k" * 50, b"\x02\x01\xd0" + b"p" * 30
    data = b"mdat" + told(vps, sps, pps, key, after) + SOUND + told(after, after)
    coding = find_coding(data)
    assert coding is not None
    assert (coding.codec, coding.parameters) == ("hevc", (vps, sps, pps))
    assert [len(one.units) for one in pictures(units(data, coding), coding)] == [4, 1, 1, 1]


def test_pictures_far_apart_are_found_wherever_the_windows_of_the_search_end() -> None:
    head, more = told(SPS, PPS, KEY, NEXT), told(NEXT, NEXT)
    for damage in range((1 << 14) - 12, (1 << 14) + 12):
        assert found(head + b"!" * damage + more) == [(3, True), *[(1, False)] * 3]
