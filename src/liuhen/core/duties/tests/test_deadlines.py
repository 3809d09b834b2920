"""Deadlines end to end: from which event, with what pauses and extensions, counted back, borrowed, warned of."""

import pytest

from liuhen.core.duties.tests.bench import judged, law, told
from liuhen.core.lawbook.fields import parse_moment
from liuhen.core.terms.labels import State

CASE = "case: {number: 一号, milestones: {filed: 2026-03-01 09:00}}\n"
STEP = "steps: [{id: s1, kind: seizure, stage: investigation, start: 2026-03-02 09:00, end: 2026-03-02 10:00}]\n"
FACTS = CASE + STEP
DAYS = "amount: 10, unit: calendar_days"


def text(deadline, *, event="milestone:decided", subject="step", more="", head=""):
    return law(
        f"id: timed, kind: deadline, subject: {subject}, needs: {{event: '{event}'}}, deadline: {{{deadline}}}{more}",
        head=head,
    )


def one(text_, facts=FACTS, at="2026-03-31 12:00", subject="s1"):
    return judged(text_, facts, at)["timed", subject]


def due(text_, facts=FACTS, **options):
    return one(text_, facts, **options).due_at


def at(moment):
    return parse_moment(moment)


SITUATION = "situations: [{id: x1, kind: cannot_store, since: 2026-03-03 09:00, until: 2026-03-05 09:00ABOUT}]\n"
DOCUMENTS = (
    "documents:\n"
    "  - {id: d1, kind: notice, made_at: 2026-03-04 09:00, steps: [s1], filed_at: 2026-03-09 09:00}\n"
    "  - {id: d2, kind: notice, made_at: 2026-03-03 09:00}\n"
)
APPROVAL = "approvals: [{id: ap1, kind: seizure, about: [一号], role: head, at: 2026-03-06 09:00}]\n"


@pytest.mark.parametrize(
    ("event", "facts", "start"),
    [
        ("milestone:filed", "", "2026-03-01"),
        ("since:cannot_store", SITUATION.replace("ABOUT", ""), "2026-03-03"),
        ("since:cannot_store", SITUATION.replace("ABOUT", ", about: [s1]"), "2026-03-03"),
        ("until:cannot_store", SITUATION.replace("ABOUT", ", about: [一号]"), "2026-03-05"),
        ("document:notice", DOCUMENTS, "2026-03-04"),
        ("document:notice", DOCUMENTS.replace("steps: [s1], ", ""), "2026-03-03"),
        ("filed_document:notice", DOCUMENTS, "2026-03-09"),
        ("step_start:seizure", "", "2026-03-02"),
        ("step_end:seizure", "", "2026-03-02"),
        ("approval:seizure", APPROVAL, "2026-03-06"),
        ("approval:seizure", APPROVAL.replace("一号", "s1"), "2026-03-06"),
        (
            "report:oral_report",
            "reports: [{id: p1, kind: oral_report, about: s1, at: 2026-03-07 09:00}]\n",
            "2026-03-07",
        ),
    ],
)
def test_a_period_counts_from_whatever_is_recorded(event, facts, start):
    day = int(start[-2:])
    found = one(text(f"from: '{event}', {DAYS}"), FACTS + facts)
    assert found.due_at == at(f"2026-03-{day + 11:02} 00:00")
    assert f"2026年3月{day}日" in told(found)


@pytest.mark.parametrize(
    ("event", "facts"),
    [
        ("since:cannot_store", SITUATION.replace("ABOUT", ", about: [other]")),
        ("until:cannot_store", SITUATION.replace("until: 2026-03-05 09:00ABOUT", "about: []")),
        ("document:order", DOCUMENTS),
        ("filed_document:notice", DOCUMENTS.replace(", filed_at: 2026-03-09 09:00", "")),
        ("step_start:hearing", ""),
        ("approval:seizure", APPROVAL.replace("}", ", outcome: refused}")),
        ("approval:seizure", APPROVAL.replace("2026-03-06", "2026-04-06")),
        ("report:oral_report", "reports: [{id: p1, kind: oral_report, about: s2, at: 2026-03-07 09:00}]\n"),
    ],
)
def test_what_has_not_happened_to_the_subject_starts_nothing(event, facts):
    found = one(text(f"from: '{event}', {DAYS}"), FACTS + facts)
    assert (found.state, found.due_at) == (State.OPEN, None)
    assert "尚未登记" in told(found)


def test_what_is_about_another_step_starts_nothing():
    timed = text(f"from: 'approval:seizure', {DAYS}")
    assert due(timed, WITH_HEARING + APPROVAL.replace("一号", "s2")) is None
    assert due(timed, WITH_HEARING + APPROVAL.replace("一号", "s1")) == at("2026-03-17 00:00")


