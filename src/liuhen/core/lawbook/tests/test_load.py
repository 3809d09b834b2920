"""A text that cannot be judged by does not load, and the message teaches: file, line, article, what to write."""

import pytest

from liuhen.core.lawbook.errors import LawError
from liuhen.core.lawbook.load import TextFiles, load_text
from liuhen.core.lawbook.vocabulary import read_vocabulary

WORDS = read_vocabulary({
    "steps": "inquiry: 询问\nhearing: 听证\n",
    "documents": "inquiry_record: {label: 询问笔录, matters: [inquiry]}\n",
    "matters": "inquiry: 询问情况\n",
    "roles": "officer: 执法人员\n",
    "actions": "make_document: 补录文书\n",
    "topics": "text_investigation: 调查\ntext_service: 送达\n",
})  # fmt: skip
TEXT = """id: demo
title: 示范办法
short: 示范
issuer: 示范机关
rank: rule
articles: 2
in_force: {from: 2019-03-01, basis: 第二条}
"""
DUTY = """text: demo
duties:
  - id: record
    article: 1
    kind: text_record
    modality: must
    subject: step
    title: 询问有笔录
    when: {step: [inquiry]}
    needs: {documents: [inquiry_record]}
    owner: officer
"""
COVERAGE = """text: demo
articles:
  - {article: 1, as: duty, reason: 要有笔录, duties: [record]}
  - {article: 2, as: definition, reason: 施行日期}
"""


def load(text=TEXT, duties=DUTY, coverage=COVERAGE):
    return load_text(TextFiles(folder="demo", text=text, duties=duties, coverage=coverage), WORDS)


def problems(**files):
    with pytest.raises(LawError) as caught:
        load(**files)
    return [str(problem) for problem in caught.value.problems]


def test_a_sound_text_loads():
    law = load()
    assert [duty.id for duty in law.duties] == ["record"]
    assert law.duty("record").needs.documents == ("inquiry_record",)


def test_an_unknown_field_is_named_with_line_and_article():
    missing, unknown = problems(duties=DUTY.replace("    title:", "    titel:"))
    assert missing == "demo/duties.yaml:3: 第1条：缺少字段“title”，请补写"
    assert unknown.startswith(
        "demo/duties.yaml:8: 第1条：不认识的字段“titel”，这里可以写：article、awaits、deadline、id"
    )


def test_all_problems_are_told_at_once():
    found = problems(
        text=TEXT.replace("2019-03-01", "2019-13-01"),
        duties=DUTY.replace("modality: must", "modality: shall").replace("subject: step", "subject: moon"),
        coverage=COVERAGE.replace("as: definition", "as: nothing"),
    )
    assert len(found) == 4
    assert any("text.yaml:7" in p and "不是存在的日期" in p for p in found)
    assert any("duties.yaml:6" in p and "shall" in p for p in found)
    assert any("duties.yaml:7" in p and "moon" in p for p in found)
    assert any("coverage.yaml:4" in p and "nothing" in p for p in found)


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        (
            "documents: [inquiry_record]",
            "documents: [inquiry_recrod]",
            "“inquiry_recrod”不在 _vocabulary/documents.yaml",
        ),
        ("step: [inquiry]", "step: [meeting]", "“meeting”不在 _vocabulary/steps.yaml"),
        ("step: [inquiry]", "step: inquiry", "应为列表"),
        ("when: {step: [inquiry]}", "when: {}", "条件是空的"),
        ("article: 1", "article: 9", "没有第 9 条"),
        ("article: 1", "article: １", "半角数字"),
        ("kind: text_record", "kind: gate", "before"),
        ("kind: text_record", "kind: dance", "kind“dance”不认识"),
        ("subject: step", "subject: device", "subject 不能是 device，可以写：case、meeting、patrol、step"),
        ("needs: {documents: [inquiry_record]}", "missing: 缺", "缺少 needs"),
        ("needs: {documents: [inquiry_record]}", "needs: {}", "请写出 documents"),
        ("owner: officer", "owner: officer\n    deadline: {amount: ２４, unit: hours, from: step_end}", "半角数字"),
        ("owner: officer", "owner: officer\n    deadline: {unit: hours, from: step_end}", "需要数量"),
        ("owner: officer", "owner: officer\n    deadline: {amount: 1, unit: hours, from: stored}", "没有事件 stored"),
        ("owner: officer", "owner: officer\n    deadline: {amount: 1, unit: hours, from: sunset}", "不是起算事件"),
    ],
)
def test_what_is_wrong_with_a_duty_is_said(old, new, word):
    assert any(word in p for p in problems(duties=DUTY.replace(old, new)))


