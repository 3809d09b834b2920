"""Until when the law has each recording kept: the longest rule that applies, over all texts, with its reasons.

A rule is a keeping duty whose text binds when the recording was made (or may bind: in doubt nothing is given up) and
whose condition holds. A general rule (一般) gives its date like any other, though falling short of it is no breach.
What is only allowed, what is lawfully excused, and what still waits for a person's decision or for a number is listed
but sets no date. Pure, like `evaluate`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from liuhen.core.deadlines.calendar import WEEKENDS_ONLY, WorkCalendar
from liuhen.core.duties.binding import Force, binding_of
from liuhen.core.duties.conditions import Test, compiled
from liuhen.core.duties.docket import Docket
from liuhen.core.duties.keeping_rules import Extent, Rule, rule_of
from liuhen.core.duties.numbers import statutory_numbers
from liuhen.core.duties.plan import plan_of
from liuhen.core.duties.scope import Scope
from liuhen.core.duties.subjects import Subjects
from liuhen.core.lawbook.duty import AnyDuty, Judgement
from liuhen.core.lawbook.text import LawText
from liuhen.core.lawbook.vocabulary import Vocabulary
from liuhen.core.terms.facts import Dossier
from liuhen.core.terms.labels import DutyKind, Modality, SubjectKind
from liuhen.core.terms.records import record
from liuhen.core.terms.verdict import Reason

SILENCE = Reason("所适用的文本没有规定保存期限")
"""What is said of a recording no rule has kept."""


@record
class KeepUntil:
    """How long one recording is kept: a date, long-term, for ever, or any of them together.

    `until` is the beginning (Chinese midnight) of the last day of keeping, that day included; None where no rule gives
    a date. `reasons` has one entry for each rule, the leading one first; where no rule applies it says so.
    """

    until: datetime | None
    long_term: bool
    permanent: bool
    reasons: tuple[Reason, ...]


def keep_until(
    dossier: Dossier, texts: Sequence[LawText], now: datetime, *, calendar: WorkCalendar = WEEKENDS_ONLY
) -> Mapping[str, KeepUntil]:
    """For each original recording (by id) that exists by `now`, how long the texts have it kept."""
    docket = Docket(dossier, now, calendar, statutory=statutory_numbers(texts))
    subjects = Subjects(docket, texts[0].vocabulary if texts else Vocabulary())
    return {scope.id: _longest(_found(scope, texts)) for scope in subjects.of(SubjectKind.RECORDING)}


@record
class _Found:
    """A rule that applies, or why one that might does not count."""

    extent: Extent | None
    reason: Reason

    @property
    def weight(self) -> tuple[bool, bool, bool, float]:
        """Orders rules by how long they keep; what does not count comes last."""
        extent = self.extent
        if extent is None:
            return (False, False, False, 0)
        return (True, extent.permanent, extent.long_term, extent.until.timestamp() if extent.until else 0)


def _longest(found: Iterable[_Found]) -> KeepUntil:
    listed = sorted(found, key=lambda one: one.weight, reverse=True)
    extents = [one.extent for one in listed if one.extent]
    return KeepUntil(
        max((extent.until for extent in extents if extent.until), default=None),
        any(extent.long_term for extent in extents),
        any(extent.permanent for extent in extents),
        tuple(one.reason for one in listed) or (SILENCE,),
    )


@record
class _KeepingDuty:
    """A keeping duty ready to be asked: its citation, its rule, who decides on it, what excuses from it."""

    cited: str
    head: str
    trigger: tuple[Reason, ...]
    rule: Rule
    binds: bool
    judgement: Judgement | None
    excuses: tuple[tuple[Test, str], ...]


@lru_cache(maxsize=64)
def _keeping_duties(law: LawText) -> dict[str, _KeepingDuty]:
    """The keeping duties of a text by id, prepared once."""
    ready = {prepared.id: prepared for prepared in plan_of(law).duties}
    duties = [duty for duty in law.duties if duty.kind is DutyKind.KEEPING and duty.needs]
    return {duty.id: _prepared(duty, law, ready[duty.id].head, ready[duty.id].trigger) for duty in duties}


def _prepared(duty: AnyDuty, law: LawText, head: str, trigger: tuple[Reason, ...]) -> _KeepingDuty:
    needs: Any = duty.needs
    excuses = tuple((compiled(excuse.when), excuse.reason) for excuse in duty.unless)
    binds = duty.modality is not Modality.MAY
    return _KeepingDuty(f"{law.id}/{duty.id}", head, trigger, rule_of(needs, law), binds, duty.judgement, excuses)


def _found(scope: Scope, texts: Sequence[LawText]) -> Iterator[_Found]:
    for law in texts:
        adopted = law.id in scope.docket.dossier.agency.adopts
        bound, duties = binding_of(law, adopted=adopted)(scope.moment), _keeping_duties(law)
        if not duties or bound.force not in (Force.BINDS, Force.DISPUTED):
            continue
        plan = plan_of(law)
        ids = [plan.duties[index].id for index in sorted(plan.concerning(scope))]
        yield from (_asked(duties[id], scope, bound.reason) for id in ids if id in duties)


def _asked(duty: _KeepingDuty, scope: Scope, doubt: Reason | None) -> _Found:
    """The rule's answer for one recording."""
    extent = duty.rule(scope)
    parts = (*((doubt,) if doubt else ()), *duty.trigger, *extent.parts)
    text = f"{duty.head}：{extent.words}"
    if why := _set_aside(duty, extent, scope):
        return _Found(None, Reason(f"{text}（{why}）", None, parts))
    return _Found(extent, Reason(text, True, parts))


def _set_aside(duty: _KeepingDuty, extent: Extent, scope: Scope) -> str:
    """Why the rule sets no date; empty when it does."""
    if not duty.binds:
        return "可选做法，不计入"
    if duty.judgement and (why := _undecided(duty.judgement, duty.cited, scope)):
        return why
    excuse = next((reason for applies, reason in duty.excuses if applies(scope)), "")
    if excuse:
        return f"法定例外：{excuse}"
    nothing = extent.until is None and not (extent.long_term or extent.permanent)
    return "暂不能计算" if nothing and not extent.settled else ""


def _undecided(judgement: Judgement, cited: str, scope: Scope) -> str:
    """What a person has decided, or has yet to, against the rule; empty when it stands."""
    decision = scope.docket.determination(cited, scope.id)
    if decision is None:
        return "" if judgement.mode == "allowed" else f"待认定：{judgement.ask}"
    against = decision.outcome in ("not_applicable", "excused")
    return f"{decision.by}认定不适用：{decision.reason}" if against else ""
