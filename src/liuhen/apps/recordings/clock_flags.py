"""What is odd about a recording's clocks: told by the clocks themselves, and by what its track states."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from liuhen.apps.findings.queries import found_in
from liuhen.apps.recordings.models import Recording
from liuhen.core.continuity.anomalies import Anomaly, Flag, jumps, moments_in
from liuhen.core.continuity.clocks import LABELS
from liuhen.ports.workshop import WorkKind

CONTRADICTIONS = {Anomaly.CLOCKS_DISAGREE.value, Anomaly.ZONE_MISLABELLED.value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Oddity:
    """One odd thing as people read it: a code, what it is called, which clocks it concerns, and where it is seen."""

    code: str
    label: str
    detail: str = ""
    at_ms: int | None = None


def clock_flags(recording: Recording) -> list[Oddity]:
    """Everything odd about the recording's clocks, as advice; what was found at intake first.

    Which believable clocks contradict each other stands in `time_basis.disagreements` too and is not said twice.
    """
    kept = [_kept(one) for one in recording.time_basis.get("anomalies", []) if one.get("code") not in CONTRADICTIONS]
    return kept + [_told(flag) for flag in _seen_since(recording)]


def _seen_since(recording: Recording) -> Iterator[Flag]:
    """What the track says, once it was read."""
    found = found_in(recording.sha256)
    zone = timezone.get_default_timezone()
    stated = [(one["at_ms"], str(one.get("text", ""))) for one in found.result(WorkKind.TRACK).get("stated", [])]
    yield from jumps(moments_in(stated, zone))


def _kept(row: Mapping[str, Any]) -> Oddity:
    apart = row.get("apart_s")
    code = str(row.get("code", ""))
    seconds = None if apart is None else timedelta(seconds=apart)
    detail = _detail(str(row.get("source", "")), str(row.get("other", "")), seconds)
    return Oddity(code=code, label=_(Anomaly(code).label) if code in list(Anomaly) else code, detail=detail)


def _told(flag: Flag) -> Oddity:
    detail = _detail(flag.source, flag.other, flag.apart)
    return Oddity(code=flag.anomaly.value, label=_(flag.anomaly.label), detail=detail, at_ms=flag.at_ms)


def _detail(source: str, other: str, apart: timedelta | None) -> str:
    """Which clocks, and how far apart."""
    names = [_(LABELS[one]) if one in LABELS else one for one in (source, other) if one]
    told = "、".join(names)
    if apart is None:
        return told
    seconds = round(abs(apart).total_seconds())
    hours, rest = divmod(seconds, 3600)
    length = _("%(h)s 小时 %(m)s 分 %(s)s 秒") % {"h": hours, "m": rest // 60, "s": rest % 60}
    return f"{told}，{_('相差')} {length}"
