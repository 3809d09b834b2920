"""How well a step fits a recording: points of 100, and the reasons in Chinese. All it needs is handed in.

Time, people and device carry the score; another part of the same filming, nearness and text in the picture add to it,
distance takes away. Whether the machine may attach by itself is no matter of points but a rule of its own (`_sure`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Step

MARGIN = timedelta(minutes=10)
"""Officers switch on before they get out and off after they get in."""
OPEN_STEP = timedelta(hours=12)
"""A step without an end is taken to last at most this long."""
CERTAIN = timedelta(minutes=15)
"""With a wider error bar than this a person must decide."""
NEAR_M, FAR_M = 500, 3000
"""Up to where two places count as one, and from where on as two (metres)."""
MOST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """When a recording ran, give or take `error`; `stated`: a person said so, no clock did."""

    start: datetime
    end: datetime
    error: timedelta
    stated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ties:
    """What else ties a recording to a step.

    `metres`: how far from where other recordings of the step were made, by its file or by its track as a machine read
    it; `sealed_metres`: the same by its file alone. `metres` and `said` hang on findings: they advise a person only.
    """

    took_part: bool = False
    checked: bool = False
    holder: str = ""
    device_used: bool = False
    same_session: bool = False
    metres: int | None = None
    sealed_metres: int | None = None
    said: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A step the recording may belong to: points, why, and whether the machine may attach it when no other fits."""

    step: Step
    score: int
    reasons: tuple[str, ...]
    sure: bool = False
    personal: bool = True
    """The officer took part in the step, or the device was checked for it; else only the device's holder did."""

    @property
    def key(self) -> int:
        """The step's primary key."""
        return self.step.pk


def judge(step: Step, when: When, ties: Ties, now: datetime) -> Suggestion | None:
    """Score one step; None when neither its time nor another part of the same filming ties the recording to it."""
    time, time_reason = _by_time(step, when, now)
    if time is None and not ties.same_session:
        return None
    parts = [*_by_people(ties), (time or 0, time_reason), *_doubts(step, when), *_by_thing(ties)]
    score = sum(points for points, _ in parts)
    reasons = tuple(reason for _, reason in parts if reason)
    personal = ties.took_part or ties.checked
    return Suggestion(step, max(1, min(score, MOST)), reasons, _sure(step, when, ties, now), personal)


def window(step: Step, now: datetime) -> tuple[datetime, datetime]:
    """From arrival or start to departure or end of a step; an open step lasts until now, for half a day at most."""
    starts = [moment for moment in (step.start, step.arrival) if moment]
    ends = [moment for moment in (step.end, step.departure) if moment]
    return min(starts), max(ends or [min(now, step.start + OPEN_STEP)])


def _by_people(ties: Ties) -> list[tuple[int, str]]:
    found = []
    if ties.took_part:
        found.append((40, "摄录人员参加了该环节"))
    if ties.checked:
        found.append((10 if ties.took_part else 35, "该设备为此环节作过使用前检查"))
    elif ties.device_used:
        found.append((10, "同一设备的其他记录已关联到该环节"))
    if not ties.took_part and ties.holder:
        found.append((15, f"设备当时由参加该环节的{ties.holder}保管使用"))
    return found


def _by_time(step: Step, when: When, now: datetime) -> tuple[int | None, str]:
    first, last = window(step, now)
    overlap = min(when.end + when.error, last + MARGIN) - max(when.start - when.error, first - MARGIN)
    if overlap < timedelta(0):
        return None, "录制时间在环节时间之外"
    if _within(step, when, now):
        return 50, "录制时间（含误差）完全落在环节时间内"
    if when.start <= last and when.end >= first:
        return 25, "录制时间与环节时间部分重合"
    return 0, "计入时间误差后才可能重合"


def _within(step: Step, when: When, now: datetime) -> bool:
    first, last = window(step, now)
    return when.start - when.error >= first - MARGIN and when.end + when.error <= last + MARGIN


def _doubts(step: Step, when: When) -> list[tuple[int, str]]:
    found = []
    if when.stated:
        found.append((-5, "按人工说明的时间"))
    if when.error > CERTAIN:
        found.append((-15, f"录制时间误差达 {when.error // timedelta(minutes=1)} 分钟"))
    if step.end is None:
        found.append((-10, "环节尚未登记结束时间"))
    return found


def _by_thing(ties: Ties) -> list[tuple[int, str]]:
    found = []
    if ties.same_session:
        found.append((20, "同一次连续摄录的其他段已关联到该环节"))
    if ties.metres is not None and ties.metres <= NEAR_M:
        found.append((10, f"录制地点距该环节其他记录约 {ties.metres} 米"))
    elif ties.metres is not None and ties.metres >= FAR_M:
        found.append((-20, f"录制地点距该环节其他记录约 {ties.metres // 1000} 公里"))
    if ties.said:
        found.append((10, ties.said))
    return found


def _sure(step: Step, when: When, ties: Ties, now: datetime) -> bool:
    """The officer took part, a clock (no person) told the time, and with its whole error bar it lies in the step.

    No finding is asked: the answer is the same whether the recording was analysed before or is later.
    """
    far = ties.sealed_metres is not None and ties.sealed_metres >= FAR_M
    return ties.took_part and not when.stated and when.error <= CERTAIN and _within(step, when, now) and not far
