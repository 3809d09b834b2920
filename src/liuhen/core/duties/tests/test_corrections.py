"""A correction takes the place of what it corrects: that sets nothing down any more, but it was made when that was."""

from datetime import datetime, timedelta, timezone

from liuhen.core.duties.corrections import in_force
from liuhen.core.duties.tests.bench import judged, law
from liuhen.core.lawbook.vocabulary import Word
from liuhen.core.procedure.procedure import read_procedure
from liuhen.core.procedure.standing import standing_in
from liuhen.core.procedure.tests.test_procedure import VOCABULARY
from liuhen.core.terms.facts import Agency, Case, Document, Dossier
from liuhen.core.terms.labels import State

RECORD = law("id: record, kind: text_record, subject: case, mend: {action: make_document}, needs: {matters: [place]}")
CASE = "case: {number: 一号}\n"
FIRST = "{id: d1, kind: opinion, made_at: 2026-03-09 09:00, matters: [FIRST]}"
AGAIN = "{id: d2, kind: opinion, made_at: 2026-03-10 09:00, matters: [AGAIN], corrects: d1}"
NINE = datetime(2026, 3, 9, 9, tzinfo=timezone(timedelta(hours=8)))


def state_with(first: str, again: str) -> State:
    papers = f"documents: [{FIRST.replace('FIRST', first)}, {AGAIN.replace('AGAIN', again)}]\n"
    found: State = judged(RECORD, CASE + papers)["record", "一号"].state
    return found


def test_a_matter_taken_out_by_the_correction_is_set_down_no_more():
    assert state_with("place", "") is not State.MET


def test_a_matter_the_correction_brings_is_set_down():
    assert state_with("", "place") is State.MET


def paper(key: str, days: int = 0, corrects: str | None = None) -> Document:
    return Document(id=key, kind="opinion", made_at=NINE + timedelta(days=days), corrects=corrects)


def test_the_last_of_a_chain_stands_since_the_first():
    standing, chains = in_force((paper("a"), paper("b", 1, corrects="a"), paper("c", 2, corrects="b"), paper("d")))
    assert [(one.id, one.made_at) for one in standing] == [("c", NINE), ("d", NINE)]
    assert [one.id for one in chains["c"]] == ["c", "b", "a"]


def test_what_a_correction_names_need_not_be_there():
    standing, _ = in_force((paper("b", 1, corrects="a"),))
    assert [(one.id, one.made_at) for one in standing] == [("b", NINE + timedelta(days=1))]


def test_a_correction_is_no_event_of_its_own():
    track = """
id: release
title: 解除
begins_by: ["document:opinion"]
states:
  - {id: held, title: 扣押中, stage: investigation}
  - {id: released, title: 已解除, stage: investigation, ends: yes}
transitions:
  - {id: release, title: 解除, from: [held], to: released, event: "document:opinion", by: [head]}
"""
    lists = {**VOCABULARY.lists, "documents": {**VOCABULARY.lists["documents"], "opinion": Word("opinion", "意见")}}
    procedure = read_procedure(track, name="_procedures/release.yaml", vocabulary=type(VOCABULARY)(lists))
    papers = (paper("a"), paper("b", 1, corrects="a"))
    standing = standing_in(
        procedure, Dossier(agency=Agency(id="x", name="甲"), case=Case(number="一"), documents=papers)
    )
    assert (len(standing.taken), standing.astray) == (1, ())
    assert standing.taken[0].at == NINE
