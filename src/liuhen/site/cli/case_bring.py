"""`liuhen case bring`: cases of another system, from a table and a mapping file."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from liuhen.site.cli.case_carry import person_called
from liuhen.site.cli.start import need_instance, start_django

if TYPE_CHECKING:
    from liuhen.apps.importing.inputs import Tally
    from liuhen.site.rejudging import Work

SOME_REFUSED = 1
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("table", type=_FILE)
@click.option("--mapping", required=True, type=_FILE, help="映射文件（docs/formats/import-mapping.md）。")
@click.option("--by", "username", required=True, help="由谁导入（登录名）；案件归其所在机构。")
@click.option(
    "--documents", type=click.Path(exists=True, file_okay=False, path_type=Path), help="表中所写文书文件所在的文件夹。"
)
@click.option("--dry-run", is_flag=True, help="试运行：只检查并报告，什么也不写入。")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="报告文件，.xlsx 或者 .csv。")
@click.option("--json", "as_json", is_flag=True, help="结果以 JSON 输出。")
def bring(
    table: Path,
    mapping: Path,
    username: str,
    documents: Path | None,
    dry_run: bool,
    report: Path | None,
    as_json: bool,
) -> None:
    """按映射文件从表格 TABLE（CSV、XLSX、JSON）导入其他系统的案件。

    可重复执行：已导入的不会再导入，来源已改的只报告、不改动；中断后再运行一次即可接着导入。
    退出码：0 全部导入（或早已导入），1 有未导入的行，2 未能运行。
    """
    need_instance()
    start_django()
    from liuhen.site.bringing import Wish, bring_table, write_report
    from liuhen.site.bringing import as_json as plain

    wish = Wish(by=person_called(username), table=table, mapping=mapping, documents=documents, trial=dry_run)
    with _progress("检查" if dry_run else "导入") as told:
        tally = bring_table(wish, lambda one: told(one.total, None))
    if report:
        write_report(report, tally.findings)
    if tally.brought and not dry_run:
        _judge()
    if as_json:
        click.echo(json.dumps(plain(tally), ensure_ascii=False, indent=2))
    else:
        _conclude(tally, report, dry_run=dry_run)
    click.get_current_context().exit(SOME_REFUSED if tally.refused else 0)


@contextmanager
def _progress(title: str) -> Iterator[Callable[[int, int | None], None]]:
    console = Console(stderr=True)
    columns = (TextColumn(title), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _judge() -> None:
    """Judge what was never judged, in several processes, and bring the log up to the journal."""
    from liuhen.apps.duties.rejudging import Wanted
    from liuhen.apps.journal.actions import publish
    from liuhen.site.rejudging import rejudge

    with _progress("评定") as told:

        def tell(work: Work) -> None:
            told(work.done, work.total)

        work = rejudge(Wanted(archived=True), os.cpu_count() or 1, tell)
    for failure in work.failures:
        click.echo(f"未能评定：{failure}", err=True)
    publish()


def _conclude(tally: Tally, report: Path | None, *, dry_run: bool) -> None:
    word = "可以导入" if dry_run else "导入"
    click.echo(
        f"共 {tally.total} 行：{word} {tally.brought} 件，早已导入 {tally.known} 件，"
        f"来源已改 {tally.changed} 件，未导入 {tally.refused} 行。"
    )
    if report:
        click.echo(f"报告已写入 {report}")
        return
    for _, fault in tally.findings[:20]:
        click.echo(f"第 {fault.row} 行 {fault.column}“{fault.value}”：{fault.reason}。{fault.advice}")
    if len(tally.findings) > 20:
        click.echo(f"……共 {len(tally.findings)} 处，用 --report 写成文件。")
