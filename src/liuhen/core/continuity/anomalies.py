"""What is odd about the clocks found with a recording, each as a code with its Chinese label; advice, no verdict.

Some are told by the clocks alone (a clock that was never set, satellite weeks that rolled over), some only by what the
device states while recording (a clock that jumps when the first satellites are found). What the burnt-in clock makes
doubtful is told by liuhen.core.media.clock_doubts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from itertools import pairwise

from liuhen.core.continuity.clocks import WEEKS, ClockReport, ClockSource, JudgedClock, Problem
from liuhen.core.terms.labels import Term

COLD_START = timedelta(minutes=10)
"""Satellites are found within so long after switching on; a jump then is the clock being set, not tampering."""
JUMP = timedelta(seconds=3)


class Anomaly(Term):
    """Something odd about a recording's clocks."""

    NEVER_SET_1904 = "never_set_1904", "时钟停在 1904 年：封装时间没有写入"
    NEVER_SET_1970 = "never_set_1970", "时钟停在 1970 年：设备时钟从未设置"
    NEVER_SET_1980 = "never_set_1980", "时钟停在 1980 年：设备时钟从未设置"
    NEVER_SET_2000 = "never_set_2000", "时钟停在 2000 年：设备时钟从未设置"
    FACTORY_CLOCK = "factory_clock", "时间过早，疑为出厂时钟"
    YEAR_2033 = "year_2033", "时钟指向 2033 年：计数器的默认值，不是真实时间"
    FROM_THE_FUTURE = "from_the_future", "时间晚于采集时刻，时钟走快或者没有校准"
    WEEK_ROLLOVER = "week_rollover", "卫星周数翻转：时间早了整整 1024 周"
    ALL_ZERO = "all_zero", "时间全为零，没有写入"
    UNREADABLE = "unreadable", "时间无法识别"
    ZONE_MISLABELLED = "zone_mislabelled", "两个时钟恰好相差一个时区，其中一个注错了时区"
    CLOCKS_DISAGREE = "clocks_disagree", "两个时钟相互矛盾"
    COLD_START_JUMP = "cold_start_jump", "开机后时钟跳变：定位成功之前的时间不准"
    CLOCK_JUMP = "clock_jump", "录制中途时钟跳变"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """An anomaly, the clock it was seen on, the other clock it was told by, how far they are apart, and where."""

    anomaly: Anomaly
    source: str = ""
    other: str = ""
    apart: timedelta | None = None
    at_ms: int | None = None


_YEARS = {
    1904: Anomaly.NEVER_SET_1904,
    1970: Anomaly.NEVER_SET_1970,
    1980: Anomaly.NEVER_SET_1980,
    2000: Anomaly.NEVER_SET_2000,
}
_PROBLEMS = {
    Problem.ZERO: Anomaly.ALL_ZERO,
    Problem.UNREADABLE: Anomaly.UNREADABLE,
    Problem.WEEK_ROLLOVER: Anomaly.WEEK_ROLLOVER,
}
_MOMENT = re.compile(
    r"(20[0-9]{2})[-/.年]([01]?[0-9])[-/.月]([0-3]?[0-9])日?[ T]+([0-2]?[0-9])[:时]([0-5][0-9])[:分]([0-5][0-9])"
)


def flags_of(report: ClockReport) -> tuple[Flag, ...]:
    """What the clocks of a recording tell by themselves, in the order in which they were found."""
    own = [flag for one in report.clocks if (flag := _own(one, report.clocks))]
    between = [
        Flag(
            anomaly=Anomaly.ZONE_MISLABELLED if one.whole_zone else Anomaly.CLOCKS_DISAGREE,
            source=one.first.source.value,
            other=one.second.source.value,
            apart=one.apart,
        )
        for one in report.disagreements
    ]
    return (*own, *between)


def _own(judged: JudgedClock, others: Sequence[JudgedClock]) -> Flag | None:
    if judged.problem is None:
        return None
    return Flag(anomaly=_what(judged, others), source=judged.clock.source.value)


def _what(judged: JudgedClock, others: Sequence[JudgedClock]) -> Anomaly:
    if judged.problem in _PROBLEMS:
        return _PROBLEMS[judged.problem]
    year = judged.moment.year if judged.moment else 0
    if judged.problem is Problem.FUTURE:
        return Anomaly.YEAR_2033 if year == 2033 else Anomaly.FROM_THE_FUTURE
    if judged.clock.source is ClockSource.GNSS and _agrees_with_weeks(judged, others):
        return Anomaly.WEEK_ROLLOVER
    # civil time may still be the last day of the year before
    near = judged.moment + timedelta(days=1) if judged.moment else None
    return _YEARS.get(year) or _YEARS.get(near.year if near else 0) or Anomaly.FACTORY_CLOCK


def _agrees_with_weeks(judged: JudgedClock, others: Sequence[JudgedClock]) -> bool:
    """Whether the time is right once whole eras of 1024 weeks are added, by another clock that is believed."""
    moment = judged.moment
    if moment is None:
        return False
    return any(
        abs(one.moment - moment - WEEKS * times) <= timedelta(days=1)
        for one in others
        for times in (1, 2)
        if one.plausible and one.moment is not None
    )


def jumps(stated: Iterable[tuple[int, datetime]], *, limit: timedelta = JUMP) -> tuple[Flag, ...]:
    """Where the times a device states while recording (position in ms, moment) do not go on as time does."""
    found: list[Flag] = []
    for (before_ms, before), (after_ms, after) in pairwise(sorted(stated)):
        by = (after - before) - timedelta(milliseconds=after_ms - before_ms)
        if abs(by) > limit:
            early = timedelta(milliseconds=after_ms) <= COLD_START and not found
            kind = Anomaly.COLD_START_JUMP if early else Anomaly.CLOCK_JUMP
            found.append(Flag(anomaly=kind, source=ClockSource.TELEMETRY.value, apart=by, at_ms=after_ms))
    return tuple(found)


def moments_in(texts: Iterable[tuple[int, str]], zone: tzinfo) -> Iterator[tuple[int, datetime]]:
    """The times written in texts a device states, as moments in its zone; texts without one are passed over."""
    for at_ms, text in texts:
        match = _MOMENT.search(text)
        if match is None:
            continue
        try:
            parts = [int(part) for part in match.groups()]
            yield at_ms, datetime(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], tzinfo=zone)
        except ValueError:
            continue
