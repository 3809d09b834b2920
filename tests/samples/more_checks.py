"""Further fields of the truth, and those no reader is asked for, each with its reason: together they leave none out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from liuhen.core.continuity.clocks import ClockSource
from liuhen.ports.media_probe import MediaFault, ProbeOutcome, ProbeResult

Check = tuple[str, Callable[[Any, ProbeResult], bool]]


def _codecs(truth: str, result: ProbeResult) -> bool:
    """Every codec named is that of a track; FFmpeg writes some without the line between."""
    found = {(track.codec or "").replace("_", "") for track in result.tracks}
    named = [word.replace("_", "") for word in truth.split() if word not in ("+", "10-bit", "HLG")]
    return all(word in found for word in named)


def _container(truth: str, result: ProbeResult) -> bool:
    return result.container == {"mp4/m4a": "mov", "image/jpeg": "jpeg"}.get(truth, truth)


def _raw(truth: str, result: ProbeResult) -> bool:
    """The clock is kept as written, and not believed."""
    return any(clock.raw == truth and clock.problem for clock in result.clocks)


def _no_exif(truth: None, result: ProbeResult) -> bool:
    named = {ClockSource.EXIF_ORIGINAL, ClockSource.EXIF_DIGITIZED, ClockSource.EXIF_CHANGED}
    return not any(clock.source in named for clock in result.clocks) and result.device.make is None


def _in_software(truth: str, result: ProbeResult) -> bool:
    return truth in (result.device.software or "")


def _fps(truth: float, result: ProbeResult) -> bool:
    return any(track.fps is not None and abs(track.fps - truth) < 0.01 for track in result.tracks)


def _no_media(truth: str, result: ProbeResult) -> bool:
    return MediaFault.NO_PLAYABLE_TRACK in result.faults or result.outcome is not ProbeOutcome.RECORDING


def _satellites(truth: str, result: ProbeResult) -> bool:
    """The sentence's time is a clock found: the hour, minute and second before the point."""
    clock = truth.split(",")[1][:6] if truth.startswith("GPRMC") else truth[:6]
    wanted = f"{clock[:2]}:{clock[2:4]}:{clock[4:6]}"
    moments = [one.at.isoformat() for one in result.clocks if one.source is ClockSource.GNSS and one.at]
    return any(wanted in moment for moment in moments)


MORE: dict[str, Check] = {
    "codec": ("tracks", _codecs),
    "container": ("container", _container),
    "true_container": ("container", _container),
    "true_type": ("container", _container),
    "exif_time_raw": ("time", _raw),
    "first_rmc": ("time", _satellites),
    "first_rmc_time": ("time", _satellites),
    "exif": ("time", _no_exif),
    "exif_software": ("model", _in_software),
    "app": ("model", _in_software),
    "android": ("model", _in_software),
    "fps": ("tracks", _fps),
    "no_media": ("tracks", _no_media),
    "private_stream": ("tracks", lambda truth, result: any(track.kind == "data" for track in result.tracks) is truth),
}

ELSEWHERE = {
    **dict.fromkeys(
        ("ocr_plate", "osd_time_local", "osd_text_left", "osd_gps", "osd_first_frame", "clock_conflict", "transcript"),
        "needs a model: test_recognised",
    ),
    **dict.fromkeys(
        ("expect", "ffprobe", "ffprobe_duration_s", "true_duration_s", "same_size_as_source", "hash_differs"),
        "damaged and hostile files: test_hostile",
    ),
}
"""Fields other tests judge."""

UNASKED = {
    **dict.fromkeys(("note", "use", "synthetic"), "words for people, not a property of the file"),
    **dict.fromkeys(("jpeg_comment", "exif_artist", "lens_serial"), "kept in the bytes; no page asks for it"),
    "pixels_vs_exif": "the size shown is that of the pixels; EXIF's own claim is not kept",
    "vfr": "changes nothing that is shown: positions come from time stamps, never from counting pictures",
    "edit_list": "changes nothing that is shown: FFmpeg applies it",
    "moov_at_end": "where the index lies makes no difference to a reader that seeks",
    **dict.fromkeys(
        ("gps_samples", "gps_records", "gps_fix", "fixes", "no_fix", "rtc_local", "clock", "header", "clip",
         "first_unix", "first_prefix_ms"),
        "the way the camera went: judged with the tracks, not by the probe",
    ),
    **dict.fromkeys(
        ("format", "packets", "pt", "video_packets", "audio_packets", "audio_pt", "video_pt"),
        "captures of terminal packets: judged with their import; for the CSV the truth counts 269 of its 314 packets",
    ),
}  # fmt: skip
"""Fields the probe is not asked for, and why."""
