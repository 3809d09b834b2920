"""Spoken notice 告知 and spoken explanation 语音说明: said in the recording, and marked where it is said."""

from __future__ import annotations

from collections.abc import Callable

from liuhen.core.duties.conditions import Test
from liuhen.core.duties.finding import Judge
from liuhen.core.duties.footage import footage
from liuhen.core.duties.kinds.marked import Asked, marked_judge
from liuhen.core.duties.scope import Scope
from liuhen.core.lawbook.duty import Duty
from liuhen.core.lawbook.needs import SpokenNeeds
from liuhen.core.lawbook.text import LawText
from liuhen.core.terms.facts import Recording
from liuhen.core.terms.labels import MarkKind, Medium


def prepare_notice(duty: Duty[SpokenNeeds], law: LawText) -> Judge:
    """A judge for telling those present that recording is on."""
    return _prepare(duty, law, MarkKind.SPOKEN_NOTICE)


def prepare_explanation(duty: Duty[SpokenNeeds], law: LawText) -> Judge:
    """A judge for the explanation of time, place, officers, act and focus."""
    return _prepare(duty, law, MarkKind.SPOKEN_EXPLANATION)


def trigger(duty: Duty[SpokenNeeds]) -> Test:
    """Nothing need be said where all footage there is comes from sources the text excepts."""
    assert duty.needs is not None  # noqa: S101  the registry prepares only duties with needs
    counts = _counting(duty.needs)

    def test(scope: Scope) -> bool:
        clips = footage(scope)
        return not clips or any(counts(clip) for clip in clips)

    return test


def _prepare(duty: Duty[SpokenNeeds], law: LawText, kind: MarkKind) -> Judge:
    needs = duty.needs
    assert needs is not None  # noqa: S101  the registry prepares only duties with needs
    names = {code: law.vocabulary.label("contents", code) for code in needs.elements}

    def absent(said: frozenset[str]) -> list[str]:
        """A mark without content stands for the whole; marks with content for their element."""
        if "" in said or (said and not names):
            return []
        return [name for code, name in names.items() if code not in said] if names else [kind.label]

    asked = Asked(kind=kind, absent=absent, counts=_counting(needs), codes=needs.elements)
    return marked_judge(duty, law, asked)


def _counting(needs: SpokenNeeds) -> Callable[[Recording], bool]:
    """Sound from the right sources; a photograph says nothing."""
    only, never = frozenset(needs.sources), frozenset(needs.not_sources)

    def counts(recording: Recording) -> bool:
        if recording.medium is Medium.STILL or recording.source in never:
            return False
        return not only or recording.source in only

    return counts
