"""Positions and times that dash cams and action cameras write beside the picture: first fix and first clock only."""

import re
import struct
from collections.abc import Iterator

from liuhen.adapters.media_probe.findings import Findings
from liuhen.adapters.media_probe.places import degrees, make_place, rmc_place
from liuhen.adapters.media_probe.times import from_parts, rmc_clock, unix_clock
from liuhen.core.continuity.clocks import ClockSource
from liuhen.ports.media_probe import MediaFault

_LIGO = re.compile(
    r"([0-9]{4})/([0-9]{2})/([0-9]{2}) ([0-9]{2}):([0-9]{2}):([0-9]{2}) ([NS]):([0-9.]+) ([EW]):([0-9.]+)"
)
_SSTAR_ROW = struct.Struct("<dd6xBBBBBBBB")
_STANDING_SPEED = 30  # km/h at which no two fixes can be the same place
_GPMF_DEEPEST = 4


def read_packet(packet: bytes, found: Findings) -> None:
    """Look into one packet of a data or subtitle track for any of the known kinds of telemetry."""
    if packet[:4] == b"DEVC":
        _gopro(packet, found)
    elif len(packet) == 40:
        _sstar(packet, found)
    else:
        _sentences(packet.decode("latin-1"), found)


def _sentences(text: str, found: Findings) -> None:
    found.add_first_clock(rmc_clock(text))
    found.add_place(rmc_place(text))
    if match := _LIGO.search(text):
        found.add_first_clock(
            from_parts(ClockSource.TELEMETRY, match[0][:19], [int(match[at]) for at in range(1, 7)], utc=False)
        )
        try:
            latitude, longitude = float(match[8]), float(match[10])
        except ValueError:
            return
        found.add_place(make_place(latitude * _sign(match[7]), longitude * _sign(match[9])))


def _sign(letter: str) -> int:
    return -1 if letter in "SW" else 1


def _sstar(row: bytes, found: Findings) -> None:
    """SigmaStar rows (Neoline): position, then date and time counted from 1900, speed, fix. Without a fix the time is
    the device's own and its month counts from zero."""
    latitude, longitude, year, month, day, hour, minute, second, speed, fix = _SSTAR_ROW.unpack_from(row)
    if not 90 < year < 200:
        return
    parts = [1900 + year, month if fix else month + 1, day, hour, minute, second]
    raw = " ".join(map(str, parts))
    if not fix:
        found.add_first_clock(from_parts(ClockSource.TELEMETRY, raw, parts, utc=False))
        return
    found.add_first_clock(from_parts(ClockSource.GNSS, raw, parts, utc=True))
    place = make_place(latitude, longitude)
    if place and place == found.place and speed > _STANDING_SPEED:
        found.add_fault(MediaFault.UNRELIABLE_GNSS)
    found.add_place(place)


def read_novatek(blocks: tuple[bytes, ...], found: Findings) -> None:
    """Novatek `freeGPS` blocks (Viofo and others): time of day, date, fix and hemispheres, NMEA degrees."""
    for block in blocks:
        if len(block) < 60:
            continue
        hour, minute, second, year, month, day = struct.unpack_from("<6I", block, 12)
        parts = [2000 + year, month, day, hour, minute, second]
        if year > 99:
            continue
        fixed = block[36:37] == b"A"
        raw = "freeGPS " + " ".join(map(str, parts))
        source = ClockSource.GNSS if fixed else ClockSource.TELEMETRY
        found.add_first_clock(from_parts(source, raw, parts, utc=False))
        if fixed:
            north, east = block[37:38].decode("latin-1"), block[38:39].decode("latin-1")
            latitude, longitude = struct.unpack_from("<2f", block, 40)
            found.add_place(make_place(_sign(north) * degrees(latitude), _sign(east) * degrees(longitude)))


def _gopro(packet: bytes, found: Findings) -> None:
    """GoPro Metadata Format: the first stream that has a GPS time and a position with a fix."""
    scale, fix = 1.0, 1
    for key, kind, size, content in entries(packet, 0):
        if key == b"SCAL" and kind == b"l":
            scale = float(struct.unpack_from(">i", content)[0]) or 1.0
        elif key == b"GPSF" and len(content) >= 4:
            fix = struct.unpack_from(">I", content)[0]
        elif key == b"GPSU":
            _gopro_time(content[:16].decode("latin-1"), found)
        elif key == b"GLPI" and size == 28 and len(content) >= size:  # a Karma drone's own position
            latitude, longitude, altitude = struct.unpack_from(">3i", content, 4)
            found.add_place(make_place(latitude / 1e7, longitude / 1e7, altitude / 1000))
        elif key == b"SYST" and len(content) >= 16:
            found.add_first_clock(unix_clock(ClockSource.GNSS, struct.unpack_from(">Q", content, 8)[0]))
        elif key == b"GPS5" and size == 20 and len(content) >= 20 and fix:
            latitude, longitude, altitude = struct.unpack_from(">3i", content)
            found.add_place(make_place(latitude / scale, longitude / scale, altitude / 1000))


def _gopro_time(raw: str, found: Findings) -> None:
    if re.fullmatch(r"[0-9]{12}\.[0-9]{3}", raw):
        parts = [int(raw[at : at + 2]) for at in range(0, 12, 2)]
        parts[0] += 2000
        found.add_first_clock(from_parts(ClockSource.GNSS, raw, parts, utc=True, micro=int(raw[13:]) * 1000))


def entries(content: bytes, depth: int) -> Iterator[tuple[bytes, bytes, int, bytes]]:
    """Key, type, size of one value and contents, in order, nested ones included."""
    at = 0
    while at + 8 <= len(content):
        key, kind, size, count = struct.unpack_from(">4scBH", content, at)
        length = size * count
        inner = content[at + 8 : at + 8 + length]
        if kind == b"\0" and depth < _GPMF_DEEPEST:
            yield from entries(inner, depth + 1)
        else:
            yield key, kind, size, inner
        at += 8 + (length + 3) // 4 * 4
