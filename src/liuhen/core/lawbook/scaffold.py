"""The files a new text starts with: everything known is filled in, everything else is marked and explained.

Each 〔待填〕 is found by lint, so a text cannot be taken for finished while one is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from liuhen.core.lawbook.official_text import OfficialArticle, OfficialText
from liuhen.core.lawbook.stated import Stated, short_title, stated_in
from liuhen.core.terms.labels import Numbering

TO_FILL = "〔待填"
"""How every gap begins that a person has to fill."""

_PLAIN = re.compile(r"[^\s:#\[\]{},&*!|>'\"%@`?-][^:#\[\]{}\"'\n]*")


@dataclass(frozen=True, slots=True)
class Start:
    """What is known of a text before it is written down; `articles` counts when there is no official document."""

    id: str
    title: str
    articles: int = 1
    official: OfficialText | None = None
    sha256: str = ""


def scaffold(start: Start) -> dict[str, str]:
    """File name (relative to the text's folder) → content."""
    return {
        "text.yaml": "\n".join(_text(start)) + "\n",
        "duties.yaml": _DUTIES.format(id=start.id),
        "coverage.yaml": "\n".join(_coverage(start)) + "\n",
        "cases/first.yaml": _CASES,
    }


def scalar(text: str) -> str:
    """A text as a YAML value: plain where that is safe, else in double quotes."""
    if _PLAIN.fullmatch(text) and text == text.strip():
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'


def _text(start: Start) -> Iterator[str]:
    official = start.official
    stated = stated_in(official) if official else Stated()
    yield f"id: {start.id}                # 与文件夹同名：小写英文、数字和连字符"
    yield f"title: {scalar(start.title)}"
    yield f"short: {scalar(short_title(start.title) or '〔待填〕简称，十二个字以内')}        # 简称，显示在条文标签上"
    yield f"issuer: {scalar(stated.issuer) if stated.issuer else '〔待填〕制定机关的全称'}"
    yield f"number: {scalar(stated.number)}" if stated.number else "# number: 文号；原文写着的，去掉行首的 # 填上"
    yield "rank: normative_document      # 位阶，liuhen law words ranks 列出全部"
    yield "territories: []               # 适用地域，例如 [guangdong]；liuhen law words territories"
    yield "fields: []                    # 适用领域，例如 [transport]；[] 是所有领域"
    if official and official.numbering is not Numbering.ARTICLES:
        yield f"numbering: {official.numbering.value}             # 这份文件不按“条”编号"
    yield f"articles: {_count(start)}"
    yield from _in_force(stated)
    if official and official.chapters:
        yield "chapters:"
        for chapter in official.chapters:
            yield f"  - {{title: {scalar(chapter.title)}, first: {chapter.first}, last: {chapter.last}}}"
    yield "sources:"
    digest = f"，SHA-256 {start.sha256}" if start.sha256 else ""
    yield f"  - {{title: {scalar(f'〔待填〕原文从哪里取得{digest}')}}}"


def _in_force(stated: Stated) -> Iterator[str]:
    known = stated.in_force is not None
    yield "in_force:"
    yield f"  from: {stated.in_force or 'unknown'}               # 施行日期，例如 2026-01-01；原文没有写明就写 unknown"
    yield f"  basis: {scalar(stated.basis) if known else '〔待填〕施行日期写在哪一条，或者由什么推出'}"
    certainty = "stated" if known else "unknown"
    yield f"  certainty: {certainty}          # stated 写明 | derived 推出 | disputed 有争议 | unknown 不明"


def _count(start: Start) -> int:
    return max((article.number for article in start.official.articles), default=1) if start.official else start.articles


_COVERAGE_HEAD = """\
# 每一条都要有一个着落，一条不漏：
#   as: duty            产生义务；在 duties 列出 duties.yaml 中的标识
#   as: definition      目的、定义、适用范围、原则、施行日期
#   as: organisational  对机构建设、经费、职责分工的要求，不针对某个案件
#   as: judgement       只能由人判断
# 兼有几种的，主要的写 as，其余写 also，例如 also: [duty]。reason 用自己的话写。"""


def _coverage(start: Start) -> Iterator[str]:
    yield _COVERAGE_HEAD
    yield f"text: {start.id}"
    yield "articles:"
    printed = {article.number: article for article in start.official.articles} if start.official else {}
    for number in range(1, _count(start) + 1):
        note = f"  # {_hint(printed[number])}" if number in printed else ""
        yield f"  - {{article: {number}, as: definition, reason: 〔待填〕本条说的是什么}}{note}"


def _hint(article: OfficialArticle) -> str:
    """What the document prints under the article: its label, how many paragraphs, which item labels."""
    parts = [article.label]
    if len(article.paragraphs) > 1:
        parts.append(f"{len(article.paragraphs)} 款")
    if article.items:
        parts.append(f"{len(article.items)} 项 {''.join(item.label for item in article.items)}")
    return "，".join(parts)


_DUTIES = """\
# 一条义务一段。先写标识、条、种类、语气、对象和标题，再写要求。全部写法见 docs/how-to/write-a-regulation.md。
# 删去 duties 后面的 []，去掉例子每行开头的 #，改成本文本的内容；写完后在 coverage.yaml 的该条列出它的标识。
text: {id}
duties: []
#  - id: store-24h               # 自己起，小写英文、数字和连字符
#    article: 12                 # 第几条
#    kind: deadline              # 种类
#    modality: must              # must 应当 | should 一般、鼓励 | may 可以 | must_not 不得
#    subject: recording          # 说的是什么：案件 case、环节 step、音像记录 recording、文书 document……
#    title: 音像记录二十四小时内存储
#    needs: {{event: stored}}
#    deadline: {{amount: 24, unit: hours, from: recording_end}}
#    owner: officer              # 谁来做，liuhen law words roles
"""

_CASES = """\
# 用想象的案件检验义务写得对不对：每项义务至少一个履行的案例，一个没有履行的案例。
# 删去 checks 后面的 []，去掉例子每行开头的 #，改成要检验的义务。
title: 〔待填〕这个案件检验什么
dossier:
  agency: {id: demo, name: 示范执法机构}
  case: {number: 示范〔2026〕1号}
checks: []
#  - title: 当天存储
#    at: 2026-03-02 12:00                         # 在这个时刻判断
#    with:                                        # 在 dossier 之上增加或修改
#      recordings:
#        - {id: r1, medium: video, start: 2026-03-01 09:00, end: 2026-03-01 10:00, stored_at: 2026-03-01 18:00}
#    expect:
#      - {duty: store-24h, subject: r1, state: met}
"""
