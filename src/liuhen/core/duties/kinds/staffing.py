"""Staffing 人员配置: enough people of the right staff took part; the one recording may be of another."""

from __future__ import annotations

from liuhen.core.duties.finding import Finding, Judge
from liuhen.core.duties.scope import Scope
from liuhen.core.lawbook.duty import Duty
from liuhen.core.lawbook.needs import StaffingNeeds
from liuhen.core.lawbook.text import LawText
from liuhen.core.terms.facts import Presence
from liuhen.core.terms.labels import State
from liuhen.core.terms.verdict import Reason

RECORDER = "recorder"


def prepare(duty: Duty[StaffingNeeds], law: LawText) -> Judge:
    """A judge for the people registered in a step."""
    needs = duty.needs
    assert needs is not None  # noqa: S101  the registry prepares only duties with needs
    at_least, staff, roles, recorder_staff = needs.at_least, needs.staff, needs.roles, needs.recorder_staff
    staff_names = law.vocabulary.labels("staff", needs.staff, between="或者") or "人员"

    def judge(scope: Scope) -> Finding:
        people: tuple[Presence, ...] = scope.fact.people
        if not people:
            state = State.OVERDUE if scope.docket.closed else State.OPEN
            return Finding(state, "缺参加人员登记", parts=(Reason(text="没有登记参加人员", holds=False),))
        counted = {p.certificate for p in people if (not staff or p.staff in staff) and (not roles or p.role in roles)}
        enough = len(counted) >= at_least
        reason = Reason(f"登记{staff_names}{len(counted)}人，应不少于{at_least}人", enough)
        wrong = recorder_staff and [p for p in people if p.role == RECORDER and p.staff not in recorder_staff]
        if enough and not wrong:
            return Finding(State.MET, "", None, tuple(sorted(counted)), (reason,))
        missing = f"{staff_names}不足{at_least}人" if not enough else "录音、录像人员不符合要求"
        return Finding(State.BREACHED, missing, None, tuple(sorted(counted)), (reason,))

    return judge
