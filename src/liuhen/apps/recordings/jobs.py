"""The room's jobs. Each asks what is still to be done and does it, so that a lost task is never lost work."""

from __future__ import annotations

from cryptography.hazmat.primitives import hashes

from liuhen.apps.recordings.actions import add_sm3, link_what_fits, note_sweep
from liuhen.apps.recordings.queries import never_linked, swept_through, without_sm3
from liuhen.apps.recordings.settling import settle_quiet_intakes
from liuhen.apps.recordings.uploads import end_expired, register_finished
from liuhen.ports.outside import outside
from liuhen.ports.vault import VaultError

PORTION = 200
LOOKED_AT = 2000
"""How many waiting recordings a run looks at: some seconds' work."""
STEP = 1 << 20


def add_missing_sm3(limit: int = PORTION) -> int:
    """Compute SM3 (GB/T 32905-2016) for recordings that lack it, oldest first; give how many were completed.

    Raises ExceptionGroup at the end when objects are gone or damaged: that is no case to pass over in silence, and they
    hold up no other.
    """
    completed, failures = 0, list[Exception]()
    for recording in without_sm3()[:limit]:
        try:
            completed += add_sm3(recording, sm3_of(recording.sha256))
        except VaultError as failure:
            failures.append(failure)
    if failures:
        raise ExceptionGroup(f"{len(failures)} 份音像记录未能计算 SM3", failures)
    return completed


def link_pending(limit: int = LOOKED_AT) -> int:
    """Attach recordings for which a fitting step was registered only later; give how many were attached.

    Each run goes on where the last one stopped, and begins anew at the end: what fits nothing keeps no other waiting.
    """
    waiting = list(never_linked(swept_through())[:limit])
    note_sweep(waiting[-1].pk if len(waiting) == limit else 0)
    return len(link_what_fits(waiting))


def join_filmings() -> int:
    """Join the pieces of filmings whose intake came to rest, and give sidecars to their films; give how many joined."""
    return settle_quiet_intakes()


def register_finished_uploads() -> int:
    """Give a row to files that came whole and that nobody came back for; give how many. ExceptionGroup for failures."""
    return register_finished(outside().clock.now())


def end_expired_uploads() -> int:
    """Remove unfinished uploads nobody goes on with, and journal what was given up; give how many ran out."""
    return end_expired(outside().clock.now())


def sm3_of(sha256: str) -> str:
    """SM3 of a kept object in hex, read in pieces."""
    digest = hashes.Hash(hashes.SM3())
    with outside().vault.open(sha256) as file:
        while piece := file.read(STEP):
            digest.update(piece)
    return digest.finalize().hex()
