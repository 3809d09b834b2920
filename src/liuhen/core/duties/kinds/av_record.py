"""Audio-video record 音像记录: at least one original recording of the step, in one of the media asked for."""

from __future__ import annotations

from liuhen.core.duties.finding import Finding, Judge
from liuhen.core.duties.footage import awaited, footage, no_footage
from liuhen.core.duties.scope import Scope
from liuhen.core.lawbook.duty import Duty
from liuhen.core.lawbook.needs import AvRecordNeeds
from liuhen.core.lawbook.text import LawText
from liuhen.core.terms.labels import State
from liuhen.core.terms.verdict import Reason


def prepare(duty: Duty[AvRecordNeeds], law: LawText) -> Judge:
    """A judge for the footage of a step."""
    needs = duty.needs
    assert needs is not None  # noqa: S101  the registry prepares only duties with needs
    media, sources = frozenset(needs.media), frozenset(needs.sources)
    names = "或者".join(medium.label for medium in needs.media)
    awaits, lacking = awaited(duty, law), f"缺{names}"

    def judge(scope: Scope) -> Finding:
        fitting = [r for r in footage(scope) if r.medium in media and (not sources or r.source in sources)]
        if fitting:
            reason = Reason(f"有{len(fitting)}段原始{names}", True)
            return Finding(State.MET, "", None, tuple([r.id for r in fitting]), (reason,))
        state, due, parts = no_footage(scope, awaits)
        return Finding(state, lacking, due.at, (), parts)

    return judge
