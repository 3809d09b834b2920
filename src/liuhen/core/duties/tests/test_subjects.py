"""What belongs to no case is judged as well: patrols, meetings, officers, publications, and the agency itself."""

import pytest

from liuhen.core.duties.evaluate import standings
from liuhen.core.duties.tests.bench import LATER, judged, law, told
from liuhen.core.lawbook.dossier import read_dossier
from liuhen.core.lawbook.fields import parse_moment
from liuhen.core.terms.labels import State, SubjectKind

OCCASION = "[{id: p1, kind: patrol, start: 2026-03-02 09:00, end: 2026-03-02 10:00, features: [night]}]\n"
PATROL, MEETING = f"patrols: {OCCASION}", f"meetings: {OCCASION}"


@pytest.mark.parametrize(("subject", "facts"), [("patrol", PATROL), ("meeting", MEETING)])
def test_a_patrol_or_meeting_without_a_case_owes_what_a_step_would(subject, facts):
    text = law(
        f"id: film, kind: av_record, subject: {subject}, when: {{step: [patrol], feature: [night]}},"
        " needs: {media: [video]}",
        f"id: note, kind: text_record, subject: {subject}, needs: {{documents: [minutes]}}",
        f"id: say, kind: spoken_notice, subject: {subject}, needs: {{}}",
    )
    found = judged(text, facts)
    assert found["film", "p1"].state is State.BREACHED
    assert found["note", "p1"].state is State.OPEN
    assert found["film", "p1"].subject.kind is SubjectKind(subject)
    assert found["film", "p1"].subject.label == "patrol（2026年3月2日 09:00）"
    assert found["film", "p1"].stage is None


LINKED = """
documents: [{id: d1, kind: minutes, made_at: 2026-03-02 10:00, steps: [p1]}]
recordings: [{id: r1, medium: video, start: 2026-03-02 08:59, end: 2026-03-02 10:01, steps: [p1]}]
marks: [{id: m1, recording: r1, kind: spoken_notice, at: 2026-03-02 09:01, step: p1}]
interruptions: [{id: i1, step: p1, start: 2026-03-02 09:30, end: 2026-03-02 09:31, cause: device_fault}]
"""


@pytest.mark.parametrize(("subject", "facts"), [("patrol", PATROL), ("meeting", MEETING)])
def test_documents_recordings_marks_and_breaks_may_name_it_like_a_step(subject, facts):
    text = law(
        f"id: film, kind: av_record, subject: {subject}, needs: {{media: [video]}}",
        f"id: note, kind: text_record, subject: {subject}, needs: {{documents: [minutes]}}",
        f"id: say, kind: spoken_notice, subject: {subject}, needs: {{}}",
        "id: loop, kind: interruption_loop, subject: interruption, when: {step: [patrol]},"
        " needs: {causes: [device_fault], resumed: {mark: interruption_reason}}",
        "id: seen, kind: ban, modality: must_not, subject: recording, needs: {forbidden: {step: [patrol]}}",
    )
    found = judged(text, facts + LINKED)
    assert {found[duty, "p1"].state for duty in ("film", "note", "say")} == {State.MET}
    assert found["loop", "i1"].state is State.OPEN
    assert found["seen", "r1"].state is State.BREACHED


def test_a_patrol_is_no_step_and_a_step_no_patrol():
    text = law("id: film, kind: av_record, subject: patrol, needs: {media: [video]}")
    steps = OCCASION.replace("p1", "s1")
    assert judged(text, f"case: {{number: 一号}}\nsteps: {steps}") == {}
    assert set(judged(text, f"case: {{number: 一号}}\nsteps: {steps}{PATROL}")) == {("film", "p1")}


def test_what_has_not_begun_is_not_judged():
    text = law("id: film, kind: av_record, subject: patrol, needs: {media: [video]}")
    assert judged(text, PATROL, at="2026-03-01 09:00") == {}


def test_a_text_counts_the_patrols_and_meetings_it_binds():
    dossier = read_dossier("agency: {id: a, name: 甲}\n" + PATROL + MEETING.replace("p1", "w1"))
    (standing,) = standings(dossier, [law("id: x, kind: ban, modality: must_not, subject: patrol,"
                                          " needs: {forbidden: {feature: [night]}}")], parse_moment(LATER))  # fmt: skip
    assert standing.bound == 2


OFFICER = "officers: [{id: 粤0001, name: 甲, qualifications: [legal_exam], certified_until: 2026-06-30 00:00MORE}]\n"


