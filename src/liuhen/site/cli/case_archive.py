"""`liuhen case archive`: the folder an archive takes in, of one case."""

from __future__ import annotations

import json
from pathlib import Path

import click

from liuhen.site.cli.start import need_instance, start_django


@click.command()
@click.argument("number")
@click.option("-o", "--output", required=True, type=click.Path(file_okay=False, path_type=Path), help="写入的文件夹。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
@click.pass_context
def archive(ctx: click.Context, number: str, output: Path, as_json: bool) -> None:
    """导出归档文件夹：案卷、文书、录像原件、元数据、清单和四性检测。退出码：0 检测通过，1 有不通过的，2 未能运行。"""
    need_instance()
    start_django()
    from liuhen.apps.cases.queries import case_by_number
    from liuhen.site.archive_folder import make_folder

    found = case_by_number(number)
    if found is None:
        raise click.ClickException(f"没有案号为“{number}”的案件。请用 liuhen case list 查看案号。")
    outcome = make_folder(found, output, (lambda _: None) if as_json else click.echo)
    if as_json:
        click.echo(json.dumps(outcome.as_json(), ensure_ascii=False, indent=2))
    else:
        for check in outcome.checks:
            word = "见说明" if check.passed is None else "通过" if check.passed else "不通过"
            click.echo(f"{check.group} {check.item} {check.what}：{word}{'。' + check.found if check.found else ''}")
        click.echo(f"共 {outcome.files} 个文件，清单 SHA-256 {outcome.manifest_sha256}")
    ctx.exit(0 if outcome.passed else 1)
