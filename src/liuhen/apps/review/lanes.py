"""The lanes below the picture, as JSON: what was found, linked and marked, in milliseconds of the recording.

Pure: rows and findings come in, plain dictionaries go out. The page's script draws them (static/liuhen/lanes.js).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liuhen.apps.lawlib.queries import term
from liuhen.apps.recordings.offers import window
from liuhen.apps.review.showing import mark_label

if TYPE_CHECKING:
    from liuhen.apps.recordings.models import Link, Mark, Recording
    from liuhen.apps.recordings.offers import Film

Json = dict[str, Any]
Address = Callable[[str], str]
"""Where the browser fetches an artifact of this name."""

FOUND_LANES = {
    "speech": ("speech", gettext_lazy("人声")),
    "silence": ("speech", gettext_lazy("无声")),
    "black": ("picture", gettext_lazy("画面全黑")),
    "frozen": ("picture", gettext_lazy("画面静止")),
    "covered": ("picture", gettext_lazy("镜头被遮挡")),
    "missing": ("gaps", gettext_lazy("文件内缺失")),
}
"""Which lane a finding belongs to, and its word."""
_LANES = (
    ("speech", gettext_lazy("人声")),
    ("picture", gettext_lazy("画面异常")),
    ("gaps", gettext_lazy("缺口")),
)
SAME_LOSS_MS = 500
"""How exactly a survey of the copy finds the ends of what was lost on its way."""
_MILLISECOND = timedelta(milliseconds=1)


def found_lanes(spans: Iterable[Mapping[str, Any]], edges: Sequence[Json]) -> list[Json]:
    """The lanes of what machines found; `edges` are the gaps to the neighbouring files of the session."""
    shown: dict[str, list[Json]] = {name: [] for name, _label in _LANES}
    for span in spans:
        lane, word = FOUND_LANES.get(span["kind"], ("", ""))
        if lane:
            shown[lane].append(_span(span["from_ms"], span["to_ms"], span["kind"], str(word)))
    shown["gaps"] = sorted([*shown["gaps"], *edges], key=lambda one: int(one["from"]))
    return [{"id": name, "label": str(label), "spans": shown[name]} for name, label in _LANES]


def with_lost(spans: Sequence[Mapping[str, Any]], lost: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """What was found and the time lost on its way, which is told once: a survey of the copy finds it missing too."""
    within = [(one["from_ms"] - SAME_LOSS_MS, one["to_ms"] + SAME_LOSS_MS) for one in lost]

    def told(span: Mapping[str, Any]) -> bool:
        known = any(first <= span["from_ms"] and span["to_ms"] <= last for first, last in within)
        return span["kind"] == "missing" and known

    return [*(span for span in spans if not told(span)), *lost]


def _span(first: int, last: int, kind: str, label: str) -> Json:
    return {"from": first, "to": last, "kind": kind, "label": label}


@dataclass(frozen=True, slots=True)
class Axis:
    """The time of what plays: when it begins, and how many milliseconds it lasts."""

    begins: datetime
    length_ms: int


def step_lanes(axis: Axis, links: Sequence[Link], now: datetime) -> list[Json]:
    """One lane for each step the recording is linked to, with its interruptions."""
    return [_step_lane(axis, link, now) for link in links]


def _step_lane(axis: Axis, link: Link, now: datetime) -> Json:
    first, last = window(link.step, now)
    label = term("steps", link.step.kind)
    spans = [_cut(axis, first, last, "step", label)]
    for stop in link.step.interruptions.all():
        spans.append(_cut(axis, stop.start, stop.end or last, "interrupted", term("causes", stop.cause)))
    return {"id": f"step-{link.step_id}", "label": label, "spans": [span for span in spans if span]}


def _cut(axis: Axis, first: datetime, last: datetime, kind: str, label: str) -> Json | None:
    """A stretch of time as milliseconds of what plays, cut to it; None when they do not meet."""
    begin = max((first - axis.begins) // _MILLISECOND, 0)
    end = min((last - axis.begins) // _MILLISECOND, axis.length_ms)
    return _span(begin, end, kind, label) if end > begin else None


def marks(rows: Iterable[Mark]) -> list[Json]:
    """The marks that stand, points and stretches."""
    return [
        {
            "pk": mark.pk,
            "from": mark.offset_ms,
            "to": mark.end_ms,
            "kind": mark.kind,
            "content": mark.content,
            "label": mark_label(mark),
            "note": mark.note,
        }
        for mark in rows
    ]


class Camera(NamedTuple):
    """Another camera's recording, and of a capture the film that is shown beside first."""

    recording: Recording
    film: Film | None


