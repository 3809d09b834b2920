"""Captures of packets, raw and in hex, as the probe tells of them."""

import io

import pytest

from liuhen.adapters.media_probe import packet_reader
from liuhen.adapters.media_probe.child import look
from liuhen.core.media.jt1078 import MARK
from liuhen.core.media.tests.terminal import SIM, raw, row
from liuhen.ports.media_probe import MediaFault, MediaKind, PacketStream, ProbeResult, ReasonCode

CAPTURE = b"".join(row(50))


def told(data: bytes, name: str = "ch1.bin") -> ProbeResult:
    return look(io.BytesIO(data), name)


@pytest.mark.parametrize(
    ("data", "name"),
    [(CAPTURE, "ch1.bin"), (CAPTURE.hex().encode(), "a.txt"), (CAPTURE.hex(" ").encode(), "a.log")],
)
def test_a_capture_is_recognised_raw_and_in_hex(data: bytes, name: str) -> None:
    result = told(data, name)
    assert (result.kind, result.container, result.reason) == (MediaKind.PACKETS, "jt1078", None)
    assert result.packets == PacketStream(SIM, 1, 50, 1000, 1000 + 49 * 40)
    assert (result.duration_ms, result.faults) == (49 * 40, ())


def test_a_capture_that_breaks_off_says_so() -> None:
    assert MediaFault.TRUNCATED in told(CAPTURE[:-7]).faults


def test_the_end_of_a_long_capture_is_read_for_its_last_stamp(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packet_reader, "_MOST_READ", 1000)
    monkeypatch.setattr(packet_reader, "_TAIL", 200)
    result = told(CAPTURE)
    assert result.packets is not None
    assert 20 < result.packets.packets < 50
    assert (result.packets.last_ms, result.faults) == (1000 + 49 * 40, ())


def test_stamps_of_a_clock_that_was_set_give_no_absurd_length() -> None:
    result = told(raw(at=5) + raw(seq=1, at=2**64 - 1))
    assert (result.duration_ms, result.faults) == (None, (MediaFault.ABSURD_DURATION,))


def test_text_that_begins_like_the_mark_is_no_capture() -> None:
    assert told(MARK + b" is where this note begins\n", "a.txt").reason is ReasonCode.NOT_MEDIA
