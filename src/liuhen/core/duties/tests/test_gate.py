"""Gates: shut while anything is missing, and judged by what was there when they were passed."""

import pytest

from liuhen.core.duties.tests.bench import judged, law, told
from liuhen.core.terms.labels import State

CASE = "case: {number: 一号, features: [major]MORE}\n"
OPEN_CASE, DECIDED = CASE.replace("MORE", ""), CASE.replace("MORE", ", milestones: {decided: 2026-03-10 09:00}")
REVIEW = "documents: [{id: d1, kind: opinion, made_at: 2026-03-09 09:00}]\n"


def gate(requires, *, subject="case", before="before: milestone:decided, "):
    return law(
        f"id: gate, kind: gate, subject: {subject}, mend: {{action: make_document}},"
        f" needs: {{{before}requires: [{requires}]}}"
    )


PAPER = gate("{documents: [opinion], title: 法制审核意见, when: {feature: [major]}}")


def test_a_gate_not_reached_is_open_and_names_what_is_missing():
    found = judged(PAPER, OPEN_CASE)["gate", "一号"]
    assert found.state is State.OPEN
    assert found.missing == "decided前缺法制审核意见"
    assert found.mend.codes == ("opinion",)
    assert "不得进行" in told(found)


def test_a_gate_not_reached_with_everything_there_is_met():
    found = judged(PAPER, OPEN_CASE + REVIEW)["gate", "一号"]
    assert (found.state, found.evidence) == (State.MET, ("d1",))


def test_a_gate_passed_with_everything_there_is_met():
    assert judged(PAPER, DECIDED + REVIEW)["gate", "一号"].state is State.MET


@pytest.mark.parametrize("papers", ["", REVIEW.replace("03-09", "03-11")])
def test_a_gate_passed_without_is_breached_whatever_came_later(papers):
    found = judged(PAPER, DECIDED + papers)["gate", "一号"]
    assert found.state is State.BREACHED
    assert "法制审核意见" in found.missing
    assert "以当时为准" in told(found)


def test_a_requirement_counts_only_where_its_condition_holds():
    assert judged(PAPER, DECIDED.replace("[major]", "[]"))["gate", "一号"].state is State.MET


APPROVAL = "approvals: [{id: ap1, kind: filing, about: [一号], role: head, at: 2026-03-09 09:00}]\n"


def test_an_approval_must_be_given_by_the_right_role_and_not_refused():
    text = gate("{approvals: [filing], roles: [head]}")
    assert judged(text, DECIDED + APPROVAL)["gate", "一号"].state is State.MET
    assert judged(text, DECIDED + APPROVAL.replace("head", "officer"))["gate", "一号"].state is State.BREACHED
    refused = judged(text, DECIDED + APPROVAL.replace("}", ", outcome: refused}"))["gate", "一号"]
    assert "不予批准" in told(refused)


def test_what_must_be_passed_goes_by_the_last_decision():
    text = gate("{passed: [review]}")
    first = "{id: ap1, kind: review, about: [一号], role: reviewer, at: 2026-03-05 09:00}"
    second = first.replace("ap1", "ap2").replace("03-05", "03-07").replace("}", ", outcome: refused}")
    assert judged(text, f"{DECIDED}approvals: [{first}]\n")["gate", "一号"].state is State.MET
    assert judged(text, f"{DECIDED}approvals: [{first}, {second}]\n")["gate", "一号"].state is State.BREACHED
    turned = f"{DECIDED}approvals: [{second.replace('03-07', '03-04')}, {first}]\n"
    assert judged(text, turned)["gate", "一号"].state is State.MET


def test_a_step_must_have_ended_and_a_milestone_been_reached():
    text = gate("{steps: [hearing]}, {milestones: [investigated]}")
    facts = DECIDED + "steps: [{id: s1, kind: hearing, start: 2026-03-09 09:00, end: 2026-03-09 10:00}]\n"
    reached = facts.replace("{decided", "{investigated: 2026-03-08 09:00, decided")
    assert judged(text, reached)["gate", "一号"].state is State.MET
    assert judged(text, facts)["gate", "一号"].missing == "decided前缺investigated"
    unended = reached.replace(", end: 2026-03-09 10:00", "")
    assert judged(text, unended)["gate", "一号"].missing == "decided前缺hearing"


def test_a_meeting_may_be_what_must_come_first():
    text = gate("{steps: [discussion], title: 集体讨论}")
    meeting = "meetings: [{id: w1, kind: discussion, start: 2026-03-09 09:00, end: 2026-03-09 10:00}]\n"
    assert judged(text, DECIDED + meeting)["gate", "一号"].evidence == ("w1",)
    assert judged(text, DECIDED)["gate", "一号"].missing == "decided前缺集体讨论"


def test_a_period_must_be_over_before_the_gate_is_passed():
    text = gate("{elapsed: {amount: 5, unit: working_days, from: document:notice}, title: 陈述申辩期满}")
    notice = "documents: [{id: d1, kind: notice, made_at: MADE}]\n"
    early, late = notice.replace("MADE", "2026-03-05 09:00"), notice.replace("MADE", "2026-03-02 09:00")
    assert judged(text, DECIDED + late)["gate", "一号"].state is State.MET
    found = judged(text, DECIDED + early)["gate", "一号"]
    assert found.state is State.BREACHED
    assert "尚未届满" in told(found)
    assert judged(text, DECIDED)["gate", "一号"].missing == "decided前缺陈述申辩期满"


@pytest.mark.parametrize(
    ("subject", "facts", "id"),
    [
        ("step", "steps: [{id: s1, kind: seizure, start: 2026-03-10 09:00}]\n", "s1"),
        ("patrol", "patrols: [{id: s1, kind: patrol, start: 2026-03-10 09:00}]\n", "s1"),
        ("meeting", "meetings: [{id: s1, kind: discussion, start: 2026-03-10 09:00}]\n", "s1"),
        ("document", "steps: [{id: s1, kind: x, start: 2026-03-10 09:00}]\n", "d9"),
    ],
)
def test_without_an_event_the_gate_stands_before_the_subject_s_own_beginning(subject, facts, id):
    text = gate("{approvals: [filing]}", subject=subject, before="")
    decision = "documents: [{id: d9, kind: decision, made_at: 2026-03-10 09:00, steps: [s1]}]\n"
    facts = OPEN_CASE + facts + decision
    assert judged(text, facts + APPROVAL)["gate", id].state is State.MET
    assert judged(text, facts + APPROVAL.replace("03-09", "03-11"))["gate", id].state is State.BREACHED


def test_the_documents_of_the_own_step_come_before_those_of_the_case():
    text = gate("{documents: [notice]}", subject="step", before="")
    steps = "steps: [{id: s1, kind: x, start: 2026-03-05 09:00}, {id: s2, kind: x, start: 2026-03-10 09:00}]\n"
    loose = "{id: d1, kind: notice, made_at: 2026-03-04 09:00}"
    own = "{id: d2, kind: notice, made_at: 2026-03-11 09:00, steps: [s2]}"
    found = judged(text, OPEN_CASE + steps + f"documents: [{loose}, {own}]\n")
    assert found["gate", "s1"].state is State.MET
    assert found["gate", "s2"].state is State.BREACHED