@pytest.mark.parametrize(
    ("duty", "word"),
    [
        ("kind: gate\n    needs: {requires: []}", "requires"),
        ("kind: gate\n    needs: {requires: [{documents: [inquiry_record], steps: [inquiry]}]}", "只写一种"),
        ("kind: approval_route\n    needs: {route: []}", "route"),
        ("kind: approval_route\n    needs: {route: [{approval: consent}]}", "roles"),
        ("kind: release\n    needs: {duties: []}", "duties"),
        ("kind: release\n    needs: {duties: [recrod]}", "“recrod”不是本文本的义务"),
        ("kind: effect\n    needs: {}", "二者择一"),
        ("kind: effect\n    needs: {lapses: freed}", "lapses 需要 event"),
        ("kind: effect\n    needs: {lapses: freed, event: step_end}", "应写 deadline"),
        ("kind: staffing\n    needs: {roles: [officer]}", "请写出人员要求"),
    ],
)
def test_what_the_newer_kinds_need_is_said(duty, word):
    frame = "    subject: step\n    title: 一\n    owner: officer\n"
    entry = f"  - id: later\n    article: 2\n    modality: must\n    {duty}\n{frame}"
    assert any(word in p for p in problems(duties=DUTY + entry))


@pytest.mark.parametrize(("kind", "subject"), [("approval_route", "officer"), ("gate", "recording")])
def test_a_kind_is_refused_for_subjects_it_cannot_be_judged_of(kind, subject):
    route = "needs: {route: [{approval: consent, roles: [officer]}]}"
    needs = route if kind == "approval_route" else "needs: {requires: [{documents: [inquiry_record]}]}"
    entry = (
        f"  - id: later\n    article: 2\n    modality: must\n    kind: {kind}\n    {needs}\n    subject: {subject}\n"
    )
    found = problems(duties=DUTY + entry + "    title: 一\n    owner: officer\n")
    assert any(f"（{kind}）的 subject 不能是 {subject}" in p for p in found)


def test_every_article_must_be_answered_exactly_once():
    found = problems(coverage=COVERAGE.replace("article: 2,", "article: 1,"))
    assert any("第2条：没有列出" in p for p in found)
    assert any("第1条：列出了不止一次" in p for p in found)


def test_duties_and_coverage_must_name_each_other():
    found = problems(coverage=COVERAGE.replace("duties: [record]", "duties: [recrod]"))
    assert any("义务 record 没有列在本条" in p for p in found)
    assert any("没有本条的义务 recrod" in p for p in found)


def test_items_are_spread_with_both_conditions_and_their_own_needs():
    items = """    items:
      - {position: 2, label: （一）, title: 听证, when: {step: [hearing]}, needs: {matters: [inquiry]}}
"""
    law = load(duties=DUTY + items)
    (duty,) = law.duties
    assert (duty.id, duty.source, duty.title) == ("record-2", "record", "听证")
    assert (duty.item.position, duty.item.label) == (2, "（一）")
    assert [inner.step for inner in duty.when.all_] == [("inquiry",), ("hearing",)]
    assert (duty.needs.documents, duty.needs.matters) == (("inquiry_record",), ("inquiry",))


def test_an_item_answers_a_question_of_its_own_where_it_says_so():
    entry = DUTY.replace("    article:", "    topic: text_investigation\n    article:", 1)
    items = """    items:
      - {position: 1, label: （一）}
      - {position: 2, label: （二）, topic: text_service}
"""
    assert [duty.topic for duty in load(duties=entry + items).duties] == ["text_investigation", "text_service"]


def test_the_same_id_twice_is_refused():
    assert any("标识重复" in p for p in problems(duties=DUTY + DUTY.split("duties:\n")[1]))
