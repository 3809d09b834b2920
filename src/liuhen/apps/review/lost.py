"""Whether files of a playable copy 可播放副本 that was made are no longer kept: then it may be made again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liuhen.ports.outside import outside
from liuhen.ports.workshop import WorkKind

if TYPE_CHECKING:
    from liuhen.apps.findings.queries import Found


def copy_is_lost(found: Found) -> bool:
    """Whether the film of any channel is gone, the row or the bytes; also where the copy as a whole is."""
    told = found.result(WorkKind.PLAYABLE)
    names = {str(one["artifact"]) for one in told.get("streams", ()) if one.get("artifact")}
    made = [found.artifact(WorkKind.PLAYABLE, name) for name in {str(told.get("artifact", "")), *names}]
    return any(one is None or not outside().vault.exists(one.sha256) for one in made)
