"""Runs the worked cases of a regulation and says, expectation by expectation, whether the law spoke as expected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from liuhen.core.deadlines.calendar import WEEKENDS_ONLY, WorkCalendar
from liuhen.core.duties.evaluate import evaluate
from liuhen.core.lawbook.cases import CaseCheck, Expectation
from liuhen.core.lawbook.text import LawText
from liuhen.core.terms.labels import State, SubjectKind
from liuhen.core.terms.verdict import Obligation

UNASKED = "卷宗有案件而没有登记册，机构义务不判断：请把这一检查放进没有 case 的案例文件"
"""Why nothing is owed by the agency where a case file has a case and no registers."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One expectation and what came of it; `fault` is empty when it held, `found` None when nothing was owed."""

    check: CaseCheck
    duty: str  # text-id/duty-id
    subject: str
    expected: State | None
    fault: str
    found: State | None = None


def run_check(
    check: CaseCheck, texts: Mapping[str, LawText], calendar: WorkCalendar = WEEKENDS_ONLY
) -> tuple[Outcome, ...]:
    """Every expectation of one check."""
    laws = [texts[id] for id in check.texts]
    found = {
        (f"{o.text}/{o.duty}", o.subject.id): o for o in evaluate(check.dossier, laws, check.at, calendar=calendar)
    }
    return tuple(_outcomes(check, laws, found))


def _outcomes(check: CaseCheck, laws: list[LawText], found: Mapping[tuple[str, str], Obligation]) -> Iterator[Outcome]:
    known = {f"{law.id}/{duty.id}": duty.subject for law in laws for duty in law.duties}
    unasked = check.dossier.case is not None and not check.dossier.registers
    for wish in check.expect:
        duty = wish.duty if "/" in wish.duty else f"{check.texts[0]}/{wish.duty}"
        obligation = found.get((duty, wish.subject))
        fault = _fault(wish, obligation) if duty in known else f"没有义务 {duty}"
        if fault and obligation is None and unasked and known.get(duty) is SubjectKind.AGENCY:
            fault = f"{fault}（{UNASKED}）"
        yield Outcome(check, duty, wish.subject, wish.state, fault, obligation.state if obligation else None)


def _fault(wish: Expectation, obligation: Obligation | None) -> str:
    if obligation is None or wish.state is None:
        wanted = wish.state.value if wish.state else "none"
        actual = obligation.state.value if obligation else "none"
        return "" if wanted == actual else f"应为 {wanted}，实为 {actual}"
    faults = []
    if obligation.state is not wish.state:
        faults.append(f"应为 {wish.state.value}，实为 {obligation.state.value}（{obligation.missing}）")
    if wish.due_at is not None and obligation.due_at != wish.due_at:
        faults.append(f"期限应为 {wish.due_at}，实为 {obligation.due_at}")
    if wish.missing is not None and obligation.missing != wish.missing:
        faults.append(f"欠缺应为“{wish.missing}”，实为“{obligation.missing}”")
    return "；".join(faults)
