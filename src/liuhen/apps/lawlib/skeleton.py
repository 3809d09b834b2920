"""The first lines of a new text: enough to show the shape of every file, and what to write where."""

from __future__ import annotations

_TEXT = """\
id: {id}
title: {title}
short: {short}
issuer: 请写发布机关
rank: normative_document        # 词表 ranks
territories: []                 # 词表 territories
fields: []                      # 词表 fields；空列表为各执法领域
articles: 1                     # 共几条
in_force:
  from: unknown                 # 例如 2026-01-01
  basis: 请写施行日期的依据，例如第几条
  certainty: unknown            # stated 写明 derived 推定 disputed 有争议 unknown 不明
"""
_DUTIES = """\
# 逐条写义务：种类、语气、对象、何时适用、要求什么、期限、免责。写法见“编写法规”指南。
text: {id}
duties:
  - id: scene-record
    article: 1
    kind: text_record
    modality: must
    subject: step
    title: 现场检查应当制作文字记录
    when: {{step: [on_site_inspection]}}
    needs: {{documents: [on_site_record]}}
    owner: officer
"""
_COVERAGE = """\
# 每一条恰好列一次，写明怎样回应、为什么。
text: {id}
articles:
  - {{article: 1, as: duty, reason: 请用自己的话说明这一条, duties: [scene-record]}}
"""
_CASE = """\
title: {title}
dossier:
  agency: {{id: demo, name: 示范执法支队}}
  case: {{number: 示例〔2026〕1号}}
  steps:
    - {{id: s1, kind: on_site_inspection, stage: investigation, start: 2026-03-02 09:00, end: 2026-03-02 10:00}}
  documents:
    - {{id: d1, kind: on_site_record, made_at: 2026-03-02 10:00, steps: [s1]}}
checks:
  - title: 有现场笔录
    at: 2026-03-03 12:00
    expect:
      - {{duty: scene-record, subject: s1, state: met}}
  - title: 没有现场笔录
    at: 2026-03-03 12:00
    without: [d1]
    expect:
      - {{duty: scene-record, subject: s1, state: open}}
"""


def skeleton(id: str, title: str) -> dict[str, str]:
    """The files of a new text with one article, one duty and its worked case, to be written over."""
    words = {"id": id, "title": _scalar(title), "short": _scalar(title[:12])}
    parts = {"text.yaml": _TEXT, "duties.yaml": _DUTIES, "coverage.yaml": _COVERAGE}
    files = {name: content.format(**words) for name, content in parts.items()}
    return {**files, "cases/first.yaml": case_skeleton("有没有现场笔录")}


def case_skeleton(title: str) -> str:
    """A file of one worked case with a passing and a failing check."""
    return _CASE.format(title=_scalar(title))


def _scalar(text: str) -> str:
    """The text between quotation marks, as YAML takes it whatever it holds."""
    return "'" + text.replace("'", "''").replace("\n", " ") + "'"
