"""`liuhen law rejudge`: after the law has changed, judge the stored cases anew, with progress."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from liuhen.site.cli.law_json import print_json
from liuhen.site.cli.start import need_instance, start_django

if TYPE_CHECKING:
    from rich.progress import Progress

    from liuhen.site.rejudging import Work

NAMED = 20
"""How many cases that could not be judged are named."""


@click.command()
@click.option("--workers", type=click.IntRange(min=1), help="进程数，默认与处理器核数相同")
@click.option("--archived", is_flag=True, help="已归档的案件也重新评定")
@click.option("--all", "current", is_flag=True, help="已按现行法规评定的案件也重新评定")
@click.option("--after", type=int, default=0, help="与 --all 同用：只做编号大于此数的案件")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@click.pass_context
def rejudge(ctx: click.Context, workers: int | None, archived: bool, current: bool, after: int, as_json: bool) -> None:
    """法规变更后，重新评定库中的案件：未归档而且不是按现行法规评定的。

    可以随时中断（Ctrl-C），再次运行会接着做。退出码：0 全部评定，1 有案件未能评定或者中途停止，2 未能运行。
    """
    if ctx.parent and ctx.parent.params.get("folder"):
        raise click.UsageError("重新评定用实例自己的法规文件夹（LIUHEN_LAW），不能用 --law 另行指定")
    need_instance()
    start_django()
    from liuhen.apps.duties.rejudging import Wanted
    from liuhen.site.rejudging import rejudge as judge_anew

    wanted = Wanted(archived=archived, current=current, after=after)
    with _progress() as bar:
        task = bar.add_task(_words(0), total=None)

        def tell(work: Work) -> None:
            bar.update(task, completed=work.done, total=work.total, description=_words(work.rate))

        work = judge_anew(wanted, workers or os.cpu_count() or 1, tell)
    print_json(_data(work)) if as_json else _show(work)
    ctx.exit(1 if work.failures or work.stopped else 0)


def _progress() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True))


def _words(rate: float) -> str:
    return f"重新评定案件，每秒 {rate:.0f} 件"


def _data(work: Work) -> dict[str, Any]:
    """The outcome as JSON: cases to do, done, and not to be judged; seconds; cases per second."""
    return {
        "total": work.total,
        "done": work.done,
        "failures": work.failures,
        "stopped": work.stopped,
        "seconds": round(work.seconds, 3),
        "per_second": round(work.rate, 1),
    }


def _show(work: Work) -> None:
    if not work.total:
        click.echo("没有需要重新评定的案件：未归档的案件都已按现行法规评定。")
        return
    judged = work.done - len(work.failures)
    click.echo(f"已重新评定 {judged} 个案件，用时 {work.seconds:.0f} 秒，每秒 {work.rate:.0f} 件。")
    for failure in work.failures[:NAMED]:
        click.echo(f"未能评定 {failure}", err=True)
    if len(work.failures) > NAMED:
        click.echo(f"……共 {len(work.failures)} 个案件未能评定", err=True)
    if work.stopped:
        click.echo(f"已中途停止，还有 {work.total - work.done} 个案件。再次运行 liuhen law rejudge 接着做。", err=True)
