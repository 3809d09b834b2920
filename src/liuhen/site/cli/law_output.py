"""How the law commands speak to people: tables in Chinese, and the JSON of lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from liuhen.core.duties.conditions import describe
from liuhen.core.duties.evaluate import Standing
from liuhen.core.duties.words import citation, moment
from liuhen.core.lawbook.duty import AnyDuty
from liuhen.core.lawbook.duty_words import duty_words
from liuhen.core.lawbook.fit import Fit
from liuhen.core.lawbook.official import OfficialText
from liuhen.core.lawbook.text import LawText, TextInfo
from liuhen.core.terms.labels import State
from liuhen.core.terms.verdict import Item, Obligation
from liuhen.ports.official_document import Document
from liuhen.site.cli.law_words import Row

STYLES = {
    State.MET: "green",
    State.OPEN: "bright_black",
    State.OVERDUE: "red",
    State.LATE: "yellow",
    State.BREACHED: "bold red",
    State.EXCUSED: "magenta",
    State.NEEDS_PERSON: "blue",
    State.CONFLICT: "red",
    State.ADVISED: "bright_black",
}
ICONS = {
    State.MET: "✓",
    State.OPEN: "○",
    State.OVERDUE: "!",
    State.LATE: "△",
    State.BREACHED: "✗",
    State.EXCUSED: "◇",
    State.NEEDS_PERSON: "?",
    State.CONFLICT: "⚡",
    State.ADVISED: "·",
}


def show_texts(texts: Sequence[LawText]) -> None:
    """A table of the texts."""
    table = _table("标识", "名称", "施行", "条", "义务")
    for law in texts:
        table.add_row(law.id, law.info.title, _in_force(law.info), str(law.info.articles), str(len(law.duties)))
    Console().print(table)


def text_json(law: LawText) -> dict[str, Any]:
    """One text's particulars."""
    info = law.info
    return {
        "text": info.id,
        "title": info.title,
        "short": info.short,
        "issuer": info.issuer,
        "in_force_from": info.in_force.from_.isoformat() if info.in_force.from_ else None,
        "in_force_until": info.until.from_.isoformat() if info.until and info.until.from_ else None,
        "articles": info.articles,
        "duties": len(law.duties),
    }


def show_duties(law: LawText, article: int | None) -> None:
    """The duties of a text or of one article, with how the articles are answered; those of one article in full."""
    console = Console()
    console.print(f"{law.info.title}（{law.id}），{_in_force(law.info)}")
    for entry in law.coverage:
        if article in (None, entry.article) and (article or not entry.duties):
            console.print(
                f"  第{entry.article}{law.info.numbering.label} {entry.as_.label}：{entry.reason}", highlight=False
            )
    table = _table("条文", "义务", "种类", "语气", "对象", "适用条件", "标识")
    for duty in _duties(law, article):
        when = describe(duty.when, law.vocabulary) if duty.when else "始终"
        words = (_cite(law, duty), duty.title, duty.kind.label, duty.modality.label, duty.subject.label)
        table.add_row(*words, when, duty.id)
    console.print(table)
    for duty in _duties(law, article) if article else ():
        click.echo(f"{_cite(law, duty)} {duty.title}（{duty.id}）")
        for label, wording in duty_words(duty, law.vocabulary):
            click.echo(f"  {label}：{wording}")


def duties_json(law: LawText, article: int | None) -> dict[str, Any]:
    """The duties of a text or of one article as data."""
    return {
        **text_json(law),
        "duties": [d.model_dump(mode="json", by_alias=True, exclude_defaults=True) for d in _duties(law, article)],
        "coverage": [
            {"article": e.article, "as": e.as_.value, "reason": e.reason, "duties": list(e.duties)}
            for e in law.coverage
            if article in (None, e.article)
        ],
    }


def show_coverage(answers: dict[str, Any]) -> None:
    """How many articles are answered for, in which way."""
    table = _table("文本", "条", "义务", "定义与适用", "组织措施", "人工认定", "没有着落")
    for row in answers["texts"]:
        kinds = [str(row[kind]) for kind in ("duty", "definition", "organisational", "judgement")]
        missing = "、".join(str(number) for number in row["missing"]) or "无"
        table.add_row(row["text"], str(row["articles"]), *kinds, missing)
    Console().print(table)


