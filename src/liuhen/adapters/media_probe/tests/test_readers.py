"""The readers of the child: what each recognises, and that no bytes whatever make them stumble."""

import struct
import tempfile
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuhen.adapters.media_probe import boxes, makernotes, sniff, telemetry
from liuhen.adapters.media_probe.findings import Findings
from liuhen.adapters.media_probe.places import iso6709_place, make_place, rmc_place
from liuhen.adapters.media_probe.text_reader import read_text
from liuhen.adapters.media_probe.texts import as_found, clean
from liuhen.adapters.media_probe.times import exif_clock, iso_clock, name_clock, rmc_clock, unix_clock
from liuhen.core.continuity.clocks import ClockSource, Problem
from liuhen.ports.media_probe import MediaFault, MediaKind, PlaceProblem

RMC = "$GPRMC,041646.00,A,2307.7460,N,11315.8640,E,14.101,16.87,270226,,,A*54"


def outline(data: bytes) -> boxes.Outline:
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.flush()
        return boxes.outline(file)


def text(data: bytes) -> Findings:
    found = Findings()
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.seek(0)
        read_text(file, found)
    return found


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), kind) + content


@pytest.mark.parametrize(
    "name, wall",
    [
        ("DSJ_20260227_100000_0001.mp4", "2026-02-27T10:00:00"),
        ("VID20260227100000.mp4", "2026-02-27T10:00:00"),
        ("2026-02-27 10-00-00.jpg", "2026-02-27T10:00:00"),
        ("NO20191130-120256-000122.MP4", "2019-11-30T12:02:56"),
        ("20260230_100000.mp4", None),
        ("120260227100000.mp4", None),
        ("２０２６0227_100000.mp4", None),
        ("clip.mp4", None),
    ],
)
def test_a_time_in_a_file_name_is_found(name: str, wall: str | None) -> None:
    clock = name_clock(name)
    assert (clock.wall if clock else None) == wall


def test_a_bare_year_is_no_clock_and_a_broken_date_is_a_flagged_one() -> None:
    assert iso_clock(ClockSource.CONTAINER_DATE, "2004") is None
    broken = iso_clock(ClockSource.CONTAINER, "2026-13-45T99:00:00Z")
    assert broken is not None
    assert broken.problem is Problem.UNREADABLE


def test_relative_packet_stamps_are_no_clock() -> None:
    assert unix_clock(ClockSource.PACKET, 0) is None
    assert unix_clock(ClockSource.PACKET, 2**63) is None


def test_a_satellite_sentence_gives_place_and_utc() -> None:
    clock, place = rmc_clock(RMC), rmc_place(RMC)
    assert clock is not None
    assert clock.at is not None
    assert clock.at.isoformat() == "2026-02-27T04:16:46+00:00"
    assert place is not None
    assert place.latitude == pytest.approx(23.1291)
    assert place.longitude == pytest.approx(113.2644)


def test_a_sentence_without_a_fix_gives_nothing() -> None:
    void = RMC.replace(",A,", ",V,", 1)
    assert rmc_clock(void) is None
    assert rmc_place(void) is None


def test_places_that_cannot_be_are_named() -> None:
    for latitude, longitude, problem in (
        (91.0, 10.0, PlaceProblem.OUT_OF_RANGE),
        (0.0, 0.0, PlaceProblem.ZERO),
        (50.0, 30.0, PlaceProblem.ROUND_NUMBERS),
        (23.1, 113.2, None),
    ):
        place = make_place(latitude, longitude)
        assert place is not None
        assert place.problem is problem
    assert make_place(float("nan"), 1.0) is None
    assert iso6709_place("somewhere") is None


def test_words_of_devices_are_made_readable_or_dropped() -> None:
    assert clean("海康威视".encode("gb18030").decode("latin-1")) == "海康威视"
    assert clean(b"DT-SPS-200\0\0\0") == "DT-SPS-200"
    assert clean(b"\x01\x02\x03") is None
    assert clean(7) is None
    assert as_found(b"\x01\x02") == "hex:0102"


def test_a_file_whose_last_box_goes_past_its_end_is_truncated() -> None:
    whole = box(b"ftyp", b"isom0000") + box(b"mdat", bytes(100))
    assert not outline(whole).truncated
    assert outline(whole[:-10]).truncated
    assert outline(whole + bytes(64)).trailing


def test_the_turn_of_the_picture_is_read_from_the_matrix() -> None:
    one = 1 << 16
    matrix = struct.pack(">9i", 0, one, 0, -one, 0, 0, 0, 0, 1 << 30)
    header = bytes(40) + matrix + struct.pack(">2I", 1920 << 16, 1080 << 16)
    found = outline(box(b"moov", box(b"trak", box(b"tkhd", header))))
    assert found.rotation == -90


def test_two_fast_fixes_at_one_place_are_not_trusted() -> None:
    found, row = Findings(), struct.pack("<dd6x8B10x", 23.1, 113.2, 126, 2, 27, 10, 0, 0, 122, 1)
    telemetry.read_packet(row, found)
    assert MediaFault.UNRELIABLE_GNSS not in found.faults
    telemetry.read_packet(row, found)
    assert MediaFault.UNRELIABLE_GNSS in found.faults


def test_flight_telemetry_is_a_sidecar_and_a_cut_one_is_noticed() -> None:
    entry = "{0}\n00:00:0{0},000 --> 00:00:0{1},000\n2026.02.27 10:00:0{0}\nGPS(23.1291,113.2644,11.0M)\n\n"
    whole = "".join(entry.format(number, number + 1) for number in range(1, 5))
    found = text(whole.encode())
    assert (found.kind, found.duration_ms, found.faults) == (MediaKind.SIDECAR, 5000, [])
    assert found.place is not None
    assert found.place.latitude == 23.1291
    assert MediaFault.TEXT_DAMAGED in text(whole.encode()[:-40]).faults


@given(st.binary(max_size=600))
def test_no_bytes_make_a_reader_stumble(data: bytes) -> None:
    readers: list[Callable[[bytes], object]] = [
        lambda raw: telemetry.read_packet(raw, Findings()),
        lambda raw: telemetry.read_packet(b"DEVC" + raw, Findings()),
        lambda raw: telemetry.read_novatek((raw,), Findings()),
        outline,
        lambda raw: outline(box(b"moov", box(b"trak", raw) + box(b"mvhd", raw) + box(b"mvex", raw))),
        text,
        lambda raw: text(b"30316364" + raw.hex().encode()),
        sniff.sniff,
        sniff.looks_like_text,
        clean,
        as_found,
        makernotes.from_xmp,
        makernotes.from_reconyx,
        makernotes.from_flir,
        lambda raw: makernotes.from_flir(b"\xff\xd8\xff\xe1\0\x50FLIR\0\1\0\0FFF" + raw),
        makernotes.start_of_picture,
    ]
    for reader in readers:
        reader(data)


@given(st.text(max_size=80))
def test_no_text_makes_a_reader_of_times_or_places_stumble(words: str) -> None:
    for clock in (exif_clock(ClockSource.EXIF_ORIGINAL, words, words), iso_clock(ClockSource.CONTAINER, words)):
        assert clock is None or (clock.problem is None) == (clock.at is not None or clock.wall is not None)
    name_clock(words)
    rmc_clock(words)
    iso6709_place(words)
    rmc_place(words)
