"""The case of the demonstration that is being written just now: a document in force, one to be signed, one begun.

The rest stands as it does on a working day: the filing waits for the head, and so does an exception.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from liuhen.apps.cases.actions import ask_approval, ask_exemption
from liuhen.apps.cases.inputs import NewApproval, NewExemption
from liuhen.apps.cases.models import Step
from liuhen.apps.documents.actions import NewSignature, begin, check, put_in_force, save, sign
from liuhen.apps.documents.models import Draft
from liuhen.site.demo.handwriting import handwriting
from liuhen.site.demo.theatre import Production

ON_SITE = {
    "scene_person_name": "卫某",
    "scene_person_sex": "男",
    "scene_person_relation": "驾驶员",
    "scene_person_tel": "13800000000",
    "content": "粤Z·D1215 号重型半挂牵引车行驶至超限检测点，经称重，车货总质量 55.4 吨，超过限定标准 6.4 吨。"
    "执法人员向驾驶员说明检查事由，驾驶员对称重结果没有异议。",
    "identity_shown": "yes",
    "reason_told": "yes",
    "evidence": "称重检测单一份，现场照片两张，执法记录仪录像一段。",
    "statement": "驾驶员陈述：货物为河砂，装车时没有过磅。",
    "read_state": "笔录已看过，无误",
}
CORRECTION = {
    "facts": "2026年驾驶粤Z·D1215 号车辆运载河砂，车货总质量 55.4 吨，超过限定标准 6.4 吨。",
    "legal_basis": "《公路安全保护条例》第三十三条、第六十四条",
    "mode": "立即予以改正",
}
INQUIRY = {
    "interviewee": "卫某",
    "relation": "驾驶员",
    "notice_given": "yes",
    "qa": [
        {"question": "这车货是从哪里装的？", "answer": "从北江边的沙场装的，准备送到市区的搅拌站。"},
        {"question": "装车时过磅了吗？", "answer": "没有。"},
    ],
}


def write_documents(production: Production) -> None:
    """Make the documents of the case and ask the head for what it needs."""
    handler, case = production.theatre.person("handler"), production.opened
    step = case.steps.get(kind="on_site_inspection")
    _put_in_force(production, _written(production, step, "on_site_record", ON_SITE))
    check(handler, _written(production, None, "correction_order", CORRECTION))
    _written(production, step, "inquiry_record", INQUIRY)
    ask_approval(handler, case, NewApproval(kind="case_filing", note="超限事实清楚，提请立案。"))
    reason = "当事人为外省车辆，须当日连续办理；立案登记表随后补办。"
    wanted = NewExemption(event="milestone:filed", reason=reason, basis="程序规定第六十三条")
    ask_exemption(handler, case, wanted)


def _written(production: Production, step: Step | None, form: str, content: Mapping[str, Any]) -> Draft:
    handler = production.theatre.person("handler")
    draft = begin(handler, production.opened, form, step=step)
    return save(handler, draft, {**draft.content, **content}, draft.revision)


def _put_in_force(production: Production, draft: Draft) -> None:
    handler = production.theatre.person("handler")
    draft = check(handler, draft)
    for slot, who in ((0, "卫某"), (1, "林一鸣"), (1, "陈立")):
        sign(handler, draft, NewSignature(slot=slot, how="drawn", who=who, image=[handwriting(who)], place="检测点"))
    put_in_force(handler, draft)
