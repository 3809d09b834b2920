"""How long the law has a recording kept: the longest rule over all texts, with every rule named."""

from dataclasses import replace

import pytest

from liuhen.core.duties.evaluate import evaluate
from liuhen.core.duties.keep_until import SILENCE, keep_until
from liuhen.core.lawbook.dossier import read_dossier
from liuhen.core.lawbook.fields import parse_moment
from liuhen.core.lawbook.load import TextFiles, load_text
from liuhen.core.lawbook.text import Turn
from liuhen.core.lawbook.vocabulary import read_vocabulary
from liuhen.core.terms.labels import State

WORDS = read_vocabulary({
    "situations": "dispute: 纠纷\nlitigation: 诉讼\nsecret_case: 涉密\n",
    "roles": "custodian: 保管人员\n",
    "milestones": "closed: 结案\n",
    "numbers": "file_years: 案卷保存年限\nkeep_days: 保存天数\n",
    "actions": "set_retention: 设定保存期限\n",
})  # fmt: skip
NOW = parse_moment("2019-06-01 12:00")
FACTS = """agency: {id: a, name: 甲}
case: {number: 一号, milestones: {closed: 2019-05-20 10:00}}
recordings:
  - {id: r1, medium: video, start: 2019-05-01 09:00, end: 2019-05-01 10:00}
  - {id: d1, medium: video, start: 2019-05-01 09:00, end: 2019-05-01 10:00, parent: r1}
"""
THREE_YEARS = "{at_least: {amount: 3, unit: years, from: recording_end}}"


def law(*needs, id="demo", modality="must", more="", extra=""):
    """A text with one keeping duty per `needs`; `more` is written under each, `extra` under the text's particulars."""
    duties = "".join(
        f"  - {{id: keep-{n}, article: 1, kind: keeping, modality: {modality}, subject: recording, title: 保存{n},"
        f" owner: custodian, mend: {{action: set_retention}}, needs: {need}{more}}}\n"
        for n, need in enumerate(needs)
    )
    names = ", ".join(f"keep-{n}" for n in range(len(needs)))
    info = f"id: {id}\ntitle: {id}办法\nshort: {id}\nissuer: 机关\nrank: rule\narticles: 1\n"
    info += f"in_force: {{from: 2019-03-01, basis: 第一条}}\n{extra}"
    coverage = f"text: {id}\narticles:\n  - {{article: 1, as: duty, reason: 保存, duties: [{names}]}}\n"
    files = TextFiles(folder=id, text=info, duties=f"text: {id}\nduties:\n{duties}", coverage=coverage)
    return load_text(files, WORDS)


def kept(*texts, facts=FACTS, now=NOW):
    return keep_until(read_dossier(facts), texts, now)["r1"]


def test_derivatives_are_not_kept_by_any_rule_of_their_own():
    assert set(keep_until(read_dossier(FACTS), (law(THREE_YEARS),), NOW)) == {"r1"}


def test_a_period_in_years_runs_to_the_beginning_of_its_last_day():
    found = kept(law(THREE_YEARS))
    assert found.until == parse_moment("2022-05-01 00:00")
    assert not found.long_term
    assert "demo第一条" in found.reasons[0].text


def test_the_longest_rule_of_all_texts_leads_and_the_others_are_named():
    short, long = law(THREE_YEARS), law("{at_least: {amount: 5, unit: years, from: 'milestone:closed'}}", id="other")
    found = kept(short, long)
    assert found.until == parse_moment("2024-05-20 00:00")
    assert [reason.text[:4] for reason in found.reasons] == ["othe", "demo"]


def test_long_term_leads_over_any_date_and_for_ever_over_long_term():
    found = kept(law(THREE_YEARS, "{long_term: yes}", "{permanent: yes}"))
    assert (found.until, found.long_term, found.permanent) == (parse_moment("2022-05-01 00:00"), True, True)
    assert [reason.text.rsplit("：", 1)[1][:2] for reason in found.reasons] == ["永久", "长期", "至少"]


def test_as_long_as_the_case_file_follows_what_the_case_says():
    as_file = law("{as_file: yes}")
    assert kept(as_file).until is None
    assert "尚未登记" in kept(as_file).reasons[0].text
    dated = FACTS.replace("number: 一号,", "number: 一号, kept_until: 2049-05-20 00:00,")
    assert kept(as_file, facts=dated).until == parse_moment("2049-05-20 00:00")
    assert kept(as_file, facts=FACTS.replace("号, m", "号, kept_permanently: yes, m")).permanent


def test_where_no_rule_applies_the_silence_is_said():
    found = kept(law("{long_term: yes}", more=", when: {situation: [dispute]}"))
    assert (found.until, found.long_term, found.reasons) == (None, False, (SILENCE,))


def test_a_situation_brings_a_rule_in():
    facts = FACTS + "situations: [{id: x, kind: dispute, since: 2019-05-03 09:00, about: [r1]}]\n"
    assert kept(law("{long_term: yes}", more=", when: {situation: [dispute]}"), facts=facts).long_term


def test_a_number_of_a_statute_comes_with_the_statutes_unit():
    borrowing = law("{at_least: {amount: 'law:file_years', unit: months, from: recording_end}}")
    assert kept(borrowing).until is None
    assert "没有这一数字" in kept(borrowing).reasons[0].text
    statute = law(
        THREE_YEARS, id="statute", extra="numbers: [{key: file_years, amount: 30, unit: years, article: 1}]\n"
    )
    assert kept(borrowing, statute).until == parse_moment("2049-05-01 00:00")


