"""The side of the workshop that the house talks to: a child for every piece of work, with limits, outlived."""

from __future__ import annotations

import importlib
import logging
import stat
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from pydantic import ValidationError

from liuhen.adapters.confined.process import SURROUNDINGS, Child
from liuhen.adapters.workshop.kinds import ALLOWANCES, MAKERS, MODELS, Allowance, missing_module
from liuhen.adapters.workshop.wire import ANSWER, LONGEST, ORDER, Answer, Ending, Order
from liuhen.ports.workshop import MadeFile, Task, Work, WorkFailed, WorkImpossible, WorkKind

CHILD_COMMAND = (sys.executable, "-I", "-m", "liuhen.adapters.workshop.child")
CORES = 2
TIMED_OUT = "分析超过时限，已中止。"
CRASHED = "分析程序异常退出，已隔离。"
log = logging.getLogger("liuhen.workshop")


class ChildWorkshop:
    """Does each piece of work in a child process of its own. `models` is the folder of installed models.

    `allowances` say what each kind of work may use; `command` starts the child. Safe to share by threads.
    """

    def __init__(
        self,
        models: Path | None = None,
        *,
        allowances: Mapping[WorkKind, Allowance] = ALLOWANCES,
        command: Sequence[str] = CHILD_COMMAND,
    ) -> None:
        """Start nothing yet."""
        self._models, self._allowances, self._command = models, allowances, command

    def work(self, task: Task, source: Path, into: Path, *, beat: Callable[[], None] | None = None) -> Work:
        """Do the task in a child; WorkFailed says in Chinese what went wrong, WorkImpossible that it always will."""
        if lacking := self.missing(task.kind):
            raise WorkImpossible(lacking)
        answer = self._ask(task, source.absolute(), into.absolute(), beat)
        if answer.trace:
            log.warning("%s of %s failed:\n%s", task.kind, source.name, answer.trace)
        if answer.ending is Ending.IMPOSSIBLE:
            raise WorkImpossible(answer.message)
        if answer.ending is Ending.FAILED:
            raise WorkFailed(answer.message)
        return Work(tool=answer.tool, result=answer.result or {}, files=_files(answer, into))

    def missing(self, kind: WorkKind) -> str:
        """What is lacking for this kind of work: its program, or what the program itself says it needs."""
        if missing_module(kind):
            return f"本机没有安装“{kind.label}”的分析程序，请升级留痕后再试。"
        module = importlib.import_module(MAKERS[kind].partition(":")[0])
        asked = getattr(module, "missing", None)
        return str(asked(self._models or Path("/nonexistent"))) if asked else ""

    def _ask(self, task: Task, source: Path, into: Path, beat: Callable[[], None] | None) -> Answer:
        child = Child(self._command, surroundings=self._surroundings(into))
        try:
            child.line.sendall(ORDER.dump_json(self._order(task, source, into)) + b"\n")
            return ANSWER.validate_json(child.answer(self._wall(task), LONGEST, beat=beat))
        except TimeoutError:
            raise WorkFailed(TIMED_OUT) from None
        except (OSError, EOFError, ValidationError):
            raise WorkFailed(TIMED_OUT if child.ran_out_of_time() else CRASHED) from None
        finally:
            child.stop()

    def _wall(self, task: Task) -> float:
        duration = task.facts.get("duration_ms")
        return self._allowances[task.kind].wall(duration if isinstance(duration, int) else None)

    def _order(self, task: Task, source: Path, into: Path) -> Order:
        allowance = self._allowances[task.kind]
        return Order(
            kind=task.kind,
            facts=task.facts,
            options=task.options,
            source=str(source),
            into=str(into),
            memory=allowance.memory,
            written=allowance.written,
            cpu_seconds=int(self._wall(task) * CORES),
        )

    def _surroundings(self, into: Path) -> dict[str, str]:
        models = {MODELS: str(self._models)} if self._models else {}
        return {**SURROUNDINGS, "TMPDIR": str(into), "HOME": str(into), **models}


def _files(answer: Answer, into: Path) -> tuple[MadeFile, ...]:
    """The files the child says it made: plain files in the folder it was given, nothing else is taken from it."""
    made = []
    for name, content_type in answer.files:
        path = into / name
        if Path(name).name != name or not path.exists() or not stat.S_ISREG(path.lstat().st_mode):
            raise WorkFailed(CRASHED)
        made.append(MadeFile(name, path, content_type))
    return tuple(made)
