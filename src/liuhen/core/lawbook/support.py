"""Of which subjects each kind of duty can be judged; what is missing here fails when a text is loaded."""

from __future__ import annotations

from liuhen.core.terms.labels import DutyKind, SubjectKind

_S = SubjectKind
_ALL = frozenset(_S)
_OCCASIONS = frozenset({_S.STEP, _S.PATROL, _S.MEETING})
"""What happens at a place and time, with people: steps of a case, patrols and meetings that belong to none."""

SUBJECTS: dict[DutyKind, frozenset[SubjectKind]] = {
    DutyKind.TEXT_RECORD: _OCCASIONS | {_S.CASE},
    DutyKind.AV_RECORD: _OCCASIONS,
    DutyKind.UNINTERRUPTED_AV: _OCCASIONS,
    DutyKind.KEY_CONTENTS: _OCCASIONS | {_S.RECORDING},
    DutyKind.SPOKEN_NOTICE: _OCCASIONS | {_S.RECORDING},
    DutyKind.SPOKEN_EXPLANATION: _OCCASIONS | {_S.RECORDING},
    DutyKind.INTERRUPTION_LOOP: frozenset({_S.INTERRUPTION}),
    DutyKind.DEADLINE: _ALL,
    DutyKind.KEEPING: frozenset({_S.RECORDING}),
    DutyKind.STAFFING: _OCCASIONS | {_S.AGENCY},
    DutyKind.DEVICE_CONDITION: _OCCASIONS | {_S.DEVICE},
    DutyKind.EVIDENCE_NOTE: frozenset({_S.RECORDING}),
    DutyKind.APPROVAL_ROUTE: _ALL - {_S.AGENCY, _S.OFFICER},
    DutyKind.GATE: _OCCASIONS | {_S.CASE, _S.DOCUMENT},
    DutyKind.BAN: _ALL,
    DutyKind.RELEASE: _ALL,
    DutyKind.EFFECT: _ALL,
    DutyKind.DUTY_TO_PROVIDE: frozenset({_S.REQUEST}),
    DutyKind.PUBLICATION: frozenset({_S.AGENCY, _S.CASE, _S.DOCUMENT, _S.PUBLICATION}),
    DutyKind.PERIODIC_REGISTER: frozenset({_S.AGENCY, _S.OFFICER, _S.DEVICE}),
}


def refusal(kind: DutyKind, subject: SubjectKind) -> str:
    """Why a duty of this kind about this subject cannot be judged; empty when it can."""
    if subject in SUBJECTS[kind]:
        return ""
    names = "、".join(sorted(member.value for member in SUBJECTS[kind]))
    return f"“{kind.label}”（{kind.value}）的 subject 不能是 {subject.value}，可以写：{names}"
