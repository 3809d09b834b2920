"""Under which type stored bytes are given out, and where: by what the bytes are, never by the file's name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liuhen.apps.recordings.tickets import MediaTicket, issue
from liuhen.core.terms.labels import Medium

if TYPE_CHECKING:
    from liuhen.apps.recordings.models import Recording

OCTETS = "application/octet-stream"
TYPES = {
    ("mov", Medium.VIDEO): "video/mp4",
    ("mov", Medium.AUDIO): "audio/mp4",
    ("matroska", Medium.VIDEO): "video/webm",
    ("matroska", Medium.AUDIO): "audio/webm",
    ("mpegts", Medium.VIDEO): "video/mp2t",
    ("avi", Medium.VIDEO): "video/x-msvideo",
    ("ogg", Medium.VIDEO): "video/ogg",
    ("ogg", Medium.AUDIO): "audio/ogg",
    ("mp3", Medium.AUDIO): "audio/mpeg",
    ("wav", Medium.AUDIO): "audio/wav",
    ("flac", Medium.AUDIO): "audio/flac",
    ("aac", Medium.AUDIO): "audio/aac",
    ("amr", Medium.AUDIO): "audio/amr",
    ("jpeg", Medium.STILL): "image/jpeg",
    ("png", Medium.STILL): "image/png",
    ("gif", Medium.STILL): "image/gif",
    ("webp", Medium.STILL): "image/webp",
    ("bmp", Medium.STILL): "image/bmp",
    ("tiff", Medium.STILL): "image/tiff",
    ("heif", Medium.STILL): "image/heic",
}
"""By what the bytes are, never by the file's name; anything else is given out as plain bytes."""


def content_type(recording: Recording) -> str:
    """The type under which the bytes are served."""
    return TYPES.get((recording.container, Medium(recording.medium)), OCTETS)


def media_address(ticket: MediaTicket, session: str | None) -> str:
    """Where the data plane gives out these bytes to this browser; to be made only after a viewing was journalled."""
    return f"/data/media/{issue(ticket, session)}"
