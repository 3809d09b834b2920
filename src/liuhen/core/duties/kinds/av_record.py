"""Audio-video record 音像记录: original footage of the step, in the media, from the sides and for the time asked for.

Without more, one recording in one of the media is enough. A text may ask for every medium, for several devices filming
at the same time, and for footage that has begun by one event and not ended before another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from liuhen.core.duties.finding import Finding, Judge
from liuhen.core.duties.footage import awaited, footage, no_footage
from liuhen.core.duties.scope import Scope
from liuhen.core.duties.timing import event_reader, event_words
from liuhen.core.duties.words import moment
from liuhen.core.lawbook.duty import Duty
from liuhen.core.lawbook.needs import AvRecordNeeds
from liuhen.core.lawbook.text import LawText
from liuhen.core.terms.facts import Recording
from liuhen.core.terms.labels import State
from liuhen.core.terms.verdict import Reason

Lack = Callable[[Scope, list[Recording]], Iterator[str]]
"""What footage that is there falls short of, in short Chinese."""


def prepare(duty: Duty[AvRecordNeeds], law: LawText) -> Judge:
    """A judge for the footage of a step."""
    needs = duty.needs
    assert needs is not None  # noqa: S101  the registry prepares only duties with needs
    media, sources = frozenset(needs.media), frozenset(needs.sources)
    names = ("和" if needs.all_media else "或者").join(medium.label for medium in needs.media)
    awaits, lacking, lacks = awaited(duty, law), f"缺{names}", _lacks(needs, law)

    def judge(scope: Scope) -> Finding:
        fitting = [r for r in footage(scope) if r.medium in media and (not sources or r.source in sources)]
        if not fitting:
            state, due, parts = no_footage(scope, awaits)
            return Finding(state, lacking, due.at, (), parts, (), due.raise_at)
        ids = tuple([r.id for r in fitting])
        there = Reason(f"有{len(fitting)}段原始{names}", True)
        missing = [lack for lacks_of in lacks for lack in lacks_of(scope, fitting)]
        if not missing:
            return Finding(State.MET, "", None, ids, (there,))
        state, due = awaits(scope)
        parts = (there, *(Reason(lack, False) for lack in missing), *((due.reason,) if due.reason else ()))
        return Finding(state, "；".join(missing), due.at, ids, parts, (), due.raise_at)

    return judge


def _lacks(needs: AvRecordNeeds, law: LawText) -> list[Lack]:
    """What is asked of the footage beyond that there is some."""
    found: list[Lack] = []
    if needs.all_media:
        found.append(_every_medium(needs))
    if needs.sides > 1:
        found.append(_sides(needs.sides))
    tolerance = timedelta(seconds=needs.tolerance_seconds)
    if needs.from_:
        found.append(_begun_by(needs, tolerance, law))
    if needs.to:
        found.append(_not_ended_before(needs, tolerance, law))
    return found


def _every_medium(needs: AvRecordNeeds) -> Lack:
    def lacks(scope: Scope, clips: list[Recording]) -> Iterator[str]:
        there = {clip.medium for clip in clips}
        yield from (f"缺{medium.label}" for medium in needs.media if medium not in there)

    return lacks


def _sides(sides: int) -> Lack:
    def lacks(scope: Scope, clips: list[Recording]) -> Iterator[str]:
        most = at_the_same_time(clips)
        if most < sides:
            yield f"应有{sides}台设备同时记录，最多同时有{most}台"

    return lacks


def at_the_same_time(clips: list[Recording]) -> int:
    """How many different devices recorded at one moment, at most; what touches only at an end does not count."""
    turns = []
    for clip in clips:
        device = clip.device or clip.id
        for start, end in [(s.start, s.end) for s in clip.segments] or [(clip.start, clip.end)]:
            turns += [(start, 1, device), (end, 0, device)]
    running: dict[str, int] = {}
    most = 0
    for _, begins, device in sorted(turns):
        running[device] = running.get(device, 0) + (1 if begins else -1)
        most = max(most, sum(count > 0 for count in running.values()))
    return most


def _begun_by(needs: AvRecordNeeds, tolerance: timedelta, law: LawText) -> Lack:
    """The footage begins no later than the first known event; within its clock's error bar it may have."""
    event_of = _first(needs.from_, law)

    def lacks(scope: Scope, clips: list[Recording]) -> Iterator[str]:
        at, name = event_of(scope)
        if at and not any(clip.start - clip.error <= at + tolerance for clip in clips):
            first = min(clip.start for clip in clips)
            yield f"音像记录{moment(first)}才开始，应自{name}（{moment(at)}）开始"

    return lacks


def _not_ended_before(needs: AvRecordNeeds, tolerance: timedelta, law: LawText) -> Lack:
    """The footage ends no earlier than the first known event, once that has come."""
    event_of = _first(needs.to, law)

    def lacks(scope: Scope, clips: list[Recording]) -> Iterator[str]:
        at, name = event_of(scope)
        if at and at <= scope.docket.now and not any(clip.end + clip.error >= at - tolerance for clip in clips):
            last = max(clip.end for clip in clips)
            yield f"音像记录{moment(last)}已结束，应至{name}（{moment(at)}）"

    return lacks


def _first(events: tuple[str, ...], law: LawText) -> Callable[[Scope], tuple[datetime | None, str]]:
    """The first of the events that is known, with its name."""
    readers = [(event_reader(event, law), event_words(event, law)) for event in events]

    def first(scope: Scope) -> tuple[datetime | None, str]:
        return next(((at, name) for read, name in readers if (at := read(scope)) is not None), (None, ""))

    return first
