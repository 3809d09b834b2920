"""The analyst: a process that works through what the rooms have asked machines to do, quick and long work side by side.

It stands beside the queue of jobs because a piece of work may take hours, which would hold up every sweep and be ended
by the queue's own time limit. What is to be done lies in the rooms' tables; the claims there let any number of
analysts work on any number of machines.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
from collections.abc import Callable

import django

from liuhen.site.lifeline import end_with_parent

POLL = 1.0
"""Seconds between two looks at the tables: how long a fresh recording waits at most for its storyboard to begin."""
REST = 10.0
"""Seconds to wait after something went wrong that is not the work's fault: a database that is locked or gone."""
log = logging.getLogger("liuhen.analyst")

Working = Callable[[Callable[[], bool]], object]


def main() -> None:
    """Work until told to stop by SIGTERM or SIGINT; unfinished pieces are given back."""
    from liuhen.apps.findings.jobs import LONG, QUICK, work_through
    from liuhen.apps.review.jobs import cut_clips

    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    lines: list[Working] = [
        lambda stop: work_through(QUICK, stop),
        lambda stop: work_through(LONG, stop),
        cut_clips,
    ]
    threads = [threading.Thread(target=_keep_working, args=(line, stopping)) for line in lines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _keep_working(line: Working, stopping: threading.Event) -> None:
    from django.db import close_old_connections, connection

    while not stopping.is_set():
        pause = POLL
        try:
            line(stopping.is_set)
        except Exception:  # the work goes on with the next piece; what happened is in the log and in the piece's reason
            log.exception("a piece of work could not be brought to its end")
            pause = REST
        close_old_connections()
        stopping.wait(pause)
    connection.close()


if __name__ == "__main__":  # as a child of the worker
    end_with_parent()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liuhen.site.settings")
    django.setup()
    main()
