"""From the many ways in which devices write a time to one found clock; what makes no sense is kept and flagged."""

import re
from datetime import UTC, datetime, timedelta

from liuhen.core.continuity.clocks import ClockSource, FoundClock, Problem

_EXIF = re.compile(
    r"([0-9]{4})[:/.-]([0-9]{2})[:/.-]([0-9]{2})[ T]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:[.,]([0-9]{1,6}))?"
)
_OFFSET = re.compile(r"[+-][0-9]{2}:[0-9]{2}")
_NAME = re.compile(
    r"(?<![0-9])(20[0-9]{2})[-_.]?([01][0-9])[-_.]?([0-3][0-9])[-_ T.]{0,2}"
    r"([0-2][0-9])[-_:.]?([0-5][0-9])[-_:.]?([0-5][0-9])(?![0-9])"
)
_RMC = re.compile(r"(?:GP|GN|BD)RMC,([0-9]{6})(?:\.[0-9]*)?,A,[^,]*,[NS],[^,]*,[EW],[^,]*,[^,]*,([0-9]{6})")
LONGEST_RAW = 120


def from_parts(source: ClockSource, raw: str, parts: list[int], *, utc: bool, micro: int = 0) -> FoundClock:
    """A clock from year, month, day, hour, minute, second; impossible ones are flagged, all zeros are unset."""
    raw = raw[:LONGEST_RAW]
    if not any(parts):
        return FoundClock(source, raw, problem=Problem.ZERO)
    try:
        moment = datetime(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], micro, tzinfo=UTC)
    except (ValueError, IndexError):
        return FoundClock(source, raw, problem=Problem.UNREADABLE)
    if utc:
        return FoundClock(source, raw, at=moment)
    return FoundClock(source, raw, wall=moment.replace(tzinfo=None).isoformat())


def exif_clock(source: ClockSource, raw: str, offset: str | None = None) -> FoundClock | None:
    """EXIF `YYYY:MM:DD hh:mm:ss`, with its offset where the device wrote one. Blank means no clock."""
    if not raw.strip(" :\0"):
        return None
    match = _EXIF.match(raw)
    if match is None:
        return FoundClock(source, raw[:LONGEST_RAW], problem=Problem.UNREADABLE)
    clock = from_parts(source, raw, [int(part) for part in match.groups()[:6]], utc=False)
    if clock.wall and offset and _OFFSET.fullmatch(offset.strip()):
        return FoundClock(source, f"{raw} {offset}", at=datetime.fromisoformat(clock.wall + offset.strip()))
    return clock


def iso_clock(source: ClockSource, raw: str) -> FoundClock | None:
    """ISO 8601 as containers write it; a bare year or date is no clock."""
    raw = raw.strip()
    if len(raw) < len("2000-01-01T00:00"):
        return None
    try:
        moment = datetime.fromisoformat(raw)
    except ValueError:
        return FoundClock(source, raw[:LONGEST_RAW], problem=Problem.UNREADABLE)
    if moment.tzinfo is None:
        return FoundClock(source, raw, wall=moment.isoformat())
    return FoundClock(source, raw, at=moment)


def written_clock(source: ClockSource, text: str) -> FoundClock | None:
    """The first `2017.07.03 10:15:03` (any common separators) in a text, a local time."""
    match = _EXIF.search(text)
    if match is None:
        return None
    micro = int((match[7] or "0").ljust(6, "0"))
    return from_parts(source, match[0], [int(part) for part in match.groups()[:6]], utc=False, micro=micro)


def name_clock(name: str) -> FoundClock | None:
    """A time written into a file name, a local time of unknown zone."""
    match = _NAME.search(name)
    if match is None:
        return None
    clock = from_parts(ClockSource.FILE_NAME, match[0], [int(part) for part in match.groups()], utc=False)
    return clock if clock.wall else None


def rmc_clock(text: str) -> FoundClock | None:
    """Date and time of the first valid NMEA RMC sentence, UTC by definition."""
    match = _RMC.search(text)
    if match is None:
        return None
    clock, date = match.groups()
    parts = [2000 + int(date[4:6]), int(date[2:4]), int(date[:2]), *(int(clock[at : at + 2]) for at in (0, 2, 4))]
    return from_parts(ClockSource.GNSS, match[0], parts, utc=True)


def unix_clock(source: ClockSource, milliseconds: int) -> FoundClock | None:
    """Milliseconds since 1970; small counts are relative stamps and no clock."""
    if not 10**11 < milliseconds < 10**13:
        return None
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)
    return FoundClock(source, str(milliseconds), at=moment)
