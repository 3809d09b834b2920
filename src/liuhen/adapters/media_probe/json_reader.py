"""JSON that a device writes beside its recordings: the first time and place in it. Any other JSON is no recording's."""

import json
from collections import deque
from collections.abc import Iterator
from itertools import islice
from typing import Any, BinaryIO

from liuhen.adapters.media_probe.findings import Findings
from liuhen.adapters.media_probe.places import make_place
from liuhen.adapters.media_probe.texts import decode
from liuhen.adapters.media_probe.times import iso_clock, unix_clock, written_clock
from liuhen.core.continuity.clocks import ClockSource, FoundClock

MOST_BYTES = 8 << 20
MOST_VALUES = 100_000
_TIMES = {"time", "timestamp", "datetime", "date_time", "starttime", "start_time", "begintime", "gpstime", "gps_time"}
_LATITUDES, _LONGITUDES = {"lat", "latitude"}, {"lon", "lng", "long", "longitude"}
_MILLISECONDS_FROM = 10**11  # smaller counts are seconds since 1970


def read_json(head: str, file: BinaryIO, found: Findings) -> bool:
    """Note the first time and place of a JSON file; False when it is none, or holds neither."""
    if head.lstrip("\ufeff \t\r\n")[:1] not in ("{", "["):
        return False
    file.seek(0)
    raw = file.read(MOST_BYTES + 1)
    try:
        tree = json.loads(decode(raw).lstrip("\ufeff")) if len(raw) <= MOST_BYTES else None
    except (ValueError, RecursionError):
        return False
    return _note(tree, found)


def _note(tree: Any, found: Findings) -> bool:
    clock, place = None, None
    for level in _levels(tree):
        clock = clock or _clock(level)
        place = place or _place(level)
        if clock and place:
            break
    found.add_clock(clock)
    if place:
        found.add_place(make_place(*place))
    return clock is not None or place is not None


def _levels(tree: Any) -> Iterator[dict[str, Any]]:
    """Every mapping in the tree, outer ones first, keys in small letters; no more than a device would write."""
    waiting, seen = deque([tree]), 0
    while waiting and seen < MOST_VALUES:
        value = waiting.popleft()
        seen += 1
        if isinstance(value, dict):
            yield {str(key).lower(): item for key, item in value.items()}
            waiting += islice(value.values(), MOST_VALUES)
        elif isinstance(value, list):
            waiting += islice(value, MOST_VALUES)


def _clock(level: dict[str, Any]) -> FoundClock | None:
    for key in _TIMES & level.keys():
        source = ClockSource.GNSS if key.startswith("gps") else ClockSource.TELEMETRY
        if clock := _moment(source, level[key]):
            return clock
    return None


def _moment(source: ClockSource, value: Any) -> FoundClock | None:
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < 10**14:
        return unix_clock(source, int(value if value >= _MILLISECONDS_FROM else value * 1000))
    if isinstance(value, str):
        clock = iso_clock(source, value)
        return clock if clock and not clock.problem else written_clock(source, value)
    return None


def _place(level: dict[str, Any]) -> tuple[float, float] | None:
    latitude, longitude = (_number(level, keys) for keys in (_LATITUDES, _LONGITUDES))
    return (latitude, longitude) if latitude is not None and longitude is not None else None


def _number(level: dict[str, Any], keys: set[str]) -> float | None:
    for key in keys & level.keys():
        value = level[key]
        if isinstance(value, int | float) and not isinstance(value, bool):
            return float(value)
    return None
