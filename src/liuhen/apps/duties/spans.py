"""How much of a step its recordings cover, as the coverage bar of the case page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypedDict

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liuhen.core.continuity.coverage import coverage
from liuhen.core.terms import facts
from liuhen.core.terms.labels import Medium

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Step
    from liuhen.apps.recordings.models import Recording

Span = TypedDict("Span", {"from": int, "to": int, "kind": str, "label": str})
"""A stretch of a step on its coverage bar: from and to in ms from its beginning, and what it is."""

_SECOND = timedelta(seconds=1)
_MARGIN = timedelta(seconds=60)
"""People write the minute at which recording broke off; an interruption explains a gap this much beyond its ends."""


def spans_of(step: Step, films: Sequence[Recording]) -> tuple[list[Span], int]:
    """What of a step is covered by recordings, what is explained, what is missing; and the step's length in ms."""
    moving = [film for film in films if film.medium != Medium.STILL and film.parent_id is None]
    window = _window(step, moving)
    if window is None:
        return [], 0
    found = coverage(window, [_moving(film) for film in moving], _breaks(step), slack=_MARGIN, tolerance=_SECOND)
    spans = [_span(window, part.start, part.end, "covered") for part in found.covered]
    spans += [_span(window, gap.start, gap.end, "explained") for gap in found.explained]
    spans += [_span(window, gap.start, gap.end, "gap") for gap in found.unexplained]
    spans += [_span(window, gap.start, gap.end, "plain") for gap in found.doubtful]
    return sorted(spans, key=lambda span: span["from"]), int((window.end - window.start).total_seconds() * 1000)


def _window(step: Step, films: Sequence[Recording]) -> facts.Interval | None:
    """From arrival (or start) to departure (or end); a step still open ends with its last recording."""
    start = step.arrival or step.start
    end = step.departure or step.end or max((film.end for film in films), default=None)
    return facts.Interval(start=start, end=end) if end and end > start else None


def _moving(film: Recording) -> facts.Recording:
    return facts.Recording(
        id=f"recording:{film.pk}",
        medium=Medium(film.medium),
        start=film.start,
        end=film.end,
        error=timedelta(milliseconds=film.error_ms),
        device=f"device:{film.device_id}",
    )


def _breaks(step: Step) -> list[facts.Interruption]:
    return [
        facts.Interruption(id=f"interruption:{found.pk}", step=f"step:{step.pk}", start=found.start, end=found.end)
        for found in step.interruptions.all()
    ]


_WORDS = {
    "covered": gettext_lazy("已覆盖"),
    "explained": gettext_lazy("有中止说明"),
    "gap": gettext_lazy("缺口"),
    "plain": gettext_lazy("在时钟误差之内"),
}


def _span(window: facts.Interval, start: datetime, end: datetime, kind: str) -> Span:
    begin, finish = ((moment - window.start).total_seconds() for moment in (start, end))
    minutes, seconds = divmod(round(finish - begin), 60)
    length = _("%(minutes)d 分 %(seconds)d 秒") if minutes else _("%(seconds)d 秒")
    told = length % {"minutes": minutes, "seconds": seconds}
    return {"from": int(begin * 1000), "to": int(finish * 1000), "kind": kind, "label": f"{_WORDS[kind]} {told}"}
