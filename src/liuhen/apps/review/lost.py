"""What of a playable copy 可播放副本 that was made is no longer kept: then it may be made again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liuhen.apps.review.playing import what_plays
from liuhen.ports.outside import outside
from liuhen.ports.workshop import WorkKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from liuhen.apps.findings.queries import Found
    from liuhen.apps.recordings.models import Recording
    from liuhen.apps.recordings.offers import Film


def films_lost(films: Sequence[Film]) -> list[Film]:
    """Those of which the row is gone, or the bytes."""
    return [film for film in films if film.made is None or not outside().vault.exists(film.made.sha256)]


def channel_to_play(recording: Recording, found: Found, asked: str) -> str:
    """The channel a viewing begins with: the one asked for; where its film is lost, the first whose film is kept."""
    plays = what_plays(recording, found, asked)
    lost = films_lost(plays.films)
    if plays.film not in lost:
        return plays.channel
    return next((film.channel for film in plays.films if film not in lost), plays.channel)


def copy_is_lost(found: Found) -> bool:
    """Whether the film of any channel is gone, the row or the bytes; also where the copy as a whole is."""
    told = found.result(WorkKind.PLAYABLE)
    names = {str(one["artifact"]) for one in told.get("streams", ()) if one.get("artifact")}
    made = [found.artifact(WorkKind.PLAYABLE, name) for name in {str(told.get("artifact", "")), *names}]
    return any(one is None or not outside().vault.exists(one.sha256) for one in made)
