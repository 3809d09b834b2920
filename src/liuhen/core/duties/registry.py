"""Which module judges which kind of duty; of which subjects each can be judged, lawbook.support says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from liuhen.core.duties.conditions import Test
from liuhen.core.duties.finding import Judge
from liuhen.core.duties.kinds import (
    approval_route,
    av_record,
    ban,
    deadline,
    device_condition,
    effect,
    evidence_note,
    gate,
    interruption_loop,
    keeping,
    key_contents,
    provide,
    publication,
    registers,
    release,
    spoken,
    staffing,
    text_record,
    uninterrupted,
)
from liuhen.core.lawbook.text import LawText
from liuhen.core.terms.labels import DutyKind

Prepare = Callable[[Any, LawText], Judge]

KINDS: dict[DutyKind, Prepare] = {
    DutyKind.TEXT_RECORD: text_record.prepare,
    DutyKind.AV_RECORD: av_record.prepare,
    DutyKind.UNINTERRUPTED_AV: uninterrupted.prepare,
    DutyKind.KEY_CONTENTS: key_contents.prepare,
    DutyKind.SPOKEN_NOTICE: spoken.prepare_notice,
    DutyKind.SPOKEN_EXPLANATION: spoken.prepare_explanation,
    DutyKind.INTERRUPTION_LOOP: interruption_loop.prepare,
    DutyKind.DEADLINE: deadline.prepare,
    DutyKind.KEEPING: keeping.prepare,
    DutyKind.STAFFING: staffing.prepare,
    DutyKind.DEVICE_CONDITION: device_condition.prepare,
    DutyKind.EVIDENCE_NOTE: evidence_note.prepare,
    DutyKind.APPROVAL_ROUTE: approval_route.prepare,
    DutyKind.GATE: gate.prepare,
    DutyKind.BAN: ban.prepare,
    DutyKind.RELEASE: release.prepare,
    DutyKind.EFFECT: effect.prepare,
    DutyKind.DUTY_TO_PROVIDE: provide.prepare,
    DutyKind.PUBLICATION: publication.prepare,
    DutyKind.PERIODIC_REGISTER: registers.prepare,
}

TRIGGERS: dict[DutyKind, Callable[[Any], Test]] = {
    DutyKind.SPOKEN_NOTICE: spoken.trigger,
    DutyKind.SPOKEN_EXPLANATION: spoken.trigger,
    DutyKind.INTERRUPTION_LOOP: interruption_loop.trigger,
    DutyKind.PUBLICATION: publication.trigger,
}
"""Kinds whose `needs` also say when nothing is owed, beside the duty's own `when`."""
