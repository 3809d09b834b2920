"""The clocks found with a recording, what each is worth, and the corrected interval with its error bar.

Every clock is kept as found. Nothing here reads a clock: `now`, the zone of naive times and the offset measured
at the dock are handed in. Judgements are codes; `LABELS` says them in Chinese.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum
from itertools import combinations

EARLIEST = datetime(2005, 1, 1, tzinfo=UTC)  # before it no device of this trade recorded digitally
FUTURE_SLACK = timedelta(days=1)  # a wrong zone alone must not make a clock a liar
UNMEASURED_ERROR = timedelta(minutes=5)
TICK = timedelta(seconds=1)
SAME = timedelta(seconds=5)  # writing a file's header takes a moment; two clocks this close tell the same event


WEEKS = timedelta(weeks=1024)  # after so long the weeks that satellites count begin again; old receivers go back
DRIFT = 1e-4  # a cheap quartz: 100 parts per million, nine seconds a day


class ClockSource(StrEnum):
    """Where a clock was found, the most trustworthy first."""

    GNSS = "gnss"
    APPLE_CREATIONDATE = "apple_creationdate"
    EXIF_ORIGINAL = "exif_original"
    EXIF_DIGITIZED = "exif_digitized"
    TELEMETRY = "telemetry"
    PACKET = "packet"
    CONTAINER = "container"
    CONTAINER_DATE = "container_date"
    FILE_NAME = "file_name"
    EXIF_CHANGED = "exif_changed"
    FILE_MTIME = "file_mtime"


class Problem(StrEnum):
    """Why a clock is not believed."""

    UNREADABLE = "unreadable"
    ZERO = "zero"
    TOO_EARLY = "too_early"
    FUTURE = "future"
    WEEK_ROLLOVER = "week_rollover"


class Reason(StrEnum):
    """One step of the reasoning that led to an interval."""

    GNSS_TIME = "gnss_time"
    DEVICE_TIME = "device_time"
    ZONE_ASSUMED = "zone_assumed"
    OFFSET_APPLIED = "offset_applied"
    OFFSET_UNKNOWN = "offset_unknown"
    MAY_BE_END = "may_be_end"
    NAME_SAYS_START = "name_says_start"
    NAME_SAYS_END = "name_says_end"
    COUNTED_BACK = "counted_back"
    DURATION_UNKNOWN = "duration_unknown"


LABELS: dict[str, str] = {
    ClockSource.GNSS: "卫星授时",
    ClockSource.APPLE_CREATIONDATE: "拍摄时间（设备，带时区）",
    ClockSource.EXIF_ORIGINAL: "照片拍摄时间",
    ClockSource.EXIF_DIGITIZED: "照片数字化时间",
    ClockSource.TELEMETRY: "随录数据时间",
    ClockSource.PACKET: "数据包时间戳",
    ClockSource.CONTAINER: "文件封装时间",
    ClockSource.CONTAINER_DATE: "文件标注日期",
    ClockSource.FILE_NAME: "文件名中的时间",
    ClockSource.EXIF_CHANGED: "照片修改时间",
    ClockSource.FILE_MTIME: "文件修改时间",
    Problem.UNREADABLE: "时间无法识别",
    Problem.ZERO: "时钟未设置（全零）",
    Problem.TOO_EARLY: "时间过早，疑为出厂时钟",
    Problem.FUTURE: "时间晚于采集时刻",
    Problem.WEEK_ROLLOVER: "卫星周数翻转，早了整整 1024 周",
    Reason.GNSS_TIME: "采用卫星授时",
    Reason.DEVICE_TIME: "采用设备时钟",
    Reason.ZONE_ASSUMED: "原时间未注明时区，按本机关所在时区理解",
    Reason.OFFSET_APPLIED: "已按采集时测得的钟差校正",
    Reason.OFFSET_UNKNOWN: "未测得钟差，误差按五分钟计",
    Reason.MAY_BE_END: "该时间可能写于录制结束时，误差计入时长",
    Reason.NAME_SAYS_START: "与文件名中的时间一致，为开始录制的时刻",
    Reason.NAME_SAYS_END: "比文件名中的时间晚一个时长，为结束录制的时刻，按时长倒推起点",
    Reason.COUNTED_BACK: "该时间为写完文件的时刻，按时长倒推起点",
    Reason.DURATION_UNKNOWN: "时长未知",
}

_WRITTEN_AT_EITHER_END = {ClockSource.CONTAINER, ClockSource.CONTAINER_DATE}
_CHANGES_LATER = {ClockSource.FILE_MTIME, ClockSource.EXIF_CHANGED}  # copying and editing move these


@dataclass(frozen=True, slots=True)
class FoundClock:
    """One clock, as found. `raw` is the text in the file; exactly one of `at` (aware) and `wall` is set if it parsed.

    `wall` is a local time without a zone, ISO 8601 to the second or finer; its zone is the reader's to decide.
    """

    source: ClockSource
    raw: str
    at: datetime | None = None
    wall: str | None = None
    problem: Problem | None = None

    @property
    def zone_known(self) -> bool:
        """Whether the file itself says which zone the time is in."""
        return self.at is not None


@dataclass(frozen=True, slots=True)
class JudgedClock:
    """A found clock as a moment, and why it is not believed, if so."""

    clock: FoundClock
    moment: datetime | None
    problem: Problem | None

    @property
    def plausible(self) -> bool:
        """Whether the clock may be used to place the recording in time."""
        return self.moment is not None and self.problem is None


@dataclass(frozen=True, slots=True)
class MeasuredOffset:
    """How far the device clock runs ahead of true time (negative: behind), measured at the dock at `at`, if known."""

    ahead: timedelta
    error: timedelta = TICK
    at: datetime | None = None

    def error_at(self, moment: datetime) -> timedelta:
        """The error bar for something recorded at another time: the clock has drifted between the two."""
        return self.error + (abs(self.at - moment) * DRIFT if self.at else timedelta(0))


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two believable clocks further apart than allowed. `whole_zone`: exactly by the zone, so one mislabels it."""

    first: FoundClock
    second: FoundClock
    apart: timedelta
    whole_zone: bool


