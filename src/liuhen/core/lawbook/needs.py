"""What satisfies a duty, one model per kind of duty; these are the `needs:` blocks of duties.yaml."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from liuhen.core.lawbook.conditions import Condition
from liuhen.core.lawbook.fields import Code, Codes, Flag, Model, Slugs, Text, Whole, word
from liuhen.core.lawbook.periods import Deadline, Event, Period
from liuhen.core.terms.labels import DutyKind, MarkKind, Medium

Media = tuple[Annotated[Medium, word(Medium)], ...]
MarkField = Annotated[MarkKind, word(MarkKind)]


class Needs(Model):
    """Base of all `needs:` blocks."""


class TextRecordNeeds(Needs):
    """A document of one of these kinds that sets down all of these matters."""

    documents: Codes = ()
    matters: Codes = ()
    within: str = ""

    @model_validator(mode="after")
    def _name_something(self) -> TextRecordNeeds:
        if not (self.documents or self.matters):
            raise ValueError("请写出 documents（文书种类）或 matters（应记录的事项）")
        if self.within not in ("", "step", "case"):
            raise ValueError(f"within 应写 step 或 case，不是“{self.within}”")
        return self


class AvRecordNeeds(Needs):
    """An original recording in one of these media (`all_media`: in each), from one of these sources (none named: any).

    `sides` devices film at the same time; `from` and `to` are events at which footage must have begun and not ended.
    """

    media: Media = Field(min_length=1)
    sources: Codes = ()
    all_media: Flag = False
    sides: Whole = 1
    from_: tuple[Event, ...] = Field(default=(), alias="from")
    to: tuple[Event, ...] = ()
    tolerance_seconds: Whole = 0


class KeyParts(Model):
    """What is recorded instead where the whole is not possible: these contents, with these documents."""

    when: Condition
    contents: Codes = Field(min_length=1)
    documents: Codes = ()
    reason: Text


class UninterruptedNeeds(Needs):
    """Original recordings without a gap from the first known `from` event to the first known `to` event."""

    from_: tuple[Event, ...] = Field(alias="from", min_length=1)
    to: tuple[Event, ...] = Field(min_length=1)
    media: Media = Field(min_length=1)
    tolerance_seconds: Whole = 0
    cause_slack_seconds: Whole = 0
    lawful_causes: Codes = ()
    loop: Slugs = ()
    relay: Flag = True
    instead: tuple[KeyParts, ...] = ()


class KeyContentsNeeds(Needs):
    """A mark for each of these contents; `ordered`: in this order."""

    contents: Codes = Field(min_length=1)
    ordered: Flag = False


class SpokenNeeds(Needs):
    """Something said in the recording; only recordings of these sources, or not of those, count and call for it."""

    sources: Codes = ()
    not_sources: Codes = ()
    elements: Codes = ()


class ResumedNeeds(Model):
    """What is owed when recording went on."""

    mark: MarkField


class ReportNeeds(Model):
    """One report owed when recording could not go on: its kinds, to whom, by when."""

    reports: Codes = Field(min_length=1)
    to: Codes = ()
    deadline: Deadline | None = None


class NotedNeeds(Model):
    """What a document of the step (of one of these kinds; none named: any) must set down about the break."""

    documents: Codes = ()
    matters: Codes = Field(min_length=1)


class InterruptionNeeds(Needs):
    """Causes the article accepts, and what closes the loop, or one link of it.

    `resumed` is owed when recording went on, `not_resumed` when it did not, `always` and `noted` in either case;
    `only`: breaks for other causes are not this article's concern.
    """

    causes: Codes = ()
    only: Flag = False
    resumed: ResumedNeeds | None = None
    not_resumed: tuple[ReportNeeds, ...] = ()
    always: tuple[ReportNeeds, ...] = ()
    noted: NotedNeeds | None = None

    @model_validator(mode="after")
    def _some_link(self) -> InterruptionNeeds:
        if not (self.resumed or self.not_resumed or self.always or self.noted):
            raise ValueError("请写出中止后应做的事：resumed、not_resumed、always 或 noted，至少一项")
        if self.only and not self.causes:
            raise ValueError("only: yes 时请在 causes 写明本条所说的原因")
        return self


class DeadlineNeeds(Needs):
    """The event that must have happened in time; `stores` are the places that count as stored."""

    event: Event
    stores: Codes = ()


class KeepingNeeds(Needs):
    """How long a recording is kept: at least a period, long-term, for ever, or as long as its case file."""

    at_least: Period | None = None
    long_term: Flag = False
    permanent: Flag = False
    as_file: Flag = False

    @model_validator(mode="after")
    def _one_of_them(self) -> KeepingNeeds:
        if bool(self.at_least) + self.long_term + self.permanent + self.as_file != 1:
            raise ValueError(
                "请只写一种：at_least（最短期限）、long_term: yes（长期）、permanent: yes（永久）"
                "或 as_file: yes（与案卷相同）"
            )
        return self


class Apart(Model):
    """Nobody with one of `roles` took part in a step of one of these kinds (there in one of `their_roles`)."""

    roles: Codes = Field(min_length=1)
    steps: Codes = Field(min_length=1)
    their_roles: Codes = ()


class Ratio(Model):
    """At least one device of these kinds for every `per` officers of this staff."""

    devices: Codes = Field(min_length=1)
    staff: Codes = ()
    per: Whole


class StaffingNeeds(Needs):
    """How many people of which staff and roles; of which staff the person recording may be; who may not be both.

    `qualification`: each of them holds one; `certified`: the certificate of each was valid when it began.
    """

    at_least: Whole = 0
    staff: Codes = ()
    roles: Codes = ()
    recorder_staff: Codes = ()
    qualification: Codes = ()
    certified: Flag = False
    apart: tuple[Apart, ...] = ()
    ratio: Ratio | None = None

    @model_validator(mode="after")
    def _ask_something(self) -> StaffingNeeds:
        asked = (self.at_least, self.recorder_staff, self.qualification, self.certified, self.apart, self.ratio)
        if not any(asked):
            raise ValueError("请写出人员要求，例如 at_least: 2、certified: yes、qualification 或 apart")
        return self


class DeviceNeeds(Needs):
    """What a device can do, how it was checked before use, or that one of these kinds was carried."""

    functions: Codes = ()
    battery_minutes: Whole | None = None
    checked: Codes = ()
    before: Event = "step_start"
    fresh_hours: Whole | None = None
    carried: Codes = ()

    @model_validator(mode="after")
    def _one_question(self) -> DeviceNeeds:
        asked = [bool(self.functions or self.battery_minutes), bool(self.checked), bool(self.carried)]
        if sum(asked) != 1:
            raise ValueError(
                "请只写一种要求：functions/battery_minutes（性能）、checked（使用前检查）或 carried（配备）"
            )
        return self


class EvidenceNoteNeeds(Needs):
    """A document about the recording, with these matters."""

    documents: Codes = Field(min_length=1)
    matters: Codes = ()


class BanNeeds(Needs):
    """What must not be so of the subject."""

    forbidden: Condition


class ProvideNeeds(Needs):
    """The only grounds on which a request may be refused; `no_approval`: nobody's consent may be asked for first."""

    grounds: Codes = ()
    no_approval: Flag = False


