"""Duty to provide 提供义务: a request of an entitled body is answered; it may be refused on the text's grounds only."""

from __future__ import annotations

from datetime import datetime

from liuhen.core.duties.finding import Finding, Judge
from liuhen.core.duties.scope import Scope
from liuhen.core.duties.timing import settle, timed_reasons, timing_of
from liuhen.core.duties.words import moment
from liuhen.core.lawbook.duty import Duty
from liuhen.core.lawbook.needs import ProvideNeeds
from liuhen.core.lawbook.text import LawText
from liuhen.core.terms.facts import Retrieval
from liuhen.core.terms.labels import State
from liuhen.core.terms.verdict import Reason


def prepare(duty: Duty[ProvideNeeds], law: LawText) -> Judge:
    """A judge for one request."""
    assert duty.needs is not None  # noqa: S101  the registry prepares only duties with needs
    grounds, words, free = frozenset(duty.needs.grounds), law.vocabulary, duty.needs.no_approval
    timing = timing_of(duty.deadline, law, warn=duty.warn)

    def judge(scope: Scope) -> Finding:
        request: Retrieval = scope.fact
        now, due = scope.docket.now, timing(scope)
        provided = request.provided_at if request.provided_at and request.provided_at <= now else None
        if provided is None and request.refused_at and request.refused_at <= now:
            return _refused(request)
        if free and (asked := _asked_first(scope, provided or now)):
            return asked
        reason = Reason(text=f"已于{moment(provided)}提供" if provided else "尚未提供", holds=provided is not None)
        parts, missing = (reason, *timed_reasons(provided, due, scope)), "" if provided else "缺调取答复"
        return Finding(settle(provided, due, scope), missing, due.at, scope.itself, parts, raise_at=due.raise_at)

    def _refused(request: Retrieval) -> Finding:
        ground = words.label("grounds", request.ground) if request.ground else "未写明"
        if request.ground in grounds:
            reason = Reason(text=f"因{ground}不宜提供", holds=True)
            return Finding(State.EXCUSED, evidence=(request.id,), parts=(reason,))
        reason = Reason(text=f"拒绝提供，理由（{ground}）不是法定事由", holds=False)
        return Finding(State.BREACHED, "无法定事由拒绝提供", None, (request.id,), (reason,))

    return judge


def _asked_first(scope: Scope, until: datetime) -> Finding | None:
    """Somebody's consent was asked for before the material was given, though the text wants none."""
    asked = [approval for approval in scope.docket.approvals_about(scope.id) if approval.at <= until]
    if not asked:
        return None
    reason = Reason(f"提供前于{moment(asked[0].at)}另行报批，文本规定提供无须批准", False)
    ids = (scope.id, *(approval.id for approval in asked))
    return Finding(State.BREACHED, "不得以审批为提供的前提", None, ids, (reason,))