@dataclass(frozen=True, slots=True)
class CorrectedInterval:
    """When the recording ran, give or take `error` at either end, and how that was concluded."""

    start: datetime
    end: datetime
    error: timedelta
    clock: FoundClock
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class ClockReport:
    """All clocks judged, the interval concluded (None when no clock can be believed), and the contradictions."""

    clocks: tuple[JudgedClock, ...]
    interval: CorrectedInterval | None
    disagreements: tuple[Disagreement, ...]


def judge(clock: FoundClock, *, now: datetime, zone: tzinfo) -> JudgedClock:
    """Turn a found clock into a moment and say whether it can be believed at `now` (aware)."""
    moment = _moment(clock, zone)
    if clock.problem or moment is None:
        return JudgedClock(clock, moment, clock.problem or Problem.UNREADABLE)
    if moment < EARLIEST:
        return JudgedClock(clock, moment, Problem.TOO_EARLY)
    if moment > now + FUTURE_SLACK:
        return JudgedClock(clock, moment, Problem.FUTURE)
    return JudgedClock(clock, moment, None)


def report(
    clocks: Iterable[FoundClock],
    duration_ms: int | None,
    *,
    now: datetime,
    zone: tzinfo,
    offset: MeasuredOffset | None = None,
    limit: timedelta = timedelta(minutes=2),
) -> ClockReport:
    """Judge every clock, conclude the interval from the best one, and list those further apart than `limit`."""
    judged = _without_rolled_over([judge(clock, now=now, zone=zone) for clock in clocks])
    believed = [one for one in judged if one.plausible]
    length = timedelta(milliseconds=duration_ms or 0)
    interval = _conclude(believed, duration_ms, offset) if believed else None
    return ClockReport(judged, interval, tuple(_disagreements(believed, length, limit, zone)))


