"""Claims: who works on what. A claim lapses when whoever made it no longer says that he is at it.

A piece of work has one row; the row is taken by an update that only succeeds while the row is as it was read, so that
two workers never do one piece. `attempts` counts claims: a worker that was killed has used one up, and a worker whose
claim lapsed while it was away finds another number there and changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from liuhen.apps.findings.models import Analysis
from liuhen.ports.workshop import WorkKind, WorkState

CLAIM = timedelta(seconds=90)
"""A claim that is not renewed for so long has lapsed."""
RENEWAL = timedelta(seconds=20)
ATTEMPTS = 3
PATIENCE = (timedelta(minutes=1), timedelta(minutes=10))
"""How long to wait after the first and the second failure: a full disk or a busy machine may have passed by then."""
INTERRUPTED = "分析程序三次中途停止（机器断电、内存不足或被终止），没有完成。请检查机器后重试。"


def claim(kinds: Collection[WorkKind], now: datetime) -> Analysis | None:
    """Take the next piece of these kinds, None when there is none. What was interrupted three times is parked."""
    while row := _next(kinds, now):
        if row.attempts >= ATTEMPTS:
            _change(row, state=WorkState.PARKED.value, reason=INTERRUPTED, claimed_until=None, finished_at=now)
        elif _change(row, state=WorkState.RUNNING.value, attempts=row.attempts + 1, claimed_until=now + CLAIM):
            row.refresh_from_db()
            return row
    return None


def renew(row: Analysis, now: datetime) -> bool:
    """Say that the work goes on; false when the claim has lapsed and somebody else has taken over."""
    return bool(_held(row).update(claimed_until=now + CLAIM))


def give_back(row: Analysis) -> None:
    """Return an unfinished piece because this worker is told to stop; that is no failure."""
    _held(row).update(state=WorkState.WAITING.value, attempts=row.attempts - 1, claimed_until=None)


def fail(row: Analysis, reason: str, now: datetime) -> None:
    """Note a failure: the piece waits for its next attempt, or is parked after the third."""
    if row.attempts >= ATTEMPTS:
        park(row, reason, now)
        return
    later = now + PATIENCE[row.attempts - 1]
    _held(row).update(state=WorkState.WAITING.value, reason=reason, claimed_until=later)


def park(row: Analysis, reason: str, now: datetime) -> None:
    """Give the piece up, with the reason, until a person asks again."""
    _held(row).update(state=WorkState.PARKED.value, reason=reason, claimed_until=None, finished_at=now)


def finish(row: Analysis, now: datetime, **columns: object) -> bool:
    """Note the end of the work; false when somebody else has taken over in the meantime."""
    done = {"state": WorkState.DONE.value, "reason": "", "claimed_until": None, "finished_at": now, **columns}
    return bool(_held(row).update(**done))


def _next(kinds: Collection[WorkKind], now: datetime) -> Analysis | None:
    due = Q(state=WorkState.WAITING.value) & (Q(claimed_until=None) | Q(claimed_until__lte=now))
    lapsed = Q(state=WorkState.RUNNING.value, claimed_until__lte=now)
    found = Analysis.objects.filter(due | lapsed, kind__in=[kind.value for kind in kinds])
    return found.order_by("priority", "asked_at", "pk").first()


def _change(row: Analysis, **columns: object) -> bool:
    """Change the row if it still is as it was read."""
    same = Analysis.objects.filter(pk=row.pk, state=row.state, attempts=row.attempts, claimed_until=row.claimed_until)
    return bool(same.update(**columns))


def _held(row: Analysis) -> QuerySet[Analysis]:
    return Analysis.objects.filter(pk=row.pk, state=WorkState.RUNNING.value, attempts=row.attempts)
