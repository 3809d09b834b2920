"""What a device wrote beside the picture, for people: its text with the time, and why positions are not believed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liuhen.ports.workshop import WorkKind

if TYPE_CHECKING:
    from liuhen.apps.review.queries import Scene

DOUBTS = {
    "no_fix": gettext_lazy("接收机自称没有定位"),
    "sentinel": gettext_lazy("位置为零或不可能"),
    "standing": gettext_lazy("速度显示在移动而位置一直相同"),
    "jump": gettext_lazy("与前后的位置相距太远"),
}
"""Why a position was set aside (`doubts` of a track, docs/formats/findings.md)."""


class Stated(NamedTuple):
    """A text of the device, at its position in what plays."""

    at_ms: int
    text: str


@dataclass(frozen=True, slots=True)
class DeviceWords:
    """Sentences about the positions the device wrote, and its own text; both empty where it wrote nothing."""

    positions: Sequence[str] = ()
    stated: Sequence[Stated] = ()

    def __bool__(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.positions or self.stated)

    def as_json(self) -> dict[str, Any]:
        """The same for the time axis."""
        return {"positions": list(self.positions), "stated": [one._asdict() for one in self.stated]}


def device_words(scene: Scene) -> DeviceWords:
    """What the device wrote into the file itself, else into the data beside it; counted in the time of what plays."""
    results = [one.result(WorkKind.TRACK) for one in (scene.found, *scene.sidecars)]
    told = next((result for result in results if result.get("stated")), {}).get("stated", ())
    stated = [Stated(one["at_ms"] - scene.starts_ms, one["text"]) for one in told]
    tracks = (result for result in results if result.get("count") or result.get("doubts"))
    return DeviceWords(_positions(next(tracks, {})), [one for one in stated if one.at_ms >= 0])


def _positions(track: Mapping[str, Any]) -> list[str]:
    """Whether the positions can be believed, and how far they lead."""
    believed, doubts = int(track.get("count", 0)), track.get("doubts", {})
    said = [_way(track, believed)] if believed else []
    if doubts:
        said.append(_doubted(doubts, believed))
    if rounded := track.get("rounded"):
        said.append(_("其中 %(n)s 个正好落在整度上，可能被改写过。") % {"n": rounded})
    return said


def _way(track: Mapping[str, Any], believed: int) -> str:
    metres = int(track.get("metres", 0))
    if not metres:
        return _("设备写下的位置采信 %(n)s 个，都在同一处。") % {"n": believed}
    if track.get("fastest_kmh") is None:
        return _("设备写下的位置采信 %(n)s 个，全程约 %(metres)s 米。") % {"n": believed, "metres": metres}
    return _("设备写下的位置采信 %(n)s 个，全程约 %(metres)s 米，最快 %(kmh)s 公里/时。") % {
        "n": believed,
        "metres": metres,
        "kmh": round(track["fastest_kmh"]),
    }


def _doubted(doubts: Mapping[str, int], believed: int) -> str:
    why = "；".join(
        _("%(why)s %(n)s 个") % {"why": DOUBTS.get(code, code), "n": number} for code, number in doubts.items()
    )
    told = {"n": sum(doubts.values()), "why": why}
    if believed:
        return _("另有 %(n)s 个位置没有采信：%(why)s。") % told
    return _("设备写下 %(n)s 个位置，都没有采信，所以没有轨迹示意：%(why)s。") % told
