"""How long it takes to judge N stored cases anew after a change of the law, in several processes.

    .venv/bin/python bench/rejudge.py N [N …] [--workers W]

For each N a real instance (SQLite) is filled with N copies of the typical case: 8 steps, 12 documents, 10 recordings,
47 marks, 231 obligations under two texts. Then the law folder is copied, every limit of 24 hours in one text is made 36
there, and `liuhen law rejudge` runs on the instance with that law, which counts the seconds itself. Afterwards nothing
may be left to do. Time should grow with N and not faster.

The copies are made by the database alone: each row of the one case that was registered and judged is written N times;
the key of row k in copy n is n · 1000 + k, so that text naming rows is copied by replacing one sign ("step:@003"). They
are rows as judging left them; only their journal entries are missing.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from typical import Registrar, instance, read_typical

COPIED = {
    "case": "cases_case",
    "milestone": "cases_milestone",
    "handler": "cases_handler",
    "act": "cases_act",
    "step": "cases_step",
    "stepperson": "cases_stepperson",
    "document": "cases_document",
    "intake": "recordings_intake",
    "recording": "recordings_recording",
    "link": "recordings_link",
    "mark": "recordings_mark",
    "judgement": "duties_judgement",
    "obligation": "duties_obligation",
    "keeping": "duties_keeping",
}
KEYS = {"id", *(f"{thing}_id" for thing in COPIED)}
NAMED = re.compile(rf"\b({'|'.join(COPIED)}):(\d+)")
STRIDE = 1000
CHANGED, BEFORE, AFTER = "gd-transport-2019", "amount: 24", "amount: 36"


def main() -> None:
    """Measure each N in a process of its own."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("numbers", nargs="+", type=int, metavar="N")
    words.add_argument("--workers", type=int, default=os.cpu_count())
    given = words.parse_args()
    if len(given.numbers) == 1:
        _measure(given.numbers[0], given.workers)
    else:
        for number in given.numbers:
            subprocess.run([sys.executable, __file__, str(number), f"--workers={given.workers}"], check=True)


def _measure(number: int, workers: int) -> None:
    """Fill an instance, change the law, judge all cases anew, and print what it took."""
    with instance() as home:
        case = _one_case()
        began = time.perf_counter()
        _fill(home / "liuhen.sqlite3", number, case)
        seconds = time.perf_counter() - began
        size = sum(path.stat().st_size for path in home.glob("liuhen.sqlite3*")) / 1e9
        print(f"{number} cases: filled in {seconds:.0f} s, {size:.2f} GB", flush=True)
        law = _changed_law(home / "law")
        found = _rejudge(home, law, workers)
        assert found["done"] >= number and not found["failures"], found
        assert _rejudge(home, law, workers)["total"] == 0
        print(
            f"{number} cases: judged anew in {found['seconds']:.1f} s by {workers} processes, "
            f"{found['per_second']:.0f} per second",
            flush=True,
        )


def _one_case() -> str:
    """Register the typical case and judge it as of now; give its number."""
    from django.db import connection

    from liuhen.apps.duties.actions import judge_number

    case = Registrar(read_typical()).write()
    judge_number(case.number)
    connection.close()
    return case.number


def _fill(database: Path, number: int, case: str) -> None:
    """Copy every row of the case `number` times."""
    with sqlite3.connect(database) as connection:
        # Nothing has to survive a power cut while the copies are made.
        connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-500000;")
        connection.execute("CREATE TEMP TABLE copies (n INTEGER PRIMARY KEY)")
        connection.executemany("INSERT INTO copies VALUES (?)", ((n,) for n in range(1, number + 1)))
        for table in COPIED.values():
            _copy(connection, table, case)
            connection.commit()
    connection.close()


def _copy(connection: sqlite3.Connection, table: str, case: str) -> None:
    """Copy all rows of a table; its name is this file's own, its columns are the database's."""
    found = connection.execute(f"SELECT * FROM {table}")  # noqa: S608
    columns = [column for column, *_ in found.description]
    rows = [[_with_sign(value, case) for value in row] for row in found]
    connection.execute(f"CREATE TEMP TABLE one_{table} AS SELECT * FROM {table} LIMIT 0")  # noqa: S608
    marks = ", ".join("?" for _ in columns)
    connection.executemany(f"INSERT INTO one_{table} VALUES ({marks})", rows)  # noqa: S608
    names = ", ".join(f'"{column}"' for column in columns)
    values = ", ".join(_copied(column, place, rows) for place, column in enumerate(columns))
    # A cross join is carried out in the order it is written in: copy by copy, so that keys rise.
    copies = f"SELECT {values} FROM copies CROSS JOIN one_{table} AS one"  # noqa: S608
    connection.execute(f"INSERT INTO {table} ({names}) {copies}")


def _with_sign(value: Any, case: str) -> Any:
    """A text with @ where the number of the copy belongs: in the keys of rows it names and in the case's number."""
    if not isinstance(value, str):
        return value
    return NAMED.sub(lambda found: f"{found[1]}:@{int(found[2]):03d}", value).replace(case, f"{case}-@")


def _copied(column: str, place: int, rows: list[list[Any]]) -> str:
    """The value of a column in copy n."""
    if column in KEYS:
        return f'one."{column}" + n * {STRIDE}'
    if column == "sha256":
        return f"printf('%08d', n) || substr(one.\"{column}\", 9)"
    if any(isinstance(row[place], str) and "@" in row[place] for row in rows):
        return f"replace(one.\"{column}\", '@', n)"
    return f'one."{column}"'


def _changed_law(place: Path) -> Path:
    """A copy of the law folder in which one text gives more time."""
    from django.conf import settings

    shutil.copytree(settings.LAW_FOLDER, place)
    duties = place / CHANGED / "duties.yaml"
    text = duties.read_text(encoding="utf-8")
    assert BEFORE in text
    duties.write_text(text.replace(BEFORE, AFTER), encoding="utf-8")
    return place


def _rejudge(home: Path, law: Path, workers: int) -> dict[str, Any]:
    """Run the command on the instance, showing its progress, and give what it found."""
    words = [sys.executable, "-m", "liuhen", "law", "rejudge", "--json", f"--workers={workers}"]
    settings = {**os.environ, "LIUHEN_HOME": str(home), "LIUHEN_LAW": str(law)}
    done = subprocess.run(words, env=settings, stdout=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 0, done.stdout
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


if __name__ == "__main__":
    main()
