"""What `liuhen intake --json` shows of real camera files, against the truth; the score joins the summary."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.fault.instance import DEVICE, OFFICER, Instance, new_instance

KINDS = ("bodycam", "vehicle_terminal", "dashcam", "phone_video", "photo", "drone", "audio", "fixed_camera")
TIMES = ("exif_time_local", "capture_time", "exif_time")
Media = dict[str, Any]


def _near(found: float | None, truth: float, error: float) -> bool:
    return found is not None and abs(found - truth) < error


def _gps(truth: Any, media: Media) -> bool:
    place = media["gps"]
    if not isinstance(truth, list):
        return place is None
    return bool(place) and _near(place["lat"], truth[0], 1e-3) and _near(place["lon"], truth[1], 1e-3)


def _time(truth: str, media: Media) -> bool:
    shown = " ".join(f"{clock['wall']} {clock['at']} {clock['raw']}" for clock in media["clocks"])
    wall = truth[:19]
    return wall in shown or wall.replace("-", ":").replace("T", " ") in shown


CHECKS: dict[str, Callable[[Any, Media], bool]] = {
    "duration_s": lambda truth, media: _near(media["duration_s"], truth, 0.25),
    "model": lambda truth, media: truth in (media["model"] or ""),
    "serial": lambda truth, media: media["serial"] == truth,
    "gps": _gps,
    "orientation": lambda truth, media: media["orientation"] == truth,
    **dict.fromkeys(TIMES, _time),
}


def _asked(truth: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """The fields that can be compared: a time only where the file states a whole one."""
    for field, value in truth.items():
        whole = field not in TIMES or (isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\dT", value))
        # A clock that was never set, or a place described in words, is judged by test_truth.
        if field in CHECKS and whole and not (field == "gps" and isinstance(value, str) and value != "invalid"):
            yield field, value


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Instance:
    return new_instance(tmp_path_factory.mktemp("shown") / "home")


@pytest.mark.samples
@pytest.mark.parametrize("kind", KINDS)
def test_what_intake_shows_agrees_with_the_truth(
    kind: str, samples: Path, manifest: list[dict[str, Any]], instance: Instance, scores: dict[str, list[Any]]
) -> None:
    words = ("intake", str(samples / kind), "--device", DEVICE, "--officer", OFFICER, "--json")
    files = json.loads(instance.run(*words).stdout)["files"]
    truths = {entry["file"].split("/", 1)[1]: entry.get("truth") or {} for entry in manifest if entry["kind"] == kind}
    assert {file["path"] for file in files} == set(truths)
    assert {file["outcome"] for file in files} == {"stored"}
    checks = [
        (file["path"], field, CHECKS[field](truth, file["media"]))
        for file in files
        for field, truth in _asked(truths[file["path"]])
    ]
    if checks:
        scores[f"{kind} shown"] += checks
    assert [check for check in checks if not check[2]] == []