def cameras(begins: datetime, others: Iterable[Camera], beside: Callable[[int], str]) -> list[Json]:
    """The other cameras of the scene, each where it runs beside what plays and began then, give or take its error.

    `begins` is when what plays did. Of a capture the channel shown first may have begun later than the recording: it
    is drawn from where that channel began. `beside` gives the address that opens one of them (by its key) next to this.
    """
    return [_camera(begins, one, beside(one.recording.pk)) for one in others]


def _camera(begins: datetime, camera: Camera, url: str) -> Json:
    other, film = camera
    starts = (other.start - begins) // _MILLISECOND
    first = starts + (film.starts_ms if film else 0)
    known = film is not None and film.counts and film.length_ms is not None
    return {
        "pk": other.pk,
        "label": f"{other.officer.name} · {other.device.number}",
        "name": other.shown_name,
        "kind": other.medium,
        "begins": starts,
        "from": first,
        "to": first + (film.length_ms or 0) if film and known else (other.end - begins) // _MILLISECOND,
        "error_ms": other.error_ms,
        "url": url,
    }


def edges(recording: Recording, parts: Sequence[Recording], url: Callable[[int], str]) -> list[Json]:
    """The gaps between this file and the one before and after it in its session, at its very ends."""
    here = next((place for place, part in enumerate(parts) if part.pk == recording.pk), None)
    if here is None or recording.session is None:
        return []
    gaps, length = recording.session.gaps_ms, recording.duration_ms or 0
    found = []
    if here > 0 and len(gaps) >= here:
        found.append(_edge(0, gaps[here - 1], _("与上一段"), url(parts[here - 1].pk)))
    if here + 1 < len(parts) and len(gaps) > here:
        found.append(_edge(length, gaps[here], _("与下一段"), url(parts[here + 1].pk)))
    return found


def _edge(at: int, gap_ms: int, which: str, url: str) -> Json:
    seconds = f"{abs(gap_ms) / 1000:.1f}"
    if gap_ms < 0:
        label = _("%(which)s重叠 %(seconds)s 秒") % {"which": which, "seconds": seconds}
    else:
        label = _("%(which)s间隔 %(seconds)s 秒") % {"which": which, "seconds": seconds}
    return {**_span(at, at, "edge", label), "url": url}


def storyboard(result: Mapping[str, Any], address: Address) -> Json | None:
    """The sheets of small pictures; None when there are none."""
    board = result.get("storyboard")
    if not board or not board.get("sheets"):
        return None
    return {**board, "sheets": [address(name) for name in board["sheets"]]}


def waveform(result: Mapping[str, Any], address: Address) -> Json | None:
    """The sound levels; None when there is no sound."""
    wave = result.get("waveform")
    return {"every_ms": wave["every_ms"], "url": address(wave["artifact"])} if wave else None


def later(points: Sequence[Sequence[Any]], starts_ms: int) -> Sequence[Sequence[Any]]:
    """The same places in the time of what begins so much later than the recording."""
    return [[point[0] - starts_ms, *point[1:]] for point in points if point[0] >= starts_ms] if starts_ms else points


def speed(points: Iterable[Sequence[Any]]) -> list[list[float]]:
    """The speed in km/h along the track, where the track tells one."""
    return [[point[0], point[3]] for point in points if point[3] is not None]
