"""The sweep that keeps every verdict up to date whatever was missed: a listener that failed, a worker that was killed.

It looks through the journal from where it last stopped, so it costs what is new and not what is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from liuhen.apps.cases.queries import case_by_key, keys_of_numbers
from liuhen.apps.duties.actions import judge
from liuhen.apps.duties.models import Judgement, Sweep
from liuhen.apps.duties.queries import judged_with_device, judged_without_archived
from liuhen.apps.journal.queries import acts_between, count
from liuhen.apps.lawlib.entries import NUMBER_SET, TEXT_BOUND, TEXT_ENACTED

if TYPE_CHECKING:
    from liuhen.apps.journal.models import Entry

WINDOW = 2000
"""How many entries are looked at together; what has been looked through is remembered after each such portion."""
OF_ALL_CASES = {TEXT_BOUND.code, NUMBER_SET.code, TEXT_ENACTED.code}
"""Acts that may change the verdict of every case not archived."""


def judge_due(now: datetime) -> int:
    """Judge every case whose time has come, or that changed without being judged since; give how many there were.

    Raises ExceptionGroup at the end when some could not be judged: they hold up no other and are tried again.
    """
    due = list(
        Judgement.objects.filter(judge_again_at__lte=now).order_by("judge_again_at").values_list("case", flat=True)
    )
    failures = _judge_each(due, now)
    judged = len(due)
    stuck = False
    for end, behind in _left_behind():
        failed = _judge_each(behind, now)
        judged += len(behind)
        failures += failed
        stuck = stuck or bool(failed)
        if not stuck:
            Sweep.objects.update_or_create(pk=1, defaults={"through": end})
    if failures:
        raise ExceptionGroup(f"{len(failures)} 个案件未能评定，下次再试", failures)
    return judged


def _judge_each(keys: Iterable[int], now: datetime) -> list[Exception]:
    failures: list[Exception] = []
    for key in keys:
        try:
            judge(case_by_key(key), now)
        except Exception as failure:
            failure.add_note(f"case {key}")
            failures.append(failure)
    return failures


def _left_behind() -> Iterator[tuple[int, list[int]]]:
    """Portion by portion: up to which entry it reaches, and the cases whose judgement saw less than it tells."""
    swept = Sweep.objects.first()
    start, reached = swept.through if swept else 0, count()
    while start < reached:
        end = min(start + WINDOW, reached)
        told = _told_by(acts_between(start, end))
        seen = dict(Judgement.objects.filter(case__in=told).values_list("case", "journal_seq"))
        yield end, [key for key, seq in told.items() if seen.get(key, -1) < seq]
        start = end


def _told_by(acts: Sequence[Entry]) -> dict[int, int]:
    """Which cases these acts may have changed, each with the last such act."""
    numbers = {act.case_number: act.seq for act in acts if act.case_number}
    told = {key: numbers[number] for number, key in keys_of_numbers(numbers).items()}
    for act in acts:
        if act.kind in OF_ALL_CASES:
            touched = judged_without_archived()
        elif act.subject_kind == "device" and not act.case_number:
            touched = judged_with_device(int(act.subject_id))
        else:
            continue
        told |= {key: max(told.get(key, -1), act.seq) for key in touched}
    return told
