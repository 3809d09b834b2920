"""Steps 3, 5 and 6 of judging, laid around the judge of a kind when a text is loaded.

Where a text leaves judgement, a person's determination decides, and is cited; until then the duty waits for one. What
is not fulfilled may be lawfully excused. A text that only recommends never leaves more than advice.
"""

from __future__ import annotations

from liuhen.core.duties.conditions import Test
from liuhen.core.duties.finding import FULFILLED, Finding, Judge
from liuhen.core.duties.scope import Scope
from liuhen.core.duties.words import moment
from liuhen.core.lawbook.duty import Judgement
from liuhen.core.terms.facts import Determination
from liuhen.core.terms.labels import State
from liuhen.core.terms.records import changed
from liuhen.core.terms.verdict import Reason

OUTCOMES = {
    "met": (State.MET, "已履行"),
    "not_met": (State.BREACHED, "未履行"),
    "not_applicable": (State.EXCUSED, "不适用"),
    "excused": (State.EXCUSED, "免责"),
}
"""What a determination decides, with its word; `applies` sends the duty on to the machine's own test."""

Excuses = tuple[tuple[Test, Reason], ...]


def asking(judgement: Judgement, duty: str, judge: Judge | None) -> Judge:
    """A judge that leaves `duty` ("text/duty") to a person, and to the kind's judge only as the text allows."""
    allowed = judgement.mode == "allowed"
    waiting = _waiting(judgement.ask)

    def ask(scope: Scope) -> Finding:
        decision = scope.docket.determination(duty, scope.id)
        if decision and decision.outcome in OUTCOMES:
            return _decided(decision)
        if judge and (allowed or (decision and decision.outcome == "applies")):
            return judge(scope)
        return waiting

    return ask


def excusing(judge: Judge, excuses: Excuses) -> Judge:
    """The judge, with what is not fulfilled excused by the first excuse that applies."""

    def excuse(scope: Scope) -> Finding:
        finding = judge(scope)
        if finding.state in FULFILLED:
            return finding
        for applies, reason in excuses:
            if applies(scope):
                return changed(finding, state=State.EXCUSED, missing="", parts=(*finding.parts, reason))
        return finding

    return excuse


def advising(judge: Judge) -> Judge:
    """The judge, with what is not fulfilled made into advice."""

    def advise(scope: Scope) -> Finding:
        finding = judge(scope)
        return finding if finding.state in FULFILLED else _as_advice(finding)

    return advise


def _as_advice(f: Finding) -> Finding:
    """The finding as advice; written out, since `replace` takes ten times as long and a text recommends much."""
    return Finding(State.ADVISED, f.missing, f.due_at, f.evidence, f.parts, f.codes, f.raise_at)


def _decided(decision: Determination) -> Finding:
    state, word = OUTCOMES[decision.outcome]
    text = f"{decision.by}于{moment(decision.at)}认定{word}：{decision.reason}"
    missing = f"认定未履行：{decision.reason}" if state is State.BREACHED else ""
    return Finding(
        state, missing, evidence=(decision.id,), parts=(Reason(text=text, holds=state is not State.BREACHED),)
    )


def _waiting(question: str) -> Finding:
    return Finding(State.NEEDS_PERSON, f"待认定：{question}", parts=(Reason(text=f"需要人工认定：{question}"),))
