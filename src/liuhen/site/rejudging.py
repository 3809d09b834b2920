"""Judging stored cases anew in several processes: this one hands out portions of keys, the others judge them.

Every portion is read and compared without a lock and written in one short transaction (`duties.judging.judge_many`), so
SQLite's single writer is kept busy for moments only and people go on working meanwhile.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing import get_context
from time import monotonic
from typing import TYPE_CHECKING

from liuhen.site.cli.start import start_django
from liuhen.site.lifeline import end_with_parent

if TYPE_CHECKING:
    from liuhen.apps.duties.rejudging import Wanted

AHEAD = 2
"""How many portions are handed out per process, so that none waits for the next."""


@dataclass(slots=True)
class Work:
    """How far it has got; `failures` say which case could not be judged and why."""

    total: int
    done: int = 0
    failures: list[str] = field(default_factory=list)
    stopped: bool = False
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        """Cases per second."""
        return self.done / self.seconds if self.seconds else 0.0


Answer = tuple[int, list[str]]
"""How many cases a portion had, and its failures."""
Told = Callable[[Work], None]


def rejudge(wanted: Wanted, workers: int, told: Told) -> Work:
    """Judge the wanted cases, telling how far it has got after each portion; Ctrl-C stops after those under way."""
    from liuhen.apps.duties.rejudging import portions_of, wanted_cases

    cases = wanted_cases(wanted)
    work, began = Work(cases.count()), monotonic()
    answers = _in_processes(portions_of(cases), workers) if workers > 1 else map(_judge, portions_of(cases))
    told(work)
    try:
        for number, failures in answers:
            work.done += number
            work.failures += failures
            work.seconds = monotonic() - began
            told(work)
    except KeyboardInterrupt:
        work.stopped = True
    return work


def _in_processes(portions: Iterator[list[int]], workers: int) -> Iterator[Answer]:
    """The answers as they come; no more portions are looked up than are soon needed."""
    crew = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_begin)
    with crew:
        under_way = {crew.submit(_judge, portion) for portion in islice(portions, workers * AHEAD)}
        while under_way:
            done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
            under_way |= {crew.submit(_judge, portion) for portion in islice(portions, len(done))}
            yield from (future.result() for future in done)


def _begin() -> None:
    """A process of the crew leaves Ctrl-C to the one that hands out the work, and ends with it."""
    end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    start_django()


def _judge(keys: list[int]) -> Answer:
    from liuhen.apps.duties.rejudging import judge_portion
    from liuhen.ports.outside import outside

    failures = judge_portion(keys, outside().clock.now())
    return len(keys), [f"案件编号 {failure.case}：{failure.error}" for failure in failures]
