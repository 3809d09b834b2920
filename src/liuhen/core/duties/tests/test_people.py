"""Staffing: enough people, qualified and certified, none in two incompatible roles, with enough devices."""

import pytest

from liuhen.core.duties.tests.bench import judged, law, told
from liuhen.core.terms.labels import State

PEOPLE = "[{certificate: 粤0001, name: 甲}, {certificate: 粤0002, name: 乙, role: host}]"
STEPS = f"""case: {{number: 一号}}
steps:
  - {{id: s1, kind: hearing, start: 2026-03-10 09:00, people: {PEOPLE}}}
  - {{id: s0, kind: inquiry, start: 2026-03-02 09:00, people: [{{certificate: 粤0003, name: 丙}}]}}
"""
ROLL = """officers:
  - {id: 粤0001, name: 甲, qualifications: [legal_exam], certified_from: 2025-01-01 00:00}
  - {id: 粤0002, name: 乙, qualifications: [other], certified_from: 2025-01-01 00:00, certified_until: UNTIL}
"""
VALID, EXPIRED = ROLL.replace("UNTIL", "2027-01-01 00:00"), ROLL.replace("UNTIL", "2026-03-01 00:00")


def staffing(needs, facts, subject="step", id="s1"):
    text = law(f"id: staff, kind: staffing, subject: {subject}, when: {{step: [hearing]}}, needs: {needs}")
    if subject == "agency":
        text = law(f"id: staff, kind: staffing, subject: agency, needs: {needs}")
    return judged(text, facts)["staff", id]


def test_everyone_must_hold_one_of_the_qualifications():
    found = staffing("{qualification: [legal_exam]}", STEPS + VALID)
    assert found.state is State.BREACHED
    assert found.missing == "乙没有legal_exam"
    assert found.evidence == ("粤0001", "粤0002")
    assert staffing("{qualification: [legal_exam, other]}", STEPS + VALID).state is State.MET


def test_with_roles_only_those_must_be_qualified():
    assert staffing("{qualification: [other], roles: [host]}", STEPS + VALID).state is State.MET
    assert staffing("{qualification: [legal_exam], roles: [host]}", STEPS + VALID).state is State.BREACHED


@pytest.mark.parametrize("needs", ["{qualification: [legal_exam]}", "{certified: yes}"])
def test_who_is_not_on_the_roll_leaves_the_question_open(needs):
    found = staffing(needs, STEPS)
    assert found.state is State.OPEN
    assert found.missing == "缺甲、乙的执法人员登记"


def test_of_an_officer_on_the_roll_whose_certificate_has_no_days_it_is_said_that_they_are_missing():
    found = staffing("{certified: yes}", STEPS + "officers: [{id: 粤0001, name: 甲}]\n")
    assert found.state is State.OPEN
    assert found.missing == "缺乙的执法人员登记；缺甲的执法证有效期登记"


def test_certificates_must_be_valid_when_the_step_begins():
    assert staffing("{certified: yes}", STEPS + VALID).state is State.MET
    found = staffing("{certified: yes}", STEPS + EXPIRED)
    assert found.state is State.BREACHED
    assert found.missing == "乙没有2026年3月10日 09:00有效的执法证件"


def test_a_suspended_certificate_is_not_valid_while_it_lasts():
    paused = VALID.replace("{id: 粤0001", "{suspended: [{start: 2026-03-09 00:00, end: 2026-03-11 00:00}], id: 粤0001")
    assert staffing("{certified: yes}", STEPS + paused).state is State.BREACHED
    past = paused.replace("2026-03-11", "2026-03-10")
    assert staffing("{certified: yes}", STEPS + past).state is State.MET


def test_helpers_need_no_certificate_unless_the_text_names_them():
    helper = STEPS.replace("name: 乙, role: host", "name: 乙, staff: assistant")
    assert staffing("{certified: yes}", helper + EXPIRED).state is State.MET
    assert staffing("{certified: yes, staff: [assistant]}", helper + EXPIRED).state is State.BREACHED


APART = "{apart: [{roles: [host], steps: [inquiry]}]}"


def test_nobody_may_be_host_of_what_they_investigated():
    assert staffing(APART, STEPS).state is State.MET
    both = STEPS.replace("certificate: 粤0003, name: 丙", "certificate: 粤0002, name: 乙")
    found = staffing(APART, both)
    assert found.state is State.BREACHED
    assert found.missing == "乙参加过inquiry，不得兼任host"
    assert found.evidence == ("粤0002",)


def test_only_the_named_roles_there_are_incompatible():
    both = STEPS.replace("certificate: 粤0003, name: 丙", "certificate: 粤0002, name: 乙, role: recorder")
    asked = APART.replace("steps: [inquiry]", "steps: [inquiry], their_roles: [officer]")
    assert staffing(asked, both).state is State.MET
    assert staffing(APART, both).state is State.BREACHED


def test_several_questions_are_answered_one_by_one_and_the_gravest_decides():
    found = staffing("{at_least: 2, certified: yes, qualification: [legal_exam]}", STEPS + EXPIRED)
    assert found.state is State.BREACHED
    assert found.missing == "乙没有legal_exam；乙没有2026年3月10日 09:00有效的执法证件"
    assert "登记人员2人，应不少于2人" in told(found)


def test_a_step_without_registered_people_is_open():
    nobody = "case: {number: 一号}\nsteps: [{id: s1, kind: hearing, start: 2026-03-10 09:00}]\n"
    assert staffing("{certified: yes}", nobody).missing == "缺参加人员登记"


RATIO = "{ratio: {devices: [body_camera], staff: [enforcement], per: 2}}"
DEVICES = "devices: [{id: c1, kind: body_camera}, {id: c2, kind: tripod}]\n"


def test_there_must_be_a_device_for_every_so_many_officers():
    assert staffing(RATIO, VALID + DEVICES, "agency", "a").state is State.MET
    third = VALID + "  - {id: 粤0003, name: 丙}\n"
    found = staffing(RATIO, third + DEVICES, "agency", "a")
    assert (found.state, found.missing, found.evidence) == (State.OPEN, "缺body_camera1台", ("c1",))
    assistant = VALID + "  - {id: 粤0003, name: 丙, staff: assistant}\n"
    assert staffing(RATIO, assistant + DEVICES, "agency", "a").state is State.MET


def test_an_agency_without_a_roll_is_open():
    assert staffing(RATIO, DEVICES, "agency", "a").missing == "缺执法人员登记"
