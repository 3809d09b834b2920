"""How differences of texts and comparisons of texts are shown to people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from liuhen.core.duties.comparison import Column, Comparison, Provision
from liuhen.core.duties.keep_until import KeepUntil
from liuhen.core.duties.words import moment
from liuhen.core.lawbook.difference import Change, TextDifference
from liuhen.core.terms.verdict import Obligation

if TYPE_CHECKING:
    from liuhen.apps.duties.law_diff import ObligationChange
    from liuhen.site.cli.law_diff import Tally


def show_difference(found: TextDifference) -> None:
    """What differs, or that nothing does."""
    if found.none:
        click.echo("两个版本没有差别")
    for change in found.particulars:
        click.echo(f"{change}")
    for kind in Change:
        duties = found.of(kind)
        if duties:
            click.echo(f"{kind.label}的义务（{len(duties)}）")
        for duty in duties:
            click.echo(f"  第{duty.article}{found.numbering.label} {duty.duty}：{duty.title}")
            for field in duty.fields:
                click.echo(f"    {field}")
    if found.coverage:
        click.echo(f"条文的着落（{len(found.coverage)}）")
    for change in found.coverage:
        click.echo(f"  {change}")


def show_cases(tally: Tally) -> None:
    """How many cases change in which way, and the first of them."""
    from liuhen.apps.duties.law_diff import Effect

    sums = [f"{effect.label} {tally.counts[effect]} 项" for effect in Effect if tally.counts[effect]]
    sums += [f"{tally.recordings} 段音像记录的保存期限改变"] if tally.recordings else []
    told = f"：{'，'.join(sums)}" if sums else ""
    click.echo(f"未归档的 {tally.open} 件案件中有 {tally.changed} 件会有变化{told}")
    for case in tally.first:
        click.echo(f"  {case.number}")
        for change in case.changes:
            click.echo(f"    {_line(change)}")
        for kept in case.keeping:
            note = "（变短：已有的记录不因此缩短）" if kept.shorter else ""
            click.echo(f"    保存期限：{kept.recording} {_kept(kept.old)} → {_kept(kept.new)}{note}")
    if tally.changed > len(tally.first):
        click.echo(f"  …… 另有 {tally.changed - len(tally.first)} 件，用 --limit 列出更多")


def _line(change: ObligationChange) -> str:
    shown = change.shown
    return f"{change.effect.label}：{shown.title}（{shown.subject.label}）{_side(change.old)} → {_side(change.new)}"


def _kept(kept: KeepUntil) -> str:
    if kept.permanent or kept.long_term:
        return "永久" if kept.permanent else "长期"
    return f"至{moment(kept.until)}" if kept.until else "未规定"


def _side(obligation: Obligation | None) -> str:
    if obligation is None:
        return "（无）"
    return obligation.state.label + (f"，期限 {moment(obligation.due_at)}" if obligation.due_at else "")


def show_comparison(found: Comparison) -> None:
    """A table with a row per topic and a column per text."""
    for law, notes in zip(found.texts, found.notes, strict=True):
        for note in notes:
            click.echo(f"{law.id}：{note}")
    table = Table("议题", *(law.info.short for law in found.texts), show_lines=True, header_style="bold")
    for row in found.rows:
        table.add_row(row.label, *(_cell(column) for column in row.columns), style="" if row.differs else "dim")
    Console(highlight=False).print(table)
    click.echo(f"共 {len(found.rows)} 个议题，其中 {sum(row.differs for row in found.rows)} 个结果不同")


def _cell(column: Column) -> str:
    if not column.provisions:
        return column.voice.label
    lines = [] if column.voice.value == "speaks" else [column.voice.label]
    return "\n".join(lines + [line for provision in column.provisions for line in _provision(provision)])


def _provision(provision: Provision) -> list[str]:
    duty = provision.duty
    head = f"{provision.cited}（{duty.modality.label}）{duty.title}"
    return [head, *(f"  {o.subject.label}：{_side(o)}" for o in provision.obligations)]
