"""What is asked of the machines when a recording comes in: which kinds of work fit what it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from liuhen.apps.findings.actions import ask_for
from liuhen.core.media.playing import needs_playable
from liuhen.ports.media_probe import ReasonCode
from liuhen.ports.workshop import WorkKind

if TYPE_CHECKING:
    from liuhen.apps.recordings.models import Recording

_TELLING = {"data", "subtitle"}
_MAY_HIDE_A_TRACK = {"mov"}
"""Containers in which dash cams keep positions outside every track (`free` boxes)."""
_HOPELESS = {ReasonCode.PARSER_CRASHED, ReasonCode.PARSER_TIMED_OUT, ReasonCode.PARSER_OUT_OF_MEMORY}
"""Files that already harmed the probe are not handed to anything larger."""


def look_into(recording: Recording) -> None:
    """Ask for every kind of work that fits this recording. Belongs in the transaction that stores its row."""
    facts = facts_of(recording)
    ask_for(recording.sha256, kinds_for(facts), facts=facts)


def facts_of(recording: Recording) -> dict[str, Any]:
    """What the probe found, as the workshop is told it (docs/formats/findings.md): whole numbers, text and lists."""
    return {
        "sha256": recording.sha256,
        "kind": str(recording.found.get("kind", recording.medium)),
        "container": recording.container,
        "duration_ms": recording.duration_ms,
        "width": recording.width,
        "height": recording.height,
        "rotation": recording.rotation,
        "orientation": recording.orientation,
        "tracks": recording.tracks,
        "faults": recording.faults,
        "reason": recording.found.get("reason"),
    }


def kinds_for(facts: Mapping[str, Any]) -> list[WorkKind]:
    """The kinds of work that can tell something about a file like this."""
    if facts.get("reason") in _HOPELESS:
        return []
    if facts["kind"] == "sidecar":
        return [WorkKind.TRACK]
    kinds = [WorkKind.PLAYABLE] if needs_playable(facts) else []
    if facts["kind"] == "image" and not facts.get("reason"):
        kinds.append(WorkKind.LETTERS)
    tracks = {str(track["kind"]) for track in facts["tracks"]}
    if facts.get("reason") == ReasonCode.NO_PICTURE_OR_SOUND and tracks & _TELLING:
        kinds.append(WorkKind.TRACK)
    if facts.get("reason") or facts["kind"] not in ("video", "audio"):
        return kinds
    kinds.append(WorkKind.SURVEY)
    if "audio" in tracks:
        kinds += [WorkKind.SPEECH, WorkKind.TRANSCRIPT]
    if "video" in tracks:
        kinds.append(WorkKind.LETTERS)
    if tracks & _TELLING or facts["container"] in _MAY_HIDE_A_TRACK:
        kinds.append(WorkKind.TRACK)
    return kinds
