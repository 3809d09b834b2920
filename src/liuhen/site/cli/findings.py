"""`liuhen findings`: the machines' analyses of stored recordings."""

from __future__ import annotations

from collections import Counter

import click

from liuhen.ports.workshop import WorkKind
from liuhen.site.cli.start import need_instance, start_django

KINDS = [kind for kind in WorkKind if kind is not WorkKind.CLIP]
"""Clips are cut when a person asks for one."""


@click.group()
def findings() -> None:
    """机器分析：对已入库的音像记录补做分析。"""


@findings.command()
@click.option(
    "--kind",
    "words",
    multiple=True,
    type=click.Choice([kind.value for kind in KINDS]),
    help="只补这一种分析，可以写几次；不写则全部。",
)
def ask(words: tuple[str, ...]) -> None:
    """补做分析：逐批查看全部音像记录，凡是适合而从未要求过的分析，现在要求。

    已经要求、完成或搁置的不动；中途停下或再运行一次都可以。每批记入日志。分析由后台进行，进度见“分析”页面。
    """
    need_instance()
    start_django()
    from liuhen.apps.recordings.looking_back import ask_missing

    kinds = [WorkKind(word) for word in words] or KINDS
    asked = Counter[WorkKind]()
    for portion in ask_missing(kinds):
        asked.update(portion)
    for kind, number in sorted(asked.items()):
        click.echo(f"{kind.label}\t{number} 项")
    click.echo(f"共要求补做 {asked.total()} 项分析。" if asked else "没有缺少的分析。")
