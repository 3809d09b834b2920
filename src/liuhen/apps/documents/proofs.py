"""Recordings on paper: those that prove a document, with their seconds, and the digests of all there were."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from liuhen.apps.documents.printed import moment_words
from liuhen.apps.lawlib.queries import term
from liuhen.apps.recordings.offers import time_known
from liuhen.apps.recordings.queries import marks_of_recordings
from liuhen.core.package.slip import Listed, slip_codes
from liuhen.ports.press import Proof

if TYPE_CHECKING:
    from liuhen.apps.recordings.models import Mark, Recording

KIND = "recording:"
WHOLE = "全部"


def proofs_of(about: Sequence[str], recordings: Sequence[Recording]) -> list[Proof]:
    """The recordings that `about` names ("recording:7"), in its order, each with what is marked in it."""
    proving = [name.removeprefix(KIND) for name in about if name.startswith(KIND)]
    by_key = {str(one.pk): one for one in recordings}
    named = [by_key[key] for key in dict.fromkeys(proving) if key in by_key]
    marks = marks_of_recordings([one.pk for one in named]) if named else {}
    return [_proof(one, _seconds(marks.get(one.pk, ()))) for one in named]


def digests_of(recordings: Sequence[Recording]) -> list[Proof]:
    """All recordings with their digests."""
    return [_proof(one, "") for one in recordings]


def slip_of(recordings: Sequence[Recording]) -> list[str]:
    """What the square codes say: every digest with its length in bytes."""
    return slip_codes([Listed(one.sha256, one.size) for one in recordings])


def _proof(recording: Recording, seconds: str) -> Proof:
    return Proof(
        name=recording.shown_name,
        device=f"{term('devices', recording.device.kind)} {recording.device.number}",
        when=moment_words(recording.start) if time_known(recording) else "时间不明",
        seconds=seconds,
        sha256=recording.sha256,
    )


def _seconds(marks: Sequence[Mark]) -> str:
    return "\n".join(dict.fromkeys(map(_marked, marks))) or WHOLE


def _marked(mark: Mark) -> str:
    """From which second to which, as a player counts them: the first wholly, the last rounded up."""
    channel = f"{mark.channel}：" if mark.channel else ""
    start = mark.offset_ms // 1000
    end = -(-(mark.end_ms if mark.end_ms is not None else mark.offset_ms) // 1000)
    return f"{channel}第 {start}–{end} 秒" if end > start else f"{channel}第 {start} 秒"