class PublicationNeeds(Needs):
    """What must be published: registers, or a publication of one of these kinds, in one of these places, redacted."""

    registers: Codes = ()
    publications: Codes = ()
    where: Codes = ()
    redacted: Codes = ()

    @model_validator(mode="after")
    def _name_something(self) -> PublicationNeeds:
        if bool(self.registers) == bool(self.publications):
            raise ValueError("请写 registers（应公布的清单、台账）或 publications（应公开的事项），二者择一")
        return self


class RegisterNeeds(Needs):
    """Registers that must exist, each renewed within `every`."""

    registers: Codes = Field(min_length=1)
    every: Period | None = None


class Approver(Model):
    """One station of a route: an approval of this kind by one of these roles.

    `roles: []` says that the text names no approver: whoever the agency entitles to approve may.
    """

    approval: Code
    roles: Codes
    title: str = ""


class ApprovalRouteNeeds(Needs):
    """Who must approve, in this order, before an event of the subject (or within the duty's deadline)."""

    route: tuple[Approver, ...] = Field(min_length=1)
    before: Event = ""
    written: Flag = False


class Requirement(Model):
    """One thing a gate asks for; `when` says in which cases it does."""

    title: str = ""
    when: Condition | None = None
    documents: Codes = ()
    approvals: Codes = ()
    passed: Codes = ()
    roles: Codes = ()
    steps: Codes = ()
    milestones: Codes = ()
    elapsed: Period | None = None

    @model_validator(mode="after")
    def _one_thing(self) -> Requirement:
        named = (self.documents, self.approvals, self.passed, self.steps, self.milestones, self.elapsed)
        if sum(bool(part) for part in named) != 1:
            raise ValueError("每项前置条件只写一种：documents、approvals、passed、steps、milestones 或 elapsed")
        return self


