"""What a demonstration case is told in: scenes, takes and papers, with times relative to the day the case begins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

Minutes = float


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """One recording of a scene: who films with their camera, from which minute, for how long.

    `stored_after` is how long after its end it is brought in; None: it never is. `marks` are (second, kind, content).
    `part` counts the files a camera cuts one filming into; `marred` are stretches (what, from second, to second) in
    which the lens is covered, the picture black or frozen, or the sound gone; `codec` is the encoder of the picture.
    """

    by: str
    start: Minutes
    length: Minutes
    stored_after: timedelta | None = timedelta(hours=3)
    returned_after: timedelta | None = None
    marks: tuple[tuple[int, str, str], ...] = ()
    clock_ahead: timedelta = timedelta(0)
    evidence: bool = False
    part: int = 0
    marred: tuple[tuple[str, int, int], ...] = ()
    codec: str = "libx264"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One document of a scene: its kind, the matters it sets down, and whether it is about the scene's takes."""

    kind: str
    matters: tuple[str, ...] = ()
    about_takes: bool = False
    evidence: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """An interruption of recording in a scene: from which minute, until which (None: not resumed), why."""

    start: Minutes
    end: Minutes | None
    cause: str
    reported: bool = False
    explained: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One step of a case. `day` and `clock` ("09:30") say when it starts, counted from the case's first day.

    `before` are the papers that have to be there when it begins.
    """

    kind: str
    stage: str
    day: int
    clock: str
    length: Minutes
    place: str = "G105 国道 K2317 超限检测点"
    people: tuple[str, ...] = ("officer", "handler")
    features: tuple[str, ...] = ()
    circumstances: tuple[str, ...] = ()
    matters: tuple[str, ...] = ()
    papers: tuple[Paper, ...] = ()
    before: tuple[Paper, ...] = ()
    takes: tuple[Take, ...] = ()
    breaks: tuple[Break, ...] = ()
    taken: tuple[str, ...] = ()
    """Goods taken in it, entered in the ledger when it is written down and handed to the keeper later that day."""
    checked: bool = True
    background: str = "road"


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One case. `days_ago` is how long ago its first day was; scenes that would lie ahead of now are not played."""

    serial: int
    title: str
    cause: str
    party: str
    plate: str = ""
    days_ago: int
    acts: tuple[str, ...] = ("inspection", "penalty")
    procedure: str = "ordinary"
    scenes: tuple[Scene, ...] = ()
    milestones: tuple[tuple[str, int, str], ...] = ()
    approvals: tuple[tuple[str, int, str], ...] = ()
    """Asked for by the handler at that time, and given by who decides it a few minutes later."""
    situations: tuple[tuple[str, int, str, str], ...] = ()
    filed_evidence_after: int | None = None
    gathered: bool = True
    """Whether papers are gathered into the platform in time."""
    kept: bool = True
    """Whether the custodian has set how long recordings are kept."""
    written: bool = False
    """Whether its documents are being written with the forms, just now (`demo.writing`)."""
    settled: bool = False
    """Whether the reviewer has determined everything the texts leave to a person."""
