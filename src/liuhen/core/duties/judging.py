"""Where a text leaves judgement, a person's determination decides, and is cited; until then the duty waits for one."""

from __future__ import annotations

from liuhen.core.duties.finding import Finding
from liuhen.core.duties.plan import PreparedDuty
from liuhen.core.duties.scope import Scope
from liuhen.core.duties.words import moment
from liuhen.core.terms.facts import Determination
from liuhen.core.terms.labels import State
from liuhen.core.terms.verdict import Reason

OUTCOMES = {
    "met": (State.MET, "已履行"),
    "not_met": (State.BREACHED, "未履行"),
    "not_applicable": (State.EXCUSED, "不适用"),
    "excused": (State.EXCUSED, "免责"),
}
"""What a determination decides, with its word; `applies` sends the duty on to the machine's own test."""


def judged(prepared: PreparedDuty, scope: Scope) -> Finding:
    """The finding for one subject: a person's where the duty asks for one, else that of the kind's judge."""
    judgement, judge = prepared.duty.judgement, prepared.judge
    if judgement is None:
        return judge(scope) if judge else _waiting("")
    decision = scope.docket.determination(prepared.full_id, scope.id)
    if decision and decision.outcome in OUTCOMES:
        return _decided(decision)
    if judge and (judgement.mode == "allowed" or (decision and decision.outcome == "applies")):
        return judge(scope)
    return _waiting(judgement.ask)


def _decided(decision: Determination) -> Finding:
    state, word = OUTCOMES[decision.outcome]
    text = f"{decision.by}于{moment(decision.at)}认定{word}：{decision.reason}"
    missing = f"认定未履行：{decision.reason}" if state is State.BREACHED else ""
    return Finding(
        state, missing, evidence=(decision.id,), parts=(Reason(text=text, holds=state is not State.BREACHED),)
    )


def _waiting(question: str) -> Finding:
    return Finding(State.NEEDS_PERSON, f"待认定：{question}", parts=(Reason(text=f"需要人工认定：{question}"),))
