"""What every current browser plays by itself, and what it can't: then a playable copy 可播放副本 is made.

Formats go by the names the probe gives them (FFmpeg's): `mov` is MP4 and QuickTime, `matroska` also WebM. A browser
on one machine may play more than is listed here; a reviewer on another machine must see the same recording.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from liuhen.core.terms.labels import Term

STILLS = frozenset({"jpeg", "png", "webp", "gif"})
"""Pictures a browser shows as they are, turned upright by their own orientation tag."""

PICTURE_IN_MP4 = frozenset({"h264", "av1", "vp9"})
SOUND_IN_MP4 = frozenset({"aac", "mp3", "opus", "flac"})
"""What can be moved into an MP4 file unchanged and plays there."""

_WAV = frozenset({"pcm_u8", "pcm_s16le", "pcm_s24le", "pcm_s32le", "pcm_f32le"})
_PICTURE: dict[str, frozenset[str]] = {
    "mov": PICTURE_IN_MP4,
    "matroska": frozenset({"vp8", "vp9", "av1"}),
}
_SOUND: dict[str, frozenset[str]] = {
    "mov": SOUND_IN_MP4,
    "matroska": frozenset({"opus", "vorbis"}),
    "mp3": frozenset({"mp3"}),
    "wav": _WAV,
    "flac": frozenset({"flac"}),
    "aac": frozenset({"aac"}),
    "ogg": frozenset({"opus", "vorbis", "flac"}),
}
INDEX_MISSING = "index_missing"


class Way(Term):
    """What has to be done with a track on its way into a playable copy."""

    COPY = "copy", "原样复制"
    ENCODE = "encode", "重新编码"


def needs_playable(facts: Mapping[str, Any]) -> bool:
    """Whether a playable copy has to be made of what the probe described so.

    `facts` are those of a Task (ports/workshop.py): kind, container, tracks, reason. A film whose index is missing
    counts: its pictures may still be found. Where there is nothing to see or hear, nothing is needed.
    """
    kind, container = facts.get("kind"), facts.get("container") or ""
    if kind == "packets" or facts.get("reason") == INDEX_MISSING:
        return True
    if kind == "image":
        return container not in STILLS and not facts.get("reason")
    if kind == "sidecar":
        return False
    return _film_needs(container, facts.get("tracks") or ())


def copy_counts(facts: Mapping[str, Any], *, same_length: bool) -> bool:
    """Whether positions are those of the playable copy and not of the original.

    They are where the original is no film by itself (packets, no index), and where the copy is of another length.
    """
    return facts.get("kind") == "packets" or facts.get("reason") == INDEX_MISSING or not same_length


def _film_needs(container: str, tracks: Sequence[Mapping[str, Any]]) -> bool:
    picture, sound = first_codec(tracks, "video"), first_codec(tracks, "audio")
    seen = picture is None or picture in _PICTURE.get(container, ())
    heard = sound is None or sound in _SOUND.get(container, ())
    return not (seen and heard)


def first_codec(tracks: Sequence[Mapping[str, Any]], kind: str) -> str | None:
    """The codec of the first track of this kind, empty when it is unknown; None when there is no such track."""
    return next((track.get("codec") or "" for track in tracks if track.get("kind") == kind), None)


def way_of_picture(codec: str) -> Way:
    """Whether pictures of this codec are moved into the copy as they are or encoded anew."""
    return Way.COPY if codec in PICTURE_IN_MP4 else Way.ENCODE


def way_of_sound(codec: str) -> Way:
    """The same for sound."""
    return Way.COPY if codec in SOUND_IN_MP4 else Way.ENCODE
