"""The reader of tables as the rooms know it: starts a child per file and hands on what it tells."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from liuhen.adapters.confined.process import SURROUNDINGS
from liuhen.adapters.tables.spoken import END, LONGEST_LINE
from liuhen.core.importing.mapping import TableShape
from liuhen.core.importing.rows import Row
from liuhen.ports.tables import Table, TableRefused

CHILD_COMMAND = (sys.executable, "-I", "-m", "liuhen.adapters.tables.child")
MOST_BYTES = 512 << 20


class ChildTables:
    """Reads tables in a child process with caps on memory and `cpu_seconds`, without network and other files."""

    def __init__(self, *, cpu_seconds: int = 600, command: Sequence[str] = CHILD_COMMAND) -> None:
        """Start nothing yet; `command` starts a child."""
        self._cpu, self._command = cpu_seconds, command

    @contextmanager
    def open(self, file: Path, shape: TableShape, *, name: str) -> Iterator[Table]:
        """The table in a file; TableRefused when there is none to be had, also while its rows are read."""
        if file.stat().st_size > MOST_BYTES:
            raise TableRefused(f"{name}：文件超过 {MOST_BYTES >> 20} MB，请分成几个文件")
        command = [*self._command, str(self._cpu), shape.model_dump_json()]
        with (
            file.open("rb") as given,
            subprocess.Popen(
                command, stdin=given, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd="/", env=SURROUNDINGS
            ) as child,
        ):
            assert child.stdout  # noqa: S101  asked for
            try:
                yield _table(child.stdout, name)
            finally:
                child.kill()


def _table(line: IO[bytes], name: str) -> Table:
    head = _next(line, name)
    columns = head["columns"] if isinstance(head, dict) else []
    return Table(tuple(column for column in columns if column), _rows(line, name))


def _rows(line: IO[bytes], name: str) -> Iterator[Row]:
    while (told := _next(line, name)) != END:
        yield Row(*told)


def _next(line: IO[bytes], name: str) -> Any:
    """What the child says next; TableRefused when it refuses the file or has died of it."""
    said = line.readline(LONGEST_LINE)
    if not said.endswith(b"\n"):
        raise TableRefused(f"{name}：读取时耗尽允许的内存或者时间，文件可能已损坏。请分成几个文件，或者改用 CSV")
    told = json.loads(said)
    if isinstance(told, dict) and (refusal := told.get("refusal")):
        raise TableRefused(f"{name}：{refusal}")
    return told
