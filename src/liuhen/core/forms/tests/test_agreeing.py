"""What fields say against each other is told beside the field, with the article."""

from __future__ import annotations

from datetime import date

import pytest

from liuhen.core.deadlines.calendar import CalendarYear, WorkCalendar
from liuhen.core.forms.filled import faults_of
from liuhen.core.forms.reading import read_form
from liuhen.core.lawbook.errors import LawError
from liuhen.core.lawbook.vocabulary import read_vocabulary

VOCABULARY = read_vocabulary({"documents": "record: 记录\n", "matters": "facts: 事实\n"})
HOLIDAY = CalendarYear(2026, frozenset({date(2026, 11, 19)}), frozenset(), "test")
FORM = """
document: record
title: 记录
origin: common
stage: 执行
fields:
  - {key: ground, label: 情形, kind: choice, choices: [一百元以下, 事后难以执行]}
  - {key: reason, label: 理由, kind: text, needed_when: {field: ground, is: [事后难以执行]}}
  - {key: amount, label: 金额, kind: money,
     limits: [{most: 100, law: 处罚法, article: 68, when: ground, is: 一百元以下}]}
  - {key: taken, label: 收缴时间, kind: moment}
  - {key: landed, label: 抵岸时间, kind: moment}
  - {key: handed, label: 交款时间, kind: moment,
     within: {amount: 2, unit: working_days, from: [landed, taken], text: rules, article: 100, unless: late}}
  - {key: late, label: 逾期原因, kind: text}
  - {key: presider, label: 主持人, kind: text}
  - {key: officers, label: 执法人员, kind: officers}
  - {key: there, label: 出席人员, kind: table, columns: [{key: name, label: 姓名}]}
  - {key: ayes, label: 同意, kind: whole}
  - {key: noes, label: 不同意, kind: whole}
apart: [{fields: [presider], from: [officers], text: rules, article: 84}]
tallies: [{fields: [ayes, noes], rows_of: there}]
"""
TAKEN = "2026-11-17T10:00"


@pytest.fixture(scope="module")
def form():
    return read_form(FORM, name="_forms/record.yaml", vocabulary=VOCABULARY)


def _said(form, **content):
    names = {"rules": "程序规定"}
    calendar = WorkCalendar([HOLIDAY])
    found = faults_of(form, content, today=date(2026, 11, 30), calendar=calendar, label=lambda text: names[text])
    return {fault.key: fault.message for fault in found}


def test_one_answer_makes_another_necessary(form):
    assert "请填写“理由”" in _said(form, ground="事后难以执行")["reason"]
    assert _said(form, ground="事后难以执行", reason="当事人在外地") == {}
    assert _said(form, ground="一百元以下") == {}


def test_a_sum_is_bound_where_the_answer_names_the_law_s_case(form):
    assert "处罚法第68条" in _said(form, ground="一百元以下", amount="150")["amount"]
    assert _said(form, ground="事后难以执行", reason="外地", amount="150") == {}


def test_a_moment_is_bound_by_working_days_after_an_earlier_one(form):
    assert _said(form, taken=TAKEN, handed="2026-11-20T17:00") == {}  # the 19th is a holiday
    told = _said(form, taken=TAKEN, handed="2026-11-23T09:00")["handed"]
    assert "2 个工作日" in told
    assert "程序规定第100条" in told


def test_the_first_moment_that_is_filled_counts_and_a_reason_lets_the_truth_be_written(form):
    assert _said(form, taken=TAKEN, landed="2026-11-20T08:00", handed="2026-11-23T09:00") == {}
    assert _said(form, taken=TAKEN, handed="2026-11-23T09:00", late="道路中断") == {}


def test_nobody_stands_on_both_sides(form):
    told = _said(form, presider="林一鸣", officers=["林一鸣（440101001）", "陈立（440101003）"])["presider"]
    assert "林一鸣" in told
    assert "程序规定第84条" in told
    assert _said(form, presider="孙法", officers=["林一鸣（440101001）"]) == {}


def test_votes_add_up_to_those_present(form):
    there = [{"name": "甲"}, {"name": "乙"}, {"name": "丙"}]
    assert _said(form, there=there, ayes="2", noes="1") == {}
    assert "合计 2" in _said(form, there=there, ayes="2")["ayes"]


@pytest.mark.parametrize(
    ("there", "instead", "said"),
    [
        ("field: ground, is: [事后难以执行]", "field: grund, is: [事后难以执行]", "没有字段“grund”"),
        ("is: [事后难以执行]", "is: [事后难执行]", "“情形”没有“事后难执行”"),
        ("from: [landed, taken]", "from: [nowhere]", "没有字段“nowhere”"),
        ("rows_of: there", "rows_of: theirs", "没有字段“theirs”"),
        ("fields: [presider]", "fields: [host]", "没有字段“host”"),
        ("label: 交款时间, kind: moment", "label: 交款时间, kind: text", "within 只用于日期和时间"),
    ],
)
def test_a_rule_about_what_is_not_there_is_refused(there, instead, said):
    assert there in FORM
    with pytest.raises(LawError, match=said):
        read_form(FORM.replace(there, instead), name="_forms/record.yaml", vocabulary=VOCABULARY)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("- {key: day, label: 日期, kind: day, convenes: {step: hearing, told_by: 'milestone:told'}}", "只用于时间"),
        ("- {key: at, label: 时间, kind: moment, convenes: {step: haering, told_by: 'milestone:told'}}", "“haering”"),
        ("- {key: at, label: 时间, kind: moment, convenes: {step: hearing, told_by: 'milestone:never'}}", "“never”"),
        ("- {key: sum, label: 金额, kind: money, takes_part: {step: hearing, role: host}}", "写姓名的字段"),
        ("- {key: who, label: 主持, kind: text, takes_part: {step: hearing, role: nobody}}", "“nobody”"),
    ],
)
def test_a_step_to_come_is_named_in_the_words_of_the_law(line, problem):
    lists = {
        "documents": "record: 记录\n",
        "matters": "facts: 事实\n",
        "steps": "hearing: 听证\n",
        "roles": "host: 主持\n",
    }
    vocabulary = read_vocabulary({**lists, "milestones": "told: 告知\n"})
    with pytest.raises(LawError, match=problem):
        read_form(FORM.replace("fields:\n", f"fields:\n  {line}\n"), name="_forms/record.yaml", vocabulary=vocabulary)
