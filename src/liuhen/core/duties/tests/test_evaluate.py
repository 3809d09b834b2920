"""How duties are judged, whatever their kind: when they bind, who decides, what excuses, in what order."""

from dataclasses import replace

import pytest

from liuhen.core.duties.evaluate import evaluate, standings
from liuhen.core.duties.registry import KINDS
from liuhen.core.lawbook.dossier import read_dossier
from liuhen.core.lawbook.fields import parse_moment
from liuhen.core.lawbook.load import TextFiles, load_text
from liuhen.core.lawbook.support import SUBJECTS
from liuhen.core.lawbook.vocabulary import read_vocabulary
from liuhen.core.terms.labels import State

WORDS = read_vocabulary({
    "steps": "inquiry: 询问\nhearing: 听证\n",
    "documents": "inquiry_record: 询问笔录\nhearing_record: 听证笔录\n",
    "roles": "officer: 执法人员\n",
    "features": "state_secret: 涉及国家秘密\n",
    "actions": "make_document: 补录文书\n",
})  # fmt: skip
TEXT = """id: demo
title: 示范办法
short: 示范
issuer: 示范机关
rank: rule
articles: 3
in_force: {from: 2019-03-01, basis: 第三条}
"""
COVERAGE = """text: demo
articles:
  - {article: 1, as: duty, reason: 笔录, duties: [record]}
  - {article: 2, as: duty, reason: 其他, duties: [second]}
  - {article: 3, as: definition, reason: 施行日期}
"""
FRAME = """  - id: ID
    article: NUMBER
    kind: text_record
    modality: must
    subject: step
    title: 有笔录
    owner: officer
    mend: {action: make_document}
"""
NEEDS = "    needs: {documents: [inquiry_record]}\n"
FACTS = """agency: {id: a, name: 甲}
case: {number: 一号}
steps:
  - {id: s2, kind: hearing, stage: investigation, start: 2019-05-02 09:00, end: 2019-05-02 10:00}
  - {id: s1, kind: inquiry, stage: investigation, start: 2019-05-01 09:00, end: 2019-05-01 10:00}
"""
DETERMINED = """determinations:
  - {id: x, duty: demo/record, subject: SUBJECT, outcome: OUTCOME, reason: 已核对, by: 丁, at: 2019-05-20 09:00}
"""
LATER = parse_moment("2019-06-01 12:00")


def law(first=NEEDS, second=NEEDS, text=TEXT):
    duties = [
        FRAME.replace("ID", id).replace("NUMBER", n) + body
        for id, n, body in (("record", "1", first), ("second", "2", second))
    ]
    files = TextFiles(folder="demo", text=text, duties="text: demo\nduties:\n" + "".join(duties), coverage=COVERAGE)
    return load_text(files, WORDS)


def judge(law_, facts=FACTS, at=LATER, extra=""):
    return evaluate(read_dossier(facts + extra), [law_], at)


def states(law_, **options):
    return {(o.duty, o.subject.id): o.state for o in judge(law_, **options)}


def test_obligations_come_by_article_then_as_the_dossier_lists_subjects():
    found = [(o.article, o.subject.id) for o in judge(law())]
    assert found == [(1, "s2"), (1, "s1"), (2, "s2"), (2, "s1")]


def test_the_same_facts_give_the_same_answer_and_nothing_is_changed():
    dossier, text = read_dossier(FACTS), law()
    before = repr(dossier)
    assert evaluate(dossier, [text], LATER) == evaluate(dossier, [text], LATER)
    assert repr(dossier) == before


def test_a_time_without_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        judge(law(), at=LATER.replace(tzinfo=None))


def test_facts_of_the_future_do_not_exist_yet():
    extra = "documents: [{id: d, kind: inquiry_record, made_at: 2019-05-03 09:00, steps: [s1]}]\n"
    before = judge(law(), extra=extra, at=parse_moment("2019-05-02 12:00"))
    assert {o.state for o in before} == {State.OPEN}
    assert states(law(), extra=extra)["record", "s1"] is State.MET
    assert {o.subject.id for o in judge(law(), at=parse_moment("2019-05-01 12:00"))} == {"s1"}


def test_a_text_binds_only_what_happens_while_it_is_in_force():
    text = TEXT.replace("2019-03-01", "2019-05-02")
    assert {subject for _, subject in states(law(text=text))} == {"s2"}
    ended = TEXT + "until: {from: 2019-05-02, basis: 新办法}\n"
    assert {subject for _, subject in states(law(text=ended))} == {"s1"}


