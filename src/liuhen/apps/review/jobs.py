"""The room's jobs: clips that were asked for are cut. A worker that is killed leaves its clip to the next."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from liuhen.apps.findings.actions import keep_made
from liuhen.apps.review import clips
from liuhen.apps.review.clip_queries import being_cut, cuttable, next_to_cut
from liuhen.apps.review.models import Derivative
from liuhen.ports.outside import outside
from liuhen.ports.vault import VaultError
from liuhen.ports.workshop import Task, WorkFailed, WorkImpossible, WorkKind

CLAIM = timedelta(seconds=90)
ATTEMPTS = 3
INTERRUPTED = "截取三次中途停止（机器断电、内存不足或被终止），没有完成。请检查机器后重新截取。"
NO_SOURCE = "可播放副本已不在，无从截取。请先重新制作可播放副本。"
Stopping = Callable[[], bool]


class _Stopped(Exception):
    """This worker is told to stop, or somebody else has taken the clip over."""


def cut_clips(stopping: Stopping) -> int:
    """Clear up after workers that were killed, and cut every clip that waits; how many were taken up."""
    _clear_scratch()
    taken = 0
    while not stopping() and (clip := _claimed()) is not None:
        taken += 1
        _cut(clip, stopping)
    return taken


def _claimed() -> Derivative | None:
    """Take the next clip; one that was interrupted three times is given up."""
    while clip := next_to_cut(outside().clock.now()):
        if clip.attempts >= ATTEMPTS:
            clips.failed(clip, INTERRUPTED)
        elif _hold(clip, attempts=clip.attempts + 1):
            return clip
    return None


def _hold(clip: Derivative, *, attempts: int) -> bool:
    """Claim a clip, or renew the claim; false when somebody else has taken it meanwhile."""
    until = outside().clock.now() + CLAIM
    same = Derivative.objects.filter(pk=clip.pk, attempts=clip.attempts, claimed_until=clip.claimed_until)
    held = same.update(attempts=attempts, claimed_until=until)
    clip.attempts, clip.claimed_until = attempts, until
    return bool(held)


def _cut(clip: Derivative, stopping: Stopping) -> None:
    source = cuttable(clip.recording, clip.channel)
    if source is None:
        return clips.failed(clip, NO_SOURCE)
    try:
        with _folder(clip) as into, outside().vault.local(source.sha256) as path:
            task = Task(kind=WorkKind.CLIP, facts=source.facts, options=_wishes(clip))
            beat = _beat(clip, stopping)
            work = outside().workshop.work(task, path, into, beat=beat)
            if not _hold(clip, attempts=clip.attempts):
                raise _Stopped
            clips.made(clip, work, keep_made(work.files[0], beat))
    except _Stopped:
        Derivative.objects.filter(pk=clip.pk, attempts=clip.attempts).update(
            attempts=clip.attempts - 1, claimed_until=None
        )
    except WorkImpossible as reason:
        clips.failed(clip, str(reason))
    except (WorkFailed, VaultError) as reason:
        if clip.attempts >= ATTEMPTS:
            clips.failed(clip, str(reason))
    return None


def _wishes(clip: Derivative) -> dict[str, object]:
    by = f"{clip.by.name}（{clip.by.certificate}）" if clip.by.certificate else clip.by.name
    return {"from_ms": clip.from_ms, "to_ms": clip.to_ms, "label": clip.label, "by": by}


def _beat(clip: Derivative, stopping: Stopping) -> Callable[[], None]:
    """What is called every second meanwhile: stops when it must, and renews the claim before it lapses."""

    def beat() -> None:
        if stopping():
            raise _Stopped
        until = clip.claimed_until
        if until and until - outside().clock.now() < CLAIM / 2 and not _hold(clip, attempts=clip.attempts):
            raise _Stopped

    return beat


def _scratch() -> Path:
    """Where clips being cut lie, apart from every other work in progress."""
    return Path(settings.HOME) / "work" / "clips"


@contextmanager
def _folder(clip: Derivative) -> Iterator[Path]:
    """An empty folder for this attempt, gone afterwards."""
    folder = _scratch() / f"{clip.pk}-{clip.attempts}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _clear_scratch() -> int:
    """Remove folders that killed workers left behind; how many. Cheap where there is none, as nearly always."""
    folders = list(_scratch().glob("*-*"))  # before the claims are read: whoever claims later makes a folder later
    used = {f"{pk}-{attempts}" for pk, attempts in being_cut()} if folders else set()
    left = [folder for folder in folders if folder.name not in used]
    for folder in left:
        shutil.rmtree(folder, ignore_errors=True)
    return len(left)
