"""What parent and child of the workshop say to each other: one JSON line each way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter

from liuhen.ports.workshop import WorkKind

LONGEST = 32 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A task with its paths and limits: bytes of memory, bytes per file, seconds of processor time."""

    kind: WorkKind
    facts: Mapping[str, Any]
    options: Mapping[str, Any]
    source: str
    into: str
    memory: int
    written: int
    cpu_seconds: int


class Ending(StrEnum):
    """How the work ended."""

    DONE = "done"
    FAILED = "failed"
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of it. `files` are pairs of name and content type in the folder of the order.

    `message` is for people, in Chinese; `trace` is where the program stumbled, for its makers.
    """

    ending: Ending
    tool: str = ""
    result: Mapping[str, Any] | None = None
    files: tuple[tuple[str, str], ...] = ()
    message: str = ""
    trace: str = ""


ORDER = TypeAdapter(Order)
ANSWER = TypeAdapter(Answer)
