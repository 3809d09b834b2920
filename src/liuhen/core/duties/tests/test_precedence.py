"""Several texts on one question: who gives way, what contradicts, what leads, and that silence stays silence."""

from liuhen.core.duties.evaluate import evaluate
from liuhen.core.duties.precedence import settled
from liuhen.core.lawbook.dossier import read_dossier
from liuhen.core.lawbook.fields import parse_moment
from liuhen.core.lawbook.load import TextFiles, load_text
from liuhen.core.lawbook.vocabulary import read_vocabulary
from liuhen.core.terms.labels import State

WORDS = read_vocabulary({
    "steps": "inquiry: 询问\n",
    "roles": "officer: 执法人员\n",
    "topics": "store_recording: 音像记录的存储\nkeep_recording: 音像记录的保存期限\n",
    "stores": "platform: 平台\nprivate: 个人\n",
    "ranks": "rule: 规章\nlaw: 法律\n",
    "sources": "body_camera: 执法记录仪\n",
})  # fmt: skip
TEXT = """id: ID
title: ID办法
short: ID
issuer: 示范机关
rank: RANK
articles: 2
in_force: {from: 2019-03-01, basis: 第二条}
"""
COVERAGE = """text: ID
articles:
  - {article: 1, as: duty, reason: 存储, duties: [store]}
  - {article: 2, as: definition, reason: 施行日期}
"""
STORE = """text: ID
duties:
  - id: store
    article: 1
    kind: deadline
    modality: must
    subject: recording
    topic: store_recording
    title: 按时存储
    owner: officer
    needs: {event: stored}
    deadline: {amount: HOURS, unit: hours, from: recording_end}
"""
BAN = """text: ID
duties:
  - id: store
    article: 1
    kind: ban
    modality: must_not
    subject: recording
    topic: store_recording
    title: 不得存入平台
    owner: officer
    needs: {forbidden: {store: [platform]}}
"""
FACTS = read_dossier("""agency: {id: a, name: 甲}
case: {number: 一号}
recordings:
  - {id: r1, medium: video, start: 2019-05-01 09:00, end: 2019-05-01 10:00}
""")
LATER = parse_moment("2019-05-01 12:00")


def law(id, duties=STORE, *, hours=24, rank="rule", more=""):
    files = TextFiles(
        folder=id,
        text=TEXT.replace("ID", id).replace("RANK", rank) + more,
        duties=duties.replace("ID", id).replace("HOURS", str(hours)),
        coverage=COVERAGE.replace("ID", id),
    )
    return load_text(files, WORDS)


def judged(*texts):
    return {o.text: o for o in evaluate(FACTS, texts, LATER)}


def test_the_strictest_due_time_leads_and_the_other_says_why():
    found = judged(law("city", hours=48), law("province", hours=24))
    assert found["province"].leads
    assert not found["city"].leads
    assert found["city"].state is State.OPEN
    assert "province第一条到期更早" in found["city"].explanation.parts[-1].text


def test_a_text_with_a_priority_clause_gives_way_to_the_text_it_names():
    clause = "yields:\n  - {article: 2, to: 上位规定, texts: [province]}\n"
    found = judged(law("city", more=clause), law("province", hours=48))
    assert found["city"].state is State.EXCUSED
    assert not found["city"].missing
    assert "city第二条" in found["city"].explanation.parts[-1].text
    assert found["province"].state is State.OPEN
    assert found["province"].leads


def test_a_priority_clause_may_name_ranks_and_topics():
    by_rank = "yields:\n  - {article: 2, to: 法律, ranks: [law]}\n"
    assert judged(law("city", more=by_rank), law("act", rank="law"))["city"].state is State.EXCUSED
    other_topic = "yields:\n  - {article: 2, to: 法律, ranks: [law], topics: [keep_recording]}\n"
    assert judged(law("city", more=other_topic), law("act", rank="law"))["city"].state is State.OPEN


def test_two_texts_that_give_way_to_each_other_decide_nothing():
    to = "yields:\n  - {{article: 2, to: 彼, texts: [{}]}}\n"
    found = judged(law("city", more=to.format("province")), law("province", hours=48, more=to.format("city")))
    assert found["city"].state is State.OPEN
    assert not found["province"].leads


def test_what_one_text_demands_and_another_forbids_is_a_conflict_and_never_guessed():
    found = judged(law("city"), law("province", BAN))
    assert {o.state for o in found.values()} == {State.CONFLICT}
    assert "province第一条" in found["city"].missing


def test_a_priority_clause_decides_what_would_be_a_conflict():
    clause = "yields:\n  - {article: 2, to: 上位规定, texts: [province]}\n"
    found = judged(law("city", more=clause), law("province", BAN))
    assert (found["city"].state, found["province"].state) == (State.EXCUSED, State.MET)


def test_one_text_alone_is_left_as_it_is():
    text = law("city")
    found = evaluate(FACTS, [text], LATER)
    assert settled(found, [text]) == list(found)


def test_silence_is_not_filled_in_from_a_neighbour():
    silent = STORE.replace("    topic: store_recording\n", "")
    found = judged(law("city", silent, hours=48), law("province"))
    assert found["city"].leads
    assert found["city"].due_at == parse_moment("2019-05-03 10:00")
