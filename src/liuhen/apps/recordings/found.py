"""What the probe found in a file, as the columns of a row and as the `media` of `liuhen intake --json`.

Rows are sealed, so they hold whole numbers and text only: rates in thousandths, places in microdegrees.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from liuhen.apps.recordings.models import Recording, Rejected
from liuhen.apps.recordings.names import plain, safe_text
from liuhen.core.continuity.anomalies import flags_of
from liuhen.core.continuity.clocks import EARLIEST, ClockReport, JudgedClock, MeasuredOffset, report
from liuhen.core.terms.labels import Medium
from liuhen.ports.media_probe import MediaKind, Place, ProbeResult, Track

MEDIA = {
    MediaKind.VIDEO: Medium.VIDEO,
    MediaKind.AUDIO: Medium.AUDIO,
    MediaKind.IMAGE: Medium.STILL,
    MediaKind.PACKETS: Medium.VIDEO,
    MediaKind.SIDECAR: Medium.STILL,
}
"""A sidecar 随录数据 has no medium of its own; its column holds the one that satisfies no duty to film or to record
sound, and it can't be linked to a step at all."""
UNKNOWN_TIME = "unknown"
NOTHING: Mapping[str, Any] = {}


def columns(
    found: ProbeResult, now: datetime, offset: MeasuredOffset | None, says: Mapping[str, Any] = NOTHING
) -> dict[str, Any]:
    """The columns of a recording: medium, tracks, place, device, clocks as found and the corrected interval.

    `says` is what else is known of the file, such as what its name says.
    """
    return {
        "medium": MEDIA.get(found.kind, Medium.VIDEO).value,
        "container": safe_text(found.container or "", 40),
        "duration_ms": found.duration_ms,
        "width": found.width,
        "height": found.height,
        "orientation": found.orientation,
        "rotation": found.rotation,
        "make": safe_text(found.device.make or "", 120),
        "model": safe_text(found.device.model or "", 120),
        "serial": safe_text(found.device.serial or "", 120),
        "tracks": plain([_track(track) for track in found.tracks]),
        "faults": [fault.value for fault in found.faults],
        "playable": found.playable,
        "found": plain({**particulars(found), **says}),
        **_place(found.place),
        **_times(found, now, offset),
    }


def particulars(found: ProbeResult) -> dict[str, Any]:
    """What has no column of its own: kind, software, reason, a doubtful place as text, packet stream."""
    rest: dict[str, Any] = {"kind": found.kind.value}
    if found.reason:
        rest["reason"], rest["message"] = found.reason.value, found.message or ""
    if found.device.software:
        rest["software"] = found.device.software
    if found.place and found.place.problem:
        place = found.place
        rest["place"] = {"problem": str(found.place.problem), "lat": str(place.latitude), "lon": str(place.longitude)}
    if found.packets:
        stream = found.packets
        rest["packets"] = {
            "sim": stream.sim,
            "channel": stream.channel,
            "packets": stream.packets,
            "first_ms": stream.first_ms,
            "last_ms": stream.last_ms,
        }
    return rest


def _track(track: Track) -> dict[str, Any]:
    return {
        "kind": track.kind,
        "codec": track.codec or "",
        "width": track.width,
        "height": track.height,
        "fps_milli": None if track.fps is None else round(track.fps * 1000),
        "sample_rate": track.sample_rate,
        "channels": track.channels,
        "language": track.language or "",
        "duration_ms": track.duration_ms,
    }


def _place(place: Place | None) -> dict[str, int | None]:
    if place is None or not place.usable:
        return {"latitude": None, "longitude": None, "altitude_mm": None}
    altitude = None if place.altitude_m is None else round(place.altitude_m * 1000)
    return {
        "latitude": round(place.latitude * 1_000_000),
        "longitude": round(place.longitude * 1_000_000),
        "altitude_mm": altitude,
    }


def _times(found: ProbeResult, now: datetime, offset: MeasuredOffset | None) -> dict[str, Any]:
    judged = report(found.clocks, found.duration_ms, now=now, zone=timezone.get_default_timezone(), offset=offset)
    start, end, error = _interval(judged, found, now)
    return {
        "start": start,
        "end": end,
        "error_ms": error // timedelta(milliseconds=1),
        "clocks": plain([_clock(one) for one in judged.clocks]),
        "time_basis": plain({**_basis(judged), **_odd(judged), **_offset(offset)}),
    }