def test_what_the_agency_has_not_set_is_listed_and_sets_no_date():
    rule = law("{at_least: {amount: 'agency:keep_days', unit: calendar_days, from: recording_end}}")
    assert "尚未确定" in kept(rule).reasons[0].text
    facts = FACTS.replace("name: 甲", "name: 甲, numbers: {keep_days: 365}")
    assert kept(rule, facts=facts).until == parse_moment("2020-04-30 00:00")


def test_a_general_rule_gives_its_date_and_a_mere_option_none():
    assert kept(law(THREE_YEARS, modality="should")).until
    assert kept(law(THREE_YEARS, modality="may")).until is None


def test_a_rule_left_to_a_person_counts_once_the_person_has_decided():
    asking = law("{long_term: yes}", more=", judgement: {ask: 是否需要长期保存}")
    assert not kept(asking).long_term
    assert "待认定" in kept(asking).reasons[0].text
    decided = "determinations:\n"
    decided += "  - {id: x, duty: demo/keep-0, subject: r1, outcome: OUT, reason: 重大, by: 丁, at: 2019-05-20 09:00}\n"
    assert kept(asking, facts=FACTS + decided.replace("OUT", "applies")).long_term
    assert not kept(asking, facts=FACTS + decided.replace("OUT", "not_applicable")).long_term


def test_what_is_lawfully_excused_sets_no_date():
    facts = FACTS + "situations: [{id: x, kind: secret_case, since: 2019-05-03 09:00}]\n"
    rule = law(THREE_YEARS, more=", unless: [{when: {situation: [secret_case]}, reason: 涉密另行规定}]")
    assert kept(rule).until
    assert kept(rule, facts=facts).until is None


def test_a_text_that_did_not_bind_when_the_recording_was_made_keeps_nothing():
    earlier = FACTS.replace("2019-05-01", "2018-05-01")
    assert kept(law(THREE_YEARS), facts=earlier).reasons == (SILENCE,)


def test_in_doubt_whether_a_text_binds_nothing_is_given_up():
    disputed = law(THREE_YEARS).info.model_copy(update={"in_force": _turn("2019-03-01", "2019-06-01")})
    doubtful = replace(law(THREE_YEARS), info=disputed)
    found = kept(doubtful)
    assert found.until == parse_moment("2022-05-01 00:00")
    assert any("有争议" in part.text for part in found.reasons[0].parts)


def _turn(*days):
    return Turn.model_validate(
        {"from": days[0], "basis": "两种说法", "certainty": "disputed", "candidates": list(days)}
    )


def _only(needs, change=None, facts=FACTS):
    dossier = read_dossier(facts)
    recordings = tuple(replace(r, **(change or {})) for r in dossier.recordings)
    return evaluate(replace(dossier, recordings=recordings), (law(needs),), NOW)[0]


@pytest.mark.parametrize(
    ("needs", "change", "state"),
    [
        ("{permanent: yes}", {}, State.OPEN),
        ("{permanent: yes}", {"kept_long_term": True}, State.OPEN),
        ("{permanent: yes}", {"kept_permanently": True}, State.MET),
        ("{long_term: yes}", {"kept_until": parse_moment("2019-05-20 00:00")}, State.BREACHED),
        ("{long_term: yes}", {"kept_permanently": True}, State.MET),
        (THREE_YEARS, {}, State.OPEN),
        (THREE_YEARS, {"kept_until": parse_moment("2022-04-30 00:00")}, State.OPEN),
        (THREE_YEARS, {"kept_until": parse_moment("2022-05-01 00:00")}, State.MET),
        (THREE_YEARS, {"kept_long_term": True}, State.MET),
    ],
)
def test_for_ever_outlasts_long_term_and_long_term_every_period(needs, change, state):
    assert _only(needs, change).state is state


def test_a_recording_is_kept_as_long_as_its_file():
    dated = FACTS.replace("number: 一号,", "number: 一号, kept_until: 2049-05-20 00:00,")
    year = {"kept_until": parse_moment("2049-05-20 00:00")}
    assert _only("{as_file: yes}").missing == "缺案卷保存期限"
    assert _only("{as_file: yes}", facts=dated).missing == "缺保存期限"
    assert _only("{as_file: yes}", year, facts=dated).state is State.MET
    long_term = FACTS.replace("号, m", "号, kept_long_term: yes, m")
    assert _only("{as_file: yes}", year, facts=long_term).missing == "缺长期保存"
    without_case = FACTS.replace("case: {number: 一号, milestones: {closed: 2019-05-20 10:00}}\n", "")
    assert _only("{as_file: yes}", facts=without_case).state is State.MET


def test_in_doubt_by_the_clock_a_recording_is_kept_longer_and_never_from_after_it_was_stored():
    late = FACTS.replace("10:00}\n  - {id: d1", "23:50, error: 1200}\n  - {id: d1")
    assert kept(law(THREE_YEARS), facts=late).until == parse_moment("2022-05-02 00:00")
    stored = late.replace("error: 1200", "error: 1200, stored_at: 2019-05-01 23:55")
    assert kept(law(THREE_YEARS), facts=stored).until == parse_moment("2022-05-01 00:00")
    assert "误差" in str(kept(law(THREE_YEARS), facts=late).reasons)
