"""What is wrong with a filled form is said beside the field it is wrong in."""

from __future__ import annotations

from datetime import date

import pytest

from liuhen.core.forms.filled import faults_of, matters_of, matters_signed
from liuhen.core.forms.reading import read_form
from liuhen.core.lawbook.errors import LawError
from liuhen.core.lawbook.vocabulary import read_vocabulary

TODAY = date(2026, 11, 21)
VOCABULARY = read_vocabulary({"documents": "record: 记录\n", "matters": "facts: 事实\n"})
MATTERS = "facts: 事实\nsigned: 签名\nnoted: 注明拒绝\nseen: 见证\n"
FORM = """
document: record
title: 记录
origin: common
stage: 调查取证
fields:
  - {key: start_at, label: 开始时间, kind: moment, required: yes}
  - {key: end_at, label: 结束时间, kind: moment}
  - {key: officers, label: 执法人员, kind: officers, required: yes, at_least: 2}
  - {key: id_no, label: 身份证件号, kind: identity_number}
  - {key: code, label: 信用代码, kind: credit_code}
  - {key: tel, label: 电话, kind: telephone}
  - {key: fine, label: 罚款, kind: money, limits: [{most: 3000, law: 行政处罚法, article: 51, when: code}]}
  - {key: days, label: 天数, kind: whole}
  - {key: due, label: 期限, kind: day}
  - {key: way, label: 方式, kind: choice, choices: [直接, 邮寄]}
  - {key: ways, label: 方式（多选）, kind: choices, choices: [直接, 邮寄]}
  - {key: told, label: 已告知, kind: tick}
  - {key: content, label: 情况, kind: long_text, matter: facts}
  - {key: items, label: 清单, kind: table, columns: [{key: name, label: 名称}, {key: number, label: 数量, kind: whole}]}
  - {key: said, label: 问答, kind: dialogue}
  - {key: view, label: 意见, kind: opinion}
  - {key: seal, label: 印章, kind: seal, required: yes}
"""
GOOD = {"start_at": "2026-11-20T09:00", "officers": ["林一鸣（440101001）", "陈立（440101003）"]}


@pytest.fixture(scope="module")
def form():
    return read_form(FORM, name="_forms/record.yaml", vocabulary=VOCABULARY)


def _said(form, **changed):
    return {fault.key: fault.message for fault in faults_of(form, {**GOOD, **changed}, today=TODAY)}


def test_a_form_filled_rightly_has_no_fault_and_the_seal_may_wait(form):
    assert _said(form) == {}


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("start_at", "", "请填写“开始时间”"),
        ("start_at", "2026-02-30T09:00", "不是存在的时间"),
        ("end_at", "2026-11-20T08:00", "早于开始"),
        ("officers", ["林一鸣"], "至少 2 项"),
        ("officers", "林一鸣", "逐项填写"),
        ("id_no", "110105194912310021", "校验码"),
        ("code", "91350100M000100Y44", "校验码"),
        ("tel", "一二三", "不像电话号码"),
        ("fine", "三千", "不是金额"),
        ("days", "７", "整数"),
        ("due", "2026-13-01", "不是存在的日期"),
        ("way", "口头", "请从列表中选择"),
        ("ways", ["直接", "口头"], "“口头”"),
        ("told", "好", "勾选"),
        ("content", "字" * 20_001, "20001 字"),
        ("items", [{"name": "车"}] * 501, "501 行"),
        ("way", ["直接"], "只填一项"),
        ("due", "20261201", "不是存在的日期"),
        ("due", "0026-12-01", "年份不在"),
        ("start_at", "0001-01-01T00:00+14:00", "年份不在"),
        ("end_at", "9999-12-31T23:59-12:00", "年份不在"),
        ("officers", ["林" * 301, "陈立"], "最多 300 字"),
        ("officers", [{"name": "林"}, "陈立"], "只写文字"),
        ("items", [{"name": "车"}, {"name": "车", "number": "两"}], "第 2 行：“数量”应填整数"),
        ("items", [{"size": "大"}], "没有“size”这一列"),
        ("items", ["车"], "按列填写"),
        ("said", [{"question": "姓名？", "answer": "字" * 20_001}], "第 1 行：“答”最多"),
        ("said", [{"time": "九点"}], "没有“time”这一列"),
        ("view", "同" * 2_001, "最多 2000 字"),
    ],
)
def test_each_fault_is_told_beside_its_field(form, key, value, said):
    assert said in _said(form, **{key: value})[key]


