"""Gate 前置条件: what must be there before something may happen (no decision before legal review, hearing, approval).

Until it happens the gate is shut while anything is missing, and says what. Once it has happened, what counts is what
was there at that moment.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from liuhen.core.duties.conditions import Test, compiled
from liuhen.core.duties.finding import Finding, Judge
from liuhen.core.duties.kinds.gate_requirements import Need, prepare_need
from liuhen.core.duties.scope import Scope
from liuhen.core.duties.timing import event_reader, event_words
from liuhen.core.duties.words import moment
from liuhen.core.lawbook.duty import Duty
from liuhen.core.lawbook.needs import GateNeeds
from liuhen.core.lawbook.text import LawText
from liuhen.core.terms.labels import State, SubjectKind
from liuhen.core.terms.verdict import Reason

OWN_BEGINNING = {
    SubjectKind.STEP: "step_start",
    SubjectKind.PATROL: "step_start",
    SubjectKind.MEETING: "step_start",
    SubjectKind.DOCUMENT: "made",
}
"""The event a gate stands before when the text names none; for a case, its beginning."""


def prepare(duty: Duty[GateNeeds], law: LawText) -> Judge:
    """A judge for one gate."""
    assert duty.needs is not None  # noqa: S101  the registry prepares only duties with needs
    reached, name = _event(duty.needs.before or OWN_BEGINNING.get(duty.subject, ""), law)
    asked = [
        (compiled(requirement.when) if requirement.when else None, prepare_need(requirement, law))
        for requirement in duty.needs.requires
    ]

    def judge(scope: Scope) -> Finding:
        at = reached(scope)
        passed = at is not None and at <= scope.docket.now
        until = at if at is not None and passed else scope.docket.now
        needs = [need(scope, until) for need in _applying(asked, scope)]
        lacking = [need for need in needs if not need.held]
        parts = (_standing(name, at if passed else None, lacking), *(need.reason for need in needs))
        evidence = tuple(dict.fromkeys(id for need in needs for id in need.evidence))
        if not lacking:
            return Finding(State.MET, "", None, evidence, parts)
        missing = f"{name}前缺{'、'.join(need.name for need in lacking)}"
        codes = tuple(code for need in lacking for code in need.codes)
        return Finding(State.BREACHED if passed else State.OPEN, missing, None, evidence, parts, codes)

    return judge


def _event(event: str, law: LawText) -> tuple[Callable[[Scope], datetime | None], str]:
    if event:
        return event_reader(event, law), event_words(event, law)
    return lambda scope: scope.moment, "案件开始"


def _applying(
    asked: Sequence[tuple[Test | None, Callable[[Scope, datetime], Need]]], scope: Scope
) -> list[Callable[[Scope, datetime], Need]]:
    return [need for holds, need in asked if holds is None or holds(scope)]


def _standing(name: str, passed_at: datetime | None, lacking: Sequence[Need]) -> Reason:
    if passed_at is not None:
        return Reason(f"已于{moment(passed_at)}{name}，以当时为准", not lacking)
    return Reason(f"尚未{name}" + ("，条件未齐，不得进行" if lacking else "，条件已齐"), not lacking)