def officer(facts, condition, at=LATER):
    text = law(f"id: so, kind: ban, modality: must_not, subject: officer, needs: {{forbidden: {condition}}}")
    return judged(text, facts, at)["so", "粤0001"].state is State.BREACHED


def test_an_officer_shows_certificate_suspension_and_qualifications():
    plain = OFFICER.replace("MORE", "")
    paused = OFFICER.replace("MORE", ", suspended: [{start: 2026-03-01 00:00, end: 2026-04-01 00:00}]")
    assert officer(plain, "{is: [certified]}")
    assert officer(plain, "{qualification: [legal_exam]}")
    assert not officer(plain, "{qualification: [other]}")
    assert officer(paused, "{is: [suspended]}")
    assert not officer(paused, "{is: [certified]}")
    assert officer(paused, "{is: [certified]}", at="2026-04-02 09:00")
    assert not officer(plain, "{is: [certified]}", at="2026-07-02 09:00")


def test_without_registered_dates_a_certificate_is_neither_valid_nor_not():
    assert not officer("officers: [{id: 粤0001}]\n", "{is: [certified]}")
    assert not officer("officers: [{id: 粤0001}]\n", "{is: [suspended]}")


def test_a_certificate_can_be_a_date_to_act_before():
    text = law(
        "id: renew, kind: deadline, subject: officer, needs: {event: report:renewal},"
        " deadline: {amount: 30, unit: calendar_days, ahead_of: certified_until}"
    )
    found = judged(text, OFFICER.replace("MORE", ""))["renew", "粤0001"]
    assert (found.state, found.subject.label) == (State.OPEN, "甲（粤0001）")
    assert judged(text, OFFICER.replace("MORE", ""), at="2026-06-15 09:00")["renew", "粤0001"].state is State.OVERDUE


PUBLISHED = """case: {number: 一号}
steps: [{id: s1, kind: decision_service, start: 2026-03-02 09:00}]
documents: [{id: d1, kind: decision, made_at: 2026-03-02 09:00, steps: [s1]}]
publications: [{id: pub1, kind: decision_publication, about: [d1], at: 2026-03-05 09:00, where: website}]
"""


def test_a_publication_is_a_subject_that_sees_what_it_is_about():
    seen = "kind: ban, modality: must_not, subject: publication"
    text = law(
        f"id: kind, {seen}, needs: {{forbidden: {{publication: [decision_publication]}}}}",
        f"id: paper, {seen}, needs: {{forbidden: {{document: [decision]}}}}",
        f"id: step, {seen}, needs: {{forbidden: {{step: [decision_service]}}}}",
        f"id: gone, {seen}, needs: {{forbidden: {{is: [withdrawn]}}}}",
        "id: down, kind: deadline, subject: publication, needs: {event: withdrawn},"
        " deadline: {amount: 7, unit: calendar_days, from: published}",
    )
    found = judged(text, PUBLISHED)
    assert {found[id, "pub1"].state for id in ("kind", "paper", "step")} == {State.BREACHED}
    assert found["gone", "pub1"].state is State.MET
    assert found["down", "pub1"].state is State.OVERDUE
    taken_down = PUBLISHED.replace("where: website", "where: website, withdrawn_at: 2026-03-08 09:00")
    assert judged(text, taken_down)["down", "pub1"].state is State.MET
    assert judged(text, taken_down)["gone", "pub1"].state is State.BREACHED


APPROVED = "approvals: [{id: ap1, kind: secret_level, about: [ABOUT], role: head, at: 2026-03-03 09:00}]\n"


@pytest.mark.parametrize(
    ("about", "seeing"),
    [("d1", {"d1", "一号"}), ("s1", {"s1", "d1", "pub1", "一号"}), ("一号", {"s1", "d1", "pub1", "一号"})],
)
def test_an_approval_is_seen_by_what_it_is_about_and_by_what_belongs_to_that(about, seeing):
    seen = "kind: ban, modality: must_not, needs: {forbidden: {approval: [secret_level]}}"
    text = law(*[f"id: on-{kind}, subject: {kind}, {seen}" for kind in ("step", "document", "publication", "case")])
    found = judged(text, PUBLISHED + APPROVED.replace("ABOUT", about))
    assert {id for (_, id), o in found.items() if o.state is State.BREACHED} == seeing
    refused = APPROVED.replace("ABOUT", about).replace("}", ", outcome: refused}")
    assert {o.state for o in judged(text, PUBLISHED + refused).values()} == {State.MET}


