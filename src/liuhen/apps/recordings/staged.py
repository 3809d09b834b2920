"""Uploads that are on the disk and wait to be registered, known to this process by their staged name.

A process that holds a staged file keeps its lock, which costs an open file; of uploads nobody comes to register only
the latest are held. The others, and all after a restart, are leftovers that anybody may take over.
"""

from __future__ import annotations

from threading import Lock

from liuhen.ports.outside import outside
from liuhen.ports.vault import Staged, VaultDamaged

AT_HAND = 200
_held: dict[str, Staged] = {}
_guard = Lock()


def remember(staged: Staged) -> None:
    """Keep a finished upload at hand; the oldest beyond `AT_HAND` are let go of."""
    with _guard:
        _held[staged.name] = staged
        oldest = [_held.pop(next(iter(_held))) for _ in range(len(_held) - AT_HAND)]
    for one in oldest:
        outside().vault.let_go(one)


def claim(name: str) -> Staged:
    """Give a finished upload to whoever registers it; each is given once. VaultDamaged when it is not there."""
    with _guard:
        staged = _held.pop(name, None)
    if staged is not None:
        return staged
    leftover = next((one for one in outside().vault.leftovers() if one.name == name), None)
    if leftover is None:
        raise VaultDamaged("找不到已上传的文件，可能已经登记过。请刷新页面查看，必要时重新上传。")
    return outside().vault.restage(leftover)


def give_back(staged: Staged) -> None:
    """Keep a claimed upload at hand again: registering it did not work out, and it is to be tried once more."""
    remember(staged)
