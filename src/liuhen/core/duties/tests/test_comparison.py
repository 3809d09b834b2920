"""One dossier under several texts: each speaks for itself, and silence stays silence."""

from datetime import datetime

import pytest

from liuhen.core.deadlines.units import CHINA
from liuhen.core.duties.comparison import Voice, compare
from liuhen.core.lawbook.dossier import read_dossier
from liuhen.core.lawbook.load import TextFiles, load_text
from liuhen.core.lawbook.vocabulary import Vocabulary, Word
from liuhen.core.terms.labels import State

NOW = datetime(2026, 3, 2, 12, tzinfo=CHINA)
CODES = {
    "ranks": ["rule"],
    "roles": ["officer"],
    "topics": ["store", "keep", "film"],
    "steps": ["inquiry"],
    "stores": ["platform"],
    "sources": ["body_camera"],
}
WORDS = Vocabulary({name: {code: Word(code, f"〔{code}〕") for code in codes} for name, codes in CODES.items()})
STORE = """
  - {{id: store, article: 1, kind: deadline, modality: must, subject: recording, topic: store, title: 入库,
     owner: officer, needs: {{event: stored}}, deadline: {{amount: {hours}, unit: hours, from: recording_end}}}}
"""
KEEP = """
  - {id: keep, article: 1, kind: keeping, modality: must, subject: recording, topic: keep, title: 保存, owner: officer,
     needs: {long_term: yes}}
"""
FILM = """
  - {id: film, article: 1, kind: av_record, modality: must, subject: step, topic: film, title: 录像, owner: officer,
     when: {step: [inquiry]}, needs: {media: [video]}}
"""
DOSSIER = """
agency: {id: a, name: 甲}
case: {number: 一号}
recordings: [{id: r1, medium: video, start: 2026-03-01 09:00, end: 2026-03-01 10:00, stored_at: 2026-03-01 23:00}]
"""


def law(id, duties, since="2020-01-01"):
    text = f"""id: {id}
title: {id}
short: {id}
issuer: 乙
rank: rule
articles: 1
in_force: {{from: {since}, basis: 第一条}}
"""
    ids = ", ".join(line.split("id: ")[1].split(",")[0] for line in duties.splitlines() if "{id:" in line)
    coverage = f"text: {id}\narticles:\n  - {{article: 1, as: duty, reason: 一, duties: [{ids}]}}\n"
    return load_text(TextFiles(folder=id, text=text, duties=f"text: {id}\nduties:{duties}", coverage=coverage), WORDS)


@pytest.fixture
def found():
    texts = [law("strict", STORE.format(hours=12) + KEEP), law("mild", STORE.format(hours=24) + FILM)]
    comparison = compare(read_dossier(DOSSIER), texts, NOW)
    return {row.topic: row for row in comparison.rows}


def test_topics_come_in_the_order_of_the_vocabulary_with_a_column_for_each_text(found):
    assert list(found) == ["store", "keep", "film"]
    assert [[column.text for column in row.columns] for row in found.values()] == [["strict", "mild"]] * 3
    assert found["store"].label == "〔store〕"


def test_each_text_is_judged_by_itself(found):
    states = [column.provisions[0].obligations[0].state for column in found["store"].columns]
    assert states == [State.LATE, State.MET]
    assert found["store"].differs


def test_what_a_text_does_not_rule_on_is_silence(found):
    assert [column.voice for column in found["keep"].columns] == [Voice.SPEAKS, Voice.SILENT]
    assert found["keep"].columns[1].provisions == ()
    assert Voice.SILENT.label == "未规定"


def test_a_rule_that_touches_nothing_of_the_dossier_is_not_silence(found):
    assert [column.voice for column in found["film"].columns] == [Voice.SILENT, Voice.NOT_CONCERNED]


def test_a_text_not_in_force_at_that_time_says_so():
    later = law("later", STORE.format(hours=24), since="2030-01-01")
    comparison = compare(read_dossier(DOSSIER), [law("strict", STORE.format(hours=12)), later], NOW)
    (row,) = comparison.rows
    assert row.columns[1].voice is Voice.NOT_IN_FORCE
    assert comparison.notes[0] == ()
    assert comparison.notes[1]


def test_two_versions_of_one_text_stand_side_by_side():
    versions = [law("twice", STORE.format(hours=hours)) for hours in (12, 24)]
    (row,) = compare(read_dossier(DOSSIER), versions, NOW).rows
    assert [column.provisions[0].obligations[0].state for column in row.columns] == [State.LATE, State.MET]


def test_the_same_rules_do_not_differ():
    twins = [law(id, STORE.format(hours=12)) for id in ("one", "two")]
    (row,) = compare(read_dossier(DOSSIER), twins, NOW).rows
    assert not row.differs
