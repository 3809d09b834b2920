"""Which clock offset an intake goes by: what was said for it, else the latest reading of its device if it is fresh."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from liuhen.apps.devices.queries import fresh_reading
from liuhen.core.continuity.clocks import TICK, MeasuredOffset
from liuhen.core.continuity.offsets import OffsetSource, aged

if TYPE_CHECKING:
    from liuhen.apps.devices.models import Device
    from liuhen.apps.recordings.models import Intake

_MILLISECOND = timedelta(milliseconds=1)


def clock_columns(device: Device, stated: timedelta | None, now: datetime) -> dict[str, Any]:
    """The clock columns of an intake: how far the device is ahead, give or take what, and from what."""
    if stated is not None:
        return _columns(stated // _MILLISECOND, TICK, OffsetSource.STATED.value)
    reading = fresh_reading(device, now)
    if reading is None:
        return {}
    error = aged(timedelta(milliseconds=reading.error_ms), now - reading.at)
    return _columns(reading.offset_ms, error, reading.source)


def measured_for(intake: Intake) -> MeasuredOffset | None:
    """What the intake's recordings are corrected by; None when nothing was measured."""
    if intake.clock_offset_ms is None:
        return None
    error = TICK if intake.clock_error_ms is None else timedelta(milliseconds=intake.clock_error_ms)
    return MeasuredOffset(timedelta(milliseconds=intake.clock_offset_ms), error, intake.started_at)


def _columns(offset_ms: int, error: timedelta, source: str) -> dict[str, Any]:
    return {"clock_offset_ms": offset_ms, "clock_error_ms": error // _MILLISECOND, "clock_source": source}
