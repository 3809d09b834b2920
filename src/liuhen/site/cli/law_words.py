"""`liuhen law words`: the words law files are written with, so that nobody has to guess a code."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import click

from liuhen.adapters.law_folder import DiskLawFolder
from liuhen.core.deadlines.units import Unit
from liuhen.core.duties.words import EVENT_WORDS, UNIT_WORDS
from liuhen.core.lawbook.conditions import FLAGS, VOCABULARY_FACETS
from liuhen.core.lawbook.periods import EVENTS, NAMED_EVENTS
from liuhen.core.lawbook.vocabulary import Vocabulary
from liuhen.core.terms import labels
from liuhen.site.cli.law_folders import words_near
from liuhen.site.cli.law_json import print_json

LISTS = {
    "acts": "执法行为的种类",
    "actions": "补正的办法（mend.action）",
    "approvals": "审批的种类",
    "attributes": "本单位的属性",
    "bodies": "提出调取、查阅的单位",
    "causes": "中止记录的原因",
    "check_items": "使用前检查的项目",
    "circumstances": "客观情形（影响期限等）",
    "contents": "重点摄录的内容、语音说明的要素",
    "devices": "设备的种类",
    "disclosures": "对外提供的种类",
    "documents": "文书的种类",
    "effects": "法律效果",
    "features": "案件、环节的特征",
    "fields": "执法领域",
    "functions": "设备的功能",
    "goods_measures": "涉案财物因何种措施到案",
    "goods_movements": "涉案财物的流转",
    "goods_records": "涉案财物台账算作哪一种记录",
    "goods_states": "涉案财物的状态",
    "grounds": "拒绝的法定理由",
    "keeping_periods": "案卷的保管期限",
    "matters": "文书应记载的事项、环节中发生的事项",
    "milestones": "案件的节点",
    "numbers": "交由本单位或者法律确定的数",
    "origins": "案件来源、启动方式",
    "party_roles": "当事人、有关人员和车船的身份",
    "places": "公开的地方",
    "procedures": "程序",
    "publications": "公开的种类",
    "qualifications": "人员的资格",
    "ranks": "文本的位阶",
    "recusal_grounds": "应当回避的情形",
    "redactions": "公开前隐去的内容",
    "registers": "登记、台账、制度的种类",
    "reports": "报告的种类",
    "roles": "职责（谁来做、向谁报告、谁批准）",
    "situations": "出现的情形",
    "sources": "记录的来源",
    "spoken": "口头内容的提示语（标记的种类）",
    "staff": "人员的种类",
    "steps": "执法环节、巡查、会议的种类",
    "stores": "存储的地方",
    "territories": "地域",
    "topics": "议题（不同文本回答的同一个问题）",
}
"""What each list of the vocabulary is for; lists not named here are shown by their name alone."""


class Row(NamedTuple):
    """One word: the list it is of, the code to write, its Chinese term, and a note."""

    list: str
    code: str
    label: str
    note: str = ""


FLAG_WORDS = {
    "recorded": "环节有录音或者录像",
    "filmed": "环节有录像",
    "ended": "环节已经结束",
    "evidence": "音像记录、文书作证据使用",
    "stored": "音像记录已入库",
    "filed": "音像记录、文书已附卷",
    "long_term": "音像记录已设为长期保存",
    "resumed": "中断以后恢复了记录",
    "not_resumed": "中断以后没有恢复",
    "approved": "对外提供事先经过批准",
    "unapproved": "对外提供未经批准",
    "provided": "申请已经提供",
    "refused": "申请已经拒绝",
    "closed": "案件已结",
    "reported": "故障已经报告",
    "certified": "执法人员的证件有效，没有暂扣",
    "suspended": "执法人员的证件被暂扣",
    "withdrawn": "公开的内容已经撤下",
}
"""What `is:` may ask, with the subjects that can be so."""

NAMED_EVENT_WORDS = {
    "milestone": "案件到了这个节点",
    "since": "第一个这种情形开始",
    "until": "第一个这种情形结束",
    "document": "第一份这种文书做成",
    "filed_document": "第一份这种文书附卷",
    "step_start": "第一个这种环节开始",
    "step_end": "最后一个这种环节结束",
    "approval": "第一次这种批准",
    "report": "第一份这种报告",
}
"""Events written `NAME:CODE`."""


def _terms(name: str, words: Iterable[labels.Term]) -> list[Row]:
    return [Row(name, word.value, word.label) for word in words]


def closed_rows() -> dict[str, list[Row]]:
    """The closed lists of the house, which no regulation extends."""
    units = [Row("unit", unit.value, UNIT_WORDS[unit]) for unit in Unit]
    known = {event: [kind.label for kind, events in EVENTS.items() if event in events] for event in EVENT_WORDS}
    events = [Row("event", code, words, "、".join(known[code]) or "一切对象") for code, words in EVENT_WORDS.items()]
    events += [
        Row("event", f"{name}:代码", NAMED_EVENT_WORDS.get(name, ""), f"一切对象；代码在词表 {codes}")
        for name, codes in NAMED_EVENTS.items()
    ]
    facets = [
        Row("when", key, LISTS.get(codes, codes), f"代码在词表 {codes}") for key, codes in VOCABULARY_FACETS.items()
    ]
    return {
        "kind": _terms("kind", labels.DutyKind),
        "modality": _terms("modality", labels.Modality),
        "subject": _terms("subject", labels.SubjectKind),
        "stage": _terms("stage", labels.Stage),
        "medium": _terms("medium", labels.Medium),
        "mark": _terms("mark", labels.MarkKind),
        "state": _terms("state", labels.State),
        "as": _terms("as", labels.CoverageKind),
        "unit": units,
        "event": events,
        "when": facets,
        "is": [Row("is", flag, FLAG_WORDS.get(flag, "")) for flag in sorted(FLAGS)],
    }


CLOSED = {
    "kind": "义务的种类（kind）",
    "modality": "语气（modality）",
    "subject": "义务的对象（subject）",
    "stage": "阶段（stage）",
    "medium": "记录形式（medium、media）",
    "mark": "标记的种类（dossier 的 marks.kind）",
    "state": "判断的结果（案例的 state）",
    "as": "条文的着落（coverage.yaml 的 as）",
    "unit": "期限的单位（unit）",
    "event": "起算事件（from、ahead_of、event），说明里是知道它的对象",
    "when": "条件的键（when），说明里是代码所在的词表",
    "is": "状态（when 里的 is）",
}


def rows_of(words: Vocabulary, name: str) -> list[Row]:
    """The words of one list, closed or of the vocabulary; empty when there is no such list."""
    if name in CLOSED:
        return closed_rows()[name]
    return [Row(name, word.code, word.label, word.note) for word in words.lists.get(name, {}).values()]


def all_names(words: Vocabulary) -> dict[str, str]:
    """Every list with what it is for: the closed ones first."""
    return {**CLOSED, **{name: LISTS.get(name, "") for name in sorted(words.lists)}}


@click.command()
@click.argument("name", metavar="[LIST]", required=False)
@click.option("--search", default="", help="在全部词表中找中文或代码，例如 --search 扣押")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@click.pass_obj
def words(folder: DiskLawFolder, name: str | None, search: str, as_json: bool) -> None:
    """列出写法规用的词：不写 LIST 列出全部词表，写了列出其中的代码和中文。

    当前文件夹或者它的上一级里有 _vocabulary 的，其中的词也列出。
    """
    from liuhen.site.cli import law_output

    vocabulary = words_near(folder, Path())
    names = all_names(vocabulary)
    if name and name not in names:
        raise click.UsageError(f"没有词表“{name}”，现有：{'、'.join(names)}")
    if not name and not search:
        rows = [
            Row(list_name, "", purpose, str(len(rows_of(vocabulary, list_name))))
            for list_name, purpose in names.items()
        ]
    else:
        listed = [row for one in ([name] if name else names) for row in rows_of(vocabulary, one)]
        rows = [row for row in listed if search in row.label or search in row.code or search in row.note]
    if as_json:
        print_json({"words": [row._asdict() for row in rows]})
    else:
        law_output.show_words(rows, lists_only=not name and not search)
