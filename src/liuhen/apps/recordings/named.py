"""What a file's name says by the templates of cameras: one more clock, and where in a filming the file stands."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from liuhen.core.continuity.clocks import ClockSource
from liuhen.ports.media_probe import ProbeResult
from liuhen.ports.outside import outside


def read_name(found: ProbeResult, name: str) -> tuple[ProbeResult, dict[str, Any]]:
    """What was found, with the name's clock added where the probe did not read it; and all the name says."""
    reading = outside().cameras.read(name)
    if reading is None:
        return found, {}
    clock = reading.clock()
    known = {one.wall for one in found.clocks if one.source is ClockSource.FILE_NAME}
    if clock is not None and clock.wall not in known:
        found = replace(found, clocks=(*found.clocks, clock))
    return found, {"name": reading.as_json()}
