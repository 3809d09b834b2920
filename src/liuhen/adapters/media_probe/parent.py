"""The side of the probe that the house talks to: starts the child, hands it open files, outlives it."""

import os
import socket
import sys
import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ValidationError

from liuhen.adapters.confined.process import Child
from liuhen.adapters.media_probe.sniff import HEAD, sniff
from liuhen.adapters.media_probe.wire import LONGEST, QUESTION, RESULT, Question
from liuhen.core.continuity.clocks import ClockSource, FoundClock
from liuhen.ports.media_probe import REASONS, MediaKind, ProbeOutcome, ProbeResult, ReasonCode

CHILD_COMMAND = (sys.executable, "-I", "-m", "liuhen.adapters.media_probe.child")
_NAME_LIMIT = 255
_BROKEN = (OSError, EOFError, ValidationError)


class ChildProbe:
    """Probes files in one child process, started when first needed and again after it was lost.

    `cpu_seconds` of processor time and `wall_seconds` of waiting are allowed per file. `command` starts the
    child; the number of its socket is added. Safe to share by threads: they take turns.
    """

    def __init__(
        self, *, cpu_seconds: int = 20, wall_seconds: float = 60.0, command: Sequence[str] = CHILD_COMMAND
    ) -> None:
        self._cpu, self._wall, self._command = cpu_seconds, wall_seconds, command
        self._turn = threading.Lock()
        self._child: Child | None = None

    def start(self) -> None:
        """Start the child, so that it loads its parsers while the first file is still on its way."""
        with self._turn:
            self._connect()

    def probe(self, path: Path, *, original_name: str, modified_at: datetime | None = None) -> ProbeResult:
        """Say what the file at `path` is. OSError only when the file itself cannot be opened."""
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
        try:
            with self._turn:
                result = self._ask(descriptor, original_name)
        finally:
            os.close(descriptor)
        return _with_file_time(result, modified_at)

    def close(self) -> None:
        """Stop the child. A later probe starts a new one."""
        with self._turn:
            self._stop()

    @property
    def child_id(self) -> int | None:
        """Process id of the running child, for watching it."""
        return self._child.process.pid if self._child else None

    def _ask(self, descriptor: int, name: str) -> ProbeResult:
        question = QUESTION.dump_json(Question(_plain(name), self._cpu))
        try:
            return self._once(descriptor, question)
        except TimeoutError:
            return self._lost(descriptor, ReasonCode.PARSER_TIMED_OUT)
        except _BROKEN:
            if self._out_of_time():
                return self._lost(descriptor, ReasonCode.PARSER_TIMED_OUT)
            self._stop()  # perhaps the trace of an earlier file: this one gets a child of its own
        try:
            return self._once(descriptor, question)
        except TimeoutError:
            return self._lost(descriptor, ReasonCode.PARSER_TIMED_OUT)
        except _BROKEN:
            reason = ReasonCode.PARSER_TIMED_OUT if self._out_of_time() else ReasonCode.PARSER_CRASHED
            return self._lost(descriptor, reason)

    def _once(self, descriptor: int, question: bytes) -> ProbeResult:
        child = self._connect()
        socket.send_fds(child.line, [question], [descriptor])
        return RESULT.validate_json(child.answer(self._wall, LONGEST))

    def _lost(self, descriptor: int, reason: ReasonCode) -> ProbeResult:
        """The child did not answer properly: end it and say of the file only what its first bytes say."""
        self._stop()
        container, kind = sniff(os.pread(descriptor, HEAD, 0))
        outcome = ProbeOutcome.NOT_A_RECORDING if kind is MediaKind.NONE else ProbeOutcome.UNREADABLE_RECORDING
        return ProbeResult(outcome, kind, container, reason, REASONS[reason])

    def _out_of_time(self) -> bool:
        return self._child is not None and self._child.ran_out_of_time()

    def _connect(self) -> Child:
        if self._child is None or not self._child.running:
            self._stop()
            self._child = Child(self._command)
        return self._child

    def _stop(self) -> None:
        if self._child is not None:
            self._child.stop()
        self._child = None


def _plain(name: str) -> str:
    """A name that any encoding can carry; odd bytes of the card's file system are replaced."""
    return name.encode("utf-8", "replace").decode("utf-8")[-_NAME_LIMIT:]


def _with_file_time(result: ProbeResult, modified_at: datetime | None) -> ProbeResult:
    if modified_at is None:
        return result
    moment = modified_at.astimezone(UTC)
    clock = FoundClock(ClockSource.FILE_MTIME, moment.isoformat(), at=moment)
    return replace(result, clocks=(*result.clocks, clock))
