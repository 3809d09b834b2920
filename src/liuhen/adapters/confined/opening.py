"""Opening sound and video of strangers with FFmpeg: nothing but the one open file can be reached from inside it."""

from __future__ import annotations

from typing import Any, BinaryIO

import av

# No other file, list of segments or address.
OPTIONS = {"protocol_whitelist": "none", "enable_drefs": "0", "use_absolute_path": "0"}
GLANCE, SWEEP = 1 << 15, 1 << 18
"""Bytes read at once: for a look at the head, and for reading a whole file."""


def open_media(file: BinaryIO, container: str | None, *, buffer: int = SWEEP) -> Any:
    """Open a file as the given format (FFmpeg's name, as the probe found it): FFmpeg is never left to guess.

    Raises av.error.FFmpegError, ValueError or EOFError for what can't be read.
    """
    return av.open(file, format=container, options=OPTIONS, metadata_errors="surrogateescape", buffer_size=buffer)
