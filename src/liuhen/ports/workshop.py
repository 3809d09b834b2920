"""The workshop: machines that look at stored objects and make files from them, each piece of work in a capped child."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from liuhen.core.errors import LiuhenError
from liuhen.core.terms.labels import Term


class WorkKind(Term):
    """A kind of work on an object. What each one's result holds: docs/formats/findings.md."""

    SURVEY = "survey", "画面与声音"
    TRACK = "track", "轨迹"
    SPEECH = "speech", "人声"
    TRANSCRIPT = "transcript", "语音转文字"
    LETTERS = "letters", "画面文字"
    PLAYABLE = "playable", "可播放副本"
    CLIP = "clip", "片段"


class WorkState(Term):
    """How far a piece of work is. PARKED: it failed three times, or can't be done here, and says why."""

    WAITING = "waiting", "等待分析"
    RUNNING = "running", "正在分析"
    DONE = "done", "已完成"
    PARKED = "parked", "已搁置"


class WorkFailed(LiuhenError):
    """The work on an object did not succeed; the message says why, in Chinese. Trying again may help."""


class WorkImpossible(WorkFailed):
    """Trying again will not help: the object holds nothing of the kind, or a model or tool is not installed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is to be done. `facts` are what the probe told of the object: container, tracks, duration_ms, rotation.

    `options` are the wishes of whoever asks (a clip's `from_ms` and `to_ms`).
    """

    kind: WorkKind
    facts: Mapping[str, Any] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file the work made, in the folder it was given."""

    name: str
    path: Path
    content_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What came of it. `tool` names program, version and model, for whoever asks later how this was found."""

    tool: str
    result: Mapping[str, Any]
    files: tuple[MadeFile, ...] = ()


class Workshop(Protocol):
    """Does work in child processes with limits on memory, time and files."""

    def work(self, task: Task, source: Path, into: Path, *, beat: Callable[[], None] | None = None) -> Work:
        """Do the task on the object at `source`, writing files into the empty folder `into`.

        `beat` is called every second or so while it lasts; what it raises ends the work and is raised here.
        Raises WorkFailed or WorkImpossible; never anything else for what an object contains.
        """

    def missing(self, kind: WorkKind) -> str:
        """What has to be installed before this kind of work can be done, in Chinese; empty when nothing is lacking."""
