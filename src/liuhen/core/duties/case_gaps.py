"""Which duties no worked case proves: each needs one in which it is fulfilled and one in which it is not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from liuhen.core.duties.case_runner import Outcome
from liuhen.core.lawbook.duty import AnyDuty
from liuhen.core.lawbook.needs import EffectNeeds
from liuhen.core.lawbook.text import LawText
from liuhen.core.terms.labels import DutyKind, State

PASSING = frozenset({State.MET, State.EXCUSED})


class Gap(NamedTuple):
    """A duty (expanded id) of an article that lacks a passing or a failing case."""

    duty: str
    article: int
    passing: bool

    def __str__(self) -> str:
        """What to write."""
        wanted = "履行了（state: met 或 excused）" if self.passing else "没有履行（state: open、overdue、breached 等）"
        return f"义务 {self.duty} 还没有“{wanted}”的案例，请在 cases/ 中补一个"


def gaps(law: LawText, outcomes: Iterable[Outcome]) -> Iterator[Gap]:
    """The gaps of a text, given what its cases came to; an expectation that failed proves nothing."""
    held = [outcome for outcome in outcomes if not outcome.fault]
    passing = {outcome.duty for outcome in held if outcome.expected in PASSING}
    failing = {outcome.duty for outcome in held if outcome.expected and outcome.expected not in PASSING}
    absent = {outcome.duty for outcome in held if outcome.expected is None}
    for duty in law.duties:
        cited = f"{law.id}/{duty.id}"
        if cited not in passing:
            yield Gap(duty.id, duty.article, passing=True)
        if cited not in (failing | absent if _asks_nothing(duty) else failing):
            yield Gap(duty.id, duty.article, passing=False)


def _asks_nothing(duty: AnyDuty) -> bool:
    """A release, or what counts as what: the counterpart of the case in which it applies is one where it does not."""
    counts = duty.needs.counts_as if isinstance(duty.needs, EffectNeeds) else None
    return duty.kind is DutyKind.RELEASE or counts is not None