def test_the_case_sees_what_is_about_any_of_its_steps():
    timed = text(f"from: 'approval:seizure', {DAYS}", subject="case")
    assert due(timed, FACTS + APPROVAL.replace("一号", "s1"), subject="一号") == at("2026-03-17 00:00")


def test_a_named_event_fulfils_a_deadline_too():
    timed = text(f"from: step_start, {DAYS}", event="document:notice")
    assert one(timed, FACTS + DOCUMENTS).state is State.MET
    assert one(timed, FACTS + DOCUMENTS.replace("03-04", "03-20").replace(", steps: [s1]", "")).state is State.MET
    late = DOCUMENTS.replace("03-04", "03-20")
    assert one(timed, FACTS + late).state is State.LATE
    assert one(timed).state is State.OVERDUE


# What is due ahead of an event

HEARING = "  - {id: s2, kind: hearing, stage: investigation, start: 2026-03-20 09:00}\n"
BEFORE = text("ahead_of: 'step_start:hearing', amount: 7, unit: working_days", event="document:notice")
WITH_HEARING = CASE + STEP.replace("steps: [", "steps:\n  - ").replace("]\n", "\n") + HEARING


def test_before_an_event_as_many_whole_days_are_left_as_the_text_says():
    found = one(BEFORE, WITH_HEARING, at="2026-03-05 09:00")
    assert found.due_at == at("2026-03-12 00:00")  # the end of Wednesday the 11th: 12, 13, 16, 17, 18, 19 and the 20th
    assert found.state is State.OPEN
    assert "7个工作日前，不晚于" in told(found)


def test_what_is_due_before_an_event_is_late_or_overdue_after_that():
    assert one(BEFORE, WITH_HEARING, at="2026-03-15 09:00").state is State.OVERDUE
    assert one(BEFORE, WITH_HEARING + DOCUMENTS).state is State.MET
    assert one(BEFORE, WITH_HEARING + DOCUMENTS.replace("03-04", "03-13")).state is State.LATE


def test_what_was_due_before_an_event_cannot_be_mended_once_that_has_happened():
    found = one(BEFORE, WITH_HEARING)
    assert (found.state, found.due_at) == (State.BREACHED, at("2026-03-12 00:00"))
    assert "已经发生，在此之前应做的不能再补" in told(found)
    own_start = text("ahead_of: step_start, amount: 2, unit: calendar_days", event="document:notice")
    assert one(own_start, at="2026-03-02 09:00").state is State.BREACHED


def test_while_the_event_is_not_planned_nothing_falls_due():
    found = one(BEFORE)
    assert (found.state, found.due_at) == (State.OPEN, None)


# Pauses and extensions

TESTED = "situations: [{id: x1, kind: testing, since: 2026-03-05 09:00UNTIL, about: [s1]}]\n"
PAUSED = text(f"from: step_start, {DAYS}, pauses: [testing]")


def test_a_period_stands_still_while_a_situation_lasts():
    found = one(PAUSED, FACTS + TESTED.replace("UNTIL", ", until: 2026-03-09 15:00"))
    assert found.due_at == at("2026-03-17 00:00")  # the 12th, and the four days 6 to 9
    assert "testing期间不计算" in told(found)
    assert "（4日）" in told(found)


def test_a_pause_that_lasts_leaves_no_due_time_and_says_so():
    found = one(PAUSED, FACTS + TESTED.replace("UNTIL", ""))
    assert (found.state, found.due_at) == (State.OPEN, None)
    assert "暂停计算" in told(found)


def test_a_pause_is_still_going_on_at_a_moment_before_its_end():
    tested = FACTS + TESTED.replace("UNTIL", ", until: 2026-03-09 15:00")
    assert due(PAUSED, tested, at="2026-03-08 09:00") is None


def test_what_was_over_before_the_pause_stays_over():
    late = TESTED.replace("UNTIL", "").replace("03-05", "03-14")
    assert one(PAUSED, FACTS + late).state is State.OVERDUE


EXTENDED = text(
    f"from: step_start, {DAYS}, extensions: [{{approval: longer, roles: [head], amount: 5, unit: calendar_days,"
    " reason: 情况复杂}]"
)
LONGER = "approvals: [{id: ap1, kind: longer, about: [s1], role: head, at: 2026-03-11 09:00}]\n"


def test_an_extension_granted_in_time_runs_on_from_the_last_day():
    found = one(EXTENDED, FACTS + LONGER)
    assert found.due_at == at("2026-03-18 00:00")
    assert "情况复杂" in told(found)
    assert "延长5日" in told(found)


def test_an_extension_granted_within_the_last_day_is_in_time_and_one_after_it_is_not():
    assert due(EXTENDED, FACTS + LONGER.replace("11 09:00", "12 23:59")) == at("2026-03-18 00:00")
    late = one(EXTENDED, FACTS + LONGER.replace("11 09:00", "13 00:01"))
    assert late.due_at == at("2026-03-13 00:00")
    assert "已经届满，不计" in told(late)