def show_verdict(obligations: Sequence[Obligation], standing: Sequence[Standing], now: datetime) -> None:
    """The verdict: which texts apply, what is owed, and the sums."""
    console = Console()
    console.print(f"判断时刻：{moment(now)}", highlight=False)
    for text in standing:
        notes = f"（{'；'.join(text.notes)}）" if text.notes else ""
        applies = "适用" if text.bound else "不适用"
        console.print(f"{text.text} {text.title}：{applies}{notes}", highlight=False)
    table = _table("状态", "条文", "对象", "义务", "欠缺", "期限")
    for o in obligations:
        state = Text(f"{ICONS[o.state]} {o.state.label}", style=STYLES[o.state])
        cited = citation("", o.article, None, o.item)
        table.add_row(
            state, f"{o.text}\n{cited}", o.subject.label, o.title, o.missing, moment(o.due_at) if o.due_at else ""
        )
    console.print(table)
    counts = Counter(o.state for o in obligations)
    sums = "  ".join(f"{state.label} {counts[state]}" for state in State if counts[state])
    console.print(f"共 {len(obligations)} 项：{sums}" if obligations else "没有产生义务", highlight=False)


def _duties(law: LawText, article: int | None) -> list[AnyDuty]:
    return [duty for duty in law.duties if article in (None, duty.article)]


def _cite(law: LawText, duty: AnyDuty) -> str:
    item = Item(position=duty.item.position, label=duty.item.label) if duty.item else None
    return citation("", duty.article, duty.paragraph, item, numbering=law.info.numbering)


def _in_force(info: TextInfo) -> str:
    begins = f"{info.in_force.from_}起施行" if info.in_force.from_ else "施行日期不明"
    if info.until is None:
        return begins
    return f"{begins}，{info.until.from_ or '日期不明'}起不再施行" + ("（日期有争议）" if info.until.candidates else "")


def _table(*columns: str) -> Table:
    table = Table(show_lines=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def show_words(rows: Sequence[Row], *, lists_only: bool) -> None:
    """The lists with their sizes, or the words of some."""
    if lists_only:
        table = _table("词表", "用途", "个数")
        for row in rows:
            table.add_row(row.list, row.label, row.note)
    else:
        table = _table("代码", "中文", "词表", "说明")
        for row in rows:
            table.add_row(row.code, row.label, row.list, row.note)
    Console().print(table)


def show_official(law: LawText, document: Document, official: OfficialText, found: Fit, *, every: bool) -> None:
    """What an official document holds, what to look at with one's own eyes, and how it fits the text."""
    unit = official.numbering.label
    click.echo(f"原文：{official.title or '（没有标题）'}，{document.form}，SHA-256 {document.sha256}")
    click.echo(f"{len(official.chapters)} 章，{len(official.articles)} {unit}，各条共 {official.items} 项")
    for article in official.articles if every else ():
        labels = "".join(item.label for item in article.items)
        click.echo(
            f"  {article.label}：{len(article.paragraphs)} 款{f'，{len(article.items)} 项 {labels}' if labels else ''}"
        )
    for note in (*document.notes, *map(str, official.remarks)):
        click.echo(f"  请核对原文：{note}")
    if found.uncovered:
        click.echo(f"原文有而 {law.id} 的 coverage.yaml 没有的条：{_numbers(law, found.uncovered)}")
    if found.absent:
        click.echo(f"{law.id} 的 coverage.yaml 有而原文没有的条：{_numbers(law, found.absent)}")
    for mismatch in found.items:
        click.echo(f"项的序号不一致：{mismatch}")
    if found.whole:
        click.echo(f"与 {law.info.title}（{law.id}）的条和项一致")


def _numbers(law: LawText, articles: Sequence[int]) -> str:
    return "、".join(f"第{number}{law.info.numbering.label}" for number in articles)
