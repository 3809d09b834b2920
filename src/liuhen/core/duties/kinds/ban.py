"""Ban 禁止行为: something that must not be so of the subject."""

from __future__ import annotations

from liuhen.core.duties.conditions import compiled, describe
from liuhen.core.duties.finding import Finding, Judge
from liuhen.core.duties.scope import Scope
from liuhen.core.lawbook.duty import Duty
from liuhen.core.lawbook.needs import BanNeeds
from liuhen.core.lawbook.text import LawText
from liuhen.core.terms.labels import State
from liuhen.core.terms.verdict import Reason


def prepare(duty: Duty[BanNeeds], law: LawText) -> Judge:
    """A judge for the forbidden condition."""
    assert duty.needs is not None  # noqa: S101  the registry prepares only duties with needs
    broken = compiled(duty.needs.forbidden)
    words = describe(duty.needs.forbidden, law.vocabulary)
    kept = Finding(State.MET, parts=(Reason(text=f"没有发现：{words}", holds=True),))
    missing, found = f"违反禁止规定：{words}", (Reason(f"发现：{words}", False),)

    def judge(scope: Scope) -> Finding:
        return Finding(State.BREACHED, missing, None, scope.itself, found) if broken(scope) else kept

    return judge
