"""`liuhen case`: cases and what the law says of them. The verdict has the shape of `law check --json`."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING

import click

from liuhen.site.cli.case_archive import archive
from liuhen.site.cli.case_bring import bring
from liuhen.site.cli.case_carry import export, import_
from liuhen.site.cli.case_scans import scans
from liuhen.site.cli.law import Moment
from liuhen.site.cli.start import need_instance, start_django

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case


@click.group()
def case() -> None:
    """案件：列出、查看、评定、导出卷宗。"""


case.add_command(archive)
case.add_command(bring)
case.add_command(export)
case.add_command(import_)
case.add_command(scans)


def _open(number: str) -> Case:
    """Start Django and find the case; a wrong number ends with what to do next."""
    need_instance()
    start_django()
    from liuhen.apps.cases.queries import case_by_number

    found = case_by_number(number)
    if found is None:
        raise click.ClickException(f"没有案号为“{number}”的案件。请用 liuhen case list 查看案号。")
    return found


def _moment(at: datetime | None) -> datetime:
    from liuhen.ports.outside import outside

    return at or outside().clock.now()


def _print_json(data: object) -> None:
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


@case.command("list")
@click.option("--search", default="", help="案号、案由、当事人或者车牌中的词。")
@click.option("--limit", default=50, show_default=True, help="最多列出多少件。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def list_cases(search: str, limit: int, as_json: bool) -> None:
    """列出案件，最近登记的在前。"""
    need_instance()
    start_django()
    from liuhen.site.cli.case_output import case_rows, show_rows

    rows = case_rows(search, limit)
    if as_json:
        _print_json({"cases": rows})
    else:
        show_rows(rows)


@case.command()
@click.argument("number")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def show(number: str, as_json: bool) -> None:
    """查看一个案件的环节、文书和音像记录。"""
    found = _open(number)
    from liuhen.apps.duties.queries import dossier_of, plain_data
    from liuhen.site.cli.case_output import show_dossier

    data = plain_data(dossier_of(found))
    if as_json:
        _print_json(data)
    else:
        show_dossier(found, data)


@case.command()
@click.argument("number")
@click.option("--at", type=Moment(), help="评定的时刻，例如 2019-04-03 12:00（不写时区为北京时间）；默认现在。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
@click.pass_context
def verdict(ctx: click.Context, number: str, at: datetime | None, as_json: bool) -> None:
    """按适用的文本评定案件。退出码：0 没有未履行和逾期，1 有，2 未能运行。"""
    found = _open(number)
    moment = _moment(at)
    from liuhen.apps.duties.queries import verdict_data

    data = verdict_data(found, moment)
    if as_json:
        _print_json(data)
    else:
        from liuhen.site.cli.case_output import show_verdict

        show_verdict(found, moment)
    ctx.exit(1 if data["summary"]["breached"] or data["summary"]["overdue"] else 0)
