"""Keeping 保存期限: a recording is set to be kept long enough, long-term, for ever, or as long as its case file.

What is kept for ever is kept long-term too, and what is kept long-term outlasts every period.
"""

from __future__ import annotations

from datetime import datetime

from liuhen.core.duties.finding import Finding, Judge
from liuhen.core.duties.keeping_rules import Extent, rule_of
from liuhen.core.duties.scope import Scope
from liuhen.core.duties.words import moment
from liuhen.core.lawbook.duty import Duty
from liuhen.core.lawbook.needs import KeepingNeeds
from liuhen.core.lawbook.text import LawText
from liuhen.core.terms.facts import Recording
from liuhen.core.terms.labels import State
from liuhen.core.terms.verdict import Reason, Sentence


def prepare(duty: Duty[KeepingNeeds], law: LawText) -> Judge:
    """A judge for how long a recording is kept."""
    needs = duty.needs
    assert needs is not None  # noqa: S101  the registry prepares only duties with needs
    rule, as_file = rule_of(needs, law), needs.as_file

    def judge(scope: Scope) -> Finding:
        asked, kept = rule(scope), scope.fact
        if kept.kept_permanently or (kept.kept_long_term and not asked.permanent):
            return _met("已设为永久保存" if kept.kept_permanently else "已设为长期保存", scope)
        if asked.permanent or asked.long_term:
            return _not_for_good(asked, scope)
        if as_file and asked.until is None:
            return _file_unknown(asked, scope)
        return _until(asked, kept.kept_until, scope)

    return judge


def _met(text: Sentence, scope: Scope, *parts: Reason) -> Finding:
    return Finding(State.MET, "", None, scope.itself, (Reason(text, True, parts),))


def _not_for_good(asked: Extent, scope: Scope) -> Finding:
    name = "永久保存" if asked.permanent else "长期保存"
    reason = Reason(f"未设为{name}", False, () if asked.words == name else (Reason(asked.words),))
    return Finding(_short_of(scope), f"缺{name}", scope.fact.kept_until, scope.itself, (reason,))


def _file_unknown(asked: Extent, scope: Scope) -> Finding:
    if asked.settled:
        return _met(asked.words, scope)
    return Finding(State.OPEN, "缺案卷保存期限", None, scope.itself, (Reason(asked.words, False),))


def _until(asked: Extent, kept: datetime | None, scope: Scope) -> Finding:
    if kept is None:
        reason = Reason(f"没有设定保存期限；{asked.words}", False, asked.parts)
        return Finding(State.OPEN, "缺保存期限", None, scope.itself, (reason,))
    if asked.until is None and not asked.settled:
        return _not_begun(asked, kept, scope)
    if asked.until is None or kept >= asked.until:
        return _met((_kept_until, kept, "", asked), scope, *asked.parts)
    reason = Reason((_kept_until, kept, "，短于要求", asked), False, asked.parts)
    return Finding(_short_of(scope), f"保存期限应延至{moment(asked.until)}", kept, scope.itself, (reason,))


def _not_begun(asked: Extent, kept: datetime, scope: Scope) -> Finding:
    """Where the end is not known yet, since what it counts from goes on, the date set must at least lie ahead."""
    if kept >= scope.docket.now:
        return Finding(State.MET, "", kept, scope.itself, (Reason((_kept_until, kept, "", asked), True, asked.parts),))
    reason = Reason((_kept_until, kept, "，已经届满", asked), False, asked.parts)
    return Finding(State.BREACHED, "保存期限应延长", kept, scope.itself, (reason,))


def _kept_until(kept: datetime, but: str, asked: Extent) -> str:
    return f"设定保存至{moment(kept)}{but}；{asked.words}"


def _short_of(scope: Scope) -> State:
    """Too short is mended by extending, until the time set has run out and the recording may be gone."""
    recording: Recording = scope.fact
    run_out = recording.kept_until is not None and recording.kept_until < scope.docket.now
    return State.BREACHED if run_out else State.OPEN
