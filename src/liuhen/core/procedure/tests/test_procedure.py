"""Where a case stands follows from what happened; what is lacking bars the next step and says so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuhen.core.lawbook.errors import LawError
from liuhen.core.lawbook.vocabulary import read_vocabulary
from liuhen.core.procedure.procedure import read_procedure
from liuhen.core.procedure.standing import BarKind, Gate, standing_in
from liuhen.core.terms.facts import Agency, Approval, Case, Document, Dossier

VOCABULARY = read_vocabulary(
    {
        "milestones": "filed: 立案\ndecided: 作出决定\nclosed: 结案\n",
        "documents": "filing_form: 立案登记表\npenalty_decision: 行政处罚决定书\n",
        "approvals": "case_filing: 立案\n",
        "features": "unpenalised: 不予处罚\n",
        "roles": "handler: 承办人\nhead: 负责人\n",
        "procedures": "ordinary: 普通程序\n",
        "steps": "hearing: 听证\n",
    }
)
TEXT = """
id: ordinary
title: 普通程序
procedures: [ordinary]
states:
  - {id: lead, title: 线索, stage: initiation}
  - {id: investigating, title: 调查, stage: investigation}
  - {id: decided, title: 已作决定, stage: decision}
  - {id: closed, title: 已结案, stage: archiving, ends: yes}
transitions:
  - {id: file, title: 立案, from: [lead], to: investigating,
     event: "milestone:filed", by: [head], documents: [filing_form], approval: case_filing}
  - {id: decide, title: 作出处罚决定, from: [investigating], to: decided,
     event: "milestone:decided", by: [head], documents: [penalty_decision], unless: [unpenalised]}
  - {id: spare, title: 不予处罚, from: [investigating], to: decided,
     event: "milestone:decided", by: [head], when: [unpenalised]}
  - {id: close, title: 结案, from: [decided], to: closed, event: "milestone:closed", by: [head]}
"""
START = datetime(2026, 11, 2, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def ordinary():
    return read_procedure(TEXT, name="_procedures/ordinary.yaml", vocabulary=VOCABULARY)


def _dossier(milestones=(), documents=(), approvals=(), features=()):
    times = {kind: START + timedelta(days=day) for kind, day in milestones}
    return Dossier(
        agency=Agency(id="a", name="局"),
        case=Case(number="1", milestones=times, features=frozenset(features)),
        documents=tuple(Document(id=f"document:{n}", kind=kind, made_at=START) for n, kind in enumerate(documents)),
        approvals=tuple(
            Approval(id=f"approval:{n}", kind=kind, about=(), at=START, outcome=outcome)
            for n, (kind, outcome) in enumerate(approvals)
        ),
    )


def test_a_case_begins_in_the_first_state_and_is_told_what_it_lacks(ordinary):
    standing = standing_in(ordinary, _dossier())
    assert standing.state.id == "lead"
    (step,) = standing.following
    assert {(bar.kind, bar.code) for bar in step.bars} == {
        (BarKind.DOCUMENT, "filing_form"),
        (BarKind.APPROVAL, "case_filing"),
    }


def test_what_is_there_no_longer_bars(ordinary):
    dossier = _dossier(documents=["filing_form"], approvals=[("case_filing", "approved")])
    assert standing_in(ordinary, dossier).bars_before("milestone:filed") == ()


def test_a_refusal_bars_as_a_refusal(ordinary):
    dossier = _dossier(documents=["filing_form"], approvals=[("case_filing", "refused")])
    (bar,) = standing_in(ordinary, dossier).bars_before("milestone:filed") or ()
    assert bar.kind is BarKind.REFUSED


def test_a_shut_gate_of_a_regulation_bars_the_event_it_stands_before(ordinary):
    gate = Gate("text/legal-review", "法制审核通过后才作决定", "缺法制审核意见")
    dossier = _dossier([("filed", 0)], documents=["penalty_decision"])
    standing = standing_in(ordinary, dossier, {"milestone:decided": [gate]})
    (bar,) = standing.bars_before("milestone:decided") or ()
    assert bar.gate == gate


def test_an_event_that_leads_nowhere_from_here_is_no_step(ordinary):
    assert standing_in(ordinary, _dossier()).bars_before("milestone:closed") is None


def test_the_features_of_a_case_choose_between_two_steps_of_one_event(ordinary):
    plain = standing_in(ordinary, _dossier([("filed", 0), ("decided", 5)]))
    spared = standing_in(ordinary, _dossier([("filed", 0), ("decided", 5)], features=["unpenalised"]))
    assert plain.taken[-1].transition.id == "decide"
    assert spared.taken[-1].transition.id == "spare"


def test_what_was_done_too_early_is_shown_as_astray(ordinary):
    standing = standing_in(ordinary, _dossier([("closed", 0), ("filed", 1)]))
    assert standing.state.id == "investigating"
    assert [one.transition.id for one in standing.astray] == ["close"]


@given(st.dictionaries(st.sampled_from(["filed", "decided", "closed"]), st.integers(0, 50)))
def test_nothing_that_happened_is_lost(milestones):
    ordinary = read_procedure(TEXT, name="_procedures/ordinary.yaml", vocabulary=VOCABULARY)
    standing = standing_in(ordinary, _dossier(milestones.items()))
    assert len(standing.taken) + len(standing.astray) == len(milestones)
    times = [one.at for one in standing.taken]
    assert times == sorted(times)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("to: investigating", "to: investigatng", "是不是“investigating”"),
        ("milestone:closed", "milestone:close", "是不是“closed”"),
        ("milestone:closed", "closing", "不是事件"),
        ("by: [head], documents: [filing_form]", "by: [hed], documents: [filing_form]", "是不是“head”"),
        (", ends: yes", "", "写 ends: yes"),
        ("from: [decided], to: closed", "from: [decided], to: decided", "没有任何步骤可以到达"),
        ("id: ordinary\n", "id: other\n", "文件名应为 other.yaml"),
        ("procedures: [ordinary]", "procedures: [ordinry]", "词表 procedures"),
    ],
)
def test_a_procedure_that_cannot_be_is_refused_with_its_line(old, new, said):
    assert old in TEXT
    with pytest.raises(LawError, match=said) as refused:
        read_procedure(TEXT.replace(old, new, 1), name="_procedures/ordinary.yaml", vocabulary=VOCABULARY)
    assert all(problem.line for problem in refused.value.problems)