def test_an_extension_by_somebody_else_or_refused_does_not_count():
    other = one(EXTENDED, FACTS + LONGER.replace("head", "officer"))
    assert other.due_at == at("2026-03-13 00:00")
    assert "不是由head作出" in told(other)
    assert due(EXTENDED, FACTS + LONGER.replace("}", ", outcome: refused}")) == at("2026-03-13 00:00")


def test_each_approval_lengthens_once_and_each_extension_is_taken_once():
    step = "{approval: longer, amount: 5, unit: calendar_days, reason: REASON}"
    steps = f"[{step.replace('REASON', '第一次')}, {step.replace('REASON', '第二次')}]"
    twice = text(f"from: step_start, {DAYS}, extensions: {steps}")
    assert due(twice, FACTS + LONGER) == at("2026-03-18 00:00")
    second = LONGER.removesuffix("]\n") + ", {id: ap2, kind: longer, about: [s1], role: head, at: 2026-03-16 09:00}]\n"
    assert due(twice, FACTS + second) == at("2026-03-23 00:00")


def test_an_extension_stands_still_with_the_period():
    both = text(
        f"from: step_start, {DAYS}, pauses: [testing],"
        " extensions: [{approval: longer, amount: 5, unit: calendar_days, reason: 情况复杂}]"
    )
    tested = TESTED.replace("03-05", "03-14").replace("UNTIL", ", until: 2026-03-16 09:00")
    assert due(both, FACTS + LONGER + tested) == at("2026-03-20 00:00")


def test_a_last_day_off_is_rolled_over_and_said():
    rolling = text("from: step_start, amount: 12, unit: calendar_days, rolls: yes")
    found = one(rolling)
    assert found.due_at == at("2026-03-17 00:00")  # the 14th is a Saturday
    assert "期限末日2026年3月14日是休息日，顺延至2026年3月16日" in told(found)


# Numbers that others set

BORROWING = text("from: step_start, amount: 'law:hold_days', unit: working_days")
NUMBERS = "numbers: [{key: hold_days, amount: 7, unit: calendar_days, article: 1}]"


def test_a_number_of_a_statute_is_found_among_the_texts_judged_together():
    statute = law("id: other, kind: deadline, subject: case, needs: {event: 'milestone:x'},"
                  " deadline: {unit: at_once, from: in_force}", id="statute", head=NUMBERS)  # fmt: skip
    found = judged([BORROWING, statute], FACTS)["timed", "s1"]
    assert found.due_at == at("2026-03-10 00:00")
    assert "7日" in told(found)


def test_without_the_statute_nothing_falls_due_and_it_is_said_who_sets_the_number():
    found = one(BORROWING)
    assert (found.state, found.due_at) == (State.OPEN, None)
    assert "依法律、法规的规定（hold_days）" in told(found)


def test_a_number_the_agency_has_set_counts_as_before():
    timed = text("from: step_start, amount: 'agency:hold_days', unit: calendar_days")
    assert "尚未确定" in told(one(timed))
    assert due(timed, "agency: {id: a, name: 甲, numbers: {hold_days: 3}}\n" + FACTS) == at("2026-03-06 00:00")


# Warnings

WARNED = text(f"from: step_start, {DAYS}", more=", warn: {amount: 3, unit: working_days}")


def test_what_runs_out_is_raised_so_long_before():
    found = one(WARNED, at="2026-03-03 09:00")
    assert (found.due_at, found.raise_at) == (at("2026-03-13 00:00"), at("2026-03-09 00:00"))


def test_what_is_done_is_not_raised_any_more():
    assert one(WARNED, FACTS.replace("filed", "decided"), at="2026-03-03 09:00").raise_at is None


def test_a_warning_may_be_set_by_the_agency():
    warned = text(f"from: step_start, {DAYS}", more=", warn: {amount: 'agency:early', unit: hours}")
    assert one(warned, at="2026-03-03 09:00").raise_at is None
    facts = "agency: {id: a, name: 甲, numbers: {early: 12}}\n" + FACTS
    assert one(warned, facts, at="2026-03-03 09:00").raise_at == at("2026-03-12 12:00")


def test_an_alternative_under_a_circumstance_has_its_own_period():
    timed = text(
        f"from: step_start, {DAYS}, instead: [{{when: {{circumstance: [remote]}}, reason: 边远,"
        " ahead_of: 'milestone:closed', amount: 2, unit: calendar_days}]"
    )
    facts = FACTS.replace("kind: seizure,", "kind: seizure, circumstances: [remote],")
    closed = facts.replace("{filed", "{closed: 2026-03-30 09:00, filed")
    assert due(timed, closed, at="2026-03-03 09:00") == at("2026-03-29 00:00")
    assert due(timed, at="2026-03-03 09:00") == at("2026-03-13 00:00")
    assert one(timed, closed).state is State.BREACHED
    assert one(timed).state is State.OVERDUE
