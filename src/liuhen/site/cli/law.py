"""`liuhen law`: read, check and apply the regulations, with no database and no Django.

Exit codes of `check`: 0 nothing breached or overdue, 1 something is, 2 could not run. Of `lint`: 0 no problem, 1 some.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import click

from liuhen.adapters.law_folder import DiskLawFolder, read_text
from liuhen.core.duties.evaluate import evaluate, standings
from liuhen.core.duties.verdict_json import FAILED, verdict_json
from liuhen.core.lawbook.answers import answers_json
from liuhen.core.lawbook.dossier import adopting, read_dossier
from liuhen.core.lawbook.fields import parse_moment

FOUND = 1
CANNOT = 2


class Moment(click.ParamType[datetime]):
    """A time; without an offset it is Chinese civil time."""

    name = "TIME"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Parse the time, or fail with what to write."""
        try:
            return value if isinstance(value, datetime) else parse_moment(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


@click.group()
@click.option("--law", "folder", type=click.Path(path_type=Path), help="法规文件夹，默认 LIUHEN_LAW 或随程序的 law/")
@click.pass_context
def law(ctx: click.Context, folder: Path | None) -> None:
    """法规：列出、查看、核对覆盖，判断卷宗。"""
    ctx.obj = DiskLawFolder(folder)


@law.command("list")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@click.pass_obj
def list_texts(folder: DiskLawFolder, as_json: bool) -> None:
    """列出法规。"""
    from liuhen.site.cli import law_output

    texts = [folder.text(id) for id in folder.ids()]
    if as_json:
        _print_json({"texts": [law_output.text_json(text) for text in texts]})
    else:
        law_output.show_texts(texts)


@law.command()
@click.argument("text")
@click.argument("article", type=click.IntRange(min=1), required=False)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@click.pass_obj
def show(folder: DiskLawFolder, text: str, article: int | None, as_json: bool) -> None:
    """查看一部法规的义务，或其中一条。"""
    from liuhen.site.cli import law_output

    found = folder.text(text)
    if article is not None and article > found.info.articles:
        raise click.UsageError(f"{found.info.short}只有 {found.info.articles} 条，没有第 {article} 条")
    if as_json:
        _print_json(law_output.duties_json(found, article))
    else:
        law_output.show_duties(found, article)


@law.command()
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@click.pass_obj
def coverage(folder: DiskLawFolder, as_json: bool) -> None:
    """核对每一条是否都有着落。"""
    from liuhen.site.cli import law_output

    answers = answers_json([folder.text(id) for id in folder.ids()])
    if as_json:
        _print_json(answers)
    else:
        law_output.show_coverage(answers)


@law.command()
@click.argument("dossier", type=click.Path(path_type=Path))
@click.option("--at", required=True, type=Moment(), help="判断的时刻，例如 2019-04-03 12:00（不写时区为北京时间）")
@click.option("--text", "ids", multiple=True, help="只按这部法规判断，可重复")
@click.option("--adopt", multiple=True, help="本机构决定继续执行的已失效法规，可重复")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@click.pass_context
def check(
    ctx: click.Context, dossier: Path, at: datetime, ids: tuple[str, ...], adopt: tuple[str, ...], as_json: bool
) -> None:
    """判断一份卷宗文件在某一时刻履行了什么、欠缺什么。

    退出码：0 没有未履行和逾期，1 有，2 未能运行。
    """
    folder: DiskLawFolder = ctx.obj
    texts = [folder.text(id) for id in ids or folder.ids()]
    facts = read_dossier(read_text(dossier), name=str(dossier), vocabulary=folder.vocabulary())
    facts = adopting(facts, [folder.text(id).id for id in adopt])
    found = evaluate(facts, texts, at, calendar=folder.calendar())
    standing = standings(facts, texts, at)
    if as_json:
        number = facts.case.number if facts.case else None
        _print_json(verdict_json(found, now=at, standings=standing, case=number))
    else:
        from liuhen.site.cli import law_output

        law_output.show_verdict(found, standing, at)
    ctx.exit(FOUND if any(o.state in FAILED for o in found) else 0)


@law.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@click.pass_context
def lint(ctx: click.Context, files: tuple[Path, ...], as_json: bool) -> None:
    """检查法规、词表、案例或卷宗文件，列出全部问题。退出码：0 没有问题，1 有，2 未能运行。"""
    from liuhen.site.cli.law_lint import problems_of

    problems = list(dict.fromkeys(problem for file in files for problem in problems_of(file, ctx.obj)))
    if as_json:
        rows = [{"file": p.file, "line": p.line, "article": p.article, "message": p.message} for p in problems]
        _print_json({"problems": rows})
    else:
        for problem in problems:
            click.echo(str(problem))
        click.echo(f"{len(files)} 个文件，{len(problems)} 个问题" if problems else f"{len(files)} 个文件，没有问题")
    ctx.exit(FOUND if problems else 0)


@law.command()
def schema() -> None:
    """打印卷宗文件的 JSON Schema。"""
    from liuhen.core.lawbook.dossier_schema import dossier_schema

    _print_json(dossier_schema())


def _print_json(data: object) -> None:
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))
