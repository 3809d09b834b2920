"""Device condition 设备条件: what a device can do, that it was checked before use, that one was carried."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import datetime, timedelta
from operator import attrgetter

from liuhen.core.duties.finding import Finding, Judge
from liuhen.core.duties.footage import Awaited, awaited
from liuhen.core.duties.scope import Scope
from liuhen.core.duties.timing import event_reader
from liuhen.core.duties.words import moment
from liuhen.core.lawbook.duty import Duty
from liuhen.core.lawbook.needs import DeviceNeeds
from liuhen.core.lawbook.text import LawText
from liuhen.core.lawbook.vocabulary import Vocabulary
from liuhen.core.terms.facts import Device, DeviceCheck
from liuhen.core.terms.labels import State
from liuhen.core.terms.verdict import Reason


def prepare(duty: Duty[DeviceNeeds], law: LawText) -> Judge:
    """A judge for the one question the duty asks about devices."""
    needs = duty.needs
    assert needs is not None  # noqa: S101  the registry prepares only duties with needs
    if needs.checked:
        return _checked(needs, law)
    return _carried(needs, law, awaited(duty, law)) if needs.carried else _capable(needs, law)


def _capable(needs: DeviceNeeds, law: LawText) -> Judge:
    """Functions and battery of a device; what is not known is open, what is known to fall short is breached."""

    def judge(scope: Scope) -> Finding:
        device: Device = scope.fact
        lacking = [law.vocabulary.label("functions", f) for f in needs.functions if f not in device.functions]
        minutes, wanted = device.battery_minutes, needs.battery_minutes
        if (needs.functions and not device.functions) or (wanted and minutes is None):
            return Finding(
                State.OPEN, "缺设备性能登记", parts=(Reason(text="设备的功能或电池时长尚未登记", holds=False),)
            )
        if wanted and minutes is not None and minutes < wanted:
            lacking.append(f"电池时长（{minutes}分钟，应不少于{wanted}分钟）")
        if lacking:
            reason = Reason(text=f"不具备：{'、'.join(lacking)}", holds=False)
            return Finding(State.BREACHED, f"设备不符合要求：{'、'.join(lacking)}", None, (scope.id,), (reason,))
        return Finding(State.MET, evidence=(scope.id,), parts=(Reason(text="功能和电池时长符合要求", holds=True),))

    return judge


def _checked(needs: DeviceNeeds, law: LawText) -> Judge:
    """Every device used in the step was checked, item by item, before it began."""
    before = event_reader(needs.before, law)
    fresh = timedelta(hours=needs.fresh_hours) if needs.fresh_hours else None
    asked, items = needs.checked, frozenset(needs.checked)

    def judge(scope: Scope) -> Finding:
        start = before(scope)
        if start is None:
            return Finding(State.OPEN, "缺环节开始时间")
        used = sorted({r.device for r in scope.docket.originals_of(scope.id) if r.device})
        evidence: list[str] = []
        parts: list[Reason] = []
        lacking = False
        for device in used or [""]:
            checks = _checks(scope, device, start, fresh)
            absent = items.difference(*(check.items for check in checks))
            lacking = lacking or bool(absent)
            evidence += [check.id for check in checks]
            parts.append(Reason((_seen_to, device, absent, asked, law.vocabulary), not absent))
        if lacking:
            return Finding(State.BREACHED, "缺使用前检查", start, tuple(evidence), tuple(parts))
        return Finding(State.MET, "", start, tuple(evidence), tuple(parts))

    return judge


def _seen_to(device: str, absent: frozenset[str], asked: tuple[str, ...], words: Vocabulary) -> str:
    names = words.labels("check_items", tuple([code for code in asked if code in absent]))
    return f"{device or '设备'}使用前" + (f"没有检查{names}" if absent else "已逐项检查")


def _checks(scope: Scope, device: str, start: datetime, fresh: timedelta | None) -> list[DeviceCheck]:
    """Checks made for this step, or of this device for no step in particular and recently enough."""
    docket = scope.docket
    made = [
        check for check in docket.checks_for(scope.id) if check.at <= start and (not device or check.device == device)
    ]
    loose = docket.loose_checks_of(device) if device else []
    first = bisect_left(loose, start - fresh, key=_AT) if fresh else 0
    return made + loose[first : bisect_right(loose, start, key=_AT)]


_AT = attrgetter("at")


def _carried(needs: DeviceNeeds, law: LawText, awaits: Awaited) -> Judge:
    """Some device of the right kinds was used in the step, or checked for it."""
    kinds = frozenset(needs.carried)
    names = law.vocabulary.labels("devices", needs.carried, between="或者")
    carried = (Reason(f"已配备{names}", True),)

    def judge(scope: Scope) -> Finding:
        docket = scope.docket
        clips: list[str] = [
            r.id for r in docket.originals_of(scope.id) if r.source in kinds or _kind(scope, r.device) in kinds
        ]
        checks: list[str] = [c.id for c in docket.checks_for(scope.id) if _kind(scope, c.device) in kinds]
        if clips or checks:
            return Finding(State.MET, "", None, (*clips, *checks), carried)
        state, due = awaits(scope)
        reason = Reason(text=f"没有使用或检查{names}的记录（环节开始于{moment(scope.fact.start)}）", holds=False)
        return Finding(state, f"缺{names}配备记录", due.at, parts=(reason,))

    return judge


def _kind(scope: Scope, device: str | None) -> str:
    found = scope.docket.device_by_id.get(device or "")
    return found.kind if found else ""
