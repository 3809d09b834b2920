"""The procedures of law/_procedures: every step rests on an article that exists and every limit on a duty there is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from liuhen.adapters.law_folder import DiskLawFolder
from liuhen.core.procedure.standing import standing_in
from liuhen.core.terms.facts import Agency, Approval, Case, Document, Dossier, Step

LAW = DiskLawFolder()
PROCEDURES = LAW.procedures()
START = datetime(2026, 11, 2, 1, tzinfo=UTC)


def test_every_procedure_of_the_vocabulary_is_there():
    named = {code for procedure in PROCEDURES.values() for code in procedure.procedures}
    assert named == set(LAW.vocabulary().lists["procedures"])


@pytest.mark.parametrize("procedure", PROCEDURES.values(), ids=list(PROCEDURES))
def test_steps_rest_on_articles_and_limits_on_duties(procedure):
    duties = {f"{text}/{duty.id}" for text in LAW.ids() for duty in LAW.text(text).duties}
    for step in procedure.transitions:
        assert step.basis, step.title
        assert set(step.limits) <= duties, step.title
        for basis in step.basis:
            assert (basis.text is None) != (basis.law is None), step.title
            assert not basis.text or 1 <= basis.article <= LAW.text(basis.text).info.articles, step.title


@pytest.mark.parametrize("procedure", PROCEDURES.values(), ids=list(PROCEDURES))
def test_every_procedure_belongs_to_a_text_there_is(procedure):
    assert procedure.text in LAW.ids()
    assert all(state.title for state in procedure.states)


def test_who_decides_an_approval_rests_on_articles_and_on_the_roles_the_duties_name():
    approvals = LAW.vocabulary().lists["approvals"]
    asked = {code: word for code, word in approvals.items() if word.by}
    assert {step.approval for one in PROCEDURES.values() for step in one.transitions} - {None} <= set(asked)
    for code, word in asked.items():
        assert word.basis, code
        for named in word.basis:
            text, _, number = named.partition("/")
            assert 1 <= int(number) <= LAW.text(text).info.articles, code
    routes = [
        (stage.approval, stage.roles)
        for text in LAW.ids()
        for duty in LAW.text(text).duties
        for stage in getattr(duty.needs, "route", ())
    ]
    for code, roles in routes:
        if code in asked and roles:
            word = asked[code]
            assert (word.acts_as or word.by[0]) in roles, code


@pytest.mark.parametrize("procedure", PROCEDURES.values(), ids=list(PROCEDURES))
def test_every_state_can_be_reached_in_the_order_of_time(procedure):
    """Walk to every state along the shortest way, with everything asked for at hand."""
    ways = {procedure.states[0].id: []}
    waiting = [procedure.states[0].id]
    while waiting:
        here = waiting.pop(0)
        for step in procedure.transitions:
            if here in step.from_ and step.to not in ways:
                ways[step.to] = [*ways[here], step]
                waiting.append(step.to)
    assert set(ways) == {state.id for state in procedure.states}
    for state, way in ways.items():
        standing = standing_in(procedure, _told(way))
        assert [taken.transition.id for taken in standing.taken] == [step.id for step in way], state
        assert standing.state.id == state


def _told(way):
    """A dossier in which these steps happened one day after the other, and nothing else."""
    happened = [(step, START + timedelta(days=day)) for day, step in enumerate(way)]
    of = {kind: [(s, at) for s, at in happened if s.event_kind == kind] for kind in ("milestone", "step", "document")}
    passed = [(s, at) for s, at in happened if s.event_kind == "passed"]
    features = {step.when[0] for step in way if step.when}
    return Dossier(
        agency=Agency(id="a", name="局"),
        case=Case(number="1", milestones={s.event_code: at for s, at in of["milestone"]}, features=frozenset(features)),
        steps=tuple(
            Step(id=f"step:{n}", kind=s.event_code, start=at, circumstances=frozenset(s.circumstances))
            for n, (s, at) in enumerate(of["step"])
        ),
        documents=tuple(
            Document(id=f"document:{n}", kind=s.event_code, made_at=at) for n, (s, at) in enumerate(of["document"])
        ),
        approvals=tuple(
            Approval(id=f"approval:{n}", kind=s.event_code, about=(), at=at) for n, (s, at) in enumerate(passed)
        ),
    )