def _interval(judged: ClockReport, found: ProbeResult, now: datetime) -> tuple[datetime, datetime, timedelta]:
    """The corrected interval; with no clock to believe, all that is known is: before now."""
    if judged.interval:
        return judged.interval.start, judged.interval.end, judged.interval.error
    return now - timedelta(milliseconds=found.duration_ms or 0), now, now - EARLIEST


def _clock(one: JudgedClock) -> dict[str, Any]:
    return {
        "source": one.clock.source.value,
        "raw": one.clock.raw,
        "wall": one.clock.wall,
        "at": one.clock.at.isoformat() if one.clock.at else None,
        "moment": one.moment.isoformat() if one.moment else None,
        "problem": one.problem.value if one.problem else None,
    }


def _basis(judged: ClockReport) -> dict[str, Any]:
    if judged.interval is None:
        return {"source": UNKNOWN_TIME, "reasons": [], "disagreements": []}
    return {
        "source": judged.interval.clock.source.value,
        "raw": judged.interval.clock.raw,
        "reasons": [reason.value for reason in judged.interval.reasons],
        "disagreements": [
            {
                "first": one.first.source.value,
                "second": one.second.source.value,
                "apart_s": one.apart // timedelta(seconds=1),
                "whole_zone": one.whole_zone,
            }
            for one in judged.disagreements
        ],
    }


def _odd(judged: ClockReport) -> dict[str, Any]:
    """What is odd about the clocks; nothing where nothing is."""
    told = [
        {
            "code": flag.anomaly.value,
            "source": flag.source,
            "other": flag.other,
            "apart_s": None if flag.apart is None else flag.apart // timedelta(seconds=1),
        }
        for flag in flags_of(judged)
    ]
    return {"anomalies": told} if told else {}


def _offset(offset: MeasuredOffset | None) -> dict[str, Any]:
    """The offset the times were corrected by, if one was measured."""
    if offset is None:
        return {}
    millisecond = timedelta(milliseconds=1)
    return {"offset": {"ahead_ms": offset.ahead // millisecond, "error_ms": offset.error // millisecond}}


def time_known(recording: Recording) -> bool:
    """Whether any clock found with the recording can be believed."""
    return bool(recording.time_basis.get("source") != UNKNOWN_TIME)


def media_of(recording: Recording) -> dict[str, Any]:
    """The `media` of a stored recording for programs (docs/formats/intake.md)."""
    known = time_known(recording)
    return {
        "kind": recording.found.get("kind", recording.medium),
        "medium": None if recording.is_sidecar else recording.medium,
        "container": recording.container,
        "start": recording.start.isoformat() if known else None,
        "end": recording.end.isoformat() if known else None,
        "error_s": recording.error_ms / 1000 if known else None,
        "duration_s": None if recording.duration_ms is None else recording.duration_ms / 1000,
        "tracks": [_track_out(track) for track in recording.tracks],
        "width": recording.width,
        "height": recording.height,
        "orientation": recording.orientation,
        "rotation": recording.rotation,
        "gps": _gps(recording),
        "make": recording.make or None,
        "model": recording.model or None,
        "serial": recording.serial or None,
        "playable": recording.playable,
        "faults": recording.faults,
        "clocks": recording.clocks,
        "time_basis": recording.time_basis,
        "found": recording.found,
    }


def rejected_media(row: Rejected) -> dict[str, Any]:
    """The `media` of a file that was not taken in: what could still be told of it."""
    return {"kind": row.found.get("kind", "none"), "found": row.found}


def _track_out(track: dict[str, Any]) -> dict[str, Any]:
    shown = {key: value for key, value in track.items() if key != "fps_milli"}
    fps = track.get("fps_milli")
    return {**shown, "fps": None if fps is None else fps / 1000}


def _gps(recording: Recording) -> dict[str, float | None] | None:
    if recording.latitude is None or recording.longitude is None:
        return None
    altitude = None if recording.altitude_mm is None else recording.altitude_mm / 1000
    return {"lat": recording.latitude / 1_000_000, "lon": recording.longitude / 1_000_000, "alt": altitude}
