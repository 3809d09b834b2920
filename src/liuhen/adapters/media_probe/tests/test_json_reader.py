"""JSON beside recordings: taken for telemetry only when it tells a time or a place, whatever else it holds."""

import json
import tempfile
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuhen.adapters.media_probe.findings import Findings
from liuhen.adapters.media_probe.text_reader import read_text
from liuhen.core.continuity.clocks import ClockSource
from liuhen.ports.media_probe import MediaKind


def read(data: bytes) -> Findings:
    found = Findings()
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.seek(0)
        read_text(file, found)
    return found


def written(value: Any) -> Findings:
    return read(json.dumps(value).encode())


@pytest.mark.parametrize(
    "content, source, moment",
    [
        ({"gps": [{"GPSTime": 1774579812, "lat": 23.1, "lng": 113.2}]}, ClockSource.GNSS, "2026-03-27T02:50:12+00:00"),
        ({"startTime": "2026-03-27 10:50:12", "latitude": 23.1, "longitude": 113.2}, ClockSource.TELEMETRY, None),
        ([{"timestamp": 1774579812000}], ClockSource.TELEMETRY, "2026-03-27T02:50:12+00:00"),
    ],
)
def test_telemetry_in_json_is_data_beside_a_recording(content: Any, source: ClockSource, moment: str | None) -> None:
    found = written(content)
    assert (found.kind, found.container) == (MediaKind.SIDECAR, "json")
    (clock,) = found.clocks
    assert clock.source is source
    assert (clock.at.isoformat() if clock.at else None) == moment


def test_a_place_alone_is_enough_and_is_kept_as_found() -> None:
    found = written({"points": [{"lat": 23.1, "lon": 113.2}]})
    assert found.kind is MediaKind.SIDECAR
    assert found.place is not None and (found.place.latitude, found.place.longitude) == (23.1, 113.2)


@pytest.mark.parametrize(
    "data",
    [
        b'{"name": "tsconfig", "lat": "north"}',
        b'{"time": true, "latitude": 1}',
        b"{not json",
        b"[" * 100_000,
        b'{"time": 1e400}',
        b'{"time": -5, "lat": null, "lon": []}',
        b"[]",
    ],
)
def test_other_json_is_no_recording_and_stumbles_nobody(data: bytes) -> None:
    assert read(data).kind is not MediaKind.SIDECAR


VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["time", "lat", "lon", "x"]), inner),
    max_leaves=20,
)


@given(VALUES)
def test_no_json_whatever_makes_the_reader_stumble(value: Any) -> None:
    written(value)
