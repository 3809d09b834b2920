"""One piece of work from claim to end, in a child process of the workshop."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from liuhen.apps.findings import claims
from liuhen.apps.findings.actions import keep_made, tell_followers
from liuhen.apps.findings.models import Analysis, Artifact
from liuhen.ports.outside import outside
from liuhen.ports.vault import StoredObject, VaultError
from liuhen.ports.workshop import MadeFile, Task, Work, WorkFailed, WorkImpossible, WorkKind, WorkState

Kinds = Collection[WorkKind]
Stopping = Callable[[], bool]


SURPRISE = "分析结果没有存下来（{}），详情见服务日志。"


class _Stopped(Exception):
    """This worker is told to stop, or somebody else has taken the piece over."""


def run_next(kinds: Kinds = tuple(WorkKind), *, stopping: Stopping = lambda: False) -> bool:
    """Do the next piece of these kinds; false when nothing is to be done. Its failure is noted and not raised.

    `stopping` is asked every second: when it says true the piece is given back as it was. Raises only what is no
    failure of the work but of the house (a database that is gone), after noting it where that is possible.
    """
    row = claims.claim(kinds, outside().clock.now())
    if row is None:
        return False
    if lacking := outside().workshop.missing(WorkKind(row.kind)):
        claims.give_back(row)
        park_lacking(WorkKind(row.kind), lacking)
        return True
    try:
        _do(row, stopping)
    except _Stopped:
        claims.give_back(row)
    except Exception as surprise:
        claims.fail(row, SURPRISE.format(type(surprise).__name__), outside().clock.now())
        raise
    return True


def park_lacking(kind: WorkKind, lacking: str) -> int:
    """Park what waits for a tool this machine does not have; it was not tried, and wakes once the tool is there."""
    waiting = Analysis.objects.filter(kind=kind.value, state=WorkState.WAITING.value)
    if not waiting.exists():  # asked every minute: nobody is to wait for the writing of nothing
        return 0
    now = outside().clock.now()
    return waiting.update(state=WorkState.PARKED.value, reason=lacking, attempts=0, claimed_until=None, finished_at=now)


def wake_provided(kind: WorkKind) -> int:
    """Have what was parked for want of a tool done, now that the tool is there."""
    parked = Analysis.objects.filter(kind=kind.value, state=WorkState.PARKED.value, attempts=0)
    if not parked.exists():
        return 0
    return parked.update(state=WorkState.WAITING.value, reason="", finished_at=None)


def _do(row: Analysis, stopping: Stopping) -> None:
    try:
        with _folder(row) as into, outside().vault.local(row.sha256) as source:
            work = outside().workshop.work(_task(row), source, into, beat=_beat(row, stopping))
            _keep(row, work, _store(row, work, stopping))
    except WorkImpossible as reason:
        claims.park(row, str(reason), outside().clock.now())
    except (WorkFailed, VaultError) as reason:
        claims.fail(row, str(reason), outside().clock.now())


def _task(row: Analysis) -> Task:
    known = {"sha256": row.sha256, **row.facts}  # nobody computes again what the vault knows
    return Task(kind=WorkKind(row.kind), facts=known, options=row.facts.get("options", {}))


def _beat(row: Analysis, stopping: Stopping) -> Callable[[], None]:
    """What is called every second while it lasts: renews the claim when it is time, and stops what must end."""
    renewed = outside().clock.now()

    def beat() -> None:
        nonlocal renewed
        if stopping():
            raise _Stopped
        now = outside().clock.now()
        if now - renewed >= claims.RENEWAL:
            if not claims.renew(row, now):
                raise _Stopped
            renewed = now

    return beat


def _store(row: Analysis, work: Work, stopping: Stopping) -> list[tuple[MadeFile, StoredObject]]:
    """Keep the files made, renewing the claim before and meanwhile: a large one takes longer than a claim lasts."""
    if work.files and not claims.renew(row, outside().clock.now()):
        raise _Stopped
    beat = _beat(row, stopping)
    return [(file, keep_made(file, beat)) for file in work.files]


@transaction.atomic
def _keep(row: Analysis, work: Work, files: list[tuple[MadeFile, StoredObject]]) -> None:
    now: datetime = outside().clock.now()
    if not claims.finish(row, now, tool=work.tool[:120], result=dict(work.result)):
        return
    row.artifacts.all().delete()
    Artifact.objects.bulk_create(
        Artifact(analysis=row, name=file.name, sha256=kept.sha256, size=kept.size, content_type=file.content_type)
        for file, kept in files
    )
    tell_followers(row.sha256, WorkKind(row.kind))


def scratch() -> Path:
    """Where work in progress lies: below the instance, because a playable copy may be as large as its original.

    Every room that has work done has a folder of its own there, and clears up that one only.
    """
    return Path(settings.HOME) / "work" / "analyses"


@contextmanager
def _folder(row: Analysis) -> Iterator[Path]:
    """An empty folder for this attempt, gone afterwards."""
    folder = scratch() / f"{row.pk}-{row.attempts}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def clear_scratch() -> int:
    """Remove folders that killed workers left behind; how many."""
    folders = list(scratch().glob("*-*"))  # before the claims are read: whoever claims later makes a folder later
    running = Analysis.objects.filter(state=WorkState.RUNNING.value) if folders else Analysis.objects.none()
    used = {f"{pk}-{attempts}" for pk, attempts in running.values_list("pk", "attempts")}
    left = [folder for folder in folders if folder.name not in used]
    for folder in left:
        shutil.rmtree(folder, ignore_errors=True)
    return len(left)
