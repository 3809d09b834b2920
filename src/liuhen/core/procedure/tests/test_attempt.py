"""What an attempt would do is found by doing it as if: out of order it is not led to, whatever time it is given."""

from __future__ import annotations

import dataclasses

import pytest

from liuhen.core.lawbook.errors import LawError
from liuhen.core.lawbook.vocabulary import Word
from liuhen.core.procedure.attempt import Attempt, Outcome, attempt_of, tried
from liuhen.core.procedure.procedure import read_procedure
from liuhen.core.procedure.standing import BarKind, open_to, standing_in
from liuhen.core.procedure.tests.test_procedure import START, TEXT, VOCABULARY, _dossier
from liuhen.core.terms.facts import Agency, Case, Document, Dossier, Step
from liuhen.core.terms.labels import Stage

TRACK = """
id: measure
title: 扣押
begins_by: ["step:hearing"]
states:
  - {id: none, title: 未实施, stage: investigation}
  - {id: held, title: 扣押中, stage: investigation, ends: yes}
  - {id: urgent, title: 紧急扣押中, stage: investigation, ends: yes}
transitions:
  - {id: first, title: 先行扣押, from: [none], to: urgent, event: "step:hearing", by: [head], circumstances: [at_once]}
  - {id: hold, title: 扣押, from: [none], to: held, event: "step:hearing", by: [head]}
"""


@pytest.fixture(scope="module")
def ordinary():
    return read_procedure(TEXT, name="_procedures/ordinary.yaml", vocabulary=VOCABULARY)


@pytest.fixture(scope="module")
def track():
    lists = {**VOCABULARY.lists, "circumstances": {"at_once": Word("at_once", "紧急")}}
    return read_procedure(TRACK, name="_procedures/measure.yaml", vocabulary=type(VOCABULARY)(lists))


def outcome(procedure, dossier, attempt) -> Outcome:
    found = tried(procedure, dossier, attempt)
    assert found is not None
    return found


def test_what_no_step_speaks_of_is_not_judged(ordinary):
    assert tried(ordinary, _dossier(), attempt_of("step:hearing", START)) is None


def test_what_the_procedure_does_not_lead_to_is_not_led(ordinary):
    found = outcome(ordinary, _dossier(), attempt_of("milestone:decided", START))
    assert not found.led
    assert not found.open
    assert found.before.state.id == "lead"
    assert found.step.id == "decide"


def test_what_it_leads_to_is_barred_by_papers_and_approvals_that_are_not_there(ordinary):
    found = outcome(ordinary, _dossier(), attempt_of("milestone:filed", START))
    assert found.led
    assert [bar.kind for bar in found.bars] == [BarKind.DOCUMENT, BarKind.APPROVAL]
    ready = _dossier(documents=["filing_form"], approvals=[("case_filing", "approved")])
    assert outcome(ordinary, ready, attempt_of("milestone:filed", START)).open


def test_a_time_before_the_step_it_follows_does_not_help(ordinary):
    filed = _dossier(milestones=[("filed", 3)], documents=["penalty_decision"])
    assert not outcome(ordinary, filed, attempt_of("milestone:decided", START)).led
    assert outcome(ordinary, filed, attempt_of("milestone:decided", START.replace(day=20))).led


def test_what_would_put_a_later_step_astray_is_not_led(ordinary):
    closed = _dossier(milestones=[("filed", 0), ("decided", 5), ("closed", 6)], features=["unpenalised"])
    assert standing_in(ordinary, closed).state.id == "closed"
    again = Attempt("milestone:filed", START.replace(day=9))
    assert not outcome(ordinary, closed, again).led


def test_an_exception_leads_on_from_any_state_and_counts_once(ordinary):
    decided = _dossier(milestones=[("decided", 2)])
    assert standing_in(ordinary, decided).state.id == "lead"
    at = decided.case.milestones["decided"]
    standing = standing_in(ordinary, decided, excepted={("milestone:decided", at)})
    assert standing.state.id == "decided"
    assert standing.taken[-1].by_exception
    assert not standing.astray
    other = standing_in(ordinary, decided, excepted={("milestone:decided", START)})
    assert other.state.id == "lead"


