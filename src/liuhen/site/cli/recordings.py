"""`liuhen recordings`: recordings copied out of the vault, sorted by the classes the law names."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from liuhen.site.cli.start import need_instance, start_django

if TYPE_CHECKING:
    from liuhen.apps.people.models import Agency
    from liuhen.apps.recordings.queries import Filters
    from liuhen.site.exporting import Outcome

SOME_FAILED = 1
BY = ("unit", "device", "officer", "date", "party", "cause", "medium")


@click.group()
def recordings() -> None:
    """音像记录：按分类导出。"""


@recordings.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--purpose", required=True, help="用途，随每一份记入日志。")
@click.option("--ground", default="", help="依据，例如批准文号，随每一份记入日志。")
@click.option("--by", default="unit,officer,date", show_default=True, help="逐级分类：" + "、".join(BY) + "。")
@click.option("--agency", "code", default="", help="机构编码；只有一个机构时可以不写。")
@click.option("--unit", default="", help="只要这个大队的（名称）。")
@click.option("--device", default="", help="只要这些设备的（编号的开头）。")
@click.option("--officer", default="", help="只要这些人员摄录的（姓名或者执法证号的开头）。")
@click.option("--since", default="", help="自哪一天，如 2026-11-01。")
@click.option("--until", default="", help="至哪一天（含）。")
@click.option("--party", default="", help="只要这些当事人的案件的（名称的开头）。")
@click.option("--cause", default="", help="只要这些案由的（开头）。")
@click.option("--medium", default="", type=click.Choice(["", "video", "audio", "still"]), help="只要这种形式的。")
@click.option("--derivatives", is_flag=True, help="派生件也导出；不写则只导出原件。")
@click.option("--json", "as_json", is_flag=True, help="结果以 JSON 输出。")
def export(folder: Path, **said: str | bool) -> None:
    """把音像记录复制到 FOLDER，按分类分文件夹，附清单 index.csv。可重复执行，已导出的不再复制。

    退出码：0 全部复制并核对无误，1 有的未能复制，2 未能运行。
    """
    need_instance()
    start_django()
    outcome = _run(folder, {name: str(value) for name, value in said.items()})
    if said["as_json"]:
        click.echo(json.dumps(outcome.as_json(), ensure_ascii=False, indent=2))
    else:
        _print(folder, outcome)
    sys.exit(SOME_FAILED if outcome.failures else 0)


def _run(folder: Path, said: dict[str, str]) -> Outcome:
    from liuhen.apps.journal.actions import Purpose
    from liuhen.site.exporting import Order, export

    agency = _agency(said["code"])
    order = Order(
        agency=agency,
        wanted=_wanted(agency, said),
        by=_classes(said["by"]),
        why=Purpose(purpose=_purpose(said["purpose"]), ground=said["ground"].strip()),
        derivatives=said["derivatives"] == "True",
    )
    with _progress(quiet=said["as_json"] == "True") as told:
        outcome = export(folder, order, told)
    _publish()
    return outcome


def _purpose(text: str) -> str:
    if not text.strip():
        raise click.BadParameter("请写明用途，它随每一份复制记入日志。", param_hint="--purpose")
    return text.strip()


def _classes(text: str) -> tuple[str, ...]:
    chosen = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    if unknown := [name for name in chosen if name not in BY]:
        raise click.BadParameter(f"不认识的分类 {'、'.join(unknown)}，可以写：{'、'.join(BY)}", param_hint="--by")
    return chosen


def _agency(code: str) -> Agency:
    from liuhen.apps.people.queries import agency_coded, all_agencies

    found = agency_coded(code) if code else None
    if not code and len(every := list(all_agencies()[:2])) == 1:
        found = every[0]
    if found is None:
        raise click.BadParameter("请写明机构编码（liuhen agency list）。", param_hint="--agency")
    return found


def _wanted(agency: Agency, said: dict[str, str]) -> Filters:
    from liuhen.apps.people.queries import unit_named
    from liuhen.apps.recordings.queries import Filters

    unit = unit_named(agency, said["unit"]) if said["unit"] else None
    if said["unit"] and unit is None:
        raise click.BadParameter(f"{agency} 没有名为“{said['unit']}”的大队。", param_hint="--unit")
    until = _day(said["until"], "--until")
    return Filters(
        unit=unit.pk if unit else None,
        device=said["device"],
        officer=said["officer"],
        since=_day(said["since"], "--since"),
        until=until + timedelta(days=1) if until else None,
        party=said["party"],
        cause=said["cause"],
        medium=said["medium"],
    )


def _day(text: str, name: str) -> datetime | None:
    from django.utils.timezone import make_aware

    if not text:
        return None
    try:
        return make_aware(datetime.strptime(text, "%Y-%m-%d"))  # noqa: DTZ007 - made aware at once
    except (ValueError, OverflowError) as error:
        raise click.BadParameter("请写成 2026-11-01 的样子。", param_hint=name) from error


def _publish() -> None:
    from liuhen.apps.journal.actions import publish

    publish()


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Callable[[str], None]]:
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn

    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("导出 {task.completed}"), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=console, transient=True, disable=quiet or not console.is_terminal) as bar:
        task = bar.add_task("", total=None)
        yield lambda path: bar.update(task, advance=1, description=path[-60:])


def _print(folder: Path, outcome: Outcome) -> None:
    for path, reason in outcome.failures:
        click.echo(f"未能复制\t{path}：{reason}", err=True)
    done = f"已复制 {outcome.copied} 份，早已在内 {outcome.there} 份，未能复制 {len(outcome.failures)} 份。"
    click.echo(f"{done}清单：{folder / 'index.csv'}")