def _without_rolled_over(judged: Sequence[JudgedClock]) -> tuple[JudgedClock, ...]:
    """The clocks, a satellite time no longer believed that another clock shows to be early by 1024 weeks."""
    others = [one.moment for one in judged if one.plausible and one.clock.source is not ClockSource.GNSS]
    return tuple(
        replace(one, problem=Problem.WEEK_ROLLOVER) if one.plausible and _rolled_over(one, others) else one
        for one in judged
    )


def _rolled_over(one: JudgedClock, others: Iterable[datetime | None]) -> bool:
    if one.clock.source is not ClockSource.GNSS or one.moment is None:
        return False
    return any(other is not None and abs(other - one.moment - WEEKS) <= FUTURE_SLACK for other in others)


def _moment(clock: FoundClock, zone: tzinfo) -> datetime | None:
    if clock.at is not None:
        return clock.at.astimezone(UTC)
    if clock.wall is None:
        return None
    return datetime.fromisoformat(clock.wall).replace(tzinfo=zone).astimezone(UTC)


def _conclude(
    believed: Sequence[JudgedClock], duration_ms: int | None, offset: MeasuredOffset | None
) -> CorrectedInterval:
    order = list(ClockSource)
    best = min(believed, key=lambda one: order.index(one.clock.source))
    start, error, reasons = _corrected(best, offset)
    length = timedelta(milliseconds=duration_ms or 0)
    if duration_ms is None:
        reasons.append(Reason.DURATION_UNKNOWN)
    if best.clock.source in _WRITTEN_AT_EITHER_END:
        reasons.append(_which_end(best, believed, length))
    elif best.clock.source in _CHANGES_LATER:
        reasons.append(Reason.COUNTED_BACK)
    if Reason.MAY_BE_END in reasons:
        error += length
    if reasons[-1] in (Reason.COUNTED_BACK, Reason.NAME_SAYS_END):
        start -= length
    return CorrectedInterval(start, start + length, error, best.clock, tuple(reasons))


def _which_end(best: JudgedClock, believed: Sequence[JudgedClock], length: timedelta) -> Reason:
    """Whether a container's time is the start or the end of recording: cameras name their files by the start."""
    names = [one.moment for one in believed if one.clock.source is ClockSource.FILE_NAME]
    for named in names:
        if named is None or best.moment is None:
            continue
        if abs(best.moment - named) <= SAME:
            return Reason.NAME_SAYS_START
        if abs(best.moment - named - length) <= SAME:
            return Reason.NAME_SAYS_END
    return Reason.MAY_BE_END


def _corrected(best: JudgedClock, offset: MeasuredOffset | None) -> tuple[datetime, timedelta, list[Reason]]:
    """The moment shown by the best clock, corrected by the measured offset unless satellites set it."""
    assert best.moment is not None  # noqa: S101 - only believed clocks come here
    if best.clock.source is ClockSource.GNSS:
        return best.moment, TICK, [Reason.GNSS_TIME]
    reasons = [Reason.DEVICE_TIME]
    if not best.clock.zone_known:
        reasons.append(Reason.ZONE_ASSUMED)
    if offset is None:
        return best.moment, UNMEASURED_ERROR, [*reasons, Reason.OFFSET_UNKNOWN]
    error = offset.error_at(best.moment) + TICK
    return best.moment - offset.ahead, error, [*reasons, Reason.OFFSET_APPLIED]


def _disagreements(
    believed: Sequence[JudgedClock], length: timedelta, limit: timedelta, zone: tzinfo
) -> Iterable[Disagreement]:
    steady = [one for one in believed if one.clock.source not in _CHANGES_LATER]
    for first, second in combinations(steady, 2):
        if first.moment is None or second.moment is None:
            continue
        apart = abs(first.moment - second.moment)
        if apart > limit + length:
            shift = abs(first.moment.astimezone(zone).utcoffset() or timedelta())
            yield Disagreement(first.clock, second.clock, apart, abs(apart - shift) <= limit + length)
