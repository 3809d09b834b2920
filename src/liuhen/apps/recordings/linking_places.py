"""Where recordings were made, as far as files and tracks tell, and what text in the picture says of plate and place."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from liuhen.apps.findings.queries import Found, Looked, found_in_many, results_in_copies
from liuhen.apps.recordings.models import Link
from liuhen.ports.workshop import WorkKind, WorkState

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Step
    from liuhen.apps.recordings.models import Recording

Point = tuple[float, float]
"""Latitude and longitude in degrees (WGS 84)."""

EARTH_M = 6_371_000
SAMPLES = 24
"""How many points of a track are looked at."""
SHORTEST_PLACE = 4
"""A place named with fewer signs than this says nothing."""


def found_of(recordings: Collection[Recording]) -> dict[str, Found]:
    """What machines found of tracks and text, by digest, in a fixed number of queries.

    Where the playable copy was looked at because the original can't be read, the text is that read in the copy.
    """
    digests = [one.sha256 for one in recordings]
    found = found_in_many(digests, [WorkKind.TRACK, WorkKind.LETTERS])
    for digest, results in results_in_copies(digests, WorkKind.LETTERS).items():
        readings = [reading for result in results for reading in result.get("readings", [])]
        letters = Looked(kind=WorkKind.LETTERS, state=WorkState.DONE, result={"readings": readings})
        found[digest] = Found(digest, {**found[digest].works, WorkKind.LETTERS: letters})
    return found


def sealed_place(recording: Recording) -> list[Point]:
    """Where the recording was made, as its file said when it was sealed; empty when it does not say."""
    if recording.latitude is None or recording.longitude is None:
        return []
    return [(recording.latitude / 1_000_000, recording.longitude / 1_000_000)]


def track_points(found: Found | None) -> list[Point]:
    """Points of the way a machine read out of the recording: advice, there only once the analysis is done."""
    track = found.result(WorkKind.TRACK).get("points", []) if found else []
    return [(point[1], point[2]) for point in track[:: max(1, len(track) // SAMPLES)]]


def places_of_steps(steps: Collection[int]) -> dict[int, list[tuple[int, Point]]]:
    """Where the recordings linked to each step were made, with their keys, as their files say."""
    linked = Link.objects.filter(step__in=steps, ended_at=None, recording__latitude__isnull=False)
    rows = linked.values_list("step_id", "recording_id", "recording__latitude", "recording__longitude")
    found: dict[int, list[tuple[int, Point]]] = {}
    for step, recording, latitude, longitude in rows:
        if latitude is not None and longitude is not None:
            found.setdefault(step, []).append((recording, (latitude / 1_000_000, longitude / 1_000_000)))
    return found


def nearest(points: Iterable[Point], others: Sequence[Point]) -> int | None:
    """The shortest distance in metres between two sets of places; None when one of them is empty."""
    apart = [metres_between(here, there) for here in points for there in others]
    return round(min(apart)) if apart else None


def metres_between(here: Point, there: Point) -> float:
    """The length of the great circle between two places (haversine).

    >>> round(metres_between((23.0, 113.0), (23.0, 113.01)))
    1024
    """
    lat1, lon1, lat2, lon2 = (math.radians(angle) for angle in (*here, *there))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_M * math.asin(min(1.0, math.sqrt(half)))


def said_of(step: Step, found: Found | None) -> str:
    """Why text a machine read in the recording speaks for the step: its case's plate, or its place; empty if none."""
    texts = [_plain(text) for text in _texts(found)] if found else []
    plate, place = _plain(step.case.plate), _plain(step.place)
    if plate and any(plate in text for text in texts):
        return f"画面或设备文字中有本案车牌号 {step.case.plate}（机器识别）"
    if len(place) >= SHORTEST_PLACE and any(place in text for text in texts):
        return f"画面或设备文字中有环节地点“{step.place}”（机器识别）"
    return ""


def _texts(found: Found) -> list[str]:
    stated: Iterable[Mapping[str, Any]] = found.result(WorkKind.TRACK).get("stated", [])
    read: Iterable[Mapping[str, Any]] = found.result(WorkKind.LETTERS).get("readings", [])
    return [str(one.get("text", "")) for one in (*stated, *read)]


def _plain(text: str) -> str:
    return "".join(sign for sign in text.upper() if sign.isalnum())
