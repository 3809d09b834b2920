"""Text beside recordings: telemetry sidecars of drones and dash cams, and hex dumps of JT/T 1078 packets."""

import re
from typing import BinaryIO

from liuhen.adapters.media_probe.findings import Findings
from liuhen.adapters.media_probe.json_reader import read_json
from liuhen.adapters.media_probe.packet_reader import read_packets
from liuhen.adapters.media_probe.places import make_place, rmc_place
from liuhen.adapters.media_probe.texts import decode
from liuhen.adapters.media_probe.times import rmc_clock, unix_clock, written_clock
from liuhen.core.continuity.clocks import ClockSource
from liuhen.core.media.captures import is_dump
from liuhen.ports.media_probe import MediaFault, MediaKind, Place, ProbeResult, ReasonCode

_HEAD = 1 << 16
_SRT = re.compile(r"^\ufeff?[0-9]+\r?\n[0-9]{2}:[0-9]{2}:[0-9]{2},[0-9]{3} --> ")
_SRT_TIMES = re.compile(r"--> ([0-9]{2}):([0-9]{2}):([0-9]{2}),([0-9]{3})")
_GPS = re.compile(r"GPS ?\((-?[0-9.]+), ?(-?[0-9.]+), ?(-?[0-9.]+)M?\)")
_NAMED = re.compile(r"\[latitude ?: ?(-?[0-9.]+)\].{0,4}\[long?t?itude ?: ?(-?[0-9.]+)\]")
_70MAI = re.compile(r"^\$V0[0-9]\s+([0-9]{9,11}),A,(-?[0-9.]+),(-?[0-9.]+),")
_NMEA = re.compile(r"^(?:\[([0-9]{13})\])?\$G[PN][A-Z]{3},", re.MULTILINE)


def read_text(file: BinaryIO, found: Findings) -> ProbeResult:
    """Recognise text that belongs to a recording; any other text is no recording."""
    head = decode(file.read(_HEAD))
    if is_dump(head[:4096].encode("utf-8", "ignore")):
        return read_packets(file, found)
    for pattern, name, reader in _SIDECARS:
        if pattern.search(head):
            found.kind, found.container = MediaKind.SIDECAR, name
            reader(head, file, found)
            return found.result()
    if read_json(head, file, found):
        found.kind, found.container = MediaKind.SIDECAR, "json"
        return found.result()
    return found.result(ReasonCode.NOT_MEDIA)


def _subtitles(head: str, file: BinaryIO, found: Findings) -> None:
    """DJI flight telemetry as subtitles; older ones write longitude first, newer enterprise ones latitude."""
    found.add_clock(written_clock(ClockSource.TELEMETRY, head))
    if match := _NAMED.search(head):
        found.add_place(_numbers(match[1], match[2]))
    elif match := _GPS.search(head):
        first, second = (match[1], match[2]) if "M)" in match[0] else (match[2], match[1])
        found.add_place(_numbers(first, second, match[3]))
    file.seek(max(file.seek(0, 2) - 4096, 0))
    tail = decode(file.read())
    if ends := _SRT_TIMES.findall(tail):
        hour, minute, second_, milli = (int(part) for part in ends[-1])
        found.duration_ms = ((hour * 60 + minute) * 60 + second_) * 1000 + milli
    if _breaks_off(tail):
        found.add_fault(MediaFault.TEXT_DAMAGED)


def _breaks_off(tail: str) -> bool:
    """Whether the last entry has fewer lines than the one before it, or stops within a line."""
    entries = [entry.splitlines() for entry in re.split(r"\n\s*\n", tail.replace("\r", "")) if entry.strip()]
    return not tail.endswith("\n") or (len(entries) > 2 and len(entries[-1]) < len(entries[-2]))


def _numbers(latitude: str, longitude: str, altitude: str | None = None) -> Place | None:
    try:
        return make_place(float(latitude), float(longitude), float(altitude) if altitude else None)
    except ValueError:
        return None


def _seventy_mai(head: str, _: BinaryIO, found: Findings) -> None:
    match = _70MAI.search(head)
    if match is not None:
        found.add_clock(unix_clock(ClockSource.GNSS, int(match[1]) * 1000))
        found.add_place(_numbers(match[2], match[3]))


def _nmea(head: str, _: BinaryIO, found: Findings) -> None:
    match = _NMEA.search(head)
    if match and match[1]:
        found.add_clock(unix_clock(ClockSource.TELEMETRY, int(match[1])))
    found.add_clock(rmc_clock(head))
    found.add_place(rmc_place(head))


_SIDECARS = ((_SRT, "srt", _subtitles), (_70MAI, "70mai", _seventy_mai), (_NMEA, "nmea", _nmea))
