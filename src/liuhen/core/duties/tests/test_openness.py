"""Duties to provide, to publish, and to keep registers for each officer or device."""

import pytest

from liuhen.core.duties.tests.bench import judged, law, told
from liuhen.core.terms.labels import State

PROVIDE = law(
    "id: give, kind: duty_to_provide, subject: request, needs: {grounds: [state_secret], no_approval: yes},"
    " deadline: {amount: 5, unit: working_days, from: asked}, warn: {amount: 1, unit: working_days}"
)
ASKED = "retrievals: [{id: q1, by: superior, asked_at: 2026-03-02 09:00MORE}]\n"
CONSENT = "approvals: [{id: ap1, kind: consent, about: [q1], role: head, at: 2026-03-03 09:00}]\n"


@pytest.mark.parametrize(
    ("more", "state"),
    [
        (", provided_at: 2026-03-05 09:00", State.MET),
        (", provided_at: 2026-03-12 09:00", State.LATE),
        ("", State.OVERDUE),
        (", refused_at: 2026-03-05 09:00, ground: state_secret", State.EXCUSED),
        (", refused_at: 2026-03-05 09:00, ground: busy", State.BREACHED),
    ],
)
def test_a_request_is_answered_in_time_or_refused_on_lawful_grounds(more, state):
    assert judged(PROVIDE, ASKED.replace("MORE", more))["give", "q1"].state is state


def test_an_unanswered_request_is_raised_before_it_falls_due():
    found = judged(PROVIDE, ASKED.replace("MORE", ""), at="2026-03-04 09:00")["give", "q1"]
    assert found.state is State.OPEN
    assert found.due_at.isoformat() == "2026-03-10T00:00:00+08:00"
    assert found.raise_at < found.due_at


def test_asking_for_consent_first_breaks_a_duty_to_give_without_it():
    given = ASKED.replace("MORE", ", provided_at: 2026-03-05 09:00")
    found = judged(PROVIDE, given + CONSENT)["give", "q1"]
    assert found.state is State.BREACHED
    assert found.evidence == ("q1", "ap1")
    afterwards = CONSENT.replace("03-03", "03-06")
    assert judged(PROVIDE, given + afterwards)["give", "q1"].state is State.MET


PUBLISH = (
    "kind: publication, needs: {publications: [decision_publication], where: [website], redacted: [privacy]},"
    " deadline: {amount: 7, unit: working_days, from: milestone:decided}"
)
DECIDED = """case: {number: 一号, milestones: {decided: 2026-03-02 09:00}}
documents: [{id: d1, kind: decision, made_at: 2026-03-02 09:00}]
"""
MADE_PUBLIC = "{id: pub1, kind: decision_publication, about: [d1], at: AT, where: website, redactions: [privacy]}"
IN_TIME, TOO_LATE = MADE_PUBLIC.replace("AT", "2026-03-05 09:00"), MADE_PUBLIC.replace("AT", "2026-03-20 09:00")


def published(*publications, subject="document", id="d1", at="2026-03-31 12:00"):
    when = "when: {document: [decision]}, " if subject == "document" else ""
    text = law(f"id: show, subject: {subject}, {when}{PUBLISH}")
    return judged(text, DECIDED + f"publications: [{', '.join(publications)}]\n", at).get(("show", id))


def test_what_must_be_published_is_met_late_open_or_overdue():
    assert published(IN_TIME).state is State.MET
    assert published(IN_TIME).evidence == ("pub1",)
    assert published(TOO_LATE).state is State.LATE
    assert published(at="2026-03-04 09:00").state is State.OPEN
    missing = published()
    assert (missing.state, missing.missing) == (State.OVERDUE, "未公开：decision_publication")


def test_the_wrong_place_does_not_count():
    found = published(IN_TIME.replace("website", "newspaper"))
    assert (found.state, found.missing) == (State.OVERDUE, "应在website公开")


def test_what_was_shown_unredacted_cannot_be_made_good():
    found = published(IN_TIME.replace("[privacy]", "[]"))
    assert (found.state, found.missing) == (State.BREACHED, "公开时没有隐去privacy")
    assert "没有隐去privacy" in told(found)


def test_a_publication_of_another_document_does_not_count_but_the_case_sees_all():
    about_case = IN_TIME.replace("[d1]", "[一号]")
    assert published(about_case).state is State.OVERDUE
    assert published(about_case, subject="case", id="一号").state is State.MET
    assert published(IN_TIME, subject="case", id="一号").state is State.MET


def test_each_publication_is_judged_by_itself_and_other_kinds_are_not_concerned():
    assert published(IN_TIME, subject="publication", id="pub1").state is State.MET
    assert published(IN_TIME.replace("[privacy]", "[]"), subject="publication", id="pub1").state is State.BREACHED
    assert published(IN_TIME.replace("decision_pub", "other_pub"), subject="publication", id="pub1") is None


REGISTERS = "registers: [{id: g1, kind: training, since: 2026-01-05 09:00, about: [粤0001]}]\n"
OFFICERS = "officers: [{id: 粤0001}, {id: 粤0002}]\ndevices: [{id: c1}]\n"


def test_a_register_is_kept_for_each_officer():
    text = law("id: train, kind: periodic_register, subject: officer, needs: {registers: [training]}")
    found = judged(text, OFFICERS + REGISTERS)
    assert (found["train", "粤0001"].state, found["train", "粤0002"].state) == (State.MET, State.OPEN)
    assert found["train", "粤0001"].evidence == ("g1",)
    assert found["train", "粤0002"].missing == "缺training"


def test_a_register_of_each_device_is_renewed():
    text = law(
        "id: upkeep, kind: periodic_register, subject: device,"
        " needs: {registers: [training], every: {amount: 1, unit: months, from: in_force}}"
    )
    facts = OFFICERS + REGISTERS.replace("粤0001", "c1")
    assert judged(text, facts, at="2026-01-20 09:00")["upkeep", "c1"].state is State.MET
    assert judged(text, facts)["upkeep", "c1"].state is State.OPEN


def test_a_register_of_the_agency_may_be_about_anybody():
    text = law("id: train, kind: periodic_register, subject: agency, needs: {registers: [training]}")
    assert judged(text, OFFICERS + REGISTERS)["train", "a"].state is State.MET
    assert judged(text, OFFICERS)["train", "a"].state is State.OPEN