def test_an_agency_may_go_on_following_a_text_and_the_explanation_says_so():
    ended = law(text=TEXT + "until: {from: 2019-05-02, basis: 新办法}\n")
    found = evaluate(read_dossier(FACTS.replace("name: 甲", "name: 甲, adopts: [demo]")), [ended], LATER)
    on_s2 = next(o for o in found if o.subject.id == "s2")
    assert "继续执行" in on_s2.explanation.parts[0].text
    (standing,) = standings(read_dossier(FACTS), [ended], LATER)
    assert (standing.bound, standing.unbound) == (1, 1)
    assert "不再施行" in standing.notes[0]


def test_between_disputed_dates_the_state_is_conflict_with_its_reason():
    until = "until: {from: 2019-05-02, basis: 两说, certainty: disputed, candidates: [2019-05-02, 2019-06-01]}\n"
    found = {o.subject.id: o for o in judge(law(text=TEXT + until))}
    assert found["s1"].state is State.OPEN
    assert found["s2"].state is State.CONFLICT
    assert "两说" in found["s2"].explanation.parts[0].text


def test_what_only_a_person_can_say_waits_for_one_and_then_cites_them():
    asking = law(first="    judgement: {ask: 是否还有其他情形}\n")
    assert states(asking)["record", "s1"] is State.NEEDS_PERSON
    extra = DETERMINED.replace("SUBJECT", "s1")
    for outcome, state in (("met", State.MET), ("not_met", State.BREACHED), ("not_applicable", State.EXCUSED)):
        found = {(o.duty, o.subject.id): o for o in judge(asking, extra=extra.replace("OUTCOME", outcome))}
        assert found["record", "s1"].state is state
        assert found["record", "s1"].evidence == ("x",)
        assert "丁" in found["record", "s1"].explanation.parts[0].text
        assert found["record", "s2"].state is State.NEEDS_PERSON


def test_a_determination_about_the_case_decides_for_all_its_subjects():
    extra = DETERMINED.replace("SUBJECT", "一号").replace("OUTCOME", "met")
    found = states(law(first="    judgement: {ask: 有无其他}\n"), extra=extra)
    assert found["record", "s1"] is found["record", "s2"] is State.MET


def test_where_a_text_leaves_no_judgement_a_determination_changes_nothing():
    extra = DETERMINED.replace("SUBJECT", "s1").replace("OUTCOME", "met")
    assert states(law(), extra=extra)["record", "s1"] is State.OPEN


def test_a_lawful_excuse_excuses_what_is_missing_but_not_what_is_done():
    excused = law(first=NEEDS + "    unless: [{when: {feature: [state_secret]}, reason: 涉密}]\n")
    secret = FACTS.replace(
        "stage: investigation, start: 2019-05-01", "stage: investigation, features: [state_secret], start: 2019-05-01"
    )
    assert states(excused, facts=secret)["record", "s1"] is State.EXCUSED
    assert states(excused, facts=secret)["record", "s2"] is State.OPEN
    done = "documents: [{id: d, kind: inquiry_record, made_at: 2019-05-01 09:50, steps: [s1]}]\n"
    assert states(excused, facts=secret, extra=done)["record", "s1"] is State.MET


@pytest.mark.parametrize("modality", ["may", "should"])
def test_a_soft_duty_never_leaves_more_than_advice(modality):
    soft = law()
    duties = tuple(d.model_copy(update={"modality": type(d.modality)(modality)}) for d in soft.duties)
    softened = replace(soft, duties=duties)
    assert {o.state for o in judge(softened)} == {State.ADVISED}


def test_silence_about_time_is_open_until_the_case_is_closed():
    closed = FACTS.replace("number: 一号", "number: 一号, milestones: {closed: 2019-05-20 09:00}")
    assert states(law())["record", "s1"] is State.OPEN
    assert states(law(), facts=closed)["record", "s1"] is State.OVERDUE


def test_what_is_missing_comes_with_the_way_to_mend_it():
    (found,) = [o for o in judge(law()) if (o.duty, o.subject.id) == ("record", "s1")]
    assert found.missing == "缺询问笔录"
    assert found.mend is not None
    assert (found.mend.action, found.mend.step, found.mend.codes) == ("make_document", "s1", ("inquiry_record",))


def test_every_kind_that_loads_has_a_judge_and_every_judge_loads():
    assert set(KINDS) == set(SUBJECTS)
