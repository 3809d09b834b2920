"""Approval routes: the whole route, in order, before the thing is done, or afterwards where the text allows it."""

import pytest

from liuhen.core.duties.tests.bench import judged, law, told
from liuhen.core.lawbook.errors import LawError
from liuhen.core.terms.labels import State

ROUTE = "route: [{approval: opinion, roles: [section], title: 科室意见}, {approval: consent, roles: [leader]}]"
VIEWING = law(f"id: route, kind: approval_route, subject: request, needs: {{{ROUTE}, before: provided}}")
ASKED = "case: {number: 一号}\nretrievals: [{id: q1, by: party, asked_at: 2026-03-02 09:00 PROVIDED}]\n"
PENDING, PROVIDED = ASKED.replace(" PROVIDED", ""), ASKED.replace(" PROVIDED", ", provided_at: 2026-03-05 09:00")
OPINION = "{id: ap1, kind: opinion, about: [q1], role: section, at: 2026-03-03 09:00}"
CONSENT = "{id: ap2, kind: consent, about: [q1], role: leader, at: 2026-03-04 09:00}"


def route(facts, *approvals, text=VIEWING, subject="q1"):
    return judged(text, facts + f"approvals: [{', '.join(approvals)}]\n")["route", subject]


def test_the_whole_route_before_the_event_is_met_and_names_its_evidence():
    found = route(PROVIDED, OPINION, CONSENT)
    assert found.state is State.MET
    assert found.evidence == ("ap1", "ap2")
    assert "科室意见（section）已于2026年3月3日 09:00批准" in told(found)


def test_what_has_happened_without_the_route_is_breached_and_names_the_station():
    found = route(PROVIDED, OPINION)
    assert found.state is State.BREACHED
    assert found.missing == "缺consent（leader）"
    assert "当时未经批准" in told(found)


def test_before_the_event_what_is_missing_is_open():
    found = route(PENDING)
    assert found.state is State.OPEN
    assert found.missing == "缺科室意见（section）、consent（leader）"
    assert found.due_at is None


def test_an_approval_after_the_event_does_not_make_it_good():
    found = route(PROVIDED, OPINION, CONSENT.replace("03-04", "03-06"))
    assert found.state is State.BREACHED
    assert "属事后补批" in told(found)


def test_the_order_of_the_route_counts():
    found = route(PENDING, OPINION.replace("03-03", "03-05"), CONSENT)
    assert found.state is State.OPEN
    assert "次序颠倒" in told(found)


def test_a_decision_by_the_wrong_role_does_not_count():
    assert route(PROVIDED, OPINION, CONSENT.replace("leader", "officer")).state is State.BREACHED


def test_where_the_text_names_no_approver_whoever_may_approve_counts():
    step = "route: [{approval: opinion, roles: []}]"
    text = law(f"id: route, kind: approval_route, subject: request, needs: {{{step}, before: provided}}")
    anyone, other = OPINION.replace("section", "officer"), OPINION.replace("kind: opinion", "kind: consent")
    assert route(PROVIDED, anyone, text=text).state is State.MET
    without = route(PROVIDED, other, text=text)
    assert (without.state, without.missing) == (State.BREACHED, "缺opinion（有权批准的人，条文没有指明）")


def test_a_route_must_say_who_approves_even_if_nobody_is_named():
    with pytest.raises(LawError, match="roles"):
        law("id: route, kind: approval_route, subject: request, needs: {route: [{approval: opinion}]}")


def test_a_refusal_that_is_heeded_is_met_and_one_that_is_not_is_breached():
    refused = CONSENT.replace("}", ", outcome: refused}")
    heeded, ignored = route(PENDING, OPINION, refused), route(PROVIDED, OPINION, refused)
    assert heeded.state is State.MET
    assert "未获批准，不得办理" in told(heeded)
    assert ignored.state is State.BREACHED
    assert "未获批准" in ignored.missing


def test_a_later_approval_heals_a_refusal():
    refused = OPINION.replace("ap1", "ap0").replace("}", ", outcome: refused}").replace("03-03", "03-02")
    assert route(PROVIDED, refused, OPINION, CONSENT).state is State.MET


def test_where_writing_is_asked_for_an_oral_approval_does_not_count():
    text = law(f"id: route, kind: approval_route, subject: request, needs: {{{ROUTE}, before: provided, written: yes}}")
    found = route(PENDING, OPINION.replace("}", ", written: no}"), CONSENT, text=text)
    assert found.state is State.OPEN
    assert "只有口头批准" in told(found)


URGENT = law(
    "id: route, kind: approval_route, subject: step, when: {step: [seizure]}, mend: {action: ask_approval},"
    " needs: {route: [{approval: seizure, roles: [head]}], before: step_start},"
    " deadline: {amount: 24, unit: hours, from: step_start}, warn: {amount: 6, unit: hours}"
)
SEIZED = "case: {number: 一号}\nsteps: [{id: s1, kind: seizure, start: 2026-03-02 09:00}]\n"
GIVEN = "approvals: [{id: ap1, kind: seizure, about: [s1], role: head, at: AT}]\n"


@pytest.mark.parametrize(
    ("at", "state"),
    [("2026-03-03 08:00", State.MET), ("2026-03-03 10:00", State.LATE)],
)
def test_where_approval_may_follow_the_deadline_decides(at, state):
    assert judged(URGENT, SEIZED + GIVEN.replace("AT", at))["route", "s1"].state is state


def test_approval_that_may_follow_is_raised_before_it_falls_due_and_says_how_to_mend_it():
    found = judged(URGENT, SEIZED, at="2026-03-02 20:00")["route", "s1"]
    assert found.state is State.OPEN
    assert found.due_at.isoformat() == "2026-03-03T09:00:00+08:00"
    assert found.raise_at.isoformat() == "2026-03-03T03:00:00+08:00"
    assert (found.mend.action, found.mend.step, found.mend.codes) == ("ask_approval", "s1", ("seizure",))
    assert judged(URGENT, SEIZED)["route", "s1"].state is State.OVERDUE


def test_an_approval_about_the_case_counts_for_its_steps_but_one_about_another_step_does_not():
    about = GIVEN.replace("AT", "2026-03-02 10:00")
    assert judged(URGENT, SEIZED + about.replace("[s1]", "[一号]"))["route", "s1"].state is State.MET
    two = SEIZED.replace("}]\n", "}, {id: s2, kind: inquiry, start: 2026-03-02 09:00}]\n")
    assert judged(URGENT, two + about.replace("[s1]", "[s2]"))["route", "s1"].state is State.OVERDUE


def test_when_the_case_closes_without_the_event_no_approval_is_owed():
    closed = PENDING.replace("一号}", "一号, milestones: {closed: 2026-03-10 09:00}}")
    assert route(closed).state is State.MET
