"""Real camera files are read as their makers meant: length, times as found, place, device, turn of the picture."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from tests.samples.more_checks import ELSEWHERE, MORE, UNASKED

from liuhen.adapters.media_probe.parent import ChildProbe
from liuhen.core.continuity.clocks import ClockSource, FoundClock, judge
from liuhen.ports.media_probe import MediaFault, MediaKind, PlaceProblem, ProbeOutcome, ProbeResult

pytestmark = pytest.mark.samples

CHINA = timezone(timedelta(hours=8))
NOW = datetime(2026, 12, 31, tzinfo=UTC)
KINDS = {
    "bodycam": 1.0,
    "vehicle_terminal": 1.0,
    "dashcam": 1.0,
    "phone_video": 1.0,
    "photo": 1.0,
    "drone": 1.0,
    "actioncam": 1.0,
    "audio": 1.0,
    "fixed_camera": 1.0,
    "legacy_video": 1.0,
}
HEADER_CLOCKS = {ClockSource.CONTAINER, ClockSource.CONTAINER_DATE, ClockSource.EXIF_ORIGINAL}
NEAR = 0.0002  # degrees: twenty metres


def _length(truth: Any, result: ProbeResult) -> bool:
    return result.duration_ms is not None and abs(result.duration_ms - truth * 1000) <= 50 + truth


def _has_time(truth: str | None, result: ProbeResult) -> bool:
    """The time is among the clocks, to the second; null means no clock of the file's header, unusable none at all."""
    if truth is None:
        return not any(clock.at or clock.wall for clock in result.clocks if clock.source in HEADER_CLOCKS)
    if truth.startswith(("invalid", "unparseable")):
        return all(clock.problem for clock in result.clocks)
    words = truth.split(" (")[0].replace(" ", "T", 1)
    return any(_same(clock, words) for clock in result.clocks)


def _same(clock: FoundClock, words: str) -> bool:
    wanted = datetime.fromisoformat(words)
    if wanted.tzinfo is None:
        local = clock.wall or (clock.at.replace(tzinfo=None).isoformat() if clock.at else "")
        return local[:19] == words[:19]
    if clock.at is None:  # EXIF wrote no zone: the same local time is all that can agree
        return (clock.wall or "")[:19] == words[:19]
    return abs(clock.at - wanted) < timedelta(seconds=1)


def _place(truth: Any, result: ProbeResult) -> bool:
    if truth is None or isinstance(truth, str):
        return result.place is None or not result.place.usable
    if result.place is None:
        return False
    found = (result.place.latitude, result.place.longitude)
    near = all(abs(mine - true) < NEAR for mine, true in zip(found, truth[:2], strict=True))
    return near and (len(truth) < 3 or abs((result.place.altitude_m or 0) - truth[2]) < 0.01)


def _raw_place(truth: list[float], result: ProbeResult) -> bool:
    return result.place is not None and all(
        abs(mine - true) < 0.1
        for mine, true in zip((result.place.latitude, result.place.longitude), truth, strict=True)
    )


def _doubted_place(truth: bool, result: ProbeResult) -> bool:
    doubted = result.place is not None and result.place.problem is PlaceProblem.ROUND_NUMBERS
    return doubted is truth


def _rotation(truth: Any, result: ProbeResult) -> bool:
    if truth == "stored 720x1280":
        return (result.rotation, result.width, result.height) == (0, 720, 1280)
    return bool(result.rotation == truth)


def _device(truth: str, result: ProbeResult) -> bool:
    words = " ".join(filter(None, (result.device.make, result.device.model, result.device.software)))
    return all(word in words for word in truth.split(" (", maxsplit=1)[0].replace(", Software", "").split())


def _packet(name: str) -> Callable[[Any, ProbeResult], bool]:
    return lambda truth, result: result.packets is not None and getattr(result.packets, name) == truth


def _audio(truth: bool, result: ProbeResult) -> bool:
    return any(track.kind == "audio" for track in result.tracks) is truth


def _believed(truth: bool, result: ProbeResult) -> bool:
    return all(judge(clock, now=NOW, zone=CHINA).plausible is truth for clock in result.clocks)


