"""Processes below a process, read from /proc, and waiting for something to become true."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

Born = tuple[int, str]
"""A process by its id and the moment it was born: an id alone may be given to another."""


def descendants(pid: int) -> set[Born]:
    """Every living process below this one."""
    below: dict[int, list[Born]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        parent, born = _read(stat)
        if born:
            below.setdefault(parent, []).append(born)
    found: set[Born] = set()
    waiting = [pid]
    while waiting:
        for child in below.get(waiting.pop(), []):
            found.add(child)
            waiting.append(child[0])
    return found


def still_there(processes: set[Born]) -> set[Born]:
    """Those that still run."""
    return {one for one in processes if _read(Path(f"/proc/{one[0]}/stat"))[1] == one}


def _read(stat: Path) -> tuple[int, Born | None]:
    """Parent and identity of a process; no identity for one that is gone or waits to be buried."""
    try:
        # The command's name, in brackets, may hold anything; what follows it is plain.
        state, parent, *rest = stat.read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return 0, None
    return int(parent), None if state in "ZX" else (int(stat.parent.name), rest[17])


def until(holds: Callable[[], bool], seconds: float) -> None:
    """Wait until something holds; fail after so many seconds."""
    last = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < last, f"still not so after {seconds} s"
        time.sleep(0.1)