@pytest.mark.parametrize(("circumstances", "state"), [((), "held"), (("at_once",), "urgent")])
def test_circumstances_of_the_step_choose_the_way(track, circumstances, state):
    step = Step(
        id="step:1", kind="hearing", start=START, stage=Stage.INVESTIGATION, circumstances=frozenset(circumstances)
    )
    dossier = Dossier(agency=Agency(id="a", name="局"), case=Case(number="1"), steps=(step,))
    assert standing_in(track, dossier).state.id == state


def test_circumstances_are_of_steps_alone():
    wrong = TEXT.replace(
        'event: "milestone:closed", by: [head]', 'event: "milestone:closed", by: [head], circumstances: [x]'
    )
    with pytest.raises(LawError, match="只有 event 为 step"):
        read_procedure(wrong, name="_procedures/ordinary.yaml", vocabulary=VOCABULARY)


def test_a_procedure_is_open_to_those_who_follow_it_and_a_track_to_all(ordinary, track):
    summary = Dossier(agency=Agency(id="a", name="局"), case=Case(number="1", procedure="summary"))
    assert not open_to(ordinary, summary)
    assert open_to(track, summary)


def test_a_paper_serves_one_step_of_an_event_alone(track):
    lists = {**VOCABULARY.lists, "circumstances": {"at_once": Word("at_once", "紧急")}}
    again = TRACK.replace("from: [none], to: held,", "from: [none, held], to: held, documents: [filing_form],")
    procedure = read_procedure(again, name="_procedures/measure.yaml", vocabulary=type(VOCABULARY)(lists))
    later = START.replace(day=9)
    first = Step(id="step:1", kind="hearing", start=START, stage=Stage.INVESTIGATION)
    dossier = dataclasses.replace(_dossier(documents=["filing_form"]), steps=(first,))
    found = outcome(procedure, dossier, attempt_of("step:hearing", later))
    assert [bar.code for bar in found.bars] == ["filing_form"]
    second = Document(id="document:9", kind="filing_form", made_at=later)
    both = dataclasses.replace(dossier, documents=(*dossier.documents, second))
    assert outcome(procedure, both, attempt_of("step:hearing", later)).open
    correction = dataclasses.replace(second, corrects="document:0")
    mended = dataclasses.replace(dossier, documents=(*dossier.documents, correction))
    assert not outcome(procedure, mended, attempt_of("step:hearing", later)).open


def test_papers_and_approvals_of_a_later_day_do_not_count(ordinary):
    ready = _dossier(documents=["filing_form"], approvals=[("case_filing", "approved")])
    same_day = START.replace(hour=0)
    assert outcome(ordinary, ready, attempt_of("milestone:filed", same_day)).open
    before = START.replace(day=1)
    assert [bar.code for bar in outcome(ordinary, ready, attempt_of("milestone:filed", before)).bars] == [
        "filing_form",
        "case_filing",
    ]


def test_who_may_not_take_a_step_is_barred_unless_an_approval_settles_it(ordinary):
    closing = _dossier(milestones=[("filed", 0), ("decided", 5)], features=["unpenalised"])
    at = START.replace(day=20)
    for hands, open_ in ((None, True), (frozenset({"head"}), True), (frozenset({"handler"}), False)):
        attempt = dataclasses.replace(attempt_of("milestone:closed", at), hands=hands)
        assert outcome(ordinary, closing, attempt).open is open_
    ready = _dossier(documents=["filing_form"], approvals=[("case_filing", "approved")])
    by_handler = dataclasses.replace(attempt_of("milestone:filed", START), hands=frozenset({"handler"}))
    assert outcome(ordinary, ready, by_handler).open


def test_a_corrected_milestone_keeps_what_it_stood_on_and_what_stands_on_it(ordinary):
    filed = _dossier(
        milestones=[("filed", 1), ("decided", 5)],
        documents=["filing_form"],
        approvals=[("case_filing", "approved")],
        features=["unpenalised"],
    )
    to = lambda day: Attempt("milestone:filed", START.replace(day=day), replaces="filed")  # noqa: E731
    assert outcome(ordinary, filed, to(4)).open
    late = outcome(ordinary, filed, to(20))
    assert [one.event for one in late.upsets] == ["milestone:decided"]
    assert [bar.code for bar in outcome(ordinary, filed, to(1)).bars] == ["filing_form", "case_filing"]


def test_a_correction_of_what_was_astray_is_not_judged(ordinary):
    astray = _dossier(milestones=[("decided", 1)])
    attempt = Attempt("milestone:decided", START.replace(day=9), replaces="decided")
    assert tried(ordinary, astray, attempt) is None
