"""What is asked of the machines when a playable copy was made of something they can't read: to look at the copy.

The positions found are those of the copy; of a capture each channel's film is looked at for itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from liuhen.apps.findings.actions import ask_for
from liuhen.apps.findings.queries import asked_for
from liuhen.apps.recordings.films import Film, films_of
from liuhen.apps.recordings.looking import kinds_for
from liuhen.apps.recordings.models import Recording
from liuhen.ports.workshop import WorkKind

if TYPE_CHECKING:
    from collections.abc import Collection

_NOT_OF_COPIES = {WorkKind.TRACK, WorkKind.PLAYABLE}
"""The way the camera went is not led over into a copy, and a copy of a copy nobody needs."""


def copy_was_made(sha256: str, kind: WorkKind) -> None:
    """Work on an object is done: where it was the making of a copy whose positions count, the copy is looked at."""
    recording = Recording.objects.filter(sha256=sha256).order_by("pk").first() if kind is WorkKind.PLAYABLE else None
    if recording is not None:
        look_at_copies(recording)


def look_at_copies(recording: Recording, kinds: Collection[WorkKind] = tuple(WorkKind)) -> list[WorkKind]:
    """Ask for all work of these kinds that fits the films of the recording's copy and was never asked for; its kinds.

    None where positions count in the original, for then the original is looked at.
    """
    films = {film.made.sha256: film for film in films_of(recording) if film.counts and film.made}
    known, asked = asked_for(films), list[WorkKind]()
    for digest, film in films.items():
        facts = _facts_of(recording, film)
        fitting = [kind for kind in kinds_for(facts) if kind in kinds and kind not in _NOT_OF_COPIES]
        missing = [kind for kind in fitting if (digest, kind) not in known]
        ask_for(digest, missing, facts=facts, copy_of=recording.sha256)
        asked += missing
    return asked


def _facts_of(recording: Recording, film: Film) -> dict[str, Any]:
    """What is known of a film of the copy, as the workshop is told it."""
    known = {"sha256": film.made.sha256 if film.made else "", "container": "mov", "duration_ms": film.length_ms}
    tracks = [{"kind": kind, "codec": codec} for kind, codec in film.codecs.items()]
    shown = {"width": recording.width, "height": recording.height, "rotation": recording.rotation}
    kind = "video" if "video" in film.codecs else "audio"
    return {**known, **shown, "kind": kind, "orientation": None, "tracks": tracks, "faults": [], "reason": None}
