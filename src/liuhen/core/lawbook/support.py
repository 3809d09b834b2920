"""Which kinds of duty can be judged today, and of which subjects; what is missing here fails when a text is loaded."""

from __future__ import annotations

from liuhen.core.terms.labels import DutyKind, SubjectKind

_S = SubjectKind
ENUMERATED = frozenset(_S) - {_S.OFFICER, _S.PATROL, _S.MEETING}
"""Subjects a dossier lists; officers, patrols and meetings of their own come with a later text."""

SUBJECTS: dict[DutyKind, frozenset[SubjectKind]] = {
    DutyKind.TEXT_RECORD: frozenset({_S.STEP, _S.CASE}),
    DutyKind.AV_RECORD: frozenset({_S.STEP}),
    DutyKind.UNINTERRUPTED_AV: frozenset({_S.STEP}),
    DutyKind.KEY_CONTENTS: frozenset({_S.STEP, _S.RECORDING}),
    DutyKind.SPOKEN_NOTICE: frozenset({_S.STEP, _S.RECORDING}),
    DutyKind.SPOKEN_EXPLANATION: frozenset({_S.STEP, _S.RECORDING}),
    DutyKind.INTERRUPTION_LOOP: frozenset({_S.INTERRUPTION}),
    DutyKind.DEADLINE: frozenset({_S.RECORDING, _S.DOCUMENT, _S.CASE, _S.FAULT, _S.STEP}),
    DutyKind.KEEPING: frozenset({_S.RECORDING}),
    DutyKind.STAFFING: frozenset({_S.STEP}),
    DutyKind.DEVICE_CONDITION: frozenset({_S.DEVICE, _S.STEP}),
    DutyKind.EVIDENCE_NOTE: frozenset({_S.RECORDING}),
    DutyKind.BAN: ENUMERATED,
    DutyKind.DUTY_TO_PROVIDE: frozenset({_S.REQUEST}),
    DutyKind.PUBLICATION: frozenset({_S.AGENCY}),
    DutyKind.PERIODIC_REGISTER: frozenset({_S.AGENCY}),
}


def refusal(kind: DutyKind, subject: SubjectKind) -> str:
    """Why a duty of this kind about this subject cannot be judged; empty when it can."""
    allowed = SUBJECTS.get(kind)
    if allowed is None:
        return f"“{kind.label}”（{kind.value}）暂不支持判断，请先不要写入，或在 coverage.yaml 说明"
    if subject not in allowed:
        names = "、".join(sorted(member.value for member in allowed))
        return f"“{kind.label}”（{kind.value}）的 subject 暂不支持 {subject.value}，可以写：{names}"
    return ""
