"""How long judging a case anew takes after one event in it, with reading its facts, comparing, writing and committing.

    .venv/bin/python bench/judge.py [TIMES]
    python3 tools/postgres.py .venv/bin/python bench/judge.py [TIMES]

A real instance in a temporary directory (SQLite in WAL mode, each commit forced to disk; or PostgreSQL) holds the
typical case: 8 steps, 12 documents, 10 recordings, 47 marks, two texts, 231 obligations. In turn a document is filed, a
mark is withdrawn, and both are undone; after each the case is judged. Demand: under 20 ms.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import cycle, islice
from statistics import median
from typing import TYPE_CHECKING

from typical import Registrar, instance, moment, read_typical

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case

Event = Callable[[], object]


def main() -> None:
    """Measure and print."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    with instance():
        from django.db import connection

        registrar = Registrar(read_typical())
        case = registrar.write()
        first = _judged(case)
        taken = [_after(event, case) for event in islice(cycle(_events(registrar)), times)]
        print(f"{connection.vendor}: first judging {first:.1f} ms; after one event, {times} times:")
        print(f"  median {median(taken):.1f} ms, best {min(taken):.1f}, worst {max(taken):.1f}")
        _print_queries(case, next(iter(_events(registrar))))


def _events(registrar: Registrar) -> list[Event]:
    """What happens in turn: each event changes some obligations, and is undone two events later."""
    from liuhen.apps.cases.models import Document
    from liuhen.apps.recordings.models import Mark

    paper, mark = Document.objects.filter(used_as_evidence=True)[:1], Mark.objects.order_by("pk")[:1]
    papers, marks = Document.objects.filter(pk=paper[0].pk), Mark.objects.filter(pk=mark[0].pk)
    return [
        lambda: papers.update(filed_at=moment() - timedelta(days=1)),
        lambda: marks.update(withdrawn_at=moment() - timedelta(days=1)),
        lambda: papers.update(filed_at=None),
        lambda: marks.update(withdrawn_at=None),
    ]


def _after(event: Event, case: Case) -> float:
    event()
    return _judged(case)


def _judged(case: Case) -> float:
    """Milliseconds from the call until the commit is done."""
    from liuhen.apps.duties.actions import judge

    start = time.perf_counter()
    judge(case, moment())
    return (time.perf_counter() - start) * 1000


def _print_queries(case: Case, event: Event) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from liuhen.apps.duties.actions import judge

    event()
    with CaptureQueriesContext(connection) as captured:
        judge(case, moment())
    print(f"  {len(captured)} queries:")
    for words, number in Counter(_gist(captured.captured_queries)).items():
        print(f"    {number} × {words}")


def _gist(queries: list[dict[str, str]]) -> Iterator[str]:
    for query in queries:
        sql = query["sql"]
        yield sql.split()[0] + " " + next((word for word in sql.replace('"', " ").split() if "_" in word), "")


if __name__ == "__main__":
    main()
