"""The facts of a case as the law sees them: frozen records, aware datetimes, no behaviour beyond small look-ups.

`apps/*/facts.py` build these from database rows; `liuhen law check` reads them from a dossier file
(docs/formats/dossier.md). Every kind written as `str` below is a code of `law/_vocabulary/`, so that a regulation may
bring kinds nobody here has thought of. Absent optional values mean "not known", never "no".
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from liuhen.core.terms.labels import MarkKind, Medium, Stage
from liuhen.core.terms.people_and_things import Party, Property, PropertyMove, Recusal

__all__ = ["Party", "Property", "PropertyMove", "Recusal"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A stretch of time, start included, end excluded; both aware, end not before start."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        """Refuse naive times and intervals that run backwards."""
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError("an interval needs times with a zone")
        if self.end < self.start:
            raise ValueError(f"an interval cannot end ({self.end}) before it starts ({self.start})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """The enforcement agency 执法机构 whose rules apply.

    `numbers` holds what a text leaves to the agency ("set by the agency"): key of the text's choice → text value.
    """

    id: str
    name: str
    territory: str = ""
    field: str = ""
    attributes: frozenset[str] = frozenset()
    numbers: Mapping[str, str] = dataclasses.field(default_factory=dict)
    adopts: frozenset[str] = frozenset()  # ids of texts followed by its own decision after their time in force


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A case 案件: its milestones are the moments other duties count from."""

    number: str
    cause: str = ""
    procedure: str = ""  # vocabulary procedures: ordinary 普通程序, summary 简易程序 …
    origin: str = ""  # vocabulary origins: ex_officio 依职权, on_application 依申请
    features: frozenset[str] = frozenset()
    milestones: Mapping[str, datetime] = dataclasses.field(
        default_factory=dict
    )  # filed, decided, served, closed, archived …
    kept_until: datetime | None = None  # how long the case file 案卷 itself is kept
    kept_long_term: bool = False
    kept_permanently: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One enforcement act 执法行为 within a case, e.g. penalty 行政处罚 or inspection 行政检查."""

    id: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """A person of the agency taking part in a step: certificate 执法证号, and in what role."""

    certificate: str
    name: str = ""
    role: str = "officer"  # officer, recorder, …
    staff: str = "enforcement"  # enforcement 执法人员, general 一般工作人员, assistant 辅助人员


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step 执法环节: something done at a place and time by officers.

    `features` say what is at stake (liberty, life_health, major_property, premises …), `circumstances` what made
    ordinary compliance hard (continuous_work, remote …), `matters` which matters really occurred in it.
    A patrol 巡查 or meeting 会议 that belongs to no case is written the same way, without a stage.
    """

    id: str
    kind: str
    start: datetime
    stage: Stage | None = None
    end: datetime | None = None
    arrival: datetime | None = None
    departure: datetime | None = None
    act: str | None = None
    place: str = ""
    people: tuple[Presence, ...] = ()
    features: frozenset[str] = frozenset()
    circumstances: frozenset[str] = frozenset()
    matters: frozenset[str] = frozenset()
    returned_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document 文书 in force. `matters` are the matters it sets down; `about` ids of what it concerns.

    `corrects` is the id of the one it takes the place of: what that one set down counts no more, but when it was made.
    An `entry` is one of a register that counts as this document: there is no paper of which anything could be asked.
    """

    id: str
    kind: str
    made_at: datetime
    steps: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    matters: frozenset[str] = frozenset()
    used_as_evidence: bool = False
    filed_at: datetime | None = None  # attached to the file 附卷
    gathered_at: datetime | None = None  # gathered into the enforcement information platform 归集
    corrects: str | None = None
    entry: bool = False


WORTHLESS = timedelta(hours=12)
"""An error bar wider than this says that the time is not known, not that it may have been so much earlier."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """An audio-video record 音像记录 with its corrected time.

    `segments` are the stretches really covered (missing time inside a file splits it); `error` is the half-width of
    the clock error bar. A derivative names its `parent` and never satisfies a duty.
    """

    id: str
    medium: Medium
    start: datetime
    end: datetime
    segments: tuple[Interval, ...] = ()
    error: timedelta = timedelta(0)
    steps: tuple[str, ...] = ()
    device: str | None = None
    officer: str | None = None
    source: str = "body_camera"  # vocabulary sources
    parent: str | None = None
    stored_at: datetime | None = None
    store: str = ""  # vocabulary stores: platform, designated, private
    returned_at: datetime | None = None  # when the officer was back at the unit
    circumstances: frozenset[str] = frozenset()
    used_as_evidence: bool = False
    filed_at: datetime | None = None
    kept_until: datetime | None = None
    kept_long_term: bool = False
    kept_permanently: bool = False

    @property
    def original(self) -> bool:
        """True when these are the bytes the camera wrote."""
        return self.parent is None

    @property
    def bar(self) -> timedelta:
        """The error bar periods are counted with: none where the clock is worth nothing (then `end` is the intake)."""
        return self.error if self.error <= WORTHLESS else timedelta(0)

    @property
    def ended_first(self) -> datetime:
        """The earliest it may have ended: what must be done in time after it is due by this."""
        return self.end - self.bar

    @property
    def ended_last(self) -> datetime:
        """The latest it may have ended: it is kept from then on. No recording ended after it was stored."""
        last = self.end + self.bar
        return max(self.end, min(last, self.stored_at)) if self.stored_at else last


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A person's statement that something is seen or heard at a moment of a recording."""

    id: str
    recording: str
    kind: MarkKind
    at: datetime
    content: str = ""  # vocabulary contents, for key contents
    step: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Interruption:
    """A break 中止记录 in the recording of a step, with its cause (vocabulary causes); no end: never resumed."""

    id: str
    step: str
    start: datetime
    end: datetime | None = None
    cause: str = ""
    device: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report or written explanation 报告、书面说明 about an interruption, device or event."""

    id: str
    kind: str
    about: str
    at: datetime
    to: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A recording device 执法记录设备: what it can do, and how many minutes it records on one charge."""

    id: str
    kind: str = "body_camera"
    functions: frozenset[str] = frozenset()
    battery_minutes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceCheck:
    """A check of a device before it is used: which items (battery, storage, clock …) were looked at."""

    id: str
    device: str
    at: datetime
    items: frozenset[str] = frozenset()
    step: str | None = None
    officer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceFault:
    """A fault of a device, and when the administrator was told."""

    id: str
    device: str
    found_at: datetime
    reported_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Something that changes what is owed 情形: dispute, complaint, litigation, obstruction …"""

    id: str
    kind: str
    since: datetime
    about: tuple[str, ...] = ()
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """Material given out or published 对外提供、发布, with its approval if there was one."""

    id: str
    kind: str
    at: datetime
    recordings: tuple[str, ...] = ()
    approved_at: datetime | None = None
    approver_role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrieval:
    """A request 调取 by another body for recordings, and what became of it."""

    id: str
    by: str  # vocabulary bodies: superior, supervision, legal_affairs, petition …
    asked_at: datetime
    recordings: tuple[str, ...] = ()
    provided_at: datetime | None = None
    refused_at: datetime | None = None
    ground: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """Proof that an organisational measure exists: a register, rule, list or appointment, and for what time."""

    id: str
    kind: str
    since: datetime
    until: datetime | None = None
    published_at: datetime | None = None
    about: tuple[str, ...] = ()  # the officers, devices … it concerns, where it is kept for each


@dataclass(frozen=True, slots=True, kw_only=True)
class Officer:
    """An officer 执法人员: `id` is the certificate number 执法证号; suspended 暂扣 while in one of the intervals."""

    id: str
    name: str = ""
    staff: str = "enforcement"  # vocabulary staff
    qualifications: frozenset[str] = frozenset()
    certified_from: datetime | None = None
    certified_until: datetime | None = None
    suspended: tuple[Interval, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """A decision of an approver 审批 about something: kind (vocabulary approvals), in which role, given or refused."""

    id: str
    kind: str
    about: tuple[str, ...]
    at: datetime
    role: str = ""
    by: str = ""
    outcome: str = "approved"  # approved, refused
    written: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """Something made public 公开, where, what was made unreadable in it, and when it was taken down."""

    id: str
    kind: str
    about: tuple[str, ...]
    at: datetime
    where: str = ""
    redactions: frozenset[str] = frozenset()
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Determination:
    """A person's decision 人工认定 where a text leaves judgement, with the reason; `duty` is "text-id/duty-id"."""

    id: str
    duty: str
    subject: str
    outcome: str  # met, not_met, not_applicable, excused, applies (the machine's own test then decides)
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """Everything `evaluate` may look at: one case, or an agency with no case."""

    agency: Agency
    case: Case | None = None
    acts: tuple[Act, ...] = ()
    steps: tuple[Step, ...] = ()
    documents: tuple[Document, ...] = ()
    recordings: tuple[Recording, ...] = ()
    marks: tuple[Mark, ...] = ()
    interruptions: tuple[Interruption, ...] = ()
    reports: tuple[Report, ...] = ()
    devices: tuple[Device, ...] = ()
    checks: tuple[DeviceCheck, ...] = ()
    faults: tuple[DeviceFault, ...] = ()
    situations: tuple[Situation, ...] = ()
    disclosures: tuple[Disclosure, ...] = ()
    retrievals: tuple[Retrieval, ...] = ()
    registers: tuple[Register, ...] = ()
    officers: tuple[Officer, ...] = ()
    patrols: tuple[Step, ...] = ()
    meetings: tuple[Step, ...] = ()
    approvals: tuple[Approval, ...] = ()
    publications: tuple[Publication, ...] = ()
    determinations: tuple[Determination, ...] = ()
    parties: tuple[Party, ...] = ()
    goods: tuple[Property, ...] = ()
    recusals: tuple[Recusal, ...] = ()
