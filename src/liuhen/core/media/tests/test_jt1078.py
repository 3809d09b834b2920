"""Packets of vehicle terminals cut out of captures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuhen.core.media.captures import is_dump, packets_of
from liuhen.core.media.jt1078 import MARK, Data, Packet, Part, Splitter, begins_capture
from liuhen.core.media.tests.terminal import G711A, raw, row, split


def test_a_packet_tells_who_sent_it_what_it_carries_and_when() -> None:
    (one,) = split(raw(b"slice", seq=7, at=1234, data=Data.FRAME, part=Part.FIRST, interval=80, channel=3))
    assert (one.sim, one.channel, one.sequence, one.at_ms) == ("013800138000", 3, 7, 1234)
    assert (one.data, one.part, one.interval_ms, one.body) == (Data.FRAME, Part.FIRST, 80, b"slice")
    assert one.is_picture


def test_sound_has_no_intervals_and_transparent_data_no_time() -> None:
    sound, other = split(raw(b"a", data=Data.SOUND, coding=G711A, at=5) + raw(b"b", data=Data.TRANSPARENT))
    assert (sound.payload_type, sound.at_ms, sound.interval_ms, sound.is_picture) == (G711A, 5, None, False)
    assert (other.at_ms, other.body) == (None, b"b")


def test_an_unstated_interval_is_none() -> None:
    assert split(raw())[0].interval_ms is None


def test_a_sim_number_of_ten_bytes_is_recognised_by_where_the_packets_end() -> None:
    long = "00000000013800138000"
    found = split(raw(b"one", sim=long) + raw(b"two", sim=long, seq=1))
    assert [(one.sim, one.body) for one in found] == [(long, b"one"), (long, b"two")]


@given(st.lists(st.integers(1, 60), max_size=30))
def test_packets_are_the_same_whatever_the_pieces(cuts: list[int]) -> None:
    data = b"".join(row(6))
    splitter, found, at = Splitter(), list[Packet](), 0
    for cut in cuts:
        found += splitter.feed(data[at : at + cut])
        at += cut
    found += [*splitter.feed(data[at:]), *splitter.cut()]
    assert found == split(data)
    assert splitter.damaged == 0


@given(st.binary(max_size=200))
def test_any_bytes_are_survived(noise: bytes) -> None:
    assert split(raw(b"a") + raw(b"b", seq=1) + noise)[:2] == split(raw(b"a") + raw(b"b", seq=1))


def test_bytes_between_packets_are_passed_over_and_counted() -> None:
    splitter = Splitter()
    data = raw(b"a") + raw(b"b", seq=1) + b"noise" + raw(b"c", seq=2)
    assert [one.body for one in [*splitter.feed(data), *splitter.cut()]] == [b"a", b"b", b"c"]
    assert splitter.damaged == 1


def test_a_packet_that_breaks_off_is_given_up_and_the_next_found() -> None:
    splitter = Splitter()
    found = [*splitter.feed(raw(b"a") + raw(b"b", seq=1)), *splitter.feed(raw(b"x" * 500, seq=2)[:100])]
    found += splitter.cut()
    found += [*splitter.feed(raw(b"c", seq=3)), *splitter.cut()]
    assert [one.body for one in found] == [b"a", b"b", b"c"]
    assert splitter.damaged == 1


def hex_lines(packets: list[bytes], lead: bytes = b"") -> bytes:
    return b"\r\n".join(lead + one.hex().encode() for one in packets)


PACKETS = [raw(b"01cd", seq=0), raw(b"b" * 900, seq=1, data=Data.FRAME), raw(b"", seq=2, data=Data.FRAME)]


@pytest.mark.parametrize(
    "text",
    [
        hex_lines(PACKETS),
        hex_lines(PACKETS).upper(),
        b"".join(PACKETS).hex().encode(),
        hex_lines(PACKETS, "20190827032018,012345678999,视频I帧,".encode()),
        hex_lines(PACKETS, "20190827032018,012345678999,视频I帧,".encode("gb18030")),
        b"# notes\n\n" + hex_lines(PACKETS) + b"\n",
        b"\n".join(one.hex(" ").encode() for one in PACKETS),
        b"".join(PACKETS),
    ],
)
@pytest.mark.parametrize("size", [1 << 20, 37])
def test_captures_are_read_raw_and_from_dumps_of_every_kind(text: bytes, size: int) -> None:
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    splitter = Splitter()
    assert list(packets_of(pieces, splitter)) == split(b"".join(PACKETS))
    assert splitter.damaged == 0


def test_a_line_that_breaks_off_does_not_swallow_the_next() -> None:
    whole = [one.hex().encode() for one in PACKETS]
    text = b"\n".join([whole[0], whole[1][:200], whole[2]])
    splitter = Splitter()
    assert [one.sequence for one in packets_of([text], splitter)] == [0, 2]
    assert splitter.damaged == 1


def test_captures_are_recognised_by_their_beginning() -> None:
    assert begins_capture(raw())
    assert not begins_capture(MARK + b" is how this plain text begins")
    assert is_dump(b"note, 30316364816200")
    assert not is_dump(b"1234 is 0x3031, 6364 is not")