def test_a_document_shows_what_was_made_public_of_it():
    text = law("id: shown, kind: ban, modality: must_not, subject: document,"
               " needs: {forbidden: {publication: [decision_publication]}}")  # fmt: skip
    assert judged(text, PUBLISHED)["shown", "d1"].state is State.BREACHED
    assert judged(text, PUBLISHED.replace("about: [d1]", "about: [s1]"))["shown", "d1"].state is State.BREACHED


def test_a_situation_about_a_patrol_is_seen_by_it_alone():
    text = law("id: calm, kind: ban, modality: must_not, subject: patrol, needs: {forbidden: {situation: [dispute]}}")
    two = PATROL.replace("}]\n", "}, {id: p2, kind: patrol, start: 2026-03-02 09:00}]\n")
    found = judged(text, two + "situations: [{id: x1, kind: dispute, since: 2026-03-02 09:30, about: [p2]}]\n")
    assert (found["calm", "p1"].state, found["calm", "p2"].state) == (State.MET, State.BREACHED)


def test_a_number_is_borrowed_from_any_text_judged_together():
    lender = law(
        "id: x, kind: ban, modality: must_not, subject: case, needs: {forbidden: {feature: [x]}}",
        id="statute",
        head="numbers: [{key: decision_days, amount: 90, unit: calendar_days, article: 1}]",
    )
    borrower = law(
        "id: decide, kind: deadline, subject: case, needs: {event: milestone:decided},"
        " deadline: {amount: law:decision_days, unit: calendar_days, from: milestone:filed}"
    )
    facts = "case: {number: 一号, milestones: {filed: 2026-01-01 09:00}}\n"
    together = judged([borrower, lender], facts)["decide", "一号"]
    assert together.due_at.isoformat() == "2026-04-02T00:00:00+08:00"
    alone = judged(borrower, facts)["decide", "一号"]
    assert (alone.due_at, alone.state) == (None, State.OPEN)


@pytest.mark.parametrize(("numbering", "cited"), [("articles", "第一条"), ("items", "第一项"), ("rows", "第一行")])
def test_a_text_is_cited_by_its_own_numbering(numbering, cited):
    text = law("id: x, kind: ban, modality: must_not, subject: patrol, needs: {forbidden: {feature: [x]}}",
               head=f"numbering: {numbering}")  # fmt: skip
    assert told(judged(text, PATROL)["x", "p1"]).startswith(f"demo{cited}：")


def test_an_obligation_names_the_topic_of_its_duty():
    text = law("id: x, kind: ban, modality: must_not, subject: patrol, topic: film, needs: {forbidden: {feature: [x]}}",
               "id: y, kind: ban, modality: must_not, subject: patrol, needs: {forbidden: {feature: [x]}}")  # fmt: skip
    found = judged(text, PATROL)
    assert (found["x", "p1"].topic, found["y", "p1"].topic) == ("film", "")


def test_a_situation_is_asked_what_it_is_itself_and_not_what_else_there_is_in_the_case():
    facts = """agency: {id: a, name: 甲}
case: {number: 一号}
situations:
  - {id: x1, kind: complaint, since: 2026-03-01 09:00}
  - {id: x2, kind: check_problem, since: 2026-03-02 09:00}
"""
    text = law(
        "id: correct, kind: deadline, subject: situation, when: {situation: [check_problem]}, needs: {event: until}, "
        "deadline: {amount: 3, unit: calendar_days, from: since}"
    )
    assert [subject for _, subject in judged(text, facts)] == ["x2"]


def test_nothing_is_asked_of_an_entry_of_a_register_that_counts_as_a_document():
    text = law(
        "id: gather, kind: deadline, subject: document, needs: {event: gathered},"
        " deadline: {amount: 24, unit: hours, from: made}",
        "id: list, kind: text_record, subject: case, needs: {documents: [ledger]}",
    )
    papers = (
        "{id: d1, kind: ledger, made_at: 2026-03-02 09:00, entry: yes}, {id: d2, kind: note, made_at: 2026-03-02 09:00}"
    )
    found = judged(text, f"case: {{number: 一号}}\ndocuments: [{papers}]\n")
    assert ("gather", "d1") not in found
    assert ("gather", "d2") in found
    assert found["list", "一号"].state is State.MET
