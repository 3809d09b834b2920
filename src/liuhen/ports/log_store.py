"""Where the transparency log's files are kept and served from (C2SP tlog-tiles layout)."""

from collections.abc import Mapping
from typing import Protocol

from liuhen.core.errors import LiuhenError


class LogStoreError(LiuhenError):
    """The log's files could not be written as asked; what was published before is intact."""


class LogConflict(LogStoreError):
    """Something already published would have to change: a full tile has other bytes, or the tree would shrink."""


class LogStore(Protocol):
    """Append-only storage of tiles, entry bundles and the newest checkpoint."""

    def fetch(self, path: str) -> bytes | None:
        """The bytes at a path of the log ("checkpoint", "tile/0/000.p/5"), or None. Usable as `core.tlog.Fetch`."""

    def publish(self, files: Mapping[str, bytes], checkpoint: bytes) -> None:
        """Make `files` durable, then replace the checkpoint; returns once all of it is durable.

        May be repeated after a crash with the same or more leaves. The caller has checked the signature and that the
        new tree begins with the old one. Raises LogConflict, LogStoreError.
        """
