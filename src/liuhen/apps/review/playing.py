"""What plays on the page: the original where a browser can, else the playable copy, else why there is none. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from liuhen.apps.recordings.offers import Film, facts_of, film_called, films_of
from liuhen.core.media.playing import needs_playable
from liuhen.ports.workshop import WorkKind, WorkState

if TYPE_CHECKING:
    from liuhen.apps.findings.queries import Found
    from liuhen.apps.recordings.models import Recording


class Plays(StrEnum):
    """What a person gets to see."""

    ORIGINAL = "original"
    COPY = "copy"
    MAKING = "making"
    NOTHING = "nothing"


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
    films: Sequence[Film] = ()
    """The films of a capture that holds more than one, the one that plays among them."""
    film: Film | None = None
    """Which film of the copy plays."""

    @property
    def channel(self) -> str:
        """The name of the channel that plays; empty in what is no capture."""
        return self.film.channel if self.film else ""

    @property
    def called(self) -> frozenset[str]:
        """All names under which something may be kept that is about what plays."""
        return self.film.called if self.film else frozenset({""})


def what_plays(recording: Recording, found: Found, channel: str = "") -> Playing:
    """Judge what a browser is given of this recording: of several channels the one named, else the first there is."""
    if not needs_playable(facts_of(recording)):
        return _as_it_is(recording)
    work = found.works.get(WorkKind.PLAYABLE)
    if work is None:
        return Playing(plays=Plays.MAKING, asked=False)
    if work.state == WorkState.DONE:
        return _copy(films_of(recording, found), channel)
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


def _copy(films: Sequence[Film], channel: str) -> Playing:
    named = film_called(films, channel)
    film = next((one for one in ([named] if named else []) + [*films] if one.made), None)
    if film is None or film.made is None:
        return Playing(plays=Plays.NOTHING, reason=_("可播放副本已不在保管库中，请要求重新制作。"), retry=True)
    return Playing(
        plays=Plays.COPY,
        sha256=film.made.sha256,
        content_type=film.made.content_type,
        films=films if len(films) > 1 else (),
        film=film,
    )


def lost_time(film: Film | None) -> list[dict[str, Any]]:
    """Where packets of this film were lost on their way, as spans of a survey: positions of the film."""
    holes = film.missing if film else ()
    return [{"kind": "missing", "from_ms": hole["from_ms"], "to_ms": hole["to_ms"]} for hole in holes]
