"""What satisfies a duty, one model per kind of duty; these are the `needs:` blocks of duties.yaml."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from liuhen.core.lawbook.conditions import Condition
from liuhen.core.lawbook.fields import Codes, Flag, Model, Slug, Whole, word
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
    """An original recording in one of these media, from one of these sources (none named: any)."""

    media: Media = Field(min_length=1)
    sources: Codes = ()


class UninterruptedNeeds(Needs):
    """Original recordings without a gap from the first known `from` event to the first known `to` event."""

    from_: tuple[Event, ...] = Field(alias="from", min_length=1)
    to: tuple[Event, ...] = Field(min_length=1)
    media: Media = Field(min_length=1)
    tolerance_seconds: Whole = 0
    cause_slack_seconds: Whole = 0
    lawful_causes: Codes = ()
    loop: Slug | None = None


class KeyContentsNeeds(Needs):
    """A mark for each of these contents."""

    contents: Codes = Field(min_length=1)


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


class InterruptionNeeds(Needs):
    """Causes the article accepts, and what closes the loop in either case."""

    causes: Codes = Field(min_length=1)
    resumed: ResumedNeeds
    not_resumed: tuple[ReportNeeds, ...] = Field(min_length=1)


class DeadlineNeeds(Needs):
    """The event that must have happened in time; `stores` are the places that count as stored."""

    event: Event
    stores: Codes = ()


class KeepingNeeds(Needs):
    """How long a recording is kept: at least a period, or long-term."""

    at_least: Period | None = None
    long_term: Flag = False

    @model_validator(mode="after")
    def _one_of_both(self) -> KeepingNeeds:
        if bool(self.at_least) == self.long_term:
            raise ValueError("请写 at_least（最短期限）或 long_term: yes，二者择一")
        return self


class StaffingNeeds(Needs):
    """How many people of which staff and roles; of which staff the person recording may be."""

    at_least: Whole
    staff: Codes = ()
    roles: Codes = ()
    recorder_staff: Codes = ()


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
    """The only grounds on which a request may be refused."""

    grounds: Codes = ()


class PublicationNeeds(Needs):
    """Registers that must be published."""

    registers: Codes = Field(min_length=1)


class RegisterNeeds(Needs):
    """Registers that must exist, each renewed within `every`."""

    registers: Codes = Field(min_length=1)
    every: Period | None = None


class ApprovalRouteNeeds(Needs):
    """Who must approve, in which order (read, not yet judged)."""

    roles: Codes = Field(min_length=1)
    written: Flag = False


class GateNeeds(Needs):
    """What must be there before a step may be taken (read, not yet judged)."""

    before: Codes = Field(min_length=1)
    requires: tuple[Slug, ...] = Field(min_length=1)


class ReleaseNeeds(Needs):
    """Which duties fall away (read, not yet judged)."""

    duties: tuple[Slug, ...] = Field(min_length=1)


class EffectNeeds(Needs):
    """What counts as what, or lapses (read, not yet judged)."""

    counts_as: Codes = ()
    lapses: Codes = ()


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
"""Every kind of the closed list has its block, also those not yet judged."""
