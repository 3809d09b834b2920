"""What must hold before something is registered. A broken rule names the field, says why and what to write."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Manager

from liuhen.apps.cases.inputs import Times
from liuhen.apps.cases.models import Case, Document, Interruption, Milestone, Report, Step
from liuhen.apps.lawlib.queries import CHINA, begins, knows, term
from liuhen.ports.outside import outside

CLOCK_TOLERANCE = timedelta(minutes=5)
"""How far a stated time may lie ahead of ours: the clock on the person's wrist is not exact."""

_LONGEST_KEY = 18
"""Digits of a key that every database holds."""


def broken(field: str, message: str) -> ValidationError:
    """A broken rule, bound to the field of the form it belongs to."""
    return ValidationError({field: message})


def known(field: str, name: str, codes: Iterable[str]) -> None:
    """Every code must be a word of the vocabulary list."""
    for code in codes:
        if not knows(name, code):
            raise broken(field, f"“{code}”不是已知的选项，请从列表中选择。")


def not_in_future(field: str, *moments: datetime | None) -> None:
    """A thing that happened has a time that is past."""
    limit = outside().clock.now() + CLOCK_TOLERANCE
    if any(moment and moment > limit for moment in moments):
        raise broken(field, "时间晚于现在。请核对日期和时分，登记已经发生的事项。")


def in_order(times: Times) -> None:
    """Start before end, arrival before departure, return after the start; none lies ahead."""
    not_in_future("start", times.start)
    not_in_future("end", times.end)
    if times.end and times.end < times.start:
        raise broken("end", "结束时间早于开始时间，请核对。")
    if times.arrival and times.departure and times.departure < times.arrival:
        raise broken("departure", "离开现场的时间早于到达现场的时间，请核对。")
    if times.returned_at and times.returned_at < times.start:
        raise broken("returned_at", "返回单位的时间早于环节开始的时间，请核对。")


def not_archived(case: Case, what: str) -> None:
    """Once archived, nothing of the case is changed; what becomes known later is added as a new, linked fact."""
    if Milestone.objects.filter(case=case, kind="archived").exists():
        raise ValidationError(f"案件 {case.number} 已归档，不能再{what}。如有新情况，请登记书面说明或者情形。")


def step_of(case: Case, key: int | None, field: str = "step") -> Step | None:
    """The case's step with this key; a step of another case is refused."""
    if key is None:
        return None
    step = Step.objects.filter(case=case, pk=key).first()
    if step is None:
        raise broken(field, "这个执法环节不属于本案，请从列表中选择。")
    return step


_THINGS: dict[str, Manager[Any]] = {"step": Step.objects, "document": Document.objects, "report": Report.objects}

Belongs = Callable[[Case, int], bool]
Called = Callable[[int], str]
_elsewhere: dict[str, Belongs] = {}
_called: dict[str, Called] = {}


def know_things(kind: str, belongs: Belongs, called: Called | None = None) -> None:
    """Let a higher room say whether its thing of this kind ("recording", "device") with a key belongs to a case.

    `called` tells how people call it, where a page is to name it.
    """
    _elsewhere[kind] = belongs
    if called is not None:
        _called[kind] = called


def name_of_thing(name: str) -> str:
    """How people call a thing such as "recusal:5"; what no room names is called as it is written."""
    kind, _, key = name.partition(":")
    return _called[kind](int(key)) if kind in _called and key.isdigit() else name


def thing_of(case: Case, name: str) -> str:
    """Check that a name such as "step:3", "interruption:7" or "recording:5" is a thing of the case; give its term."""
    kind, _, key = name.partition(":")
    if not key.isascii() or not key.isdigit() or len(key) > _LONGEST_KEY:
        raise broken("about", f"“{name}”不是案件中的对象，请从列表中选择。")
    if not _is_of(case, kind, int(key)):
        raise broken("about", f"“{name}”不属于本案，请从列表中选择；音像记录请先关联到本案的执法环节。")
    return kind


def _is_of(case: Case, kind: str, key: int) -> bool:
    if kind == "interruption":
        return Interruption.objects.filter(step__case=case, pk=key).exists()
    if kind in _THINGS:
        return _THINGS[kind].filter(case=case, pk=key).exists()
    return kind in _elsewhere and _elsewhere[kind](case, key)


def after_its_beginning(case: Case, kind: str, at: datetime) -> None:
    """No milestone lies before everything else of the case, but one it may begin with: a year is soon mistyped."""
    if begins(kind):
        return
    reached = Milestone.objects.filter(case=case).values_list("kind", "at")
    known = [case.opened_at, *(moment for code, moment in reached if begins(code))]
    known += Step.objects.filter(case=case).order_by("start").values_list("start", flat=True)[:1]
    if at < min(known):
        earliest = min(known).astimezone(CHINA)
        raise broken(
            "at",
            f"时间早于本案已登记的最早时间（{earliest:%Y-%m-%d %H:%M}），请核对年份。"
            "案件确实开始得更早的，请先登记立案、受理等节点或者当时的执法环节。",
        )


def closed_first(case: Case) -> None:
    """A case is archived after it is closed 结案 (gd-transport-2019 art. 28)."""
    if not Milestone.objects.filter(case=case, kind="closed").exists():
        raise broken("at", f"案件尚未登记“{term('milestones', 'closed')}”，请先登记结案再归档。")
