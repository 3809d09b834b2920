"""How a recording is described: how its time was concluded, what is wrong with the file, what a picture tells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from liuhen.apps.lawlib.queries import term
from liuhen.apps.recordings.offers import film_called, time_known
from liuhen.core.continuity.clocks import LABELS
from liuhen.core.media.channels import number_in
from liuhen.core.terms.labels import MarkKind
from liuhen.ports.media_probe import FAULTS, MediaFault

if TYPE_CHECKING:
    from liuhen.apps.recordings.models import Mark, Recording
    from liuhen.apps.recordings.offers import Film


@dataclass(frozen=True, slots=True)
class ShownClock:
    """One clock as a person reads it."""

    source: str
    raw: str
    moment: datetime | None
    problem: str
    chosen: bool


def clocks(recording: Recording) -> list[ShownClock]:
    """Every clock found, with what is wrong with it and which one was believed."""
    basis = (recording.time_basis.get("source"), recording.time_basis.get("raw"))
    return [
        ShownClock(
            source=_labelled(clock["source"]),
            raw=clock["raw"],
            moment=parse_datetime(clock["moment"]) if clock["moment"] else None,
            problem=_labelled(clock["problem"]) if clock["problem"] in LABELS else "",
            chosen=(clock["source"], clock["raw"]) == basis,
        )
        for clock in recording.clocks
    ]


def reasoning(recording: Recording) -> list[str]:
    """How the time was concluded, step by step, and where believable clocks contradict each other."""
    if not time_known(recording):
        return [_("文件中没有可信的时间，只能确定它在入库之前形成。时间须由人工认定。")]
    said = [_labelled(reason) for reason in recording.time_basis.get("reasons", [])]
    return said + [_contradiction(one) for one in recording.time_basis.get("disagreements", [])]


def _contradiction(one: dict[str, Any]) -> str:
    words = _("%(first)s与%(second)s相差 %(apart)s") % {
        "first": _labelled(one["first"]),
        "second": _labelled(one["second"]),
        "apart": timedelta(seconds=one["apart_s"]),
    }
    return words + (_("，恰为时区之差") if one["whole_zone"] else "")


def _labelled(code: str) -> str:
    """What a source, problem or reason of times is called; an unknown one as it is."""
    return _(LABELS[code]) if code in LABELS else code


def faults(recording: Recording) -> list[str]:
    """What is wrong with the file, in words."""
    known = {fault.value: _(words) for fault, words in FAULTS.items()}
    return [known.get(fault, fault) for fault in recording.faults if fault in known or fault in MediaFault]


def place(recording: Recording) -> str:
    """Where the recording began, in degrees; empty when the file names no usable place."""
    if recording.latitude is None or recording.longitude is None:
        return ""
    return f"{recording.latitude / 1_000_000:.6f}，{recording.longitude / 1_000_000:.6f}"


def frames_per_second(recording: Recording) -> str:
    """The rate of pictures as text without needless zeros; empty when there is none."""
    rates = [track["fps_milli"] for track in recording.tracks if track.get("fps_milli")]
    return f"{rates[0] / 1000:g}" if rates else ""


def channels_among(films: Sequence[Film]) -> Callable[[str], tuple[str, str]]:
    """By the name a channel was kept under: what people call it (empty where there is one only), and its own name."""

    def called(channel: str) -> tuple[str, str]:
        film = film_called(films, channel)
        return (film.label, film.channel) if film else (number_in(channel), channel)

    return called


def mark_label(mark: Mark) -> str:
    """What a mark says."""
    return term("contents", mark.content) if mark.content else _(MarkKind(mark.kind).label)
