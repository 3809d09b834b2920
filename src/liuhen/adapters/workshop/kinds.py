"""Which maker does which kind of work, and what each may use. Makers are imported in the child, when needed.

A maker is a function `make(task: Task, source: Path, into: Path) -> Work`. It reads `source`, writes only into `into`,
and raises WorkFailed or WorkImpossible with a sentence for the custodian. Its module may have a function
`missing(models: Path) -> str`: what has to be installed before it can work, in Chinese, empty when nothing is lacking;
that one runs in the house's own process and must be quick.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from liuhen.ports.workshop import WorkKind

_HERE = "liuhen.adapters.workshop"
MODELS = "LIUHEN_MODELS"
GIGABYTE = 1 << 30

MAKERS: dict[WorkKind, str] = {
    WorkKind.SURVEY: f"{_HERE}.survey.making:make",
    WorkKind.TRACK: f"{_HERE}.track:make",
    WorkKind.SPEECH: f"{_HERE}.speech:make",
    WorkKind.TRANSCRIPT: f"{_HERE}.transcript:make",
    WorkKind.LETTERS: f"{_HERE}.letters:make",
    WorkKind.PLAYABLE: f"{_HERE}.playable:make",
    WorkKind.CLIP: f"{_HERE}.clip:make",
}


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one piece of work may use: bytes of address space, bytes per file, and waiting time.

    The time is `seconds`, and `per_second` more for every second the object lasts.
    """

    memory: int
    written: int
    seconds: float
    per_second: float

    def wall(self, duration_ms: int | None) -> float:
        """How long to wait for work on an object of this length; an unknown length counts as an hour."""
        return self.seconds + self.per_second * (3600.0 if duration_ms is None else duration_ms / 1000)


ALLOWANCES: dict[WorkKind, Allowance] = {
    WorkKind.SURVEY: Allowance(2 * GIGABYTE, GIGABYTE // 4, 120, 0.5),
    WorkKind.TRACK: Allowance(GIGABYTE, 0, 120, 0.1),
    WorkKind.SPEECH: Allowance(3 * GIGABYTE, 0, 120, 0.5),
    WorkKind.TRANSCRIPT: Allowance(8 * GIGABYTE, 0, 300, 4.0),
    WorkKind.LETTERS: Allowance(4 * GIGABYTE, 0, 300, 2.0),
    WorkKind.PLAYABLE: Allowance(3 * GIGABYTE, 200 * GIGABYTE, 300, 3.0),
    WorkKind.CLIP: Allowance(3 * GIGABYTE, 20 * GIGABYTE, 300, 3.0),
}


def missing_module(kind: WorkKind) -> str:
    """The module of a kind's maker, when this Liuhen does not have it; empty when it does."""
    module = MAKERS[kind].partition(":")[0]
    return "" if find_spec(module) else module


def models_folder() -> Path | None:
    """The folder of the installed models as the child is told it; None where none is known."""
    told = os.environ.get(MODELS)
    return Path(told) if told else None
