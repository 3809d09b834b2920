"""The films of a playable copy 可播放副本: one, or one for each channel of a capture, each with a time of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from liuhen.apps.findings.queries import Found, Made, found_in
from liuhen.apps.recordings.looking import facts_of
from liuhen.apps.recordings.refusal import RecordingRefused
from liuhen.core.media.channels import code_of, label_of, starts_ms
from liuhen.core.media.playing import copy_counts
from liuhen.ports.workshop import WorkKind

if TYPE_CHECKING:
    from liuhen.apps.recordings.models import Recording

NO_SUCH_CHANNEL = "这份音像记录现在没有这个通道的画面。请刷新页面，重新选择通道。"
NO_FILM = "这份音像记录的可播放副本还没有做好，标记的时刻无从算起。请等副本做好后刷新页面，重新标记。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Film:
    """One film of a playable copy.

    `channel` is the name of the channel of a capture (core/media/channels.py) under which what is said of it is kept;
    empty in what is no capture. `first`: what names no channel is about this one, for it was said while none but the
    first was known of. `name` (the same, for the journal) and `label` (what people call it) are empty where there is
    only one. `made` is None when the file is gone. It begins `starts_ms` after the recording and lasts `length_ms`.
    `counts`: positions are those of this film, because the original can't be read by itself or is of another length.
    `codecs` of its "video" and "audio", as far as it has them. `missing` are the stretches lost on their way.
    """

    channel: str = ""
    first: bool = True
    name: str = ""
    label: str = ""
    artifact: str = ""
    made: Made | None = None
    starts_ms: int = 0
    length_ms: int | None = None
    same_length: bool = True
    counts: bool = False
    codecs: Mapping[str, str] = field(default_factory=dict)
    missing: Sequence[Mapping[str, Any]] = ()

    @property
    def called(self) -> frozenset[str]:
        """All names under which something may be kept that is about this film."""
        return frozenset({self.channel, ""} if self.first else {self.channel})


def films_of(recording: Recording, found: Found | None = None) -> list[Film]:
    """The films of the recording's playable copy, the first to play at the front; none while there is no copy.

    Also those whose file is gone: what was said of them stands.

    `found` is what was found in the recording, where that is known already.
    """
    found = found or found_in(recording.sha256)
    told = found.result(WorkKind.PLAYABLE)
    if not told:
        return []
    streams = [one for one in told.get("streams", ()) if one.get("artifact")] or [told]
    facts = facts_of(recording)
    return [_film(stream, told, found, facts) for stream in streams]


def film_called(films: Sequence[Film], channel: str) -> Film | None:
    """The film that a channel's name, or none, is about."""
    return next((one for one in films if channel in one.called), None)


def _film(stream: Mapping[str, Any], told: Mapping[str, Any], found: Found, facts: Mapping[str, Any]) -> Film:
    name, streams = str(stream.get("artifact", "")), told.get("streams", ())
    same = bool(stream.get("same_length", True))
    several = len([one for one in streams if one.get("artifact")]) > 1
    return Film(
        channel=code_of(stream) if "channel" in stream else "",
        first=name == told.get("artifact"),
        name=code_of(stream) if several else "",
        label=label_of(stream, streams) if several else "",
        artifact=name,
        made=found.artifact(WorkKind.PLAYABLE, name),
        starts_ms=starts_ms(stream, streams),
        length_ms=stream.get("length_ms"),
        same_length=same,
        counts=copy_counts(facts, same_length=same),
        codecs={kind: str(stream[kind]["to"]) for kind in ("video", "audio") if (stream.get(kind) or {}).get("to")},
        missing=stream.get("missing", ()),
    )


def film_that_counts(recording: Recording, channel: str = "") -> Film | None:
    """The film in which positions of this channel count; None: they count in the original.

    Raises RecordingRefused for a channel the recording does not have, and for positions that count in a copy only
    while there is none: it may begin elsewhere when it is made again.
    """
    films = films_of(recording)
    if not films and copy_counts(facts_of(recording), same_length=True):
        raise RecordingRefused(NO_FILM)
    film = film_called(films, channel)
    if film is None and channel:
        raise RecordingRefused(NO_SUCH_CHANNEL)
    return film if film and film.counts else None


def channel_told(recording: Recording, channel: str) -> dict[str, str]:
    """What a journal entry tells of the channel it is about, the first as well; nothing where there is only one."""
    film = film_called(films_of(recording), channel)
    name = film.name if film else channel
    return {"channel": name} if name else {}


def kept_as(recording: Recording, channel: str) -> str:
    """The name under which what is said of this channel is kept: its own, of the first one too."""
    film = film_called(films_of(recording), channel)
    return film.channel if film else channel


def length_ms(recording: Recording, film: Film | None) -> int | None:
    """How long what is watched is, as far as known: the film where positions are the film's, else the recording."""
    return film.length_ms if film and film.counts and film.length_ms is not None else recording.duration_ms
