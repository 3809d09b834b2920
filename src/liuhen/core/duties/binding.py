"""Whether a text binds at a moment: its own first and last day, doubts about them, and adoption by the agency."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from enum import Enum, auto
from functools import lru_cache
from typing import NamedTuple

from liuhen.core.deadlines.units import CHINA
from liuhen.core.lawbook.text import LawText, TextInfo
from liuhen.core.terms.verdict import Reason


class Force(Enum):
    """How a text stands at a moment."""

    BINDS = auto()
    DISPUTED = auto()
    NOT_YET = auto()
    NO_LONGER = auto()


class Binding(NamedTuple):
    """The standing, with a reason where there is something to say about it."""

    force: Force
    reason: Reason | None


@lru_cache(maxsize=128)
def binding_of(law: LawText, *, adopted: bool) -> Callable[[datetime], Binding]:
    """How the text stands at any moment for an agency which has, or has not, adopted it beyond its time."""
    info = law.info
    force_on = _forces(info)
    plain = Binding(Force.BINDS, _doubt(info))
    followed = Binding(Force.BINDS, Reason(text=f"{info.short}已不再施行，本机构决定继续执行", holds=True))

    def binding(at: datetime) -> Binding:
        force = force_on(at)
        if force is Force.BINDS:
            return plain
        if adopted and force is not Force.NOT_YET:
            return followed
        return Binding(force, _explanation(info, force))

    return binding


def bound_since(binding: Callable[[datetime], Binding], since: datetime | None) -> Callable[[datetime], Binding]:
    """The same standing, but what binds at `since` binds whatever is dated earlier too: no early date frees of it."""
    if since is None:
        return binding
    floor = since

    def bound(at: datetime) -> Binding:
        plain = binding(at)
        return plain if plain.force is Force.BINDS else binding(max(at, floor))

    return bound


def _forces(info: TextInfo) -> Callable[[datetime], Force]:
    """The standing by moment, from the first and last candidate of either turn."""
    first, certain = _midnight(info.in_force.earliest, _EVER), _midnight(info.in_force.latest, _EVER)
    ending = _midnight(info.until.earliest if info.until else None, _NEVER)
    ended = _midnight(info.until.latest if info.until else None, _NEVER)

    def force(at: datetime) -> Force:
        if certain <= at < ending:
            return Force.BINDS
        if at < first:
            return Force.NOT_YET
        return Force.DISPUTED if at < certain or at < ended else Force.NO_LONGER

    return force


_EVER = datetime(1, 1, 2, tzinfo=CHINA)
_NEVER = datetime(9999, 12, 30, tzinfo=CHINA)


def _midnight(day: date | None, otherwise: datetime) -> datetime:
    """The moment at which a day begins in China."""
    return datetime.combine(day, time(0), tzinfo=CHINA) if day else otherwise


def _doubt(info: TextInfo) -> Reason | None:
    if info.in_force.from_ is None:
        return Reason(text=f"{info.short}没有写明施行日期，按已施行处理（{info.in_force.basis}）")
    if info.until and info.until.from_ is None:
        return Reason(text=f"{info.short}可能已不再施行，日期不明（{info.until.basis}）")
    return None


def _explanation(info: TextInfo, force: Force) -> Reason:
    if force is Force.NOT_YET:
        return Reason(text=f"{info.short}当时尚未施行（{info.in_force.basis}）", holds=False)
    turn = info.until or info.in_force
    if force is Force.NO_LONGER:
        return Reason(text=f"{info.short}当时已不再施行（{turn.basis}）", holds=False)
    return Reason(text=f"{info.short}当时是否施行有争议（{turn.basis}），请先确定适用的文本")
