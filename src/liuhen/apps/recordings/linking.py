"""Which step a recording belongs to: suggestions by officer and time, with a score and reasons in Chinese.

The machine attaches a recording by itself only when exactly one step fits surely: the officer took part in it, the
time of the recording is known, and, with its whole error bar, it lies within the step (a little before and after
allowed). Everything else is left to a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from liuhen.apps.cases.queries import steps_of_officer
from liuhen.apps.recordings.found import time_known
from liuhen.apps.recordings.models import Link, Recording
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Step

MARGIN = timedelta(minutes=10)
"""Officers switch on before they get out and off after they get in."""
SURE = 80
WIDEST_ERROR = timedelta(hours=12)
OPEN_STEP = timedelta(hours=12)
"""A step without an end is taken to last at most this long."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A step the recording may belong to: `score` of 100, and why."""

    step: Step
    score: int
    reasons: tuple[str, ...]

    @property
    def sure(self) -> bool:
        """Whether the machine may attach it when no other step fits."""
        return self.score >= SURE


def suggest_links(recording: Recording) -> list[Suggestion]:
    """The steps the recording may belong to, the best first; none when its time is not known at all."""
    if recording.is_sidecar or not time_known(recording):
        return []
    error = min(_error(recording), WIDEST_ERROR)
    begin, end = recording.start - error - MARGIN, recording.end + error + MARGIN
    taken = set(Link.objects.filter(recording=recording, ended_at=None).values_list("step_id", flat=True))
    steps = (step for step in steps_of_officer(recording.officer, begin, end) if step.pk not in taken)
    found = [suggestion for step in steps if (suggestion := _judge(recording, step))]
    return sorted(found, key=lambda one: (-one.score, one.step.start))


def sure_step(recording: Recording) -> Suggestion | None:
    """The one step that fits surely, if no other step fits at all and nobody has linked or unlinked before."""
    if recording.is_sidecar or Link.objects.filter(recording=recording).exists():
        return None
    found = suggest_links(recording)
    return found[0] if len(found) == 1 and found[0].sure else None


def _judge(recording: Recording, step: Step) -> Suggestion | None:
    """Score one step, or None when the times cannot meet."""
    error = _error(recording)
    first, last = window(step, outside().clock.now())
    overlap = min(recording.end + error, last + MARGIN) - max(recording.start - error, first - MARGIN)
    if overlap < timedelta(0):
        return None
    score, reasons = 40, ["摄录人员参加了该环节"]
    certain = error <= timedelta(minutes=15)
    if recording.start - error >= first - MARGIN and recording.end + error <= last + MARGIN:
        score += 50
        reasons.append("录制时间（含误差）完全落在环节时间内")
    elif recording.start <= last and recording.end >= first:
        score += 25
        reasons.append("录制时间与环节时间部分重合")
    else:
        reasons.append("计入时间误差后才可能重合")
    if not certain:
        score -= 15
        reasons.append(f"录制时间误差达 {error // timedelta(minutes=1)} 分钟")
    if step.end is None:
        score -= 10
        reasons.append("环节尚未登记结束时间")
    return Suggestion(step, score, tuple(reasons))


def window(step: Step, now: datetime) -> tuple[datetime, datetime]:
    """From arrival or start to departure or end of a step; an open step lasts until now, for half a day at most."""
    starts = [moment for moment in (step.start, step.arrival) if moment]
    ends: Sequence[datetime] = [moment for moment in (step.end, step.departure) if moment]
    return min(starts), max(_not_empty(ends, min(now, step.start + OPEN_STEP)))


def _not_empty(moments: Iterable[datetime], otherwise: datetime) -> list[datetime]:
    return list(moments) or [otherwise]


def _error(recording: Recording) -> timedelta:
    return timedelta(milliseconds=recording.error_ms)