class GateNeeds(Needs):
    """What must be there before an event (left out: the subject's own beginning)."""

    before: Event = ""
    requires: tuple[Requirement, ...] = Field(min_length=1)


DutyNames = tuple[Annotated[str, Field(pattern=r"^([a-z][a-z0-9-]*/)?[a-z][a-z0-9-]*$")], ...]


class ReleaseNeeds(Needs):
    """Which duties fall away, of this text or (`text/duty`) of another."""

    duties: DutyNames = Field(min_length=1)


class Standin(Model):
    """What counts as present without being there itself."""

    documents: Codes = ()
    matters: Codes = ()


class EffectNeeds(Needs):
    """What counts as what; or what comes to pass when `event` has not happened by the duty's deadline."""

    counts_as: Standin | None = None
    lapses: Code | None = None
    event: Event = ""

    @model_validator(mode="after")
    def _one_effect(self) -> EffectNeeds:
        if bool(self.counts_as) == bool(self.lapses):
            raise ValueError("请写 counts_as（视为）或 lapses（逾期的法律效果），二者择一")
        if self.lapses and not self.event:
            raise ValueError("lapses 需要 event：期限内应发生的事件，例如 document:release_decision")
        return self


NEEDS: dict[DutyKind, type[Needs]] = {
    DutyKind.TEXT_RECORD: TextRecordNeeds,
    DutyKind.AV_RECORD: AvRecordNeeds,
    DutyKind.UNINTERRUPTED_AV: UninterruptedNeeds,
    DutyKind.KEY_CONTENTS: KeyContentsNeeds,
    DutyKind.SPOKEN_NOTICE: SpokenNeeds,
    DutyKind.SPOKEN_EXPLANATION: SpokenNeeds,
    DutyKind.INTERRUPTION_LOOP: InterruptionNeeds,
    DutyKind.DEADLINE: DeadlineNeeds,
    DutyKind.KEEPING: KeepingNeeds,
    DutyKind.STAFFING: StaffingNeeds,
    DutyKind.DEVICE_CONDITION: DeviceNeeds,
    DutyKind.EVIDENCE_NOTE: EvidenceNoteNeeds,
    DutyKind.APPROVAL_ROUTE: ApprovalRouteNeeds,
    DutyKind.GATE: GateNeeds,
    DutyKind.BAN: BanNeeds,
    DutyKind.RELEASE: ReleaseNeeds,
    DutyKind.EFFECT: EffectNeeds,
    DutyKind.DUTY_TO_PROVIDE: ProvideNeeds,
    DutyKind.PUBLICATION: PublicationNeeds,
    DutyKind.PERIODIC_REGISTER: RegisterNeeds,
}
"""Every kind of the closed list has its block."""
