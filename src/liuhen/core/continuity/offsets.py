"""How far a device's clock runs ahead of true time, concluded at the dock from what can be seen there.

Three ways, the best first: a file in which the camera writes its own time, the newest file on the card, and what a
person reads off the camera's screen. Each gives an offset with its error bar (half-width). Nothing here reads a clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from liuhen.core.continuity.clocks import DRIFT, TICK, UNMEASURED_ERROR, MeasuredOffset
from liuhen.core.terms.labels import Term

READ_TO_THE_MINUTE = timedelta(seconds=60)
READ_TO_THE_SECOND = timedelta(seconds=5)
LONGEST_FILE = timedelta(hours=4)
FRESH = timedelta(hours=12)
"""How long a reading is used for further intakes of the same device: over night a clock may have been set."""


class OffsetSource(Term):
    """From what an offset was concluded."""

    DEVICE_FILE = "device_file", "设备写出的时钟文件"
    NEWEST_FILE = "newest_file", "卡上最新文件的时间"
    STATED = "stated", "操作人员读数"


@dataclass(frozen=True, slots=True)
class Offset:
    """An offset as concluded: `ahead` give or take `error`, and from what."""

    ahead: timedelta
    error: timedelta
    source: OffsetSource

    def measured(self, at: datetime) -> MeasuredOffset:
        """As clocks are corrected with; `at` is when it was measured."""
        return MeasuredOffset(self.ahead, self.error, at)


def from_device_file(shown: datetime, now: datetime, within: timedelta) -> Offset:
    """From the time a camera wrote into a file when it was connected, at most `within` before `now`."""
    half = within / 2
    return Offset(shown - (now - half), half + TICK, OffsetSource.DEVICE_FILE)


def from_word(shown: datetime, now: datetime) -> Offset:
    """From what a person reads on the camera at `now`; without seconds it was read to the minute.

    A display without seconds shows the minute that has begun, so half a minute is added to what was read.
    """
    if shown.second or shown.microsecond:
        return Offset(shown - now, READ_TO_THE_SECOND, OffsetSource.STATED)
    return Offset(shown + timedelta(seconds=30) - now, READ_TO_THE_MINUTE, OffsetSource.STATED)


def from_newest_file(newest: datetime, now: datetime, since: datetime | None) -> Offset | None:
    """From the newest file's time by the device's clock: it was really written after `since` and before `now`.

    `since` is when the card was last seen without this file. None when the two bounds say nothing worth using: they
    are further apart than the error that is assumed without any measurement, and that assumption is not refuted. A
    file from the future refutes it by itself: the clock is ahead at least by that much.
    """
    least = newest - now
    most = newest - since if since is not None and since < now else None
    if most is not None and least <= most and most - least <= 2 * UNMEASURED_ERROR:
        return _between(least, most)
    if most is not None and most < -UNMEASURED_ERROR:
        return _between(least, most)
    if least > UNMEASURED_ERROR:
        return _between(least, most if most is not None else least + LONGEST_FILE)
    return None


def newest_moment(modified: datetime, named: datetime | None, zone: timedelta) -> datetime:
    """When the newest file was finished by the device's clock, from its own time and the time in its name, if any.

    Cards without zones are read in the zone of the machine: a file's time that is later than its name by a whole zone
    and the length of a film is moved back by that zone (`zone`: how far the agency's civil time is ahead of UTC).
    """
    if named is None or timedelta(0) <= modified - named <= LONGEST_FILE:
        return modified
    for shift in (zone, -zone):
        if timedelta(0) <= modified - shift - named <= LONGEST_FILE:
            return modified - shift
    return named


def _between(least: timedelta, most: timedelta) -> Offset:
    most = max(least, most)
    return Offset(least + (most - least) / 2, (most - least) / 2 + TICK, OffsetSource.NEWEST_FILE)


def aged(error: timedelta, age: timedelta) -> timedelta:
    """The error of a reading after some time: a camera's quartz drifts."""
    return error + abs(age) * DRIFT
