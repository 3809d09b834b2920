"""The sweep that keeps every verdict up to date whatever was missed: a listener that failed, a worker that was killed.

It looks through the journal from where it last stopped, so it costs what is new and not what is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from liuhen.apps.cases.queries import keys_of_numbers
from liuhen.apps.duties.models import Judgement, Sweep
from liuhen.apps.duties.queries import judged_with_device, judged_with_person, judged_without_archived
from liuhen.apps.duties.rejudging import judge_portion, outdated, portions
from liuhen.apps.journal.queries import acts_between, count
from liuhen.apps.lawlib.entries import NUMBER_SET, TEXT_BOUND, TEXT_ENACTED
from liuhen.apps.people.entries import ROLL

if TYPE_CHECKING:
    from liuhen.apps.journal.models import Entry

WINDOW = 2000
"""How many entries are looked at together; what has been looked through is remembered after each such portion."""
OUTDATED = 1000
"""How many cases judged by another law are judged anew each time: some seconds' work. `liuhen law rejudge` does all."""
OF_ALL_CASES = {TEXT_BOUND.code, NUMBER_SET.code, TEXT_ENACTED.code}
"""Acts that may change the verdict of every case not archived."""


def judge_due(now: datetime) -> int:
    """Judge every case whose time has come, or that changed without being judged since; give how many there were.

    Of the cases judged by another law than the present one, at most OUTDATED are judged each time. Raises
    ExceptionGroup at the end when some could not be judged: they hold up no other and are tried again.
    """
    due = Judgement.objects.filter(judge_again_at__lte=now).order_by("judge_again_at").values_list("case", flat=True)
    judged, failures = _judge_each(list(due), now)
    stuck = False
    for end, behind in _left_behind():
        more, failed = _judge_each(behind, now)
        judged += more
        failures += failed
        stuck = stuck or bool(failed)
        if not stuck:
            Sweep.objects.update_or_create(pk=1, defaults={"through": end})
    more, failed = _judge_each(_next_outdated(), now)
    if failures := failures + failed:
        raise ExceptionGroup(f"{len(failures)} 个案件未能评定，下次再试", failures)
    return judged + more


def _judge_each(keys: Sequence[int], now: datetime) -> tuple[int, list[Exception]]:
    """How many cases there were, and what went wrong with some of them."""
    return len(keys), [failure.error for portion in portions(keys) for failure in judge_portion(portion, now)]


def _next_outdated() -> list[int]:
    """The next cases judged by another law; from the first again after the last, so that failing ones block nobody."""
    swept = Sweep.objects.first()
    start = swept.outdated_after if swept else 0
    found = outdated(start, OUTDATED) or (outdated(0, OUTDATED) if start else [])
    if found or start:
        Sweep.objects.update_or_create(pk=1, defaults={"outdated_after": found[-1] if found else 0})
    return found


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
        elif act.kind in ROLL:
            touched = judged_with_person(int(act.subject_id))
        else:
            continue
        told |= {key: max(told.get(key, -1), act.seq) for key in touched}
    return told
