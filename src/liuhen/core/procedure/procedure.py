"""A procedure as its file in law/_procedures describes it: states in order, transitions, who does them, with what.

Where a case stands is never stored: it follows from what is registered. Each transition names the event that is its
happening (a milestone, a step, a document), as deadlines do; gates of the regulations stand before the same events.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from typing import Annotated

from pydantic import Field as Constraint

from liuhen.core.lawbook.described import read_described
from liuhen.core.lawbook.errors import Problem
from liuhen.core.lawbook.fields import Code, Flag, Model, Text, Whole, word
from liuhen.core.lawbook.near import near
from liuhen.core.lawbook.reading import Mapping, line_of
from liuhen.core.lawbook.vocabulary import Vocabulary
from liuhen.core.terms.labels import Stage

EVENT_LISTS = {"milestone": "milestones", "step": "steps", "document": "documents", "passed": "approvals"}
"""What a transition may happen by, and the vocabulary list each comes from."""


class Basis(Model):
    """The rule: an article of a text here, or of a law that is not kept as a text."""

    article: Whole
    text: Text | None = None
    law: Text | None = None


class State(Model):
    """A state of a case. `ends`: nothing more follows from it in this procedure."""

    id: Code
    title: Text
    stage: Annotated[Stage, word(Stage)]
    ends: Flag = False


class Transition(Model):
    """A lawful step from one of several states to another.

    `event` is what it happens by ("milestone:decided"). `documents` must all be in force before it, of `one_of` one;
    `records` are papers that tell of the step itself: made with it or after it; one that names documents of the case
    counts where it names one of the kinds in `serves`. `approval` must be given.
    `limit` names the duties ("text/duty") that say by when. `when` are features of the case (vocabulary) of which one
    must hold; `unless` of which none may. `circumstances` are those of the step it happens by, of which one must hold.
    """

    id: Code
    title: Text
    from_: Annotated[tuple[Code, ...], Constraint(alias="from", min_length=1)]
    to: Code
    event: Text
    by: Annotated[tuple[Code, ...], Constraint(min_length=1)]
    documents: tuple[Code, ...] = ()
    one_of: tuple[Code, ...] = ()
    records: tuple[Code, ...] = ()
    serves: tuple[Code, ...] = ()
    approval: Code | None = None
    limits: tuple[Text, ...] = ()
    when: tuple[Code, ...] = ()
    unless: tuple[Code, ...] = ()
    circumstances: tuple[Code, ...] = ()
    basis: tuple[Basis, ...] = ()
    note: Text | None = None

    @property
    def papers(self) -> tuple[tuple[str, ...], ...]:
        """The papers that must be in force before it, each with those that would do as well."""
        return *((code,) for code in self.documents), *([self.one_of] if self.one_of else [])

    @property
    def event_kind(self) -> str:
        """What it happens by: milestone, step, document or passed."""
        return self.event.partition(":")[0]

    @property
    def event_code(self) -> str:
        """Which of them."""
        return self.event.partition(":")[2]


class Procedure(Model):
    """A procedure, or a track beside one (a measure, a hearing). The first state is where it begins.

    `begins_by`: the events that open a track; a procedure of its own has none and begins with the case. A track with
    `procedures` is one of those alone. `text` is the
    text it belongs to: where and while that binds an agency nothing is done out of order; elsewhere it is guidance.
    """

    id: Code
    title: Text
    text: Text | None = None
    procedures: tuple[Code, ...] = ()
    begins_by: tuple[Text, ...] = ()
    states: Annotated[tuple[State, ...], Constraint(min_length=2)]
    transitions: Annotated[tuple[Transition, ...], Constraint(min_length=1)]

    def state(self, id: str) -> State:
        """The state of this id, which the reader made sure there is."""
        return next(state for state in self.states if state.id == id)

    def knows(self, event: str) -> bool:
        """Whether one of its steps happens by this event ("milestone:decided")."""
        return any(step.event == event for step in self.transitions)


def read_procedure(text: str, *, name: str, vocabulary: Vocabulary) -> Procedure:
    """The procedure a YAML file describes; LawError with all its problems."""
    return read_described(Procedure, text, name=name, vocabulary=vocabulary, faults=_problems)


def _problems(procedure: Procedure, tree: Mapping, name: str, vocabulary: Vocabulary) -> Iterator[Problem]:
    if PurePath(name).stem != procedure.id:
        yield Problem(name, line_of(tree, ["id"]), f"文件名应为 {procedure.id}.yaml（与 id 相同）")
    for code in procedure.procedures:
        if not vocabulary.knows("procedures", code):
            yield Problem(name, line_of(tree, ["procedures"]), f"词表 procedures 里没有“{code}”")
    for event in procedure.begins_by:
        for message in _wrong_event(event, vocabulary):
            yield Problem(name, line_of(tree, ["begins_by"]), message)
    for number, transition in enumerate(procedure.transitions):
        line = line_of(tree, ["transitions", number])
        yield from (Problem(name, line, message) for message in _wrong(transition, procedure, vocabulary))
    for number, state in enumerate(procedure.states):
        if message := _stranded(state, procedure):
            yield Problem(name, line_of(tree, ["states", number]), message)


def _wrong(transition: Transition, procedure: Procedure, vocabulary: Vocabulary) -> Iterator[str]:
    states = [state.id for state in procedure.states]
    for named in (*transition.from_, transition.to):
        if named not in states:
            yield f"“{transition.title}”：没有状态“{named}”{near(named, states)}"
    yield from (f"“{transition.title}”：{message}" for message in _wrong_event(transition.event, vocabulary))
    papers = (*transition.documents, *transition.one_of, *transition.records, *transition.serves)
    named_in = {"roles": transition.by, "documents": papers, "features": transition.when}
    named_in["circumstances"] = transition.circumstances
    named_in["approvals"] = (transition.approval,) if transition.approval else ()
    if transition.circumstances and transition.event_kind != "step":
        yield f"“{transition.title}”：circumstances 是环节的情况，只有 event 为 step: 的才可以写"
    for listed, codes in (*named_in.items(), ("features", transition.unless)):
        for code in codes:
            if not vocabulary.knows(listed, code):
                known = vocabulary.lists.get(listed, {})
                yield f"“{transition.title}”：词表 {listed} 里没有“{code}”{near(code, known)}"


def _wrong_event(event: str, vocabulary: Vocabulary) -> Iterator[str]:
    kind, _, code = event.partition(":")
    listed = EVENT_LISTS.get(kind)
    if listed is None or not code:
        yield f"“{event}”不是事件，请写成 {'、'.join(f'{one}:代码' for one in EVENT_LISTS)}"
    elif not vocabulary.knows(listed, code):
        yield f"词表 {listed} 里没有“{code}”{near(code, vocabulary.lists.get(listed, {}))}"


def _stranded(state: State, procedure: Procedure) -> str:
    """A state nobody reaches, or one that ends nothing and leads nowhere."""
    reached = state is procedure.states[0] or any(one.to == state.id for one in procedure.transitions)
    leads = any(state.id in one.from_ for one in procedure.transitions)
    if not reached:
        return f"状态“{state.title}”没有任何步骤可以到达"
    if not leads and not state.ends:
        return f"状态“{state.title}”之后没有步骤；程序到此为止的，写 ends: yes"
    return ""
