"""All writes of the room: a piece of work is asked for, done, parked, and tried again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction

from liuhen.apps.findings import entries
from liuhen.apps.findings.models import Analysis
from liuhen.apps.findings.permissions import MANAGE, require
from liuhen.apps.journal.actions import About, What, record
from liuhen.core.errors import LiuhenError
from liuhen.ports.outside import outside
from liuhen.ports.vault import Lane, StoredObject
from liuhen.ports.workshop import MadeFile, WorkKind, WorkState

if TYPE_CHECKING:
    from pathlib import Path

    from liuhen.apps.people.models import Person

PIECE = 1 << 20
"""Bytes of a made file stored between two signs of life."""

PRIORITIES: dict[WorkKind, int] = {
    WorkKind.SURVEY: 10,
    WorkKind.CLIP: 10,
    WorkKind.TRACK: 20,
    WorkKind.PLAYABLE: 30,
    WorkKind.SPEECH: 40,
    WorkKind.LETTERS: 50,
    WorkKind.TRANSCRIPT: 60,
}
"""What is done first where whoever asks has no wish: what everybody looks at, then what takes long."""


class StillGoingOn(LiuhenError):
    """Only work that was parked, or whose result is lost, is done again."""


Done = Callable[[str, WorkKind], object]
"""What is called with the digest of an object and the kind of work that was done on it."""
_followers: list[Done] = []


def follow(done: Done) -> None:
    """Let a higher room go on from work that is done; called in the transaction in which the result is kept."""
    if done not in _followers:
        _followers.append(done)


def tell_followers(sha256: str, kind: WorkKind) -> None:
    """Tell the higher rooms that work is done."""
    for done in _followers:
        done(sha256, kind)


def ask_for(
    sha256: str,
    kinds: Iterable[WorkKind],
    *,
    facts: Mapping[str, Any],
    priority: int | None = None,
    copy_of: str = "",
) -> None:
    """Ask for work on an object; what was asked for before stays as it is. `facts`: what the probe found (Task.facts).

    Belongs in the transaction of whatever asks. The lowest `priority` (0 to 32767) is done first. `copy_of` is the
    digest of the original where the object is a playable copy: who may know of the one may know of the other.
    """
    now = outside().clock.now()
    wanted = [
        Analysis(
            sha256=sha256,
            copy_of=copy_of,
            kind=kind.value,
            facts=dict(facts),
            asked_at=now,
            priority=PRIORITIES[kind] if priority is None else priority,
        )
        for kind in kinds
    ]
    Analysis.objects.bulk_create(wanted, ignore_conflicts=True)


def keep_made(file: MadeFile, beat: Callable[[], None]) -> StoredObject:
    """Keep a file some work made among the derivatives; `beat` is called with every piece, because it may take long.

    What `beat` raises ends it, and nothing is kept. Raises VaultError.
    """
    vault = outside().vault
    staged = vault.stage(_pieces(file.path, beat), size_hint=file.path.stat().st_size)
    return vault.commit(staged, lane=Lane.DERIVED)


def _pieces(path: Path, beat: Callable[[], None]) -> Iterator[bytes]:
    with path.open("rb") as file:
        beat()
        while piece := file.read(PIECE):
            yield piece
            beat()


def again(sha256: str, kind: WorkKind, *, done: bool = False) -> str:
    """Have parked work done once more, with three attempts; the reason for which it was parked.

    Whoever calls this has asked whether the person may, and journals it in the same transaction. With `done` what is
    done is done again too, and gone until then: only for what is lost. StillGoingOn for anything else.
    """
    states = [WorkState.PARKED.value, *([WorkState.DONE.value] if done else [])]
    ended = Analysis.objects.filter(sha256=sha256, kind=kind.value, state__in=states)
    before = ended.values_list("reason", flat=True).first()
    waiting = {"state": WorkState.WAITING.value, "attempts": 0, "claimed_until": None, "reason": ""}
    if before is None or not ended.update(**waiting):
        raise StillGoingOn(
            f"这一分析（{kind.label}）没有搁置：还在等待或进行，或者已经完成，不用重试。请刷新页面查看现状。"
        )
    return before


@transaction.atomic
def try_again(person: Person, sha256: str, kind: WorkKind) -> None:
    """A custodian has parked work tried again; journalled."""
    require(person, MANAGE)
    reason = again(sha256, kind)
    about = About(kind="object", id=sha256, label=kind.label)
    record(entries.TRIED_AGAIN, person, about, What(data={"kind": kind.value, "reason": reason}))


MOST_AT_ONCE = 500
"""How many pieces one press of a button sets going again: each is an entry of the journal."""


def try_all_again(person: Person, works: Iterable[Analysis]) -> int:
    """Have all of these tried again, as far as they are parked; how many."""
    tried = 0
    for work in works:
        try:
            try_again(person, work.sha256, WorkKind(work.kind))
            tried += 1
        except StillGoingOn:  # somebody else asked a moment ago
            continue
    return tried
