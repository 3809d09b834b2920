"""The interruption loop, link by link: reason spoken on resuming, reports, note in the document."""

import pytest

from liuhen.core.duties.tests.bench import judged, law, told
from liuhen.core.lawbook.fields import parse_moment
from liuhen.core.terms.labels import State

STEP = "{id: s1, kind: inquiry, stage: investigation, start: 2026-03-02 09:00, end: 2026-03-02 11:00}"
CASE = "case: {number: 一号, milestones: {filed: 2026-03-01 09:00}}\n"
CLIPS = (
    "recordings:\n"
    "  - {id: r1, medium: video, start: 2026-03-02 09:00, end: 2026-03-02 09:30, steps: [s1], device: c}\n"
    "  - {id: r2, medium: video, start: 2026-03-02 09:40, end: 2026-03-02 11:00, steps: [s1], device: c}\n"
)
FACTS = f"{CASE}steps: [{STEP}]\n{CLIPS}"
BREAK = "interruptions: [{id: i1, step: s1, start: 2026-03-02 09:30, end: 2026-03-02 09:40, cause: battery}]\n"
LASTING = BREAK.replace(", end: 2026-03-02 09:40", "")
SPOKEN = "marks: [{id: m1, recording: r2, kind: interruption_reason, at: 2026-03-02 09:41}]\n"
REPORT = "reports: [{id: p1, kind: oral_report, about: i1, at: 2026-03-02 10:00, to: head}]\n"


def text(needs, more=""):
    return law(f"id: loop, kind: interruption_loop, subject: interruption, needs: {{{needs}}}{more}")


def one(text_, facts, at="2026-03-31 12:00"):
    return judged(text_, FACTS + facts, at)["loop", "i1"]


RESUMED = text("resumed: {mark: interruption_reason}")
ORAL = "{reports: [oral_report], to: [head], deadline: {amount: 24, unit: hours, from: interrupted}}"
STOPPED = text(f"not_resumed: [{ORAL}]")
ALWAYS = text(f"always: [{ORAL}]")
NOTED = text("noted: {matters: [interruption_noted]}")


def test_a_reason_spoken_after_resuming_closes_the_link():
    found = one(RESUMED, BREAK + SPOKEN)
    assert (found.state, found.evidence) == (State.MET, ("m1",))


@pytest.mark.parametrize("spoken", ["", SPOKEN.replace("r2", "r1").replace("09:41", "09:29")])
def test_without_a_reason_after_resuming_the_link_is_open(spoken):
    found = one(RESUMED, BREAK + spoken)
    assert (found.state, found.missing) == (State.OPEN, "缺中止原因语音说明")


def test_a_reason_spoken_after_the_next_break_is_not_about_this_one():
    second = BREAK.removesuffix("]\n") + ", {id: i2, step: s1, start: 2026-03-02 09:50, cause: battery}]\n"
    assert one(RESUMED, second + SPOKEN.replace("09:41", "09:55")).state is State.OPEN


def test_a_spoken_reason_may_be_due_by_a_time_and_be_raised_before():
    timed = text(
        "resumed: {mark: interruption_reason}",
        ", deadline: {amount: 48, unit: hours, from: resumed}, warn: {amount: 6, unit: hours}",
    )
    found = one(timed, BREAK, at="2026-03-02 12:00")
    assert (found.state, found.due_at) == (State.OPEN, parse_moment("2026-03-04 09:40"))
    assert found.raise_at == parse_moment("2026-03-04 03:40")
    assert one(timed, BREAK).state is State.OVERDUE


def test_where_recording_never_went_on_nothing_is_to_be_spoken():
    assert one(RESUMED, LASTING).state is State.MET


def test_where_it_never_went_on_a_report_is_owed_in_time():
    assert one(STOPPED, LASTING + REPORT).state is State.MET
    assert one(STOPPED, LASTING + REPORT.replace("02 10:00", "04 10:00")).state is State.LATE
    found = one(STOPPED, LASTING, at="2026-03-02 12:00")
    assert (found.state, found.missing) == (State.OPEN, "缺oral_report（向head）")
    assert found.due_at == parse_moment("2026-03-03 09:30")
    assert one(STOPPED, LASTING).state is State.OVERDUE