def test_a_sum_beyond_the_limit_of_an_article_is_told_with_it_where_the_limit_applies(form):
    assert _said(form, fine="3000.01") == {}
    assert _said(form, fine="3000", code="91350100M000100Y43") == {}
    assert "行政处罚法第51条" in _said(form, fine="3000.01", code="91350100M000100Y43")["fine"]
    assert "不是金额" in _said(form, fine="三千", code="91350100M000100Y43")["fine"]


def test_an_end_with_a_zone_is_compared_with_a_start_without(form):
    assert _said(form, end_at="2026-11-20T02:00+00:00") == {}
    assert "早于开始" in _said(form, end_at="2026-11-20T00:59+00:00")["end_at"]


def test_what_the_form_does_not_ask_is_refused(form):
    assert "没有“other”" in _said(form, other="x")[""]


def test_the_matters_set_down_are_those_of_filled_fields(form):
    assert matters_of(form, GOOD) == frozenset()
    assert matters_of(form, {**GOOD, "content": "车辆超限"}) == {"facts"}


def test_who_signs_and_who_refuses_sets_down_what_the_form_says():
    places = """signatures:
  - {who: 当事人, how: signs, matters: [signed], refusal: [noted]}
  - {who: 见证人, how: signs, matters: [seen]}
"""
    words = read_vocabulary({"documents": "record: 记录\n", "matters": MATTERS})
    form = read_form(FORM + places, name="_forms/record.yaml", vocabulary=words)
    assert matters_signed(form, [], refused=[]) == frozenset()
    assert matters_signed(form, [0], refused=[]) == {"signed"}
    assert matters_signed(form, [1], refused=[0]) == {"noted", "seen"}


@pytest.mark.parametrize("wrong", ["matters: [sighed]", "refusal: [sighed]"])
def test_a_signature_sets_down_known_matters_only(wrong):
    places = f"signatures:\n  - {{who: 当事人, how: signs, {wrong}}}\n"
    words = read_vocabulary({"documents": "record: 记录\n", "matters": MATTERS})
    with pytest.raises(LawError, match="是不是“signed”") as refused:
        read_form(FORM + places, name="_forms/record.yaml", vocabulary=words)
    assert all(problem.line for problem in refused.value.problems)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("kind: whole}", "kind: whole, limits: [{most: 1, law: 法, article: 1}]}", "limits"),
        ("kind: whole}", "kind: whole, appoints: yes}", "appoints"),
        ("origin: common", "origin: common\nlasts: [{situation: dispte, from: fine, until: no_day}]", "no_day"),
        ("origin: common", "origin: common\nlasts: [{situation: dispte, from: fine, until: x, where: way}]", "where"),
        ("origin: common", "origin: common\nhappened: [signed]", "没有字段和签名处载明“signed”"),
        ("document: record", "document: recrod", "是不是“record”"),
        ("kind: tick", "kind: tik", "应为其中之一"),
        (", choices: [直接, 邮寄]}\n  - {key: ways", "}\n  - {key: ways", "要写 choices"),
        (", columns: [{key: name, label: 名称}, {key: number, label: 数量, kind: whole}]", "", "要写 columns"),
        ("kind: whole", "kind: whole, at_least: 2", "at_least"),
        ("matter: facts", "matter: fact", "是不是“facts”"),
        ("key: days", "key: fine", "写了两次"),
        ("origin: common", "origin: common\nsize: big", "size"),
    ],
)
def test_a_form_that_is_wrong_is_refused_with_its_line(old, new, said):
    assert old in FORM
    with pytest.raises(LawError, match=said) as refused:
        read_form(FORM.replace(old, new, 1), name="_forms/record.yaml", vocabulary=VOCABULARY)
    assert all(problem.line for problem in refused.value.problems)