CHECKS: dict[str, tuple[str, Callable[[Any, ProbeResult], bool]]] = {
    "duration_s": ("duration", _length),
    **{
        key: ("time", _has_time)
        for key in (
            "exif_time_local",
            "exif_time",
            "container_clock",
            "container_creation_time_utc",
            "container_creation_time",
            "creation_time_utc",
            "creation_time",
            "creation_time_raw",
            "capture_time",
            "first_time_utc",
            "first_rmc_utc",
            "first_fix_utc",
            "first_utc",
            "gps_first_time_utc",
        )
    },
    "plausible": ("time", _believed),
    "gps": ("place", _place),
    "gps_first": ("place", _place),
    "gps_raw": ("place", _raw_place),
    "gps_is_sentinel": ("place", _doubted_place),
    "gps_is_rounded": ("place", _doubted_place),
    "trustworthy": ("place", lambda truth, result: (MediaFault.UNRELIABLE_GNSS not in result.faults) is truth),
    "device": ("model", _device),
    "firmware": ("model", lambda truth, result: result.device.software == truth),
    "model": ("model", lambda truth, result: result.device.model == truth),
    "exif_model": ("model", lambda truth, result: result.device.model == truth),
    "exif_make_gbk": ("model", lambda truth, result: result.device.make == truth),
    "serial": ("serial", lambda truth, result: result.device.serial == truth),
    "orientation": ("orientation", lambda truth, result: result.orientation == truth),
    "rotation": ("orientation", _rotation),
    "sidecar": ("kind", lambda _, result: result.kind is MediaKind.SIDECAR),
    "damaged": ("kind", lambda _, result: MediaFault.TEXT_DAMAGED in result.faults),
    "video": ("tracks", lambda truth, result: any(track.kind == "video" for track in result.tracks) is truth),
    "audio": ("tracks", _audio),
    "sim": ("packets", _packet("sim")),
    "channel": ("packets", _packet("channel")),
    "first_ts_ms": ("packets", _packet("first_ms")),
    "last_ts_ms": ("packets", _packet("last_ms")),
    **MORE,
}
NOT_SAID = ("synthetic", "H.264", "Hero6 Black")  # invented or said by the publisher, not written in the file


@pytest.mark.parametrize("kind", KINDS)
def test_files_of_a_kind_agree_with_the_truth(
    kind: str, samples: Path, manifest: list[dict[str, Any]], probe: ChildProbe, scores: dict[str, list[Any]]
) -> None:
    checks = scores[kind]
    for entry in manifest:
        if entry["kind"] != kind:
            continue
        result = probe.probe(samples / entry["file"], original_name=entry["original_name"])
        assert result.outcome is not ProbeOutcome.NOT_A_RECORDING, entry["file"]
        for key, truth in entry["truth"].items():
            if key in CHECKS and truth not in NOT_SAID:
                field, check = CHECKS[key]
                checks.append((entry["file"], field, check(truth, result)))
    assert checks, f"the truth says nothing about {kind}"
    assert sum(ok for *_, ok in checks) / len(checks) >= KINDS[kind], [one for one in checks if not one[2]]


def test_no_field_of_the_truth_is_left_out_without_a_reason(manifest: list[dict[str, Any]]) -> None:
    fields = {field for entry in manifest for field in entry["truth"]}
    assert fields - set(CHECKS) - set(ELSEWHERE) - set(UNASKED) == set()
    assert (set(ELSEWHERE) | set(UNASKED)) - fields == set()


def test_a_wrong_ending_is_seen_through(samples: Path, probe: ChildProbe) -> None:
    sound = probe.probe(samples / "audio/aac_named_wrongly.aac", original_name="aac_named_wrongly.aac")
    assert (sound.container, sound.kind) == ("mov", MediaKind.AUDIO)
    picture = probe.probe(samples / "hostile/x_jpeg_named_heic.heic", original_name="wrong.heic")
    assert (picture.container, picture.device.model) == ("jpeg", "Canon EOS 6D")
    for result in (sound, picture):
        assert MediaFault.NAME_CONTRADICTS_CONTENT in result.faults