@pytest.mark.parametrize(
    "report", [REPORT.replace("to: head", "to: handler"), REPORT.replace("oral_report", "letter"),
               REPORT.replace("about: i1", "about: s1")],
)  # fmt: skip
def test_a_report_of_another_kind_to_another_person_or_about_something_else_does_not_count(report):
    assert one(STOPPED, LASTING + report).state is State.OVERDUE


def test_where_recording_went_on_that_report_is_not_owed_but_one_owed_always_is():
    assert one(STOPPED, BREAK).state is State.MET
    assert one(ALWAYS, BREAK).state is State.OVERDUE
    assert one(ALWAYS, BREAK + REPORT).state is State.MET


def test_a_report_without_a_time_of_its_own_has_that_of_the_duty():
    timed = text("always: [{reports: [oral_report]}]", ", deadline: {amount: 2, unit: working_days, from: interrupted}")
    assert one(timed, BREAK, at="2026-03-02 12:00").due_at == parse_moment("2026-03-05 00:00")


def test_documents_of_the_step_must_note_the_break():
    papers = "documents: [{id: d1, kind: record, made_at: 2026-03-02 11:00, steps: [s1]MATTERS}]\n"
    assert one(NOTED, BREAK).state is State.MET
    found = one(NOTED, BREAK + papers.replace("MATTERS", ""))
    assert (found.state, found.missing) == (State.OPEN, "文书未注明interruption_noted")
    assert one(NOTED, BREAK + papers.replace("MATTERS", ", matters: [interruption_noted]")).state is State.MET


def test_only_documents_of_the_kinds_named_must_note_it():
    noted = text("noted: {documents: [record], matters: [interruption_noted]}")
    other = "documents: [{id: d1, kind: letter, made_at: 2026-03-02 11:00, steps: [s1]}]\n"
    assert one(noted, BREAK + other).state is State.MET
    assert one(noted, BREAK + other.replace("letter", "record")).state is State.OPEN


def test_a_cause_the_article_does_not_accept_breaches_it():
    found = one(text("causes: [rain], resumed: {mark: interruption_reason}"), BREAK + SPOKEN)
    assert (found.state, found.missing) == (State.BREACHED, "中止没有法定客观原因")


def test_an_article_for_some_causes_only_leaves_others_to_its_neighbours():
    only = text("causes: [rain], only: yes, resumed: {mark: interruption_reason}")
    assert ("loop", "i1") not in judged(only, FACTS + BREAK)


def test_a_break_without_a_cause_is_open_and_its_links_fall_due_all_the_same():
    found = one(STOPPED, LASTING.replace(", cause: battery", ""), at="2026-03-02 12:00")
    assert found.state is State.OPEN
    assert found.missing == "缺中止原因；缺oral_report（向head）"
    assert found.due_at == parse_moment("2026-03-03 09:30")


def test_the_earliest_missing_link_is_due_first_and_the_gravest_state_leads():
    written = "{reports: [written_explanation], deadline: {amount: 5, unit: calendar_days, from: interrupted}}"
    both = text(f"not_resumed: [{ORAL}, {written}]", ", deadline: {unit: at_once, from: interrupted}")
    found = one(both, LASTING, at="2026-03-04 12:00")
    assert found.state is State.OVERDUE
    assert found.missing == "缺oral_report（向head）；缺written_explanation"
    assert found.due_at == parse_moment("2026-03-03 09:30")
    later = one(both, LASTING + REPORT, at="2026-03-04 12:00")
    assert (later.state, later.due_at) == (State.OPEN, parse_moment("2026-03-08 00:00"))
    assert "缺written_explanation" in later.missing


def test_every_link_says_how_it_stands():
    whole = text(f"resumed: {{mark: interruption_reason}}, always: [{ORAL}], noted: {{matters: [interruption_noted]}}")
    words = told(one(whole, BREAK + SPOKEN))
    assert "说明了中止原因" in words
    assert "没有oral_report（向head）" in words
    assert "该环节没有执法文书，无须注明" in words
