"""Duty to provide 提供义务: a request of an entitled body is answered; it may be refused on the text's grounds only."""

from __future__ import annotations

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
    grounds, words, timing = frozenset(duty.needs.grounds), law.vocabulary, timing_of(duty.deadline, law)

    def judge(scope: Scope) -> Finding:
        request: Retrieval = scope.fact
        now, due = scope.docket.now, timing(scope)
        provided = request.provided_at if request.provided_at and request.provided_at <= now else None
        if provided is None and request.refused_at and request.refused_at <= now:
            return _refused(request)
        reason = Reason(text=f"已于{moment(provided)}提供" if provided else "尚未提供", holds=provided is not None)
        parts = (reason, *timed_reasons(provided, due, scope))
        return Finding(settle(provided, due, scope), "" if provided else "缺调取答复", due.at, (request.id,), parts)

    def _refused(request: Retrieval) -> Finding:
        ground = words.label("grounds", request.ground) if request.ground else "未写明"
        if request.ground in grounds:
            reason = Reason(text=f"因{ground}不宜提供", holds=True)
            return Finding(State.EXCUSED, evidence=(request.id,), parts=(reason,))
        reason = Reason(text=f"拒绝提供，理由（{ground}）不是法定事由", holds=False)
        return Finding(State.BREACHED, "无法定事由拒绝提供", None, (request.id,), (reason,))

    return judge
