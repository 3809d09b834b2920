"""What plays on the page: the original where a browser can, else the playable copy, else why there is none. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liuhen.core.media.playing import needs_playable
from liuhen.ports.workshop import WorkKind, WorkState

if TYPE_CHECKING:
    from liuhen.apps.findings.queries import Found
    from liuhen.apps.recordings.models import Recording


OTHER_CHANNEL = gettext_lazy(
    "现在播放的不是第一个通道，而标记、片段和时间轴的位置都以第一个通道为准。"
    "这里不能标记和截取，时间轴上也不显示标记和缺失；请先切换到第一个通道。"
)
"""Why nothing is marked or cut while another channel than the first plays: each channel counts its time for itself."""


class Plays(StrEnum):
    """What a person gets to see."""

    ORIGINAL = "original"
    COPY = "copy"
    MAKING = "making"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Channel:
    """One of several films in a capture of a vehicle terminal; `name` is that of its playable copy."""

    name: str
    number: int
    plays: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Playing:
    """What plays; `sha256` and `content_type` of a copy (empty: the original's); `reason` why nothing does."""

    plays: Plays
    sha256: str = ""
    content_type: str = ""
    reason: str = ""
    asked: bool = True
    """Whether a playable copy was ever asked for."""
    retry: bool = False
    """Whether making the copy may be tried once more."""
    other_length: bool = False
    """Whether the copy is of another length than the original: positions are those of the copy then."""
    channels: tuple[Channel, ...] = ()
    """The films of a capture that holds more than one."""
    other_channel: str = ""
    """The name of the film where it is not the first, to which marks and clips belong."""


def facts_of(recording: Recording) -> dict[str, Any]:
    """What the probe told of the recording, as the workshop's tasks take it."""
    return {
        "sha256": recording.sha256,
        "kind": recording.found.get("kind") or recording.medium,
        "reason": recording.found.get("reason"),
        "container": recording.container,
        "tracks": recording.tracks,
        "duration_ms": recording.duration_ms,
        "rotation": recording.rotation,
        "orientation": recording.orientation,
        "faults": recording.faults,
    }


def what_plays(recording: Recording, found: Found, channel: str = "") -> Playing:
    """Judge what a browser is given of this recording: of several films the one named, else the first."""
    if not needs_playable(facts_of(recording)):
        return _as_it_is(recording)
    work = found.works.get(WorkKind.PLAYABLE)
    if work is None:
        return Playing(plays=Plays.MAKING, asked=False)
    if work.state == WorkState.DONE:
        return _copy(work.result, work.artifacts, channel)
    if work.state == WorkState.PARKED:
        return Playing(plays=Plays.NOTHING, reason=work.reason, retry=True)
    return Playing(plays=Plays.MAKING)


def _as_it_is(recording: Recording) -> Playing:
    """A file in which nothing can be seen or heard does not play, and needs no copy either."""
    if recording.is_sidecar:
        return Playing(plays=Plays.NOTHING, reason=_("这是随录数据，没有画面和声音。"))
    if not recording.playable:
        return Playing(plays=Plays.NOTHING, reason=str(recording.found.get("message", "")))
    return Playing(plays=Plays.ORIGINAL)


def _copy(result: Mapping[str, Any], artifacts: Mapping[str, Any], channel: str) -> Playing:
    first = str(result.get("artifact", ""))
    films = {str(one["artifact"]): one for one in result.get("streams", ()) if one.get("artifact") in artifacts}
    name = channel if channel in films else first
    made = artifacts.get(name)
    if made is None:
        return Playing(plays=Plays.NOTHING, reason=_("可播放副本已不在保管库中，请要求重新制作。"), retry=True)
    channels = tuple(Channel(key, film["channel"], key == name) for key, film in films.items())
    return Playing(
        plays=Plays.COPY,
        sha256=made.sha256,
        content_type=made.content_type,
        other_length=not films.get(name, result).get("same_length", True),
        channels=channels if len(channels) > 1 else (),
        other_channel=name if name != first else "",
    )


def lost_time(result: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Where packets were lost on their way, as spans of a survey: positions of the film that plays first."""
    holes: list[Mapping[str, Any]] = result.get("missing", [])
    return [{"kind": "missing", "from_ms": hole["from_ms"], "to_ms": hole["to_ms"]} for hole in holes]
