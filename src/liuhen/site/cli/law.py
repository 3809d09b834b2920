"""`liuhen law`: read, check, apply and write regulations; only what concerns an instance's cases needs a database.

Exit codes of `check`: 0 nothing breached or overdue, 1 something is, 2 could not run. Of `lint`: 0 no problem, 1 some.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from liuhen.adapters.law_folder import DiskLawFolder, read_text
from liuhen.core.duties.evaluate import evaluate, standings
from liuhen.core.duties.verdict_json import FAILED, verdict_json
from liuhen.core.lawbook.answers import answers_json
from liuhen.core.lawbook.dossier import adopting, read_dossier
from liuhen.site.cli.law_attach import attach
from liuhen.site.cli.law_compare import compare
from liuhen.site.cli.law_diff import diff
from liuhen.site.cli.law_folders import folder_at, text_at, words_of
from liuhen.site.cli.law_json import print_json
from liuhen.site.cli.law_moment import Moment
from liuhen.site.cli.law_new import new
from liuhen.site.cli.law_rejudge import rejudge
from liuhen.site.cli.law_words import words

__all__ = ["Moment", "law"]

FOUND = 1
CANNOT = 2


@click.group()
@click.option("--law", "folder", type=click.Path(path_type=Path), help="法规文件夹，默认 LIUHEN_LAW 或随程序的 law/")
@click.pass_context
def law(ctx: click.Context, folder: Path | None) -> None:
    """法规：列出、查看、编写、检查、比较，判断卷宗。"""
    ctx.obj = folder_at(folder)


@law.command("list")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@click.pass_obj
def list_texts(folder: DiskLawFolder, as_json: bool) -> None:
    """列出法规。"""
    from liuhen.site.cli import law_output

    texts = [folder.text(id) for id in folder.ids()]
    if as_json:
        print_json({"texts": [law_output.text_json(text) for text in texts]})
    else:
        law_output.show_texts(texts)


@law.command()
@click.argument("text")
@click.argument("article", type=click.IntRange(min=1), required=False)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@click.pass_obj
def show(folder: DiskLawFolder, text: str, article: int | None, as_json: bool) -> None:
    """查看一部法规的义务；写了条号的，再逐项列出该条义务的议题、要求、期限和免责情形。"""
    from liuhen.site.cli import law_output

    found = text_at(folder, text)
    if article is not None and article > found.info.articles:
        raise click.UsageError(f"{found.info.short}只有 {found.info.articles} 条，没有第 {article} 条")
    if as_json:
        print_json(law_output.duties_json(found, article))
    else:
        law_output.show_duties(found, article)


@law.command()
@click.argument("texts", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@click.pass_obj
def coverage(folder: DiskLawFolder, texts: tuple[str, ...], as_json: bool) -> None:
    """核对每一条是否都有着落：全部文本，或者只是 TEXTS（标识或文件夹）。"""
    from liuhen.site.cli import law_output

    answers = answers_json([text_at(folder, named) for named in texts or folder.ids()])
    if as_json:
        print_json(answers)
    else:
        law_output.show_coverage(answers)


@law.command()
@click.argument("dossier", type=click.Path(path_type=Path))
@click.option("--at", required=True, type=Moment(), help="判断的时刻，例如 2019-04-03 12:00（不写时区为北京时间）")
@click.option("--text", "ids", multiple=True, help="只按这部法规判断（标识或文件夹），可重复")
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
    texts = [text_at(folder, id) for id in ids or folder.ids()]
    facts = read_dossier(read_text(dossier), name=str(dossier), vocabulary=words_of(folder, texts, dossier))
    facts = adopting(facts, [text_at(folder, id).id for id in adopt])
    found = evaluate(facts, texts, at, calendar=folder.calendar())
    standing = standings(facts, texts, at)
    if as_json:
        number = facts.case.number if facts.case else None
        print_json(verdict_json(found, now=at, standings=standing, case=number))
    else:
        from liuhen.site.cli import law_output

        law_output.show_verdict(found, standing, at)
    ctx.exit(FOUND if any(o.state in FAILED for o in found) else 0)


@law.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@click.pass_context
def lint(ctx: click.Context, files: tuple[Path, ...], as_json: bool) -> None:
    """检查一部文本的文件夹，或单个法规、词表、案例、卷宗文件，列出全部问题和行号。

    给文件夹时还检查每项义务是否都有履行和没有履行的案例。
    退出码：0 没有问题，1 有，2 未能运行。
    """
    from liuhen.site.cli.law_lint import Linter

    linter = Linter(ctx.obj)
    problems = list(dict.fromkeys(problem for file in files for problem in linter.problems(file)))
    if as_json:
        rows = [{"file": p.file, "line": p.line, "article": p.article, "message": p.message} for p in problems]
        print_json({"problems": rows})
    else:
        for problem in problems:
            click.echo(str(problem))
        click.echo(f"共 {len(problems)} 个问题" if problems else "没有问题")
    ctx.exit(FOUND if problems else 0)


@law.command()
def schema() -> None:
    """打印卷宗文件的 JSON Schema。"""
    from liuhen.core.lawbook.dossier_schema import dossier_schema

    print_json(dossier_schema())


for command in (words, new, attach, diff, compare, rejudge):
    law.add_command(command)
