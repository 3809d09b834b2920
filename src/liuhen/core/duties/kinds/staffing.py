"""Staffing 人员配置: enough people of the right staff, qualified and certified, none in two incompatible roles.

A duty may ask several of these things; each is answered by itself, and the gravest answer is the duty's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping

from liuhen.core.duties.finding import Finding, Judge, worst
from liuhen.core.duties.kinds import staffing_officers
from liuhen.core.duties.scope import Scope
from liuhen.core.duties.timing import settle, timed_reasons, timing_of
from liuhen.core.lawbook.duty import Duty
from liuhen.core.lawbook.needs import Apart, Ratio, StaffingNeeds
from liuhen.core.lawbook.text import LawText
from liuhen.core.terms.facts import Presence
from liuhen.core.terms.labels import State, SubjectKind
from liuhen.core.terms.verdict import Reason

RECORDER = "recorder"

People = tuple[Presence, ...]
Question = Callable[[Scope, People], Finding]
"""One thing asked of the people of an occasion (or of the agency's officers)."""


def prepare(duty: Duty[StaffingNeeds], law: LawText) -> Judge:
    """A judge for the people registered in a step, or for the officers of the agency."""
    assert duty.needs is not None  # noqa: S101  the registry prepares only duties with needs
    questions, agency = _questions(duty.needs, duty, law), duty.subject is SubjectKind.AGENCY
    unknown = ("缺执法人员登记", Reason("没有登记执法人员", False)) if agency else _NOBODY

    def judge(scope: Scope) -> Finding:
        people: People = staffing_officers.employed(scope.docket) if agency else scope.fact.people
        if not people:
            state = State.OVERDUE if scope.docket.closed else State.OPEN
            return Finding(state, unknown[0], parts=(unknown[1],))
        if len(questions) == 1:
            return questions[0](scope, people)
        return _together([ask(scope, people) for ask in questions])

    return judge


_NOBODY = ("缺参加人员登记", Reason("没有登记参加人员", False))


def _questions(needs: StaffingNeeds, duty: Duty[StaffingNeeds], law: LawText) -> list[Question]:
    asked: list[Question] = []
    if needs.at_least or needs.recorder_staff:
        asked.append(_enough(needs, law))
    if needs.qualification:
        asked.append(staffing_officers.qualified(needs, law))
    if needs.certified:
        asked.append(staffing_officers.all_certified(needs))
    asked += [_apart(apart, law) for apart in needs.apart]
    return [*asked, _equipped(needs.ratio, duty, law)] if needs.ratio else asked


def _together(findings: list[Finding]) -> Finding:
    return Finding(
        worst(f.state for f in findings),
        "；".join(dict.fromkeys(f.missing for f in findings if f.missing)),
        min((f.due_at for f in findings if f.due_at and f.missing), default=None),
        tuple(dict.fromkeys(id for f in findings for id in f.evidence)),
        tuple(part for f in findings for part in f.parts),
        tuple(code for f in findings for code in f.codes),
    )


def _enough(needs: StaffingNeeds, law: LawText) -> Question:
    """Enough people of the right staff and roles; the one recording may be of another staff."""
    at_least, staff, roles, recorder_staff = needs.at_least, needs.staff, needs.roles, needs.recorder_staff
    staff_names = law.vocabulary.labels("staff", needs.staff, between="或者") or "人员"

    def ask(scope: Scope, people: People) -> Finding:
        counted = {p.certificate for p in people if (not staff or p.staff in staff) and (not roles or p.role in roles)}
        enough = len(counted) >= at_least
        reason = Reason(f"登记{staff_names}{len(counted)}人，应不少于{at_least}人", enough)
        wrong = recorder_staff and [p for p in people if p.role == RECORDER and p.staff not in recorder_staff]
        if enough and not wrong:
            return Finding(State.MET, "", None, tuple(sorted(counted)), (reason,))
        missing = f"{staff_names}不足{at_least}人" if not enough else "录音、录像人员不符合要求"
        return Finding(State.BREACHED, missing, None, tuple(sorted(counted)), (reason,))

    return ask


def _apart(apart: Apart, law: LawText) -> Question:
    """Nobody here in one of these roles took part in steps of those kinds."""
    words = law.vocabulary
    roles, steps = words.labels("roles", apart.roles, between="、"), words.labels("steps", apart.steps)

    def ask(scope: Scope, people: People) -> Finding:
        here = {p.certificate for p in people if p.role in apart.roles}
        there = _took_part(apart, scope)
        both = tuple(sorted(here & {*there}))
        if not both:
            return Finding(State.MET, "", None, tuple(sorted(here)), (Reason(f"{roles}没有参加过{steps}", True),))
        names = "、".join(p.name or p.certificate for p in people if p.certificate in both and p.role in apart.roles)
        kinds = {kind for certificate in both for kind in there[certificate]}
        done = words.labels("steps", tuple(kind for kind in apart.steps if kind in kinds), between="、")
        reason = Reason(f"{names}既任{roles}，又参加过{done}", False)
        return Finding(State.BREACHED, f"{names}参加过{done}，不得兼任{roles}", None, both, (reason,))

    return ask


def _took_part(apart: Apart, scope: Scope) -> Mapping[str, set[str]]:
    """In which of those kinds of step people took part, by certificate."""
    found = defaultdict[str, set[str]](set)
    for step in scope.docket.steps:
        if step.kind in apart.steps and step.id != scope.id:
            for one in step.people:
                if not apart.their_roles or one.role in apart.their_roles:
                    found[one.certificate].add(step.kind)
    return found


def _equipped(ratio: Ratio, duty: Duty[StaffingNeeds], law: LawText) -> Question:
    """At least one device for every so many officers; what is short can be bought, in the duty's time."""
    timing, words = timing_of(duty.deadline, law, warn=duty.warn), law.vocabulary
    name = words.labels("devices", ratio.devices, between="或者")

    def ask(scope: Scope, people: People) -> Finding:
        officers = sum(not ratio.staff or p.staff in ratio.staff for p in people)
        there = tuple(d.id for d in scope.docket.dossier.devices if d.kind in ratio.devices)
        wanted = -(-officers // ratio.per)
        enough, due = len(there) >= wanted, timing(scope)
        told = Reason(f"人员{officers}人，每{ratio.per}人应有一台{name}，应有{wanted}台，现有{len(there)}台", enough)
        if enough:
            return Finding(State.MET, "", due.at, there, (told,))
        missing, parts = f"缺{name}{wanted - len(there)}台", (told, *timed_reasons(None, due, scope))
        return Finding(settle(None, due, scope), missing, due.at, there, parts, ratio.devices, due.raise_at)

    return ask
